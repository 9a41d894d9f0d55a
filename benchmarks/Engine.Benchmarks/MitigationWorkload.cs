using Engine.Mitigation;
using Engine.Networks;
using Engine.Runs;
using Engine.Training;
using static TorchSharp.torch;

namespace Engine.Benchmarks;

/// <summary>The engine's own training loop by the catalog's recipes, on random images that lie on the device.</summary>
internal sealed class MitigationWorkload : IDisposable
{
    /// <summary>Images of every step.</summary>
    public const int Batch = 100;

    private const int BaseEpochs = 1000;

    private readonly Network _teacher;
    private readonly Network _plain;
    private readonly Network _noisy;
    private readonly Tensor _images;
    private readonly Random _random = new(2);

    private readonly StepClock _clock;

    public MitigationWorkload(MitigationCase one, Device device, StepClock clock)
    {
        _clock = clock;
        using var scope = NewDisposeScope();
        _teacher = Teacher(one, device);
        (_plain, _noisy) = (Student(one, Recipe("baseline"), device), Student(one, Recipe("full"), device));
        using var random = new Seeds(1).Generator("images");
        _images = randn([Batch, one.Shape.Channels, one.Shape.Height, one.Shape.Width], generator: random).to(device).DetachFromDisposeScope();
        Labels = (arange(Batch, dtype: ScalarType.Int64) % 10).to(device).DetachFromDisposeScope();
    }

    /// <summary>Ten classes in turn.</summary>
    public Tensor Labels { get; }

    /// <summary>The images [N, C, H, W].</summary>
    public Tensor Images => _images;

    /// <summary>A recipe of the catalog for one batch per epoch.</summary>
    public static RecipePlan Recipe(string name) => new(RecipeFamily.Find(name)!.Options, BaseEpochs, Batch);

    /// <summary>A student with fresh weights, in the style that a recipe asks for.</summary>
    public static Network Student(MitigationCase one, RecipePlan recipe, Device device)
    {
        using var random = new Seeds(1).Generator("student");
        return Network.Create(one.Student, one.Shape, 10, random, device, recipe.Style);
    }

    /// <summary>A teacher with fresh weights.</summary>
    public static Network Teacher(MitigationCase one, Device device)
    {
        using var random = new Seeds(1).Generator("teacher");
        return Network.Create(one.Teacher, one.Shape, 10, random, device);
    }

    /// <summary>Seconds of so many Baseline steps.</summary>
    public List<double> Baseline(int count) => Steps(_plain, Recipe("baseline").For(_plain.Units, null) with { Epochs = count + 1 });

    /// <summary>Seconds of so many Full steps at each of the keep rates, which take turns from step to step.</summary>
    public IReadOnlyList<List<double>> Full(int count, IReadOnlyList<double> keepRates)
    {
        var plan = Recipe("full").For(_noisy.Units, _teacher) with
        {
            Epochs = count * keepRates.Count + 1,
            KeepRate = epoch => keepRates[epoch % keepRates.Count],
        };
        var seconds = Steps(_noisy, plan);
        return [.. keepRates.Select((_, rate) => seconds.Where((_, step) => (step + 1) % keepRates.Count == rate).ToList())];
    }

    /// <summary>Seconds of so many forward passes of the teacher.</summary>
    public List<double> TeacherPasses(int count)
    {
        _clock.Start();
        for (var i = 0; i <= count; i++)
        {
            using var scope = NewDisposeScope();
            using var withoutGraph = no_grad();
            _teacher.Forward(_images);
            _clock.Tick();
        }

        return _clock.Seconds;
    }

    public void Dispose()
    {
        foreach (var owned in (IDisposable[])[_teacher, _plain, _noisy, _images, Labels]) owned.Dispose();
    }

    /// <summary>The first step, which also makes the optimiser's moments, is not counted.</summary>
    private List<double> Steps(Network network, TrainingPlan plan)
    {
        _clock.Start();
        Trainer.Train(network, _images, Labels, plan, _random, _random, _clock.Tick);
        return _clock.Seconds;
    }
}

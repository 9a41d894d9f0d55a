using System.Globalization;
using Contracts;
using Engine.Networks;
using Engine.Runs;

namespace Engine.Distillation.TrajectoryMatching;

/// <summary>The experts of one recipe: a folder under its hash, with a file per expert and what the recipe is beside them.</summary>
/// <remarks>
/// Made once, used by every later run with the same recipe. A run that was stopped while it made them goes on with those that are finished;
/// an expert that was half trained begins again. A file that is damaged, or of another buffer, is not used but made anew.
/// </remarks>
internal sealed class ExpertBuffer : IDisposable
{
    /// <summary>The file that tells the recipe.</summary>
    public const string Sidecar = "experts.json";

    private const string FirstLetters = "expert-", Extension = ".safetensors";

    private readonly List<ExpertTrajectory> _experts = [];

    private ExpertBuffer()
    {
    }

    /// <summary>The experts, in their order.</summary>
    public IReadOnlyList<ExpertTrajectory> Experts => _experts;

    /// <summary>Opens the first so many experts of a recipe, after making those that are not there.</summary>
    /// <param name="run">The run; it tells the phase, and its folder for experts is used.</param>
    /// <param name="recipe">What decides the experts.</param>
    /// <param name="count">How many.</param>
    /// <param name="network">Any network of the recipe's kind.</param>
    /// <exception cref="RunFault">An expert would not fit into a file, or its training left the numbers.</exception>
    public static ExpertBuffer Open(DistillationRun run, ExpertRecipe recipe, int count, Network network)
    {
        var (key, parameters) = (recipe.Key, network.ParameterCount);
        Check(recipe, parameters);
        run.Context.Tell(new PhaseStarted("experts", count));
        var folder = Path.Combine(run.Context.ExpertsFolder, key);
        var buffer = new ExpertBuffer();
        try
        {
            var made = 0;
            for (var number = 0; number < count; number++)
            {
                var found = Find(folder, key, number, recipe.Epochs, parameters);
                if (found is null) made++;
                buffer._experts.Add(found ?? Make(run, recipe, folder, number, parameters));
                run.Breathe();
            }

            run.Context.Note(
                $"{count} experts of {recipe.Epochs} epochs: {count - made} were there, {made} were made. Buffer {key[..12]}.");
            return buffer;
        }
        catch
        {
            buffer.Dispose();
            throw;
        }
    }

    /// <summary>Whether a file of a buffer is named like a finished expert.</summary>
    public static bool IsExpert(string fileName) =>
        fileName.StartsWith(FirstLetters, StringComparison.Ordinal) && fileName.EndsWith(Extension, StringComparison.Ordinal);

    /// <inheritdoc />
    public void Dispose() => _experts.ForEach(expert => expert.Dispose());

    private static void Check(ExpertRecipe recipe, long parameters)
    {
        if ((recipe.Epochs + 1) * parameters * sizeof(float) < Array.MaxLength - (1 << 20)) return;
        throw new RunFault($"An expert of {recipe.Epochs} epochs with {parameters:N0} parameters needs "
            + $"{(recipe.Epochs + 1) * parameters * sizeof(float) / 1e9:F1} GB; 2 GB is the most. Take fewer expert epochs or a smaller network.");
    }

    private static ExpertTrajectory? Find(string folder, string key, int number, int epochs, long parameters) =>
        Files(folder, number).Select(file => ExpertTrajectory.Open(file, key, number, epochs, parameters))
            .FirstOrDefault(expert => expert is not null);

    private static ExpertTrajectory Make(DistillationRun run, ExpertRecipe recipe, string folder, int number, long parameters)
    {
        using var snapshots = new ExpertTraining(run, recipe).Train(number);
        var content = ExpertTrajectory.Write(snapshots, recipe.Key, number);
        foreach (var damaged in Files(folder, number).ToList()) File.Delete(damaged);
        DurableFile.Write(Path.Combine(folder, Sidecar), recipe.Text);
        var path = Path.Combine(folder, $"{Prefix(number)}{DurableFile.Hash(content)}{Extension}");
        DurableFile.Write(path, content);
        return ExpertTrajectory.Open(path, recipe.Key, number, recipe.Epochs, parameters)
            ?? throw new RunFault($"Expert {number + 1} was written and cannot be read back: the disk of '{folder}' is at fault.");
    }

    private static IEnumerable<string> Files(string folder, int number) => Directory.Exists(folder)
        ? Directory.EnumerateFiles(folder, $"{Prefix(number)}*{Extension}").Order(StringComparer.Ordinal)
        : [];

    private static string Prefix(int number) => string.Create(CultureInfo.InvariantCulture, $"{FirstLetters}{number:D3}-");
}

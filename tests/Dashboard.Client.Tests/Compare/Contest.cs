using System.Text.Json;
using Bunit;
using Contracts;
using Dashboard.Client.Features.Compare;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Client.Tests.Compare;

/// <summary>Runs to compare: three distillations that were judged, measured and stored frames.</summary>
internal static class Contest
{
    public static readonly RunId First = Pages.Id(1);
    public static readonly RunId Second = Pages.Id(2);
    public static readonly RunId Third = Pages.Id(3);

    public static RememberedRuns ThreeRuns()
    {
        var specs = new[]
        {
            Spec("First", seed: 0, ipc: 1), Spec("Second", seed: 0, ipc: 10), Spec("Third", seed: 5, ipc: 1),
        };
        var states = new[]
        {
            State(1, specs[0], [0.50, 0.60], [0, 50, 100], images: 4), State(2, specs[1], [0.55, 0.65], [0, 100], images: 8), State(3, specs[2], [], [], 0),
        };
        var runs = new RememberedRuns([.. states.Select(state => state.Summary)]);
        foreach (var (spec, state) in specs.Zip(states))
        {
            runs.Specs[state.Summary.Id] = spec;
            runs.States[state.Summary.Id] = state;
        }

        return runs;
    }

    public static CompareView View(params RunId[] ids)
    {
        var runs = ThreeRuns();
        var entries = ids.Index().Select(id => new CompareEntry(
            new RunMark(id.Index), new ComparedRun(id.Item, runs.Specs[id.Item], runs.States[id.Item], RunCost.None))).ToList();
        return new CompareView(entries, entries[0]);
    }

    /// <summary>Opens the page at an address and waits until it knows its runs.</summary>
    public static IRenderedComponent<ComparePage> Open(BunitContext context, string query)
    {
        var navigation = context.Services.GetRequiredService<NavigationManager>();
        navigation.NavigateTo("compare" + query);
        return context.Render<ComparePage>();
    }

    public static string Address(BunitContext context) => Uri.UnescapeDataString(context.Services.GetRequiredService<NavigationManager>().Uri);

    public static string Query(params RunId[] ids) => "?runs=" + string.Join(',', ids);

    private static RunSpec Spec(string name, int seed, int ipc) => new()
    {
        Name = name,
        Seed = seed,
        Method = new ComponentSpec
        {
            Name = "distribution-matching",
            Options = new Dictionary<string, JsonElement> { ["imagesPerClass"] = JsonSerializer.SerializeToElement(ipc) },
        },
    };

    private static RunState State(int number, RunSpec spec, double[] accuracies, int[] frames, int images)
    {
        var events = new List<RunEvent> { new RunStarted("cpu", 1, "fake", 0), new PhaseStarted("distil", 100) };
        events.AddRange(frames.Select(frame => new SyntheticSetSaved(frame, "a.npz", "a.png", images, ["cat", "dog"], 8, 8)));
        events.Add(new Measured(100, new Dictionary<string, double> { [Series.MatchingLoss] = 0.5 / number, [$"own/{number}"] = number }));
        events.AddRange(accuracies.Index().Select(one => new NetworkEvaluated(100, "convnet", "synthetic", one.Index, one.Item, null, 1, 5, 1)));
        events.Add(new RunEnded(RunStatus.Completed, ""));
        return events.Index().Aggregate(
            RunState.Submitted(Pages.Id(number), spec, Pages.Start), (state, e) => state.Apply(e.Item with { Seq = e.Index + 1, At = Pages.Start }));
    }
}

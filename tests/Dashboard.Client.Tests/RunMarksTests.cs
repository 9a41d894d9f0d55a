using Contracts;
using Dashboard.Client.Charts;
using Dashboard.Client.Features.Runs;

namespace Dashboard.Client.Tests;

public sealed class RunMarksTests
{
    [Fact]
    public void Evaluations_checkpoints_and_resumes_are_marked_once()
    {
        RunEvent[] events =
        [
            new RunStarted("cpu", 1, "engine", 0),
            new CheckpointSaved(50),
            new NetworkEvaluated(50, "convnet", "synthetic", 0, 0.5, null, 1, 3, 1),
            new NetworkEvaluated(50, "convnet", "synthetic", 1, 0.6, null, 1, 3, 1),
            new NetworkEvaluated(0, "convnet", "random", 0, 0.4, null, 1, 3, 1),
            new RunStarted("cpu", 1, "engine", 50),
        ];
        var marks = events.Concat(events).Aggregate(RunMarks.None, (sum, e) => sum.Apply(e));

        Assert.Equal([new ChartMark(50, "checkpoint"), new ChartMark(50, "evaluation"), new ChartMark(50, "resume")], marks.List);
    }
}

using System.Diagnostics;
using System.IO.Compression;
using Contracts;
using Dashboard.Client.Features.Library;
using Engine.Export;

namespace Dashboard.Server.Tests.Library;

/// <summary>What the page "Use it" shows is run here as it is shown, on a set that a real run made.</summary>
public sealed class SnippetTests
{
    private const string Python = "/usr/bin/python3";
    private static readonly string Recorded = Path.Combine(AppContext.BaseDirectory, "recorded.npz");
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    [Theory]
    [InlineData("numpy", "numpy", "fits its own labels: 1.0")]
    [InlineData("pytorch", "torch", "loss: ")]
    public async Task A_python_snippet_runs_beside_the_loader_of_the_archive(string name, string needs, string says)
    {
        Assert.SkipUnless(File.Exists(Python) && (await RunAsync("/", "-c", "import " + needs)).Status == 0, $"There is no Python with {needs} here.");
        using var folder = new TemporaryFolder();
        await using (var file = File.Create(folder["set.zip"])) SyntheticSetArchive.Write(Recorded, file);
        await ZipFile.ExtractToDirectoryAsync(folder["set.zip"], folder["set"], TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(folder["set"], "use.py"), Snippets.Of(name, Version(epochs: 2)), TestContext.Current.CancellationToken);

        var (status, output) = await RunAsync(folder["set"], "use.py");

        Assert.True(status == 0, output);
        Assert.Contains(says, output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_csharp_snippet_is_what_is_compiled_here_and_reads_the_arrays()
    {
        var set = SyntheticNpz.Read(Recorded);
        Assert.Equal(set.Shape.Aggregate(1, (product, side) => product * side), set.Images.Length);
        Assert.Equal(set.Shape[0], set.Labels.Length);
        Assert.Equal(Enumerable.Range(0, set.Shape[0]).Select(i => (long)i), set.Labels.Order());
        Assert.Equal(set.Shape[1], set.Mean.Length);
        Assert.All(set.Std, deviation => Assert.InRange(deviation, 0.01f, 1f));
        Assert.All(set.Images, value => Assert.True(float.IsFinite(value)));
        float[] image = [.. set.Mean];
        set.Prepare(image);
        Assert.All(image, value => Assert.Equal(0f, value));
    }

    [Fact]
    public void Every_snippet_has_its_figures_filled_in() =>
        Assert.All(Snippets.Names, name => Assert.DoesNotContain("{epochs}", Snippets.Of(name, Version(7)), StringComparison.Ordinal));

    private static LibraryVersion Version(int epochs) => new()
    {
        Name = "set",
        Version = 1,
        Run = default,
        RunName = "",
        Set = new SyntheticSetSaved(1, "", "", 10, ["a"], 1, 1),
        DataBytes = 0,
        PictureBytes = 0,
        Spec = new RunSpec { Evaluation = new EvaluationSpec { Epochs = epochs } },
        RegisteredAt = default,
    };

    private static async Task<(int Status, string Output)> RunAsync(string folder, params string[] arguments)
    {
        var start = new ProcessStartInfo(Python, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["OMP_NUM_THREADS"] = "1";
        using var process = Process.Start(start)!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken), process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken));
        await process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(Patience);
        return (process.ExitCode, await output + await errors);
    }
}

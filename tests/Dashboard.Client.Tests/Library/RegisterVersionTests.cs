using Bunit;
using Contracts;
using Dashboard.Client.Features.Library;

namespace Dashboard.Client.Tests.Library;

public sealed class RegisterVersionTests
{
    private static readonly RunSpec Spec = new() { Data = new DataSpec { Name = "My Pets" }, Method = new ComponentSpec { Name = "dm" } };
    private readonly RememberedLibrary _library = new();
    private readonly RememberedRuns _runs = new();

    [Fact]
    public async Task A_version_is_registered_with_a_name_that_tells_what_it_is()
    {
        await using var context = LibraryPageTests.Context(_library, _runs);
        var part = Open(context);
        Assert.Equal("my-pets-dm", part.Find("#register-name").GetAttribute("value"));
        Assert.Equal(["after iteration 50 (newest)", "after iteration 0"], part.FindAll("#register-iteration option").Select(option => option.TextContent));
        part.Find("#register-iteration").Change("0");
        part.Find("#register-note").Change("why");
        part.Find("#register-person").Change("Ada");
        Press(part, "Register");
        var asked = Assert.Single(_library.Asked);
        Assert.Equal((Pages.Id(1), 0, "my-pets-dm", "why", "Ada"), (asked.Run, asked.Iteration!.Value, asked.Name, asked.Note, asked.By));
        part.WaitForAssertion(() => Assert.Equal("library/my-pets-dm/1", part.Find("p a").GetAttribute("href")));
    }

    [Fact]
    public async Task A_refusal_stands_at_its_field_and_nothing_typed_is_lost()
    {
        _library.Faults = [new SpecFault("name", "Taken."), new SpecFault("run", "Damaged.")];
        await using var context = LibraryPageTests.Context(_library, _runs);
        var part = Open(context);
        part.Find("#register-name").Change("typed");
        Press(part, "Register");
        Assert.Equal(["Taken.", "Damaged."], part.FindAll(".fault-line").Select(line => line.TextContent));
        Assert.Equal("typed", part.Find("#register-name").GetAttribute("value"));
    }

    [Theory]
    [InlineData("Fashion MNIST", "dm", 10, "fashion-mnist-dm-ipc10")]
    [InlineData("../x", "dm", null, "x-dm")]
    [InlineData("ペット", "dm", null, "dm")]
    public void A_suggested_name_is_one_that_is_taken(string data, string method, int? ipc, string expected) => Assert.Equal(
        expected, LibraryNames.Suggested(new RunSpec { Data = new DataSpec { Name = data }, Method = new ComponentSpec { Name = method } }, ipc));

    private IRenderedComponent<RegisterVersion> Open(BunitContext context)
    {
        var state = RunState.Submitted(Pages.Id(1), Spec, Pages.Start);
        foreach (var (seq, iteration) in new[] { (1, 0), (2, 50) })
            state = state.Apply(new SyntheticSetSaved(iteration, "a.npz", "a.png", 1, ["a"], 1, 1) { Seq = seq });
        _runs.States[Pages.Id(1)] = state;
        var part = context.Render<RegisterVersion>(one => one.Add(part => part.Run, Pages.Id(1)).Add(part => part.Spec, Spec));
        Press(part, "Register version");
        return part;
    }

    private static void Press(IRenderedComponent<RegisterVersion> part, string text) =>
        part.FindAll("button").Single(button => button.TextContent.Trim() == text).Click();
}

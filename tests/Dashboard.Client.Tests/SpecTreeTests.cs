using System.Text.Json;
using Contracts;
using Dashboard.Client.Features.Runs;

namespace Dashboard.Client.Tests;

public sealed class SpecTreeTests
{
    private static readonly CatalogDescription Catalog = new(
        [new ComponentDescriptor("dm", "DM", "", "", [Pages.Field("iterations", OptionKind.Integer, 1000), Pages.Field("rate", OptionKind.Number, 1.0)])],
        [new ComponentDescriptor("convnet", "ConvNet", "", "", [Pages.Field("width", OptionKind.Integer, 128)])], [], [], []);

    [Fact]
    public void The_default_spec_differs_in_nothing() => Assert.DoesNotContain(SpecTree.Of(new RunSpec(), Catalog), row => row.Differs);

    [Fact]
    public void Values_and_options_that_differ_are_marked_beside_their_default()
    {
        var rows = SpecTree.Of(
            new RunSpec { Seed = 7, Data = new DataSpec { ValidationFraction = 0.10 }, Method = Component("dm", ("iterations", 20), ("rate", 1.0)) }, Catalog);
        Assert.Equal(
            [("method", "dm", "distribution-matching"), ("iterations", "20", "1000"), ("seed", "7", "0")],
            rows.Where(row => row.Differs).Select(row => (row.Name, row.Value!, row.Standard!)));
        Assert.Equal(("rate", 1), rows.Where(row => row.Name == "rate").Select(row => (row.Name, row.Depth)).Single());
    }

    [Fact]
    public void Options_that_were_left_out_stand_with_their_default() =>
        Assert.Contains(SpecTree.Of(new RunSpec { Method = Component("dm") }, Catalog), row => row is { Name: "iterations", Value: "1000", Differs: false });

    [Fact]
    public void Entries_of_a_list_are_numbered()
    {
        var spec = new RunSpec { Evaluation = new EvaluationSpec { Networks = [Component("convnet", ("width", 16)), Component("convnet")] } };
        var rows = SpecTree.Of(spec, Catalog);
        Assert.Equal(["[1]", "[2]"], rows.Where(row => row.Name.StartsWith('[')).Select(row => row.Name));
        Assert.Equal([("16", true), ("128", false)], rows.Where(row => row is { Name: "width", Depth: 3 }).Select(row => (row.Value!, row.Differs)));
    }

    private static ComponentSpec Component(string name, params (string Name, object Value)[] options) => new()
    {
        Name = name,
        Options = options.ToDictionary(option => option.Name, option => JsonSerializer.SerializeToElement(option.Value)),
    };
}

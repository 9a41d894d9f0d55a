using System.Text.Json.Nodes;
using Bunit;
using Contracts;
using Dashboard.Client.Forms;

namespace Dashboard.Client.Tests;

public sealed class OptionFormTests
{
    private static readonly OptionField[] Fields =
    [
        Pages.Field("whole", OptionKind.Integer, 10, 1, 100),
        Pages.Field("real", OptionKind.Number, 0.5),
        Pages.Field("flag", OptionKind.Boolean, true),
        Pages.Field("pick", OptionKind.Choice, "real", null, null, "real", "noise"),
        Pages.Field("words", OptionKind.Text, "none"),
    ];

    [Theory]
    [InlineData("whole", "12", "12")]
    [InlineData("whole", "twelve", "\"twelve\"")]
    [InlineData("real", "1e-3", "0.001")]
    [InlineData("pick", "noise", "\"noise\"")]
    [InlineData("words", "color_crop", "\"color_crop\"")]
    public async Task What_is_typed_is_kept_in_its_kind(string name, string typed, string json)
    {
        await using var context = Pages.Context();
        var values = new JsonObject();
        Input(Render(context, values), name).Change(typed);

        Assert.Equal(json, values[name]!.ToJsonString());
    }

    [Fact]
    public async Task A_switch_starts_at_its_default_and_turns()
    {
        await using var context = Pages.Context();
        var values = new JsonObject();
        var form = Render(context, values);
        Assert.True(Input(form, "flag").HasAttribute("checked"));

        Input(form, "flag").Change(false);

        Assert.Equal("false", values["flag"]!.ToJsonString());
    }

    [Fact]
    public async Task An_emptied_field_takes_its_default()
    {
        await using var context = Pages.Context();
        var values = new JsonObject { ["whole"] = 3 };
        Input(Render(context, values), "whole").Change("");

        Assert.Empty(values);
    }

    [Fact]
    public async Task A_fault_stands_at_its_field_alone()
    {
        await using var context = Pages.Context();
        var form = Render(context, [], new SpecFault("method.options.real", "Too small."), new SpecFault("seed", "Elsewhere."));

        Assert.Equal("Too small.", Assert.Single(form.FindAll(".fault-line")).TextContent);
        Assert.Equal("true", Input(form, "real").GetAttribute("aria-invalid"));
        Assert.Equal("false", Input(form, "whole").GetAttribute("aria-invalid"));
    }

    [Fact]
    public async Task The_range_is_told()
    {
        await using var context = Pages.Context();
        Assert.Contains("1 to 100.", Render(context, []).FindAll(".help")[0].TextContent, StringComparison.Ordinal);
    }

    private static IRenderedComponent<OptionForm> Render(BunitContext context, JsonObject values, params SpecFault[] faults) =>
        context.Render<OptionForm>(form => form.Add(f => f.Fields, Fields).Add(f => f.Values, values).Add(f => f.Path, "method.options").Add(f => f.Faults, faults));

    private static AngleSharp.Dom.IElement Input(IRenderedComponent<OptionForm> form, string name) =>
        form.FindAll("input, select")[Array.FindIndex(Fields, field => field.Name == name)];
}

using Contracts;
using Dashboard.Client.Forms;

namespace Dashboard.Client.Tests;

public sealed class SpecDraftTests
{
    [Fact]
    public void A_value_of_the_wrong_kind_is_a_fault_at_its_path()
    {
        var draft = new SpecDraft(new RunSpec());
        draft.Evaluation["epochs"] = "many";

        var (spec, fault) = draft.ToSpec();

        Assert.Null(spec);
        Assert.Equal("evaluation.epochs", fault!.Path);
    }

    [Fact]
    public void Faulty_json_is_refused_with_its_place_and_changes_nothing()
    {
        var draft = new SpecDraft(new RunSpec { Name = "Kept" });

        var fault = draft.Take("{\n  \"seed\": x }");

        Assert.StartsWith("2:", fault, StringComparison.Ordinal);
        Assert.Equal("Kept", draft.ToSpec().Spec!.Name);
    }

    [Fact]
    public void An_added_network_is_in_the_spec()
    {
        var draft = new SpecDraft(new RunSpec());
        draft.AddNetwork("resnet-10");

        Assert.Equal("resnet-10", Assert.Single(draft.ToSpec().Spec!.Evaluation.Networks).Name);
    }

    [Fact]
    public void Every_fault_is_told_at_once()
    {
        var draft = new SpecDraft(new RunSpec());
        draft.Evaluation["epochs"] = "many";
        draft.Root["seed"] = 1.5;
        draft.Root["sede"] = 1;
        draft.Networks.Add(5);

        var faults = draft.Faults(_ => [new SpecFault("name", "Elsewhere."), new SpecFault("seed", "Of the default, not of what was typed.")]);

        Assert.Equal(
            ["evaluation.epochs", "evaluation.networks[0]", "name", "sede", "seed"], faults.Select(fault => fault.Path).Order(StringComparer.Ordinal));
        Assert.Equal("1.5", draft.Root["seed"]!.ToJsonString());
    }
}

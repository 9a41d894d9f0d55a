using Contracts;

namespace Engine.Tests;

public sealed class PublishedPresetsTests
{
    public static TheoryData<string> Names => [.. PublishedPresets.All.Select(preset => preset.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_published_preset_can_be_run(string name)
    {
        var preset = PublishedPresets.All.Single(candidate => candidate.Name == name);
        Assert.Empty(RunSpecCheck.Faults(preset, new EngineSettings()));
    }

    [Fact]
    public void A_rule_of_thumb_fits_any_data_set_and_says_what_it_is()
    {
        Assert.NotEmpty(PublishedPresets.RulesOfThumb);
        Assert.All(PublishedPresets.RulesOfThumb, rule =>
        {
            Assert.Empty(RunSpecCheck.Faults(rule with { Data = new DataSpec { Name = "shapes" } }, new EngineSettings()));
            Assert.Contains("rule of thumb", rule.Notes, StringComparison.OrdinalIgnoreCase);
        });
    }

    [Fact]
    public void Figures_that_were_not_looked_up_are_not_told()
    {
        var preset = PublishedPresets.All.Single(candidate => candidate.Name == "Fashion-MNIST, 10 per class: DM as published");
        Assert.DoesNotContain("%", preset.Notes, StringComparison.Ordinal);
    }
}

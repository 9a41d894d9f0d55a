using Bunit;
using Contracts;

namespace Dashboard.Client.Tests.Mitigate;

public sealed class RecipeChooserTests
{
    private readonly MitigateHost _lab = new();

    [Fact]
    public async Task A_copy_of_a_recipe_takes_other_options_and_is_saved()
    {
        await using var context = _lab.Context();
        var page = MitigateHost.Open(context);
        page.FindAll(".recipes button").First(button => button.GetAttribute("aria-label") == "Edit a copy of Full").Click();

        page.FindAll(".recipe-editor .option-form")[1].QuerySelector("input")!.Change("2");
        page.FindAll(".recipe-editor button").First(button => button.TextContent == "Save this recipe").Click();

        var made = _lab.Submit(page).Mitigation!.Recipes[^1];
        Assert.Equal(("full-2", "full", 2.0), (made.Name, made.Base, made.Options["budget"].GetDouble()));
        Assert.Contains(_lab.Recipes.List(), recipe => recipe.Name == "full-2");
    }

    [Fact]
    public async Task What_the_store_of_recipes_refuses_stands_at_its_field()
    {
        await using var context = _lab.Context();
        _lab.Recipes.Faults = [new SpecFault("name", "Taken.")];
        var page = MitigateHost.Open(context);
        page.FindAll(".recipes button").First(button => button.GetAttribute("aria-label") == "Edit a copy of Full").Click();

        page.FindAll(".recipe-editor button").First(button => button.TextContent == "Save this recipe").Click();

        Assert.Equal("Taken.", page.Find(".recipe-editor .has-fault .fault-line").TextContent);
    }

    [Fact]
    public async Task Recipes_are_pasted_one_or_many()
    {
        await using var context = _lab.Context();
        var page = MitigateHost.Open(context);
        MitigateHost.Paste(page, """{ "name": "one", "base": "full" }""");
        MitigateHost.Paste(page, """[{ "name": "two", "base": "baseline" }, { "name": "three", "base": "baseline" }]""");
        Assert.Equal(["one", "two", "three"], _lab.Submit(page).Mitigation!.Recipes.Skip(3).Select(recipe => recipe.Name));

        MitigateHost.Paste(page, """{ "nam": "four" }""");
        Assert.NotEmpty(page.FindAll(".fault-line"));
    }

    [Fact]
    public async Task A_store_that_fails_is_told_and_the_recipe_stays_as_it_was_typed()
    {
        await using var context = _lab.Context();
        _lab.Recipes.Faults = [new SpecFault("", "The disk is full.")];
        var page = MitigateHost.Open(context);
        page.FindAll(".recipes button").First(button => button.GetAttribute("aria-label") == "Edit a copy of Full").Click();
        page.FindAll(".recipe-editor .option-form")[1].QuerySelector("input")!.Change("2");

        page.FindAll(".recipe-editor button").First(button => button.TextContent == "Save this recipe").Click();

        Assert.Equal("The disk is full.", page.Find(".recipe-editor .fault-line").TextContent);
        Assert.Equal(2, _lab.Submit(page).Mitigation!.Recipes[^1].Options["budget"].GetDouble());
    }
}

using Bunit;
using Contracts;
using Dashboard.Client.Doors;
using Dashboard.Client.Features.Mitigate;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Client.Tests.Mitigate;

/// <summary>The page of a new batch with one run that made a set, one that waits, some entries of data folders and a saved recipe.</summary>
internal sealed class MitigateHost
{
    public static readonly RunSpec Made = new()
    {
        Name = "Made",
        Data = new DataSpec { Name = "cifar10", Preprocessing = "zca" },
        TrainingNetwork = Lab.Network("alexnet"),
    };

    public MitigateHost()
    {
        Runs.Specs[Pages.Id(1)] = Made;
        var state = RunState.Submitted(Pages.Id(1), Made, Pages.Start);
        Runs.States[Pages.Id(1)] = state.Apply(new SyntheticSetSaved(50, "a.npz", "a.png", 10, ["a"], 28, 28) { Seq = 1 });
    }

    public RememberedRuns Runs { get; } = new(Pages.Row(1, "Made") with { Status = RunStatus.Completed }, Pages.Row(2, "Waits"));

    public RememberedSets Sets { get; } = new(
        new SetEntry("images.pt", "pt", 10), new SetEntry("labels.pt", "pt", 1), new SetEntry("set.npz", "npz", 10),
        new SetEntry("teacher.safetensors", "weights", 10));

    public RememberedRecipes Recipes { get; } = new(new RecipeSpec { Name = "gentle", Base = "full" });

    public BunitContext Context()
    {
        var context = Pages.Context(Runs);
        context.Services.AddSingleton<ISets>(Sets);
        context.Services.AddSingleton<IRecipes>(Recipes);
        return context;
    }

    public static IRenderedComponent<MitigatePage> Open(BunitContext context, string query = "")
    {
        context.Services.GetRequiredService<NavigationManager>().NavigateTo("mitigate" + query);
        return context.Render<MitigatePage>();
    }

    public RunSpec Submit(IRenderedComponent<MitigatePage> page)
    {
        page.FindAll(".start-bar button")[0].Click();
        return Runs.Submitted[^1];
    }

    public static AngleSharp.Dom.IElement Chip(IRenderedComponent<MitigatePage> page, string text) =>
        page.FindAll(".chip-button").First(chip =>
            string.Join(' ', chip.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)) == text);

    public static AngleSharp.Dom.IElement Field(IRenderedComponent<MitigatePage> page, string title)
    {
        var label = page.FindAll("label").First(candidate => candidate.TextContent.Trim() == title);
        return label.QuerySelector("input") ?? page.Find("#" + label.GetAttribute("for"));
    }

    public static void Paste(IRenderedComponent<MitigatePage> page, string json)
    {
        page.Find("#recipe-paste").Change(json);
        page.FindAll("button").First(button => button.TextContent.Trim() == "Add to the batch").Click();
    }
}

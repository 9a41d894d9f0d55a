using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Contracts;
using Dashboard.Client.Features.Library;
using Dashboard.Client.Forms;

namespace Dashboard.Client.Features.Mitigate;

/// <summary>A batch while it is being written: what the choices of the form do to the draft of its spec.</summary>
public sealed class BatchDraft(RunSpec start)
{
    /// <summary>What a new batch compares: the five columns of the paper's ablation and the fair baseline.</summary>
    public static readonly IReadOnlyList<string> UsualRecipes =
        ["baseline", "baseline-equal-budget", "without-drop-path-and-kd", "without-drop-path", "without-kd", "full"];

    private static readonly string[] UsualNetworks = ["alexnet", "vgg-11", "resnet-18"];

    internal SpecDraft Spec { get; } = new(start);

    public JsonObject Batch => SpecDraft.Section(Spec.Root, "mitigation");

    public JsonObject Set => SpecDraft.Section(Batch, "set");

    public JsonObject Teacher => SpecDraft.Section(Batch, "teacher");

    public JsonObject Evidence => SpecDraft.Section(Batch, "evidence");

    public string Source => Set["source"]?.ToString() ?? "run";

    public string Run => Set["run"]?.ToString() ?? "";

    /// <summary>The test networks, each with its place in the spec.</summary>
    public IReadOnlyList<(int Place, JsonObject Network)> Networks => Members("networks");

    /// <summary>The recipes, each with its place in the spec.</summary>
    public IReadOnlyList<(int Place, JsonObject Recipe)> Recipes => Members("recipes");

    /// <summary>A batch of the usual recipes on the usual networks, as far as the catalog has them, at a light budget.</summary>
    public static RunSpec Usual(CatalogDescription catalog) => new()
    {
        Name = "Mitigation batch",
        Mitigation = new MitigationSpec
        {
            BaseEpochs = 100,
            Networks = [.. UsualNetworks.Intersect(catalog.Networks.Select(network => network.Name)).Select(name => new ComponentSpec { Name = name })],
            Recipes = [.. UsualRecipes.Intersect(catalog.Recipes.Select(recipe => recipe.Name)).Select(name => new RecipeSpec { Name = name })],
        },
    };

    /// <summary>Another source: what only the former one needs is cleared, so that nothing is left that does nothing.</summary>
    public void ChooseSource(string source)
    {
        Batch["set"] = new JsonObject { ["source"] = source };
        if (source == MitigationPlan.Real) Set["imagesPerClass"] = 10;
    }

    /// <summary>Trains on the set of a run: its real set and the network that made the set come with it.</summary>
    public void TakeRun(RunId id, RunSpec made)
    {
        var taken = new SpecDraft(made);
        Batch["set"] = new JsonObject { ["source"] = "run", ["run"] = id.Value };
        Spec.Root["data"] = taken.Data.DeepClone();
        Spec.Root["trainingNetwork"] = taken.TrainingNetwork.DeepClone();
        Spec.Root["name"] = made.Name.Length > 100 ? made.Name : "Mitigation of " + made.Name;
    }

    /// <summary>Trains on a version of the library, also where the run that made it is gone.</summary>
    public void TakeVersion(LibraryVersion version)
    {
        TakeRun(version.Run, version.Spec with { Name = LibraryNames.Key(version) });
        Set["iteration"] = version.Set.Iteration;
    }

    /// <summary>Whether it trains on a version of the library.</summary>
    public bool Has(LibraryVersion version) =>
        Run == version.Run.Value && Set["iteration"]?.ToString() == version.Set.Iteration.ToString(CultureInfo.InvariantCulture);

    /// <summary>Whether a network is tested as the catalog has it.</summary>
    public bool HasNetwork(string name) => Plain("networks", name) is not null;

    public void ToggleNetwork(string name)
    {
        if (Plain("networks", name) is { } known) List("networks").Remove(known);
        else AddNetwork(name);
    }

    public void AddNetwork(string name) => List("networks").Add((JsonNode)Component(name));

    public void RemoveNetwork(JsonObject network) => List("networks").Remove(network);

    /// <summary>The recipe of a name in this batch.</summary>
    public JsonObject? Recipe(string name) =>
        Recipes.Select(entry => entry.Recipe).FirstOrDefault(recipe => recipe["name"]?.ToString() == name);

    public void ToggleRecipe(RecipeSpec recipe)
    {
        if (Recipe(recipe.Name) is { } known) List("recipes").Remove(known);
        else AddRecipe(recipe);
    }

    public JsonObject AddRecipe(RecipeSpec recipe)
    {
        var added = JsonSerializer.SerializeToNode(recipe, ContractsJson.Default.Of<RecipeSpec>())!.AsObject();
        List("recipes").Add((JsonNode)added);
        return added;
    }

    public void RemoveRecipe(JsonObject recipe) => List("recipes").Remove(recipe);

    /// <summary>A copy of a recipe under a name of its own, to be edited.</summary>
    public JsonObject CloneRecipe(RecipeSpec recipe, Func<string, bool> isTaken)
    {
        var stem = recipe.Name.Length > 50 ? recipe.Name[..50] : recipe.Name;
        var number = Enumerable.Range(2, 1000).First(n => Recipe($"{stem}-{n}") is null && !isTaken($"{stem}-{n}"));
        return AddRecipe(recipe with { Name = $"{stem}-{number}", Base = recipe.Component.Name });
    }

    /// <summary>Whether the teacher is another network than the training network.</summary>
    public bool HasOwnTeacher => Teacher["network"] is JsonObject;

    public void ChooseTeacher(string? name) =>
        Teacher["network"] = name is null ? null : Component(name);

    private static JsonObject Component(string name) => new() { ["name"] = name, ["options"] = new JsonObject() };

    private JsonObject? Plain(string list, string name) => Members(list).Select(entry => entry.Item2)
        .FirstOrDefault(member => member["name"]?.ToString() == name && member["options"] is not JsonObject { Count: > 0 });

    private IReadOnlyList<(int, JsonObject)> Members(string list) =>
        [.. List(list).Index().Where(entry => entry.Item is JsonObject).Select(entry => (entry.Index, (JsonObject)entry.Item!))];

    private JsonArray List(string name)
    {
        if (Batch[name] is JsonArray list) return list;
        var made = new JsonArray();
        Batch[name] = made;
        return made;
    }
}

using System.Text.Json;
using System.Text.Json.Nodes;
using Contracts;
using Dashboard.Client.Doors;
using Dashboard.Client.Layout;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace Dashboard.Client.Features.Mitigate;

/// <summary>Which recipes a batch compares: of the catalog, saved ones, and copies with other options.</summary>
public sealed partial class RecipeChooser : IDisposable
{
    private readonly CancellationTokenSource _gone = new();
    private IReadOnlyList<RecipeSpec> _saved = [];
    private JsonObject? _edited;
    private (JsonObject Recipe, IReadOnlyList<SpecFault> Faults)? _refused;
    private string _pasted = "";
    private string _pasteFault = "";

    [Parameter, EditorRequired]
    public required BatchDraft Draft { get; set; }

    [Parameter, EditorRequired]
    public required CatalogDescription Catalog { get; set; }

    [Parameter]
    public IReadOnlyList<SpecFault> Faults { get; set; } = [];

    [Parameter]
    public EventCallback OnChanged { get; set; }

    [Inject]
    private IRecipes Recipes { get; set; } = null!;

    [Inject]
    private ISnackbar Snackbar { get; set; } = null!;

    [Inject]
    private IDialogService Dialogs { get; set; } = null!;

    protected override void OnInitialized() => _saved = Recipes.List();

    /// <summary>Whether a recipe is just one of the lists above, as it is there.</summary>
    private bool IsPlain(JsonObject recipe) => Read(recipe) is { } read
        && (Catalog.Recipes.Any(known => known.Name == read.Name && read.Component.Name == read.Name && read.Options.Count == 0)
            || _saved.Any(known => Same(known, read)));

    private static bool Same(RecipeSpec one, RecipeSpec other) => one.Name == other.Name && Text(one) == Text(other);

    private static string Text(RecipeSpec recipe) => JsonSerializer.Serialize(recipe, ContractsJson.Default.Of<RecipeSpec>());

    private static RecipeSpec? Read(JsonObject recipe)
    {
        try
        {
            return recipe.Deserialize(ContractsJson.Default.Of<RecipeSpec>());
        }
        catch (JsonException)
        {
            return null;        // the draft itself tells this fault
        }
    }

    private IEnumerable<SpecFault> SaveFaults(JsonObject recipe, int place) =>
        _refused is { } refused && ReferenceEquals(refused.Recipe, recipe)
        ? refused.Faults.Select(fault => fault with { Path = $"mitigation.recipes[{place}].{fault.Path}".TrimEnd('.') })
            .Where(fault => Faults.All(known => known != fault))
        : [];

    private Task EditAsync(RecipeSpec recipe) =>
        Change(() => _edited = Draft.CloneRecipe(recipe, name => _saved.Any(known => known.Name == name)));

    private async Task SaveAsync(JsonObject recipe)
    {
        if (Read(recipe) is not { } read) return;
        IReadOnlyList<SpecFault> faults = [];
        if (!await Snackbar.TryAsync(L, async () => faults = await Recipes.SaveAsync(read, _gone.Token))) return;
        _refused = faults.Count > 0 ? (recipe, faults) : null;
        if (faults.Count > 0) return;
        _saved = Recipes.List();
        Snackbar.Add(L["Saved as {0}.", read.Name], Severity.Success);
    }

    private async Task DeleteAsync(RecipeSpec recipe)
    {
        var sure = await Dialogs.ShowMessageBoxAsync(
            L["Delete this recipe?"], L["Batches keep the recipes that they were made with."], yesText: L["Delete"], cancelText: L["Keep"]);
        if (sure != true) return;
        await Snackbar.TryAsync(L, async () =>
        {
            foreach (var fault in await Recipes.DeleteAsync(recipe.Name, _gone.Token)) Snackbar.Add(L.Say(fault.Text), Severity.Error);
        });
        _saved = Recipes.List();
    }

    private async Task PasteAsync()
    {
        _pasteFault = "";
        try
        {
            var text = _pasted.TrimStart();
            IReadOnlyList<RecipeSpec> read = text.StartsWith('[')
                ? JsonSerializer.Deserialize(text, ContractsJson.Default.Of<RecipeSpec[]>()) ?? []
                : [JsonSerializer.Deserialize(text, ContractsJson.Default.Of<RecipeSpec>()) ?? new RecipeSpec()];
            foreach (var recipe in read.OfType<RecipeSpec>()) Draft.AddRecipe(recipe);
            _pasted = "";
            await OnChanged.InvokeAsync();
        }
        catch (JsonException fault)
        {
            _pasteFault = fault.Message;
        }
    }

    private Task Change(Action change)
    {
        change();
        return OnChanged.InvokeAsync();
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _gone.Cancel();
        _gone.Dispose();
    }
}

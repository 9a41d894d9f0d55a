using Contracts;
using Dashboard.Server.Hosting;

namespace Dashboard.Server.Mitigation;

internal static class RecipeEndpoints
{
    public static void MapRecipes(this RouteGroupBuilder group)
    {
        group.MapGet("/", (SavedRecipes recipes) => TypedResults.Ok(recipes.List()))
            .WithSummary("Saved recipes, by name; those of the catalog are in /api/v1/catalog.");
        group.MapPut("/{name}", SaveAsync).WithSummary("Saves a recipe under its name, over an older one.")
            .Accepts<RecipeSpec>("application/json").Produces(StatusCodes.Status204NoContent).ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status413PayloadTooLarge).ProducesProblem(StatusCodes.Status415UnsupportedMediaType);
        group.MapDelete("/{name}", async (string name, SavedRecipes recipes, CancellationToken cancellation) =>
            await recipes.DeleteAsync(name, cancellation)
                ? TypedResults.NoContent()
                : (IResult)TypedResults.Problem("There is no such saved recipe.", statusCode: StatusCodes.Status404NotFound))
            .Produces(StatusCodes.Status204NoContent).ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<IResult> SaveAsync(string name, HttpRequest request, SavedRecipes recipes, CancellationToken cancellation)
    {
        var (recipe, problem) = await JsonBody.Recipe.ReadAsync<RecipeSpec>(request, cancellation);
        if (recipe is null) return problem!;
        if (recipe.Name.Length == 0) recipe = recipe with { Name = name };
        var faults = recipe.Name == name
            ? await recipes.SaveAsync(recipe, cancellation)
            : [new SpecFault("name", "The recipe's name and the one in the address differ.")];
        return faults.Count == 0 ? TypedResults.NoContent() : Refusals.Faulty("Faulty recipe", "The recipe has faults; nothing was saved.", faults);
    }
}

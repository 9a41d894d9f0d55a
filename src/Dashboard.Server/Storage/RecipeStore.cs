using System.Collections.Concurrent;
using System.IO.Hashing;
using System.Text;
using Contracts;
using LiteDB;
using JsonException = System.Text.Json.JsonException;
using JsonSerializer = System.Text.Json.JsonSerializer;

namespace Dashboard.Server.Storage;

/// <summary>Saved recipes, each with a checksum: a damaged one is left out of the list and told in the server's log.</summary>
internal sealed partial class RecipeStore(Store store, ILogger<RecipeStore> log)
{
    /// <summary>Recipes that are kept at most.</summary>
    public const int Most = 1_000;

    private const string Collection = "recipes";
    private readonly ConcurrentDictionary<string, bool> _damaged = new();

    /// <summary>By name.</summary>
    public IReadOnlyList<RecipeSpec> List() =>
        [.. store.Read(database => database.GetCollection(Collection).FindAll().ToList()).Select(Recipe).OfType<RecipeSpec>()
            .OrderBy(recipe => recipe.Name, StringComparer.Ordinal)];

    /// <summary>Saves a recipe under its name, over an older one; false when it would be one too many.</summary>
    public async Task<bool> SaveAsync(RecipeSpec recipe)
    {
        var fits = false;
        await store.WriteAsync(database =>
        {
            var collection = database.GetCollection(Collection);
            fits = collection.Count() < Most || collection.FindById(recipe.Name) is not null;
            if (fits) collection.Upsert(Document(recipe));
        });
        _damaged.TryRemove(recipe.Name, out _);
        return fits;
    }

    /// <summary>Whether there was one.</summary>
    public async Task<bool> DeleteAsync(string name)
    {
        var found = false;
        await store.WriteAsync(database => found = database.GetCollection(Collection).Delete(name));
        return found;
    }

    private RecipeSpec? Recipe(BsonDocument document)
    {
        var (id, json, crc) = (document["_id"], document["recipe"], document["crc"]);
        if (id.IsString && json.IsString && crc.IsInt64 && crc.AsInt64 == Checksum(id.AsString, json.AsString) && Read(json.AsString) is { } recipe)
        {
            return recipe;
        }

        if (_damaged.TryAdd(id.ToString(), true)) Log.Damaged(log, id.ToString());
        return null;
    }

    private static RecipeSpec? Read(string json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, ContractsJson.Default.Of<RecipeSpec>());
        }
        catch (JsonException)
        {
            return null;        // written by a version that knows more of recipes
        }
    }

    private static BsonDocument Document(RecipeSpec recipe)
    {
        var json = JsonSerializer.Serialize(recipe, ContractsJson.Default.Of<RecipeSpec>());
        return new BsonDocument { ["_id"] = recipe.Name, ["recipe"] = json, ["crc"] = Checksum(recipe.Name, json) };
    }

    private static long Checksum(string name, string json) => Crc32.HashToUInt32(Encoding.UTF8.GetBytes($"{name}\n{json}"));

    private static partial class Log
    {
        [LoggerMessage(12, LogLevel.Error, "The saved recipe {Recipe} is damaged and left out; it can be deleted or saved anew.")]
        public static partial void Damaged(ILogger logger, string recipe);
    }
}

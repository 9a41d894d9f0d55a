using System.Net;
using System.Text;
using System.Text.Json;
using Contracts;
using Dashboard.Client.Doors;
using Dashboard.Server.Storage;
using LiteDB;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Server.Tests.Mitigation;

public sealed class RecipeTests : IDisposable
{
    private const string Mine = """{"name":"mine","base":"full","options":{"budget":2,"dropout":0.25}}""";
    private readonly TemporaryFolder _folder = new();
    private readonly FakeLab _lab = new();
    private DashboardApplication _application;

    public RecipeTests() => _application = new DashboardApplication(_folder.Path, _lab.Execute);

    public void Dispose()
    {
        _application.Dispose();
        _lab.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_saved_recipe_is_listed_replaced_and_deleted()
    {
        Assert.Equal(HttpStatusCode.NoContent, (await PutAsync("mine", Mine)).Status);
        Assert.Equal(HttpStatusCode.NoContent, (await PutAsync("another", """{"base":"baseline"}""")).Status);      // the address names it
        Assert.Equal(HttpStatusCode.NoContent, (await PutAsync("mine", Mine.Replace("0.25", "0.5", StringComparison.Ordinal))).Status);
        var recipes = await ListAsync();
        Assert.Equal(["another", "mine"], recipes.Select(recipe => recipe.Name));
        Assert.Equal((0.5, "full"), (recipes[1].Options["dropout"].GetDouble(), recipes[1].Base));
        Assert.Equal(HttpStatusCode.NoContent, await DeleteAsync("mine"));
        Assert.Equal(HttpStatusCode.NotFound, await DeleteAsync("mine"));
        Assert.Equal("another", Assert.Single(await ListAsync()).Name);
    }

    [Fact]
    public async Task Recipes_outlive_the_server()
    {
        await PutAsync("mine", Mine);
        await RestartAsync();
        Assert.Equal(2, Assert.Single(await ListAsync()).Options["budget"].GetInt32());
    }

    [Fact]
    public async Task Every_fault_is_told_and_nothing_saved()
    {
        var (status, problem) = await PutAsync("Mine", """{"name":"Mine","base":"full","options":{"budget":-1,"dropout":2,"magic":true}}""");
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Equal(["name", "options.budget", "options.dropout", "options.magic"], Paths(problem));
        Assert.Empty(await ListAsync());
    }

    [Fact]
    public async Task A_name_of_the_catalog_and_another_than_the_address_says_are_refused()
    {
        (string, string)[] recipes =
        [
            ("full", """{"name":"full"}"""), ("full", """{"name":"full","base":"baseline"}"""),
            ("full", """{"base":"full","options":{"dropout":0.5}}"""), ("mine", """{"name":"yours","base":"full"}"""),
            ("..%2f..%2fetc", """{"base":"full"}"""),
        ];
        foreach (var (name, body) in recipes)
        {
            var (status, problem) = await PutAsync(name, body);
            Assert.Equal((body, HttpStatusCode.BadRequest), (body, status));
            Assert.Equal(["name"], Paths(problem));
        }

        Assert.Empty(await ListAsync());
    }

    [Fact]
    public async Task What_is_no_recipe_is_refused()
    {
        string[] bodies =
        [
            """{"base":"full","options":null}""", """{"base":"full","options":{"dropout":null}}""", """{"base":"full","options":{"dropout":[0.5]}}""",
            """{"base":"full","run":"rm"}""", "null", "[", "",
        ];
        foreach (var body in bodies) Assert.Equal((body, HttpStatusCode.BadRequest), (body, (await PutAsync("mine", body)).Status));
        Assert.Empty(await ListAsync());
    }

    [Fact]
    public async Task A_large_body_a_foreign_type_and_an_endless_name_are_refused()
    {
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await PutAsync("mine", $$"""{"name":"mine","base":"{{new string('x', 20_000)}}"}""")).Status);
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, (await PutAsync("mine", Mine, "text/plain")).Status);
        Assert.Equal(HttpStatusCode.NotFound, await DeleteAsync(new string('x', 3_000)));
        Assert.Equal(HttpStatusCode.NoContent, (await PutAsync("mine", Mine)).Status);
    }

    [Theory]
    [InlineData("recipe")]
    [InlineData("crc")]
    [InlineData("kind")]
    public async Task A_damaged_recipe_is_left_out_and_can_be_saved_anew(string damage)
    {
        await PutAsync("mine", Mine);
        await PutAsync("other", """{"base":"full"}""");
        await _application.DisposeAsync();
        using (var database = new LiteDatabase(_folder["dashboard.db"]))
        {
            var document = database.GetCollection("recipes").FindById("mine");
            if (damage == "recipe") document["recipe"] = document["recipe"].AsString.Replace("0.25", "0.75", StringComparison.Ordinal);
            if (damage == "crc") document["crc"] = document["crc"].AsInt64 + 1;
            if (damage == "kind") document["recipe"] = 1;
            database.GetCollection("recipes").Update(document);
        }

        _application = new DashboardApplication(_folder.Path, _lab.Execute);
        Assert.Equal("other", Assert.Single(await ListAsync()).Name);
        Assert.Equal(HttpStatusCode.NoContent, (await PutAsync("mine", Mine)).Status);
        Assert.Equal(["mine", "other"], (await ListAsync()).Select(recipe => recipe.Name));
    }

    [Fact]
    public async Task One_too_many_is_refused_and_an_old_one_still_replaced()
    {
        var store = _application.Services.GetRequiredService<RecipeStore>();
        await Task.WhenAll(Enumerable.Range(1, RecipeStore.Most).Select(i => store.SaveAsync(new RecipeSpec { Name = $"r{i}", Base = "full" })));
        var (status, problem) = await PutAsync("mine", Mine);
        Assert.Equal((HttpStatusCode.BadRequest, RecipeStore.Most), (status, store.List().Count));
        Assert.Equal([""], Paths(problem));
        Assert.Equal(HttpStatusCode.NoContent, (await PutAsync("r1", """{"base":"baseline"}""")).Status);
    }

    [Fact]
    public async Task A_page_is_told_as_a_fault_that_a_recipe_cannot_be_stored_or_removed()
    {
        await PutAsync("mine", Mine);
        _application.Services.GetRequiredService<Store>().Dispose();
        var recipes = _application.Services.GetRequiredService<IRecipes>();
        SpecFault[] closed = [new SpecFault("", "The store is closed.")];
        Assert.Equal(closed, await recipes.SaveAsync(new RecipeSpec { Name = "other", Base = "full" }, TestContext.Current.CancellationToken));
        Assert.Equal(closed, await recipes.DeleteAsync("mine", TestContext.Current.CancellationToken));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await PutAsync("other", """{"base":"full"}""")).Status);
    }

    private async Task RestartAsync()
    {
        await _application.DisposeAsync();
        _application = new DashboardApplication(_folder.Path, _lab.Execute);
    }

    private async Task<List<RecipeSpec>> ListAsync()
    {
        var json = await _application.GetAsync("/api/v1/recipes");
        var recipes = json.Deserialize(ContractsJson.Default.Of<List<RecipeSpec>>())!;
        Assert.Equal(_application.Services.GetRequiredService<IRecipes>().List().Select(recipe => recipe.Name), recipes.Select(recipe => recipe.Name));
        return recipes;
    }

    private async Task<(HttpStatusCode Status, JsonElement Body)> PutAsync(string name, string body, string type = "application/json")
    {
        using var client = _application.CreateClient();
        using var content = new StringContent(body, Encoding.UTF8, type);
        using var answer = await client.PutAsync("/api/v1/recipes/" + name, content, TestContext.Current.CancellationToken);
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return (answer.StatusCode, text.Length == 0 ? default : JsonDocument.Parse(text).RootElement);
    }

    private async Task<HttpStatusCode> DeleteAsync(string name)
    {
        using var client = _application.CreateClient();
        using var answer = await client.DeleteAsync("/api/v1/recipes/" + name, TestContext.Current.CancellationToken);
        return answer.StatusCode;
    }

    private static string[] Paths(JsonElement problem) =>
        [.. problem.GetProperty("faults").EnumerateArray().Select(fault => fault.GetProperty("path").GetString()!)];
}

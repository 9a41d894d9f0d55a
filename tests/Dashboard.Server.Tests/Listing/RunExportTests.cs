using System.Net;
using System.Text;
using System.Text.Json;
using Contracts;
using Dashboard.Server.Runs;
using Microsoft.Extensions.DependencyInjection;
using Parquet;
using Parquet.Schema;

namespace Dashboard.Server.Tests.Listing;

public sealed class RunExportTests : IAsyncLifetime
{
    private static readonly string[] Names = ["plain", "=cmd|' /C calc'!A0", "say \"hi\", twice", "+1", "-1", "@x", "日本語"];
    private readonly TemporaryFolder _folder = new();
    private DashboardApplication _application = null!;

    public async ValueTask InitializeAsync()
    {
        await StoredRuns.FillAsync(_folder.Path, Names.Length, spec: number => new RunSpec { Name = Names[number - 1] });
        _application = new DashboardApplication(_folder.Path, (_, _, _, _) => { });
        _ = _application.Server;
        await _application.Services.GetRequiredService<DigestKeeper>().CaughtUp.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await _application.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task No_text_of_a_csv_begins_as_a_formula()
    {
        var lines = Encoding.UTF8.GetString(await GetAsync("csv")).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("id,name,loss/matching,noise/a,created,accuracy", lines[0]);
        Assert.Equal($"{StoredRuns.Id(1)},plain,110,{Math.Sin(10):R},2030-01-02T03:05:05.000Z,", lines[1]);
        Assert.StartsWith($"{StoredRuns.Id(2)},'=cmd|' /C calc'!A0,210,", lines[2], StringComparison.Ordinal);
        Assert.StartsWith($"{StoredRuns.Id(3)},\"say \"\"hi\"\", twice\",310,", lines[3], StringComparison.Ordinal);
        Assert.Equal(["'+1", "'-1", "'@x", "日本語"], lines[4..].Select(line => line.Split(',')[1]));
        Assert.Contains(",-0.", string.Join('\n', lines), StringComparison.Ordinal);       // a negative number stays a number
    }

    [Fact]
    public async Task Json_has_a_plain_value_in_every_cell()
    {
        var rows = JsonSerializer.Deserialize<JsonElement>(await GetAsync("json"));
        Assert.Equal(Names, rows.EnumerateArray().Select(row => row.GetProperty("name").GetString()!));
        Assert.Equal(JsonValueKind.Null, rows[0].GetProperty("accuracy").ValueKind);
        Assert.Equal(110, rows[0].GetProperty("loss/matching").GetDouble());
    }

    [Fact]
    public async Task Parquet_is_read_back_as_it_was()
    {
        using var file = new MemoryStream(await GetAsync("parquet"));
        await using var reader = await ParquetReader.CreateAsync(file, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(["id", "name", "loss/matching", "noise/a", "created", "accuracy"], reader.Schema.Fields.Select(field => field.Name));
        using var group = reader.OpenRowGroupReader(0);
        var names = new string?[Names.Length];
        await group.ReadAsync(reader.Schema.GetDataFields()[1], names.AsMemory(), cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(Names, names);
        var loss = new double?[Names.Length];
        await group.ReadAsync<double>(reader.Schema.GetDataFields()[2], loss.AsMemory(), cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(Enumerable.Range(1, Names.Length).Select(number => (double?)(number * 100) + 10), loss);
        var accuracy = new double?[Names.Length];
        await group.ReadAsync<double>(reader.Schema.GetDataFields()[5], accuracy.AsMemory(), cancellationToken: TestContext.Current.CancellationToken);
        Assert.All(accuracy, cell => Assert.Null(cell));
        var created = new DateTime?[Names.Length];
        await group.ReadAsync<DateTime>(reader.Schema.GetDataFields()[4], created.AsMemory(), cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(StoredRuns.Start.AddMinutes(1).UtcDateTime, created[0]);
    }

    [Fact]
    public async Task Another_format_and_a_faulty_query_are_refused()
    {
        using var client = _application.CreateClient();
        foreach (var address in new[] { "/api/v1/runs/export?format=xls", "/api/v1/runs/export?q=(" })
            Assert.Equal(HttpStatusCode.BadRequest, (await client.GetAsync(new Uri(address, UriKind.Relative), TestContext.Current.CancellationToken)).StatusCode);
    }

    [Fact]
    public async Task Views_are_saved_listed_and_deleted_over_rest()
    {
        using var client = _application.CreateClient();
        var cancellation = TestContext.Current.CancellationToken;
        using var view = new StringContent("""{ "text": "ipc > 3", "sort": ["-accuracy"], "columns": ["ipc"] }""", Encoding.UTF8, "application/json");
        Assert.Equal(HttpStatusCode.NoContent, (await client.PutAsync("/api/v1/runs/views/My%20view", view, cancellation)).StatusCode);
        var saved = (await _application.GetAsync("/api/v1/runs/views"))[0];
        Assert.Equal(("My view", "ipc > 3"), (saved.GetProperty("name").GetString(), saved.GetProperty("text").GetString()));
        using var other = new StringContent("""{ "name": "b" }""", Encoding.UTF8, "application/json");
        Assert.Equal(HttpStatusCode.BadRequest, (await client.PutAsync("/api/v1/runs/views/a", other, cancellation)).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await client.DeleteAsync("/api/v1/runs/views/My%20view", cancellation)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await client.DeleteAsync("/api/v1/runs/views/My%20view", cancellation)).StatusCode);
    }

    private async Task<byte[]> GetAsync(string format)
    {
        using var client = _application.CreateClient();
        return await client.GetByteArrayAsync(
            new Uri($"/api/v1/runs/export?format={format}&sort=created&columns=loss/matching,noise/a,created,accuracy", UriKind.Relative), TestContext.Current.CancellationToken);
    }
}

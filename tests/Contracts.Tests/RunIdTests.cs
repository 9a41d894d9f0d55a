using System.Text.Json;
using Contracts;

namespace Contracts.Tests;

public sealed class RunIdTests
{
    private static readonly DateTimeOffset Noon = new(2030, 1, 2, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Ids_sort_by_the_time_of_their_making_whatever_the_chance()
    {
        var times = Enumerable.Range(0, 12).Select(power => Noon.AddMilliseconds(Math.Pow(7, power))).ToList();
        var ids = times.Select((at, i) => RunId.Create(at, i % 2 == 0 ? long.MaxValue : 0)).ToList();

        Assert.Equal(ids.Order(), ids);
        Assert.Equal(ids.Select(id => id.Value).Order(StringComparer.Ordinal), ids.Select(id => id.Value));
        Assert.True(ids[0] < ids[1] && ids[1] > ids[0] && ids[0] <= ids[1] && ids[1] >= ids[0]);
    }

    [Theory]
    [InlineData(0, 0, "0000000000000000")]
    [InlineData(1, 33, "0000000010000011")]
    [InlineData(31, 31, "00000000z000000z")]
    public void An_id_is_time_and_chance_in_base_32(long milliseconds, long random, string expected) =>
        Assert.Equal(expected, RunId.Create(DateTimeOffset.FromUnixTimeMilliseconds(milliseconds), random).Value);

    [Fact]
    public void Chance_tells_two_runs_of_one_millisecond_apart()
    {
        var ids = Enumerable.Range(0, 1000).Select(random => RunId.Create(Noon, random)).ToHashSet();
        Assert.Equal(1000, ids.Count);
    }

    [Fact]
    public void An_id_survives_text_and_json()
    {
        var id = RunId.Create(Noon, 123_456_789);

        Assert.Equal(RunId.Length, id.ToString().Length);
        Assert.Equal(id, RunId.Parse(id.ToString(), null));
        var json = JsonSerializer.Serialize(id, ContractsJson.Default.Options);
        Assert.Equal($"\"{id}\"", json);
        Assert.Equal(id, JsonSerializer.Deserialize<RunId>(json, ContractsJson.Default.Options));
    }

    [Theory]
    [InlineData("")]
    [InlineData("00000000000000")]
    [InlineData("00000000000000000")]
    [InlineData("000000000000000I")]
    [InlineData("000000000000000u")]
    [InlineData("000000000000000Z")]
    [InlineData("../../etc/passwd")]
    [InlineData("0000000000000000\n")]
    public void What_is_no_id_is_refused(string text)
    {
        Assert.False(RunId.TryParse(text, null, out _));
        Assert.Throws<FormatException>(() => RunId.Parse(text, null));
        var json = JsonSerializer.Serialize(text);
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<RunId>(json, ContractsJson.Default.Options));
    }
}

using System.Collections;
using System.Globalization;
using System.Resources;
using System.Text.Json;
using System.Text.RegularExpressions;
using Contracts;
using Dashboard.Client.Charts;

namespace Dashboard.Client.Tests;

public sealed partial class StringsTests
{
    private static readonly ResourceManager Words = new("Dashboard.Client.Resources.Strings", typeof(Strings).Assembly);

    [Fact]
    public void Both_languages_say_the_same_things()
    {
        Assert.NotEmpty(Keys(""));
        Assert.Equal(Keys(""), Keys("ja"));
    }

    [Fact]
    public void A_sentence_keeps_its_places_in_japanese()
    {
        foreach (var key in Keys(""))
        {
            Assert.Equal(Places(In("", key)), Places(In("ja", key)));
        }
    }

    [Fact]
    public void Every_preset_is_told_in_both_languages()
    {
        var told = Presets().SelectMany(preset => preset.Notes.Split('\n').Append(preset.Name)).ToList();
        Assert.NotEmpty(told);
        Assert.Empty(told.Except(Keys("ja")));
        Assert.All(told, line => Assert.Matches("[ぁ-ヿ一-龯]", In("ja", line)));
    }

    [Fact]
    public void Every_title_of_a_series_is_told_in_both_languages()
    {
        Assert.NotEmpty(SeriesTitles.All);
        Assert.Empty(SeriesTitles.All.Except(Keys("ja")));
    }

    private static IEnumerable<RunSpec> Presets([System.Runtime.CompilerServices.CallerFilePath] string here = "") =>
        Directory.EnumerateFiles(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "samples"), "*.json")
            .Select(file => JsonSerializer.Deserialize(File.ReadAllText(file), ContractsJson.Default.Of<RunSpec>())!);

    private static List<string> Keys(string culture) => [.. Set(culture).Cast<DictionaryEntry>().Select(entry => (string)entry.Key).Order(StringComparer.Ordinal)];

    private static string In(string culture, string key) => Set(culture).GetString(key)!;

    private static List<string> Places(string text) => [.. Place().Matches(text).Select(place => place.Value).Distinct().Order(StringComparer.Ordinal)];

    private static ResourceSet Set(string culture) => Words.GetResourceSet(CultureInfo.GetCultureInfo(culture), createIfNotExists: true, tryParents: false)!;

    [GeneratedRegex(@"(?<!\{)\{\d+(:[^}]*)?\}")]
    private static partial Regex Place();
}

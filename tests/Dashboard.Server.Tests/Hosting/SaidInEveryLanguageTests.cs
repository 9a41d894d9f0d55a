using System.Collections;
using System.Globalization;
using System.Resources;
using System.Text.RegularExpressions;
using Contracts;
using Dashboard.Client;
using Dashboard.Server.Hosting;
using Engine;

namespace Dashboard.Server.Tests.Hosting;

/// <summary>What the engine, the server and the pages say of a fault is said in the person's language.</summary>
public sealed partial class SaidInEveryLanguageTests
{
    /// <summary>Who makes a sentence of a text that is written elsewhere, and why.</summary>
    private static readonly Dictionary<string, string> PassedOn = new()
    {
        ["Contracts.Sentence.Read"] = "what comes as JSON is text",
        ["Contracts.SpecFault..ctor"] = "what comes as JSON is text",
        ["Dashboard.Client.Features.DataSets.DataSetPage.SaveAsync"] = "what a store refuses is one text without places, and has words",
        ["Dashboard.Client.Features.Library.RegisterVersion.RegisterAsync"] = "what a store refuses is one text without places, and has words",
        ["Dashboard.Client.Forms.SpecDraft.ToSpec"] = "what the reader of JSON says has no other language",
        ["Dashboard.Server.RealData.DataSetDoors.Told"] = "what the runtime says of the network has no other language",
    };

    private static readonly ResourceManager Words = new("Dashboard.Client.Resources.Strings", typeof(Strings).Assembly);

    private static readonly (IReadOnlyList<string> Templates, IReadOnlyList<string> PassedOn)[] Said =
        [.. new[] { typeof(SpecFault), typeof(Runner), typeof(Strings), typeof(EngineDoor) }.Select(type => SaidTemplates.Of(type.Assembly))];

    [Fact]
    public void Every_fault_has_words_in_both_languages()
    {
        var templates = Said.SelectMany(said => said.Templates).Distinct().Order(StringComparer.Ordinal).ToList();
        Assert.Contains("Must be between {0} and {1}; it is {2}.", templates);      // two calls from one another, in the engine
        Assert.Contains("At most {0:N0} characters are kept here; these are {1:N0}.", templates);
        Assert.Contains("Must be a number.", templates);
        Assert.True(templates.Count > 200, $"{templates.Count} templates");
        Assert.Empty(templates.Except(Keys("")));
        Assert.Empty(templates.Except(Keys("ja")));
        Assert.All(templates, template => Assert.Equal((template, Places(template)), (template, Places(In("ja", template)))));
        Assert.All(templates.Where(template => Latin().IsMatch(template)), template => Assert.Matches("[ぁ-ヿ一-龯]", In("ja", template)));
    }

    [Fact]
    public void Only_who_has_a_reason_passes_a_text_on() => Assert.Equal(PassedOn.Keys.Order(), Said.SelectMany(said => said.PassedOn).Order());

    private static List<string> Keys(string culture) => [.. Set(culture).Cast<DictionaryEntry>().Select(entry => (string)entry.Key)];

    private static string In(string culture, string key) => Set(culture).GetString(key)!;

    private static string Places(string text) => string.Join(' ', Place().Matches(text).Select(match => match.Value).Order(StringComparer.Ordinal));

    private static ResourceSet Set(string culture) => Words.GetResourceSet(CultureInfo.GetCultureInfo(culture), createIfNotExists: true, tryParents: false)!;

    [GeneratedRegex(@"(?<!\{)\{\d+(:[^}]*)?\}")]
    private static partial Regex Place();

    [GeneratedRegex("[A-Za-z]{3}")]
    private static partial Regex Latin();
}

using System.Globalization;
using System.Resources;
using Contracts;
using Dashboard.Client;

namespace Dashboard.Server.Tests.Catalog;

/// <summary>What the engine says of itself is shown in both languages: here both sides are known. Titles are names, the same in each.</summary>
public sealed class WordsTests
{
    private static readonly ResourceManager Words = new("Dashboard.Client.Resources.Strings", typeof(Strings).Assembly);
    private static readonly CatalogDescription Known = Engine.Catalog.Describe();

    [Theory]
    [InlineData("")]
    [InlineData("ja")]
    public void Every_summary_and_option_of_the_catalog_stands_in_each_language(string language)
    {
        var set = Words.GetResourceSet(CultureInfo.GetCultureInfo(language), createIfNotExists: true, tryParents: false)!;
        ComponentDescriptor[] all = [.. Known.Methods, .. Known.Networks, .. Known.DataSets, .. Known.Recipes];
        Assert.True(all.Length > 20);
        var said = all.Select(member => member.Summary)
            .Concat(all.SelectMany(member => member.Options).SelectMany(option => new[] { option.Title, option.Help }))
            .Where(text => text.Length > 0).Distinct();

        Assert.DoesNotContain(said, text => set.GetString(text) is not { Length: > 0 });
    }
}

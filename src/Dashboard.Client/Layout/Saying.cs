using System.Globalization;
using Contracts;
using Microsoft.Extensions.Localization;

namespace Dashboard.Client.Layout;

/// <summary>What the engine and the server say, in the person's language, with numbers as they are written there.</summary>
internal static class Saying
{
    /// <summary>A sentence; in English where there are no words for it.</summary>
    public static string Say(this IStringLocalizer words, Sentence text) =>
        string.Format(CultureInfo.CurrentCulture, words[text.Template].Value, [.. text.Values.Select(value => value is Sentence part ? words.Say(part) : value)]);

    /// <summary>What is wrong, one sentence after the other.</summary>
    public static string Say(this IStringLocalizer words, IEnumerable<SpecFault> faults) => string.Join(" ", faults.Select(fault => words.Say(fault.Text)));
}

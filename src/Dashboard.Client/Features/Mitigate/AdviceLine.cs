namespace Dashboard.Client.Features.Mitigate;

/// <summary>One sentence of advice: a text of the resources and what stands in its places.</summary>
/// <param name="Mood">"good", "warning" or "note".</param>
/// <param name="Key">The sentence in English, as in the resources.</param>
/// <param name="Arguments">Names and written numbers, in the order of its places.</param>
public sealed record AdviceLine(string Mood, string Key, params object[] Arguments);

namespace Dashboard.Client.Features.Compare;

/// <summary>One upright axis among several: numbers by a scale, words evenly spread.</summary>
internal sealed class ParallelAxis
{
    private readonly PlotScale? _scale;
    private readonly List<string> _words;
    private readonly double _from;
    private readonly double _to;

    public ParallelAxis(CompareField field, bool isFlipped, double foot, double head)
    {
        Field = field;
        (_from, _to) = isFlipped ? (head, foot) : (foot, head);
        _words = field.IsNumeric ? [] : [.. field.Values.Select(value => value?.Text).OfType<string>().Distinct().Order(StringComparer.Ordinal)];
        _scale = field.IsNumeric ? PlotScale.Of([.. field.Values.Select(value => value?.Number).OfType<double>()], false, _from, _to) : null;
    }

    public CompareField Field { get; }

    /// <summary>Where a run stands; null where it has no value.</summary>
    public double? At(int run) => Field.Values[run] is not { } value ? null
        : _scale is not null ? _scale.At(value.Number!.Value)
        : _from + (_to - _from) * (_words.IndexOf(value.Text) + 0.5) / _words.Count;

    /// <summary>What is written along it: the numbers or words that runs have, and where.</summary>
    public IEnumerable<(double Place, string Text)> Marks() => _scale is null
        ? _words.Index().Select(word => (_from + (_to - _from) * (word.Index + 0.5) / _words.Count, word.Item))
        : _scale.Ticks().Select(tick => (_scale.At(tick), Layout.Say.Short(tick)));
}

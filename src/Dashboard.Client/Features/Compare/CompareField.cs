using System.Globalization;
using Contracts;

namespace Dashboard.Client.Features.Compare;

/// <summary>What a run has of a field.</summary>
/// <param name="Number">The number; null for words.</param>
/// <param name="Text">As people read it.</param>
/// <param name="Deviation">Standard deviation over repeats; 0 where there is one or none.</param>
public sealed record ComparedValue(double? Number, string Text, double Deviation = 0);

/// <summary>Something that runs are drawn by.</summary>
/// <param name="Name">As it stands in the address.</param>
/// <param name="Title">For people.</param>
/// <param name="Group">Heading under which it is offered.</param>
/// <param name="Values">One for each run; null where a run has none.</param>
public sealed record CompareField(string Name, string Title, string Group, IReadOnlyList<ComparedValue?> Values)
{
    /// <summary>Whether every value is a number.</summary>
    public bool IsNumeric => Values.All(value => value is null or { Number: not null });

    /// <summary>Whether runs differ in it.</summary>
    public bool Differs => Values.Select(value => value?.Text).Distinct().Count() > 1;

    /// <summary>A parameter as a field: numbers where every run that has it has one.</summary>
    public static CompareField Of(ComparedParameter parameter, string group)
    {
        var isNumeric = parameter.Values.All(value => value is null || Number(value.Text) is not null);
        return new CompareField(parameter.Name, parameter.Name, group, [.. parameter.Values.Select(value => value is null
            ? null
            : new ComparedValue(isNumeric ? Number(value.Text) : null, value.Text))]);
    }

    private static double? Number(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : null;
}

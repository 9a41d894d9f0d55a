using System.Globalization;
using Contracts;
using Dashboard.Client.Layout;
using Microsoft.Extensions.Localization;

namespace Dashboard.Client.Features.Runs.Listing;

/// <summary>How cells are written for people.</summary>
internal static class CellText
{
    /// <summary>The head of a column: the run's own fields have names of the person's language, options and series their own.</summary>
    public static string Title(RunField field, IStringLocalizer words)
    {
        if (field.Group != FieldGroup.Run) return field.Name;
        var title = words["column-" + field.Name];
        return title.ResourceNotFound ? field.Name : title.Value;
    }

    /// <summary>The unit under which a column's numbers stand; empty for none.</summary>
    public static string Unit(RunField field) => field.Kind == FieldKind.Share && field.Name is not ("gap" or "progress") ? "%" : "";

    public static string Of(FieldValue value, RunField field, IStringLocalizer words, Preferences preferences) => value switch
    {
        { IsNull: true } => Say.Nothing,
        { Flag: { } flag } => words[flag ? "yes" : "no"],
        { Time: { } time } => preferences.Time(time),
        { Number: { } number } => Number(number, field.Kind),
        _ => field.Name == "status" ? words[Status(value.ToString())] : value.ToString(),
    };

    /// <summary>A day of the table, which counts days in UTC while cells tell the person's own time: it says so.</summary>
    public static string Day(DateTimeOffset day) => day.UtcDateTime.ToString("d", CultureInfo.CurrentCulture) + " UTC";

    /// <summary>A number of a kind, without its unit.</summary>
    public static string Number(double number, FieldKind kind) => kind switch
    {
        FieldKind.Share => (number * 100).ToString("0.0", CultureInfo.CurrentCulture),
        FieldKind.Duration => Say.Duration(TimeSpan.FromSeconds(number)),
        _ when number != 0 && Math.Abs(number) is < 1e-3 or >= 1e7 => number.ToString("0.###E+0", CultureInfo.CurrentCulture),
        _ => number.ToString("0.####", CultureInfo.CurrentCulture),
    };

    /// <summary>Mean ± deviation of a group (n).</summary>
    public static string Of(Score score, FieldKind kind) => score.Count == 1
        ? Number(score.Mean, kind)
        : $"{Number(score.Mean, kind)} ± {Number(score.Deviation, kind)}";

    /// <summary>The difference to the baseline: of shares in points, of others as it is, and both in percent of the baseline.</summary>
    public static string? Delta(FieldValue value, FieldValue baseline, RunField field)
    {
        if (!field.IsNumeric || field.Name == "progress" || value.Number is not { } mine || baseline.Number is not { } theirs) return null;
        var (difference, sign) = (mine - theirs, mine < theirs ? "−" : "+");
        var size = field.Kind == FieldKind.Duration ? Say.Duration(TimeSpan.FromSeconds(Math.Abs(difference))) : Number(Math.Abs(difference), field.Kind);
        var percent = theirs == 0 ? "" : string.Create(CultureInfo.CurrentCulture, $" ({sign}{Math.Abs(difference / theirs) * 100:0} %)");
        return difference == 0 ? null : sign + size + percent;
    }

    private static string Status(string word) => Enum.TryParse<RunStatus>(word, ignoreCase: true, out var status) ? status.ToString() : word;
}

using System.Globalization;
using System.Text;
using Contracts;

namespace Dashboard.Server.Mitigation;

/// <summary>Finished trainings as comma-separated values (RFC 4180), the same on every machine.</summary>
internal static class MitigationCsv
{
    private const string Header =
        "network,recipe,set,repeat,accuracy,bestEpoch,bestValidationAccuracy,bestAccuracy,validationAccuracy,trainAccuracy,epochs,steps,flops,"
        + "seconds,softLabels,diverged,weights";

    public static byte[] Write(IEnumerable<CellTrained> cells)
    {
        var text = new StringBuilder(Header).Append("\r\n");
        foreach (var trained in cells) text.AppendJoin(',', Fields(trained)).Append("\r\n");
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static string[] Fields(CellTrained trained) =>
    [
        Text(trained.Cell.Network), Text(trained.Cell.Recipe), Text(trained.Cell.Set), Number(trained.Cell.Repeat), Number(trained.Accuracy),
        Number(trained.Best?.Epoch), Number(trained.Best?.ValidationAccuracy), Number(trained.Best?.Accuracy), Number(trained.ValidationAccuracy),
        Number(trained.TrainAccuracy), Number(trained.Epochs), Number(trained.Steps), Number(trained.Flops), Number(trained.Seconds),
        trained.SoftLabels ? "true" : "false", trained.Diverged ? "true" : "false", Text(trained.Weights ?? ""),
    ];

    private static string Number(IFormattable? value) => value?.ToString(null, CultureInfo.InvariantCulture) ?? "";

    /// <summary>A spreadsheet takes text that begins like this for a formula, quoted or not; an apostrophe in front makes it text.</summary>
    private static string Text(string value)
    {
        var safe = value.Length > 0 && value[0] is '=' or '+' or '-' or '@' or '\t' or '\r' or '\n' ? "'" + value : value;
        return safe.AsSpan().ContainsAny(",\"\r\n") ? $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : safe;
    }
}

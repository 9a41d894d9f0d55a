using System.Globalization;
using System.Text;

namespace Engine.Data.Sources;

/// <summary>The ways in which pickles write text.</summary>
internal static class PickleText
{
    /// <summary>A key of a dictionary: Python 2 wrote bytes where Python 3 writes text.</summary>
    public static string Key(object? key) => key switch
    {
        string text => text,
        byte[] bytes => Encoding.Latin1.GetString(bytes),
        long number => number.ToString(CultureInfo.InvariantCulture),
        _ => throw new FormatException("A key is neither text nor a whole number."),
    };

    /// <summary>Bytes of a quoted protocol 0 string with its escapes.</summary>
    public static byte[] Unquoted(string line)
    {
        if (line.Length < 2 || line[0] != line[^1] || line[0] is not ('\'' or '"')) throw new FormatException("A string lacks its quotes.");
        var bytes = new List<byte>(line.Length);
        for (var i = 1; i < line.Length - 1; i++)
        {
            if (line[i] != '\\')
            {
                bytes.Add((byte)line[i]);
                continue;
            }

            i++;
            if (line[i] == 'x')
            {
                bytes.Add(byte.Parse(line.AsSpan(i + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture));
                i += 2;
            }
            else
            {
                bytes.Add(Escaped(line[i]));
            }
        }

        return [.. bytes];
    }

    /// <summary>Text in Python's raw-unicode-escape: only \uXXXX and \UXXXXXXXX are escapes.</summary>
    public static string RawUnicode(string line)
    {
        var text = new StringBuilder(line.Length);
        for (var i = 0; i < line.Length; i++)
        {
            var digits = line[i] != '\\' || i + 1 >= line.Length ? 0 : line[i + 1] switch { 'u' => 4, 'U' => 8, _ => 0 };
            if (digits == 0)
            {
                text.Append(line[i]);
                continue;
            }

            var code = int.Parse(line.AsSpan(i + 2, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
            text.Append(code <= char.MaxValue ? ((char)code).ToString() : char.ConvertFromUtf32(code));
            i += 1 + digits;
        }

        return text.ToString();
    }

    private static byte Escaped(char c) => c switch
    {
        'n' => (byte)'\n',
        'r' => (byte)'\r',
        't' => (byte)'\t',
        '\\' or '\'' or '"' => (byte)c,
        _ => throw new FormatException($"A string has the unknown escape '\\{c}'."),
    };
}

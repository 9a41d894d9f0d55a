using System.Globalization;
using Contracts;
using Dashboard.Client.Layout;

namespace Dashboard.Client.Features.Runs;

/// <summary>How stored images are looked at; lives in the address of the page ("f").</summary>
public sealed record FrameView
{
    /// <summary>What it is called in an address.</summary>
    public const string Name = "f";

    private static readonly int[] Zooms = [1, 2, 3, 4, 6, 8];

    public FrameColours Colours { get; init; }

    /// <summary>The only class that is shown; null for all.</summary>
    public int? Class { get; init; }

    /// <summary>Screen pixels for each pixel; null for what fits.</summary>
    public int? Zoom { get; init; }

    /// <summary>The iteration that is laid over the chosen one to compare them; null for none.</summary>
    public int? Other { get; init; }

    /// <summary>The image that is shown large; null for none.</summary>
    public int? Image { get; init; }

    /// <summary>Zooms to choose from.</summary>
    public static IReadOnlyList<int> AllZooms => Zooms;

    /// <summary>As it stands in an address: "d.c3.z4.o50.i17"; null for the plain view.</summary>
    public string? ToQuery()
    {
        var parts = new List<string>();
        if (Colours != FrameColours.Pixels) parts.Add("m" + (int)Colours);
        foreach (var (letter, value) in new[] { ('c', Class), ('z', Zoom), ('o', Other), ('i', Image) })
        {
            if (value is { } number) parts.Add(letter + number.ToString(CultureInfo.InvariantCulture));
        }

        return parts.Count == 0 ? null : string.Join('.', parts);
    }

    /// <summary>Reads what <see cref="ToQuery"/> wrote; what it cannot read is left out.</summary>
    public static FrameView Parse(string? text)
    {
        var view = new FrameView();
        foreach (var part in (text ?? "").Split('.', StringSplitOptions.RemoveEmptyEntries))
        {
            if (!int.TryParse(part.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out var number)) continue;
            view = part[0] switch
            {
                'm' when Enum.IsDefined((FrameColours)number) => view with { Colours = (FrameColours)number },
                'c' => view with { Class = number },
                'z' when Zooms.Contains(number) => view with { Zoom = number },
                'o' => view with { Other = number },
                'i' => view with { Image = number },
                _ => view,
            };
        }

        return view;
    }

    /// <summary>The view in an address, as far as a set of images allows it.</summary>
    public static FrameView Of(string address, SyntheticSetSaved set)
    {
        var view = Parse(Query.Of(address, Name));
        return view with
        {
            Class = view.Class < set.Classes.Count ? view.Class : null,
            Image = view.Image < set.Images ? view.Image : null,
        };
    }

    /// <summary>The address of the picture after an iteration; "{0}" leaves the iteration open.</summary>
    public string Address(RunId run, string iteration)
    {
        var sets = $"api/v1/runs/{run}/synthetic-sets/{iteration}";
        if (Colours == FrameColours.Pixels && Class is null) return sets + ".png";
        var colours = Colours.ToString().ToLowerInvariant();
        return Class is { } c ? $"{sets}/view.png?colours={colours}&class={c}" : $"{sets}/view.png?colours={colours}";
    }

    /// <summary>The address of the picture of one image.</summary>
    public string AddressOf(RunId run, int iteration, int image) =>
        $"api/v1/runs/{run}/synthetic-sets/{iteration}/view.png?colours={Colours.ToString().ToLowerInvariant()}&image={image}";
}

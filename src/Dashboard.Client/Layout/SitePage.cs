using MudBlazor;

namespace Dashboard.Client.Layout;

/// <summary>A page of the navigation.</summary>
/// <param name="Title">What it is called, in English.</param>
/// <param name="Address">Where it is; empty for the first page.</param>
/// <param name="Icon">Its picture.</param>
/// <param name="Always">Whether a phone shows it without opening the sheet.</param>
/// <param name="Key">The key that opens it after g.</param>
internal sealed record SitePage(string Title, string Address, string Icon, bool Always, char Key)
{
    /// <summary>In the order of the navigation.</summary>
    public static IReadOnlyList<SitePage> All { get; } =
    [
        new("Home", "", Icons.Material.Filled.Home, true, 'h'),
        new("Runs", "runs", Icons.Material.Filled.FormatListBulleted, true, 'r'),
        new("Compare", "compare", Icons.Material.Filled.CompareArrows, false, 'c'),
        new("Queue", "queue", Icons.Material.Filled.Queue, true, 'q'),
        new("Mitigate", "mitigate", Icons.Material.Filled.Balance, true, 'm'),
        new("Library", "library", Icons.Material.Filled.PhotoLibrary, false, 'l'),
        new("Data sets", "datasets", Icons.Material.Filled.Dataset, false, 'd'),
        new("Settings", "settings", Icons.Material.Filled.Settings, false, 's'),
        new("Help", "help", Icons.Material.Filled.HelpOutline, false, '?'),
    ];

    /// <summary>Whether an address, without its query, belongs to this page; the form for a new run has an entry of its own.</summary>
    public bool Holds(string path) => Address.Length == 0
        ? path.Length == 0
        : path != "runs/new" && (path == Address || path.StartsWith(Address + "/", StringComparison.Ordinal));
}

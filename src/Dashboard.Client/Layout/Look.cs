using MudBlazor;

namespace Dashboard.Client.Layout;

/// <summary>Colours of both themes; app.css takes them from MudBlazor's variables.</summary>
internal static class Look
{
    public static readonly MudTheme Theme = new()
    {
        PaletteLight = new PaletteLight
        {
            Primary = "#0f5fa8",
            Secondary = "#8a4b00",
            Background = "#f6f7f9",
            Surface = "#ffffff",
            TextPrimary = "#17202a",
            TextSecondary = "#4a5663",
            LinesDefault = "#d5dae0",
            Success = "#1b7a3d",
            Warning = "#8f5600",
            Error = "#b3261e",
        },
        PaletteDark = new PaletteDark
        {
            Primary = "#7cb8f2",
            PrimaryContrastText = "#0b1b2b",
            Secondary = "#f0b35c",
            Background = "#12171d",
            Surface = "#1a212a",
            TextPrimary = "#e8edf2",
            TextSecondary = "#b3bdc8",
            LinesDefault = "#36414d",
            Success = "#6fce8f",
            Warning = "#f0b35c",
            Error = "#ff8a80",
        },
        Typography = new Typography
        {
            Default = new DefaultTypography { FontFamily = ["system-ui", "Segoe UI", "Noto Sans", "Noto Sans JP", "sans-serif"] },
            Button = new ButtonTypography { TextTransform = "none" },
        },
        LayoutProperties = new LayoutProperties { DefaultBorderRadius = "6px" },
    };
}

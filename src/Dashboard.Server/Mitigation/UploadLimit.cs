using Dashboard.Server.Hosting;

namespace Dashboard.Server.Mitigation;

/// <summary>Bytes of the largest upload.</summary>
internal sealed record UploadLimit(long MostBytes)
{
    private const string Setting = "Uploads:MostMiB";
    private const int Default = 512, Most = 1024 * 1024;

    public static UploadLimit Of(IConfiguration configuration)
    {
        var text = configuration[Setting];
        if (text is null) return OfMiB(Default);
        return int.TryParse(text, out var given) && given is > 0 and <= Most
            ? OfMiB(given)
            : throw new StartRefusedException($"{Setting} must be a whole number between 1 and {Most}; it is '{text}'.");
    }

    private static UploadLimit OfMiB(int count) => new(count * 1024L * 1024L);
}

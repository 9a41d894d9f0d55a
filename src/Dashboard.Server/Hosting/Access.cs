using Dashboard.Client.Doors;

namespace Dashboard.Server.Hosting;

/// <summary>The setting Access:ReadOnly: everything may be seen, nothing changed.</summary>
internal sealed class Access(IConfiguration configuration) : IAccess
{
    public const string Refusal = "This server is read-only (Access:ReadOnly); nothing was changed.";

    public bool IsReadOnly { get; } = configuration.GetValue("Access:ReadOnly", false);
}

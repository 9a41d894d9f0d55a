using Dashboard.Client.Doors;

namespace Dashboard.Client.Tests;

/// <summary>What the test allows.</summary>
internal sealed class FixedAccess : IAccess
{
    public bool IsReadOnly { get; set; }
}

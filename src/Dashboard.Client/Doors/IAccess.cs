namespace Dashboard.Client.Doors;

/// <summary>What a visitor may do here.</summary>
public interface IAccess
{
    /// <summary>Whether everything may be seen and nothing changed.</summary>
    bool IsReadOnly { get; }
}

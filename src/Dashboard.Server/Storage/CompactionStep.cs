namespace Dashboard.Server.Storage;

/// <summary>How far a compaction is; a process that ends at any of them leaves one whole database.</summary>
internal enum CompactionStep
{
    /// <summary>The copy is being written; the database is as it was.</summary>
    Copying,

    /// <summary>The copy is whole, compared and on the disk; the database is as it was.</summary>
    Copied,

    /// <summary>The database is closed, its log empty and gone.</summary>
    Closed,

    /// <summary>The copy has taken the database's name.</summary>
    Swapped,
}

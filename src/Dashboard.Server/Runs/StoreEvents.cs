using Dashboard.Server.Storage;

namespace Dashboard.Server.Runs;

/// <summary>Stores chunks and the row of history of a run, in one transaction.</summary>
internal delegate Task StoreEvents(StoredRun run, IReadOnlyList<EventChunk> chunks);

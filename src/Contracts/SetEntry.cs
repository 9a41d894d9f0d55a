namespace Contracts;

/// <summary>Something in a data folder that may be imported as a synthetic set.</summary>
/// <param name="FileName">Its name, as <see cref="SetSpec.File"/> or <see cref="SetSpec.Labels"/> takes it.</param>
/// <param name="Kind">"npz", "pt", "archive" or "folder".</param>
/// <param name="Bytes">Its size; 0 for a folder.</param>
public sealed record SetEntry(string FileName, string Kind, long Bytes);

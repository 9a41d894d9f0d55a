namespace Contracts;

/// <summary>Something in a data folder that may be imported as a synthetic set, or as a teacher.</summary>
/// <param name="FileName">Its name, as <see cref="SetSpec.File"/>, <see cref="SetSpec.Labels"/> and <see cref="TeacherSpec.Checkpoint"/> take it.</param>
/// <param name="Kind">"npz", "pt", "archive", "folder", or "weights" for a teacher's.</param>
/// <param name="Bytes">Its size; 0 for a folder.</param>
public sealed record SetEntry(string FileName, string Kind, long Bytes);

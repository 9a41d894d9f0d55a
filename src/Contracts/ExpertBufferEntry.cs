namespace Contracts;

/// <summary>Experts of one recipe on the disk, as far as their folder tells.</summary>
/// <param name="Name">Name of the folder: the hash of the recipe, where it is one of experts.</param>
/// <param name="DataSet">The real set that they were trained on; null where the folder's description is missing or damaged.</param>
/// <param name="Network">Kind of their network; null as <paramref name="DataSet"/>.</param>
/// <param name="Epochs">Epochs of each; null as <paramref name="DataSet"/>.</param>
/// <param name="Experts">Finished experts in the folder.</param>
/// <param name="Bytes">What its deletion frees; 0 for a link to a folder elsewhere.</param>
/// <param name="Written">When anything in it was last written.</param>
public sealed record ExpertBufferEntry(
    string Name, string? DataSet, string? Network, int? Epochs, int Experts, long Bytes, DateTimeOffset Written);

namespace Engine.Data;

/// <summary>A data set that can be named in a spec.</summary>
/// <param name="Name">As in a spec.</param>
/// <param name="Title">For people.</param>
/// <param name="Summary">What it is, in one sentence.</param>
/// <param name="Found">Where it would come from, in a short word; empty when it is not on this machine.</param>
/// <param name="Ready">Whether it can be loaded without a download.</param>
/// <param name="Licence">Its licence; "unknown" for a set that the user brought.</param>
public sealed record DataSetInfo(string Name, string Title, string Summary, string Found, bool Ready, string Licence);

using Contracts;

namespace Dashboard.Server.Listing;

/// <summary>A field and how it is read.</summary>
internal sealed record BoundField(RunField Field, Func<RunRecord, FieldValue> Read);

namespace Dashboard.Server.Hosting;

/// <summary>Mark of an endpoint that is asked by POST and changes nothing.</summary>
internal sealed class AsksOnly;

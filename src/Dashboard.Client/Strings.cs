namespace Dashboard.Client;

/// <summary>Names the resource files of what pages say: the key is the English sentence itself.</summary>
public sealed class Strings;

namespace Dashboard.Client.Doors;

/// <summary>A method of a door that changes something: a server that is read-only refuses it.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ChangesAttribute : Attribute;

using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using Contracts;
using Dashboard.Client.Doors;

namespace Dashboard.Server.Hosting;

/// <summary>A door that lets every question through and refuses, in the words of the door itself, whatever changes something.</summary>
/// <typeparam name="T">The door.</typeparam>
[SuppressMessage("Performance", "CA1852", Justification = "The proxy is a class derived from this one while the server runs.")]
internal class ReadOnlyDoor<T> : DispatchProxy
    where T : class
{
    private T _inner = null!;

    public static T Around(T inner)
    {
        var door = Create<T, ReadOnlyDoor<T>>();
        ((ReadOnlyDoor<T>)(object)door)._inner = inner;
        return door;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        ArgumentNullException.ThrowIfNull(targetMethod);
        if (targetMethod.GetCustomAttribute<ChangesAttribute>() is not null) return Refusal(targetMethod.ReturnType);
        try
        {
            return targetMethod.Invoke(_inner, args);
        }
        catch (TargetInvocationException e) when (e.InnerException is { } fault)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(fault);
            throw;
        }
    }

    private static Task Refusal(Type answer)
    {
        IReadOnlyList<SpecFault> faults = [new SpecFault("", Access.Refusal)];
        if (answer == typeof(Task<CommandResult>)) return Task.FromResult(CommandResult.Refused);
        if (answer == typeof(Task<IReadOnlyList<SpecFault>>)) return Task.FromResult(faults);
        if (answer == typeof(Task<Submission>)) return Task.FromResult(new Submission(null, faults));
        if (answer == typeof(Task<Upload>)) return Task.FromResult(new Upload(null, Access.Refusal));
        throw new IOException(Access.Refusal);
    }
}

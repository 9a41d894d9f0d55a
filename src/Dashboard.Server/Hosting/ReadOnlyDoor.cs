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

    /// <summary>What each answer says when nothing was done.</summary>
    private static readonly IReadOnlyDictionary<Type, Task> Refusals = Answers(
        Task.FromResult(CommandResult.Refused), Task.FromResult(Faults), Task.FromResult(new Submission(null, Faults)),
        Task.FromResult(new Upload(null, Access.Refusal)), Task.FromResult(new LibraryAnswer(CommandResult.Refused, null, Faults)),
        Task.FromResult(DataSetAnswer.Refused(Access.Refusal)), Task.FromResult(new MetaAnswer(MetaResult.Faulty, null, Faults)),
        Task.FromResult(new PurgeReport(RunFootprint.None, 0, 0, 0)), Task.FromResult(false), Task.FromResult(0));

    private static IReadOnlyList<SpecFault> Faults => [new SpecFault("", Access.Refusal)];

    private static Dictionary<Type, Task> Answers(params Task[] answers) =>
        answers.ToDictionary(answer => answer.GetType().GetProperty(nameof(Task<int>.Result))!.PropertyType);

    private static Task Refusal(Type answer) => Refusals.GetValueOrDefault(answer.GenericTypeArguments.FirstOrDefault() ?? typeof(void))
        ?? throw new IOException(Access.Refusal);
}

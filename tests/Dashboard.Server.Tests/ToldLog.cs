using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace Dashboard.Server.Tests;

/// <summary>A log whose entries a test waits for.</summary>
internal sealed class ToldLog<T> : ILogger<T>
{
    private readonly Channel<(LogLevel Level, Exception? Fault)> _entries = Channel.CreateUnbounded<(LogLevel, Exception?)>();

    /// <summary>Whether there is an entry that nobody waited for.</summary>
    public bool HasMore => _entries.Reader.TryPeek(out _);

    /// <summary>The next entry.</summary>
    public async Task<(LogLevel Level, Exception? Fault)> NextAsync() =>
        await _entries.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        _entries.Writer.TryWrite((logLevel, exception));
}

using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace Dashboard.Server.Tests;

/// <summary>A log whose entries a test waits for.</summary>
internal sealed class ToldLog<T> : ILogger<T>
{
    private readonly Channel<(LogLevel Level, Exception? Fault)> _entries = Channel.CreateUnbounded<(LogLevel, Exception?)>();

    /// <summary>The next entry.</summary>
    public async Task<(LogLevel Level, Exception? Fault)> NextAsync() =>
        await _entries.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        _entries.Writer.TryWrite((logLevel, exception));
}

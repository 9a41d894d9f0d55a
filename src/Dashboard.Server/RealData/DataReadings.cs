using System.Collections.Concurrent;
using Contracts;
using Dashboard.Server.Hosting;
using Engine.Data;
using Engine.Export;

namespace Dashboard.Server.RealData;

/// <summary>What sets are, read once and then held until their files change. One is read at a time: a set may be large.</summary>
internal sealed class DataReadings(EngineDoor engine) : IDisposable
{
    private const int Most = 64;
    private readonly SemaphoreSlim _reading = new(1, 1);
    private readonly ConcurrentDictionary<string, DataSetReading> _known = new(StringComparer.Ordinal);

    /// <summary>The reading, or every fault.</summary>
    public async Task<(DataSetReading? Reading, IReadOnlyList<Sentence> Faults)> OfAsync(string name, CancellationToken cancellation)
    {
        var key = $"{name}\n{engine.DataStamp(name)}";
        if (_known.TryGetValue(key, out var known)) return (known, []);
        await _reading.WaitAsync(cancellation);
        try
        {
            if (_known.TryGetValue(key, out known)) return (known, []);
            var reading = await Task.Run(() => engine.ReadData(name), CancellationToken.None);
            if (_known.Count >= Most) _known.Clear();
            _known[key] = reading;
            return (reading, []);
        }
        catch (DataException e)
        {
            return (null, e.Faults);
        }
        finally
        {
            _reading.Release();
        }
    }

    public void Dispose() => _reading.Dispose();
}

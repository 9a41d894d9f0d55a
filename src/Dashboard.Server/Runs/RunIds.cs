using System.Security.Cryptography;
using Contracts;

namespace Dashboard.Server.Runs;

/// <summary>Makes the ids of new runs. Each sorts after those made before it, also within one millisecond and when the clock is set back.</summary>
internal sealed class RunIds(TimeProvider time)
{
    private readonly Lock _lock = new();
    private DateTimeOffset _last = DateTimeOffset.MinValue;
    private long _chance;

    /// <summary>The id of a run that is submitted now.</summary>
    public RunId Next()
    {
        lock (_lock)
        {
            var now = DateTimeOffset.FromUnixTimeMilliseconds(time.GetUtcNow().ToUnixTimeMilliseconds());
            // 34 bits of chance in a field of 35: counting on from the largest one still fits.
            (_last, _chance) = now > _last ? (now, (long)RandomNumberGenerator.GetInt32(int.MaxValue) << 3) : (_last, _chance + 1);
            return RunId.Create(_last, _chance);
        }
    }
}

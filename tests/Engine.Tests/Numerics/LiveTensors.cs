using TorchSharp;

namespace Engine.Tests.Numerics;

/// <summary>
/// Tensors that the test's own thread has made and not yet disposed: tests run side by side, so the count of the process says nothing.
/// </summary>
internal static class LiveTensors
{
    /// <summary>How many there are now. Compare two counts; one alone means nothing.</summary>
    public static long Count => DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount;
}

using Engine.Native;
using static TorchSharp.torch;

namespace Engine.Tests.Native;

[Collection(Alone.Name)]
public class HeapBoundTests
{
    [Fact]
    public void Freed_tensors_go_back_to_the_system_when_asked()
    {
        const long size = 400L << 20, most = 100L << 20;
        using (var scope = NewDisposeScope())
        {
            var parts = Enumerable.Range(0, 40).Select(_ => ones(size / 40 / 4)).ToList();
            Assert.Equal(40, parts.Count);
        }

        var held = Environment.WorkingSet;
        HeapBound.ReturnFreeMemory();
        Assert.True(held - Environment.WorkingSet > size - most, $"{held >> 20} MiB before, {Environment.WorkingSet >> 20} MiB after.");
    }
}

using System.Text;
using Engine.Native;
using static TorchSharp.torch;

namespace Engine.Tests.Native;

public class NativeLibrariesTests
{
    private static readonly string Shim = Path.Combine(NativeLibraries.PackagedFolder(), "libLibTorchSharp.so");

    [Fact]
    public void Tensors_work_on_this_machine()
    {
        using var scope = NewDisposeScope();
        Assert.Equal(6, ones(2, 3).sum().item<float>());
    }

    [Fact]
    public void Asking_again_for_the_same_libtorch_does_nothing_and_for_another_is_refused()
    {
        NativeLibraries.EnsureLoaded();
        var refusal = Assert.Throws<InvalidOperationException>(() => NativeLibraries.EnsureLoaded(Path.GetTempPath()));
        Assert.Contains("already loaded", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_patch_changes_three_places_and_nothing_else()
    {
        var original = File.ReadAllBytes(Shim);
        var patched = ElfSymbolPatch.WithoutInitSymbol(original);
        Assert.NotNull(patched);
        Assert.Equal(original.Length, patched.Length);
        Assert.DoesNotContain("_ZSt21ios_base_library_initv\0", Encoding.Latin1.GetString(patched), StringComparison.Ordinal);
        var changed = original.Where((value, i) => value != patched[i]).Count();
        Assert.InRange(changed, 7, 7 + 2 + 8);      // a name of six letters and its end, a version index, a hash and a name offset
    }

    [Fact]
    public void A_patched_library_needs_no_second_patch()
    {
        var patched = ElfSymbolPatch.WithoutInitSymbol(File.ReadAllBytes(Shim));
        Assert.Null(ElfSymbolPatch.WithoutInitSymbol(patched));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(64)]
    [InlineData(4096)]
    public void A_file_that_is_no_library_is_left_alone(int length)
    {
        var start = File.ReadAllBytes(Shim).AsSpan(0, length);
        Assert.Null(ElfSymbolPatch.WithoutInitSymbol(start));
        Assert.Null(ElfSymbolPatch.WithoutInitSymbol(new byte[length]));
    }
}

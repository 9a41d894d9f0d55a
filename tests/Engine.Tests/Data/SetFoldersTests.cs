using Engine.Data;

namespace Engine.Tests.Data;

public sealed class SetFoldersTests : IDisposable
{
    private readonly string _data = Directory.CreateTempSubdirectory("data-").FullName;
    private readonly string _sets = Directory.CreateTempSubdirectory("sets-").FullName;

    private EngineSettings Settings => new() { DataFolders = [_data], SetFolders = [_sets] };

    public void Dispose()
    {
        Directory.Delete(_data, recursive: true);
        Directory.Delete(_sets, recursive: true);
    }

    [Fact]
    public void Sets_are_found_in_both_kinds_of_folders_and_never_among_the_real_sets()
    {
        File.WriteAllBytes(Path.Combine(_data, "given.npz"), [1]);
        File.WriteAllBytes(Path.Combine(_sets, "mine.npz"), [1, 2]);
        File.WriteAllBytes(Path.Combine(_sets, "given.npz"), [1, 2, 3]);
        Assert.Equal([("given.npz", 1L), ("mine.npz", 2L)], ImportedSets.List(Settings).Select(entry => (entry.FileName, entry.Bytes)));
        Assert.Equal(Path.Combine(_sets, "mine.npz"), ImportedSets.PathOf(Settings, "mine.npz"));
        Assert.Contains(DataSets.List(Settings), set => set.Name == "given");
        Assert.DoesNotContain(DataSets.List(Settings), set => set.Name == "mine");
    }

    [Theory]
    [InlineData("set.npz", true)]
    [InlineData("Set (2).TAR.GZ", true)]
    [InlineData("teacher.safetensors", true)]
    [InlineData("images.pt", true)]
    [InlineData(".npz", false)]
    [InlineData("../set.npz", false)]
    [InlineData("a/set.npz", false)]
    [InlineData("set.exe", false)]
    [InlineData("npz", false)]
    [InlineData("", false)]
    public void A_file_that_may_have_a_name_is_found_by_it(string name, bool good)
    {
        Assert.Equal(good, SetFileNames.Fault(name) is null);
        if (!good) return;
        File.WriteAllBytes(Path.Combine(_sets, name), [1]);
        Assert.Equal(name, Assert.Single(ImportedSets.List(Settings)).FileName);
    }
}

using System.Text;
using Engine.Numerics;
using static TorchSharp.torch;

namespace Engine.Tests.Numerics;

public class SafeTensorsTests
{
    [Fact]
    public void What_is_written_is_read()
    {
        using var scope = NewDisposeScope();
        var file = SafeTensors.Write(
            new Dictionary<string, Tensor> { ["x"] = arange(6, dtype: ScalarType.Float32).view(2, 3).t(), ["n"] = tensor(new[] { 7L }), ["none"] = zeros(0, 4) },
            new Dictionary<string, string> { ["iteration"] = "12" });
        var (tensors, metadata) = SafeTensors.Read(file);
        Assert.Equal("12", metadata["iteration"]);
        Assert.Equal([3L, 2L], tensors["x"].shape);
        Assert.Equal([0f, 3, 1, 4, 2, 5], tensors["x"].data<float>().ToArray());
        Assert.Equal(7, tensors["n"].item<long>());
        Assert.Equal([0L, 4L], tensors["none"].shape);
        foreach (var tensor in tensors.Values) tensor.Dispose();
    }

    [Fact]
    public void A_file_cut_off_anywhere_is_refused()
    {
        using var scope = NewDisposeScope();
        var file = SafeTensors.Write(new Dictionary<string, Tensor> { ["x"] = ones(4) }, new Dictionary<string, string>());
        for (var length = 0; length < file.Length; length++) Assert.Throws<InvalidDataException>(() => SafeTensors.Read(file[..length]));
    }

    [Theory]
    [InlineData("""{"x":{"dtype":"F32","shape":[1000000000000],"data_offsets":[0,4]}}""")]
    [InlineData("""{"x":{"dtype":"F32","shape":[1],"data_offsets":[-4,0]}}""")]
    [InlineData("""{"x":{"dtype":"F64","shape":[1],"data_offsets":[0,8]}}""")]
    [InlineData("""{"x":{"dtype":"F32","shape":[-1],"data_offsets":[4,0]}}""")]
    [InlineData("""{"x":{"dtype":"F32","shape":[4611686018427387904],"data_offsets":[0,0]}}""")]
    [InlineData("""{"x":{"dtype":"F32","shape":[3000000000,3000000000,3000000000],"data_offsets":[0,4]}}""")]
    [InlineData("""{"x":{"dtype":"F32","shape":[1],"data_offsets":[9223372036854775803,9223372036854775807]}}""")]
    [InlineData("""{"x":{"dtype":"F32","shape":null,"data_offsets":[0,4]}}""")]
    [InlineData("""{"x":{"dtype":"F32","shape":[1],"data_offsets":null}}""")]
    [InlineData("""{"x":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"x":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""")]
    [InlineData("""{"x":7}""")]
    [InlineData("""[1]""")]
    public void Headers_that_lie_are_refused(string header)
    {
        var json = Encoding.UTF8.GetBytes(header);
        byte[] file = [.. BitConverter.GetBytes((long)json.Length), .. json, 0, 0, 0, 0];
        Assert.Throws<InvalidDataException>(() => SafeTensors.Read(file));
    }
}

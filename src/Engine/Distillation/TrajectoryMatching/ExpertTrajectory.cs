using System.Globalization;
using Engine.Numerics;
using Engine.Runs;
using Microsoft.Win32.SafeHandles;
using static TorchSharp.torch;

namespace Engine.Distillation.TrajectoryMatching;

/// <summary>One expert: a file of its parameters after every epoch, of which only the asked ones are read.</summary>
/// <remarks>The file stays open: what was verified is what is read, also when somebody deletes the buffer meanwhile.</remarks>
internal sealed class ExpertTrajectory : IDisposable
{
    private const string Snapshots = "snapshots", BufferKey = "buffer", NumberKey = "expert";

    private readonly SafeFileHandle _file;
    private readonly int _start;
    private readonly long _parameters;

    private ExpertTrajectory(SafeFileHandle file, int start, long parameters) => (_file, _start, _parameters) = (file, start, parameters);

    /// <summary>Bytes of the file of an expert.</summary>
    /// <param name="snapshots">Float32, [epochs + 1, parameters], on the CPU.</param>
    /// <param name="key">The buffer that it belongs to.</param>
    /// <param name="number">Which expert of it, 0 for the first.</param>
    public static byte[] Write(Tensor snapshots, string key, int number) => SafeTensors.Write(
        new Dictionary<string, Tensor> { [Snapshots] = snapshots },
        new Dictionary<string, string> { [BufferKey] = key, [NumberKey] = number.ToString(CultureInfo.InvariantCulture) });

    /// <summary>Opens a file; null when its name does not end in the hash of its content, or it holds another expert.</summary>
    /// <param name="path">The file.</param>
    /// <param name="key">The buffer that it should belong to.</param>
    /// <param name="number">Which expert it should be.</param>
    /// <param name="epochs">Epochs that it should have.</param>
    /// <param name="parameters">Parameters that its network should have.</param>
    public static ExpertTrajectory? Open(string path, string key, int number, int epochs, long parameters)
    {
        var file = File.OpenHandle(path, share: FileShare.Read | FileShare.Delete);
        try
        {
            var content = new byte[RandomAccess.GetLength(file)];
            Fill(file, content, 0);
            var sound = Path.GetFileNameWithoutExtension(path).EndsWith(DurableFile.Hash(content), StringComparison.Ordinal);
            if (sound && Fits(content, key, number, epochs, parameters))
                return new ExpertTrajectory(file, SafeTensors.ValuesStart(content), parameters);
        }
        catch (InvalidDataException)
        {
            // Not a tensor file: as good as none.
        }
        catch
        {
            file.Dispose();
            throw;
        }

        file.Dispose();
        return null;
    }

    /// <summary>All parameters after an epoch, 0 for the start, as one vector.</summary>
    public Tensor Snapshot(int epoch, Device device)
    {
        using var scope = NewDisposeScope();
        var values = zeros(_parameters);
        Fill(_file, values.bytes, _start + epoch * _parameters * sizeof(float));
        return values.to(device).MoveToOuterDisposeScope();
    }

    /// <inheritdoc />
    public void Dispose() => _file.Dispose();

    private static bool Fits(byte[] content, string key, int number, int epochs, long parameters)
    {
        using var scope = NewDisposeScope();
        var (tensors, metadata) = SafeTensors.Read(content);
        return metadata.GetValueOrDefault(BufferKey) == key
            && metadata.GetValueOrDefault(NumberKey) == number.ToString(CultureInfo.InvariantCulture)
            && tensors.Count == 1 && tensors.TryGetValue(Snapshots, out var snapshots)
            && snapshots.dtype == ScalarType.Float32 && snapshots.shape.AsSpan().SequenceEqual([epochs + 1, parameters]);
    }

    private static void Fill(SafeFileHandle file, Span<byte> target, long offset)
    {
        for (var read = 0; read < target.Length;)
        {
            var count = RandomAccess.Read(file, target[read..], offset + read);
            if (count == 0) throw new EndOfStreamException("The file of an expert is cut off.");
            read += count;
        }
    }
}

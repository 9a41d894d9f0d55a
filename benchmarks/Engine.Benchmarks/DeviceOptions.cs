using System.Globalization;
using Engine.Native;
using static TorchSharp.torch;

namespace Engine.Benchmarks;

/// <summary>
/// Options that every verb takes: --device cpu|cuda:0, --libtorch FOLDER, --python PROGRAM, --threads N, and whatever is no option.
/// </summary>
internal sealed class DeviceOptions
{
    private readonly Dictionary<string, string> _values = [];

    private DeviceOptions(string[] arguments)
    {
        for (var i = 0; i < arguments.Length; i++)
        {
            if (!arguments[i].StartsWith("--", StringComparison.Ordinal)) Numbers.Add(int.Parse(arguments[i], CultureInfo.InvariantCulture));
            else if (i + 1 < arguments.Length) _values[arguments[i]] = arguments[++i];
            else throw new ArgumentException($"{arguments[i]} lacks a value.", nameof(arguments));
        }
    }

    /// <summary>Plain numbers, in order.</summary>
    public List<int> Numbers { get; } = [];

    /// <summary>Name of the device.</summary>
    public string Device => Text("--device") ?? "cpu";

    /// <summary>Folder of a libtorch to use instead of the packaged one.</summary>
    public string? LibTorch => Text("--libtorch");

    /// <summary>The interpreter that has PyTorch.</summary>
    public string Python => Text("--python") ?? "/usr/bin/python3";

    /// <summary>CPU threads.</summary>
    public int Threads => Text("--threads") is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : Environment.ProcessorCount;

    /// <summary>Reads the command line.</summary>
    public static DeviceOptions Parse(string[] arguments) => new(arguments);

    /// <summary>Any other option; null when it was not given.</summary>
    public string? Text(string name) => _values.GetValueOrDefault(name);

    /// <summary>Loads the libraries and gives the device; call it before anything else that touches a tensor.</summary>
    public Device Open()
    {
        NativeLibraries.EnsureLoaded(LibTorch);
        set_num_threads(Threads);
        if (Device == "cpu" || cuda.is_available()) return new Device(Device);
        throw new InvalidOperationException($"There is no {Device}: libtorch {__version__} sees no GPU.");
    }
}

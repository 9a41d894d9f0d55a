using System.Globalization;
using System.Text.Json;
using Contracts;
using Engine.Numerics;

namespace Engine.Benchmarks;

/// <summary>One student and the teacher that guides it: what ours and the peer both build.</summary>
/// <param name="Network">resnet-18, alexnet or vgg-11.</param>
/// <param name="Width">Channels of its first convolution.</param>
/// <param name="Norm">instance or batch, for student and teacher.</param>
/// <param name="Shape">The images.</param>
internal sealed record MitigationCase(string Network, int Width, string Norm, ImageShape Shape)
{
    private const string AllNetworks = "resnet-18:16,resnet-18:64,alexnet:128,vgg-11:64";

    /// <summary>The student; residual networks with biases, as in the paper's code and the peer.</summary>
    public ComponentSpec Student => new() { Name = Network, Options = Options(("width", Width), ("norm", Norm), ("bias", true)) };

    /// <summary>The teacher: ConvNet-3 of width 128.</summary>
    public ComponentSpec Teacher => new() { Name = "convnet", Options = Options(("norm", Norm)) };

    /// <summary>The peer's first arguments.</summary>
    public IEnumerable<string> Arguments => [Network, Text(Width), Norm, Text(Shape.Channels), Text(Shape.Height)];

    /// <summary>Every combination of --networks NAME:WIDTH,…, --norms NORM,… and --images CHANNELSxSIDE,….</summary>
    public static IReadOnlyList<MitigationCase> All(DeviceOptions options) =>
    [
        .. from network in Parts(options.Text("--networks") ?? AllNetworks, ',').Select(text => text.Split(':'))
           from image in Parts(options.Text("--images") ?? "1x28,3x32", ',').Select(text => text.Split('x'))
           from norm in Parts(options.Text("--norms") ?? "instance,batch", ',')
           select new MitigationCase(network[0], Number(network[1]), norm, new ImageShape(Number(image[0]), Number(image[1]), Number(image[1]))),
    ];

    /// <inheritdoc />
    public override string ToString() => $"{Network} width {Text(Width)}, {Norm} norm, {Shape}";

    private static string[] Parts(string text, char separator) => text.Split(separator);

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private Dictionary<string, JsonElement> Options(params (string Name, object Value)[] values) => values
        .Where(value => value.Name != "bias" || Network.StartsWith("resnet", StringComparison.Ordinal))
        .ToDictionary(value => value.Name, value => JsonSerializer.SerializeToElement(value.Value));
}

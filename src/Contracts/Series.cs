namespace Contracts;

/// <summary>Well-known names of measured series: lower case, a slash between group and name.</summary>
public static class Series
{
    /// <summary>Distance that the method minimises; units of the method.</summary>
    public const string MatchingLoss = "loss/matching";

    /// <summary>Half the squared error of kernel regression from the synthetic to the real images; part of the matching loss of FRePo.</summary>
    public const string KernelLoss = "loss/kernel";

    /// <summary>Minus the mean margin of the learned labels; part of the matching loss of FRePo.</summary>
    public const string LabelLoss = "loss/label";

    /// <summary>Mean age of the networks of a pool, in updates.</summary>
    public const string PoolAge = "pool/mean-age";

    /// <summary>The learned learning rate of a synthetic set.</summary>
    public const string SyntheticLearningRate = "synthetic/learning-rate";

    /// <summary>Mean squared distance of the synthetic pixels from their start, in normalised units.</summary>
    public const string Travelled = "images/travelled";

    /// <summary>Images that went through the network per second, real and synthetic.</summary>
    public const string Throughput = "speed/images-per-second";

    /// <summary>Wall time of the last iteration, in seconds.</summary>
    public const string IterationTime = "speed/iteration-seconds";

    /// <summary>Resident memory of the process, in MiB.</summary>
    public const string ProcessMemory = "memory/process-mib";

    /// <summary>Memory in use on the device, in MiB. GPU only.</summary>
    public const string DeviceMemory = "memory/device-mib";

    /// <summary>Utilisation of the device, in percent. GPU only.</summary>
    public const string DeviceUtilization = "device/utilization";

    /// <summary>Test accuracy of a network trained on the synthetic set during the run, 0 to 1: "accuracy/convnet".</summary>
    public static string Accuracy(string network) => "accuracy/" + network;

    /// <summary>Cross-entropy (with its distillation part) of the last training batch.</summary>
    public const string TrainLoss = "loss/train";

    /// <summary>Accuracy on the validation images, 0 to 1.</summary>
    public const string ValidationAccuracy = "accuracy/validation";

    /// <summary>Keep rate p of DropPath, 0 to 1.</summary>
    public const string KeepRate = "keep-rate";

    /// <summary>Learning rate of the last step.</summary>
    public const string LearningRate = "learning-rate";

    /// <summary>Share of the validation images to which student and teacher give the same class, 0 to 1.</summary>
    public const string Agreement = "agreement";

    /// <summary>Mean validation accuracy of the sub-networks that were drawn, 0 to 1.</summary>
    public const string SubNetworkMean = "subnetworks/mean";

    /// <summary>Validation accuracy of the worst of the sub-networks that were drawn, 0 to 1.</summary>
    public const string SubNetworkLowest = "subnetworks/lowest";

    /// <summary>Validation accuracy of the best of the sub-networks that were drawn, 0 to 1.</summary>
    public const string SubNetworkHighest = "subnetworks/highest";

    /// <summary>Euclidean norm of the gradient of the training loss, over all parameters.</summary>
    public const string GradientNorm = "smoothness/gradient-norm";

    /// <summary>Largest eigenvalue of the Hessian of the training loss, by power iteration.</summary>
    public const string HessianEigenvalue = "smoothness/hessian-eigenvalue";

    /// <summary>The part of a series that belongs to a class: "loss/matching/class/trouser".</summary>
    public static string OfClass(string series, string name) => $"{series}/class/{name.ToLowerInvariant().Replace('/', '-')}";

    /// <summary>The part of a series that belongs to a layer, 0 for the first: "loss/matching/layer/03".</summary>
    public static string OfLayer(string series, int layer) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{series}/layer/{layer:00}");

    /// <summary>The part of a series that belongs to an epoch of an expert from which a student started: "loss/matching/start-epoch/07".</summary>
    public static string OfStartEpoch(string series, int epoch) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{series}/start-epoch/{epoch:00}");

    /// <summary>A series of the training of an expert, 0 for the first, over its epochs: "experts/03/accuracy/validation".</summary>
    public static string OfExpert(string series, int expert) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"experts/{expert:00}/{series}");

    /// <summary>A series of one training of a mitigation batch, over its epochs: "resnet-18/full/synthetic/0/keep-rate".</summary>
    public static string Of(Cell cell, string series) =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{cell.Network}/{cell.Recipe}/{cell.Set}/{cell.Repeat}/{series}");
}

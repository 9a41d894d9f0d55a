using System.Text.Json;
using Contracts;
using Engine.Data;
using Engine.Numerics;

namespace Engine.Export;

/// <summary>A synthetic set as .npz: the images as they are trained on, and all that is needed to use them right the first time.</summary>
/// <remarks>
/// Arrays: images float32 [N, C, H, W] in normalised space; labels int64 [N]; softLabels float32
/// [N, K], only where label vectors were learned; classes text [K]; preprocessing text (standardize, zca, zca-frepo);
/// mean and std float32 [C], for ZCA also zcaMean [d], zcaMatrix and zcaInverse [d, d], d = C·H·W; metadata: JSON text with spec and provenance.
/// </remarks>
internal static class SyntheticSetFile
{
    /// <summary>The file's bytes: the same set gives the same bytes.</summary>
    public static byte[] Npz(SyntheticSet set, RunSpec spec, int iteration, string dataFound)
    {
        using var npz = new NpzWriter();
        npz.Add("images", set.Images);
        npz.Add("labels", set.Labels);
        if (set.SoftLabels is { } vectors) npz.Add("softLabels", vectors);
        npz.Add("classes", set.Classes);
        npz.Add("preprocessing", [set.Preprocessing.Name], single: true);
        foreach (var (name, array) in set.Preprocessing.Stored) npz.Add(name, array);
        npz.Add("metadata", [Metadata(set, spec, iteration, dataFound)], single: true);
        return npz.Finish();
    }

    private static string Metadata(SyntheticSet set, RunSpec spec, int iteration, string dataFound)
    {
        var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteNumber("formatVersion", 1);
            json.WriteNumber("iteration", iteration);
            json.WriteNumber("imagesPerClass", set.ImagesPerClass);
            if (set.StoredPerClass != set.ImagesPerClass) json.WriteNumber("storedPerClass", set.StoredPerClass);
            if (set.LearningRate is { } rate) json.WriteNumber("learningRate", rate.item<float>());
            if (set.SoftLabels is not null) json.WriteString("labelLoss", JsonNamingPolicy.KebabCaseLower.ConvertName($"{set.LabelLoss}"));
            json.WriteString("dataFound", dataFound);
            json.WriteString("preprocessing", set.Preprocessing.Name);
            json.WriteStartArray("classes");
            foreach (var name in set.Classes) json.WriteStringValue(name);
            json.WriteEndArray();
            json.WritePropertyName("spec");
            JsonSerializer.Serialize(json, spec, ContractsJson.Default.RunSpec);
            json.WriteEndObject();
        }

        return System.Text.Encoding.UTF8.GetString(stream.ToArray());
    }
}

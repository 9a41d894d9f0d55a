using System.Text.Json;
using System.Text.Json.Nodes;
using Contracts;
using Dashboard.Client.Features.Runs;

namespace Dashboard.Client.Forms;

/// <summary>A spec while it is being written: JSON that may still be wrong, so that nothing typed is lost.</summary>
internal sealed class SpecDraft(RunSpec start)
{
    public JsonObject Root { get; private set; } = JsonNode.Parse(SpecText.Write(start))!.AsObject();

    public JsonObject Data => Section(Root, "data");

    public JsonObject Method => Section(Root, "method");

    public JsonObject TrainingNetwork => Section(Root, "trainingNetwork");

    public JsonObject Evaluation => Section(Root, "evaluation");

    /// <summary>The test networks that are objects, with their place in the list.</summary>
    public JsonArray Networks
    {
        get
        {
            if (Evaluation["networks"] is JsonArray networks) return networks;
            var made = new JsonArray();
            Evaluation["networks"] = made;
            return made;
        }
    }

    /// <summary>A member that is an object, made when absent.</summary>
    public static JsonObject Section(JsonObject parent, string name)
    {
        if (parent[name] is JsonObject section) return section;
        var made = new JsonObject();
        parent[name] = made;
        return made;
    }

    public void AddNetwork(string name) => Networks.Add((JsonNode)new JsonObject { ["name"] = name, ["options"] = new JsonObject() });

    public string ToText() => Root.ToJsonString(new JsonSerializerOptions { WriteIndented = true });

    /// <summary>The spec, or the one fault that keeps the draft from being one.</summary>
    public (RunSpec? Spec, SpecFault? Fault) ToSpec()
    {
        try
        {
            return (Root.Deserialize(ContractsJson.Default.RunSpec), null);
        }
        catch (JsonException fault)
        {
            var path = (fault.Path ?? "").TrimStart('$').TrimStart('.');
            return (null, new SpecFault(path, fault.InnerException?.Message ?? fault.Message.Split(" Path:", 2)[0]));
        }
    }

    /// <summary>Takes JSON over when it is a spec; else says what is wrong and where, and changes nothing.</summary>
    public string? Take(string text)
    {
        var (spec, fault) = SpecText.Read(text);
        if (spec is not null) Root = JsonNode.Parse(SpecText.Write(spec))!.AsObject();
        return fault;
    }
}

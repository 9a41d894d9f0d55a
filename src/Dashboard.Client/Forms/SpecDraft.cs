using System.Globalization;
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
            var message = fault.InnerException is InvalidOperationException or FormatException
                ? (Sentence)"The value is of another kind than the one asked for here, or out of range."
                : fault.Message.Split(" Path:", 2)[0];
            return (null, new SpecFault(path, message));
        }
    }

    /// <summary>Every fault: members that are no part of a spec or of the wrong kind, and what a check says of all the others.</summary>
    public IReadOnlyList<SpecFault> Faults(Func<RunSpec, IReadOnlyList<SpecFault>> check)
    {
        // A reader of JSON stops at its first fault, so the faulty member is taken out of a copy and the rest is read again.
        var rest = new SpecDraft(new RunSpec()) { Root = Root.DeepClone().AsObject() };
        var faults = new List<SpecFault>();
        while (true)
        {
            var (spec, fault) = rest.ToSpec();
            if (spec is not null)
                return [.. faults, .. check(spec).Where(found => faults.All(known => !IsAtOrBelow(found.Path, known.Path)))];
            faults.Add(fault!);
            if (!rest.Remove(fault!.Path)) return faults;
        }
    }

    private static bool IsAtOrBelow(string path, string other) => path == other || path.StartsWith(other + ".", StringComparison.Ordinal);

    private bool Remove(string path)
    {
        var steps = path.Split('.', '[');
        JsonNode? parent = Root;
        foreach (var step in steps[..^1]) parent = Child(parent, step);
        return parent switch
        {
            JsonObject members => members.Remove(steps[^1]),
            // The places of the others must stay: an empty object reads as a component without a name.
            JsonArray list when Place(steps[^1]) is { } place && place < list.Count
                && list[place] is not JsonObject { Count: 0 } => Blank(list, place),
            _ => false,
        };
    }

    private static JsonNode? Child(JsonNode? parent, string step) => parent switch
    {
        JsonObject members => members[step],
        JsonArray list when Place(step) is { } place && place < list.Count => list[place],
        _ => null,
    };

    private static int? Place(string step) => int.TryParse(step.TrimEnd(']'), CultureInfo.InvariantCulture, out var place) ? place : null;

    private static bool Blank(JsonArray list, int place)
    {
        list[place] = new JsonObject();
        return true;
    }

    /// <summary>Takes JSON over when it is a spec; else says what is wrong and where, and changes nothing.</summary>
    public string? Take(string text)
    {
        var (spec, fault) = SpecText.Read(text);
        if (spec is not null) Root = JsonNode.Parse(SpecText.Write(spec))!.AsObject();
        return fault;
    }
}

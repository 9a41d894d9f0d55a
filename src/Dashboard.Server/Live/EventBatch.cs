using System.Text.Json;
using Contracts;
using MessagePack;

namespace Dashboard.Server.Live;

/// <summary>Consecutive events on their way to viewers. Each wire form is made once, however many viewers there are.</summary>
internal sealed class EventBatch(IReadOnlyList<RunEvent> events)
{
    private readonly Lazy<byte[]> _json = new(() => Write(events));
    private readonly Lazy<byte[]> _messagePack = new(() =>
        MessagePackSerializer.ConvertFromJson(System.Text.Encoding.UTF8.GetString(Write(events))));

    /// <summary>{"from":1,"to":3,"events":[…]} with events as everywhere else.</summary>
    public byte[] Json => _json.Value;

    /// <summary>The same, in MessagePack: maps with the names of the JSON.</summary>
    public byte[] MessagePack => _messagePack.Value;

    private static byte[] Write(IReadOnlyList<RunEvent> events)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteNumber("from", events[0].Seq);
            writer.WriteNumber("to", events[^1].Seq);
            writer.WritePropertyName("events");
            JsonSerializer.Serialize(writer, events, ContractsJson.Default.IReadOnlyListRunEvent);
            writer.WriteEndObject();
        }

        return buffer.ToArray();
    }
}

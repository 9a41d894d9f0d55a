using MessagePack;
using MessagePack.Formatters;

namespace Dashboard.Server.Live;

/// <summary>Puts the ready bytes of a batch into a MessagePack message.</summary>
internal sealed class EventBatchFormatter : IMessagePackFormatter<EventBatch?>
{
    public void Serialize(ref MessagePackWriter writer, EventBatch? value, MessagePackSerializerOptions options)
    {
        if (value is null) writer.WriteNil();
        else writer.WriteRaw(value.MessagePack);
    }

    public EventBatch? Deserialize(ref MessagePackReader reader, MessagePackSerializerOptions options) =>
        throw new NotSupportedException("Batches are only sent.");
}

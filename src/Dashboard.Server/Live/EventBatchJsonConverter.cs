using System.Text.Json;
using System.Text.Json.Serialization;

namespace Dashboard.Server.Live;

/// <summary>Puts the ready bytes of a batch into a JSON message.</summary>
internal sealed class EventBatchJsonConverter : JsonConverter<EventBatch>
{
    public override EventBatch Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException("Batches are only sent.");

    public override void Write(Utf8JsonWriter writer, EventBatch value, JsonSerializerOptions options) =>
        writer.WriteRawValue(value.Json, skipInputValidation: true);
}

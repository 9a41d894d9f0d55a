using Contracts;
using LiteDB;

namespace Dashboard.Server.Storage;

/// <summary>Order and mode of the devices' lines, one document each, with a checksum: a damaged one is told in the log, and the line starts afresh.</summary>
internal sealed partial class QueueStore(Store store, ILogger<QueueStore> log)
{
    private const string Collection = "queue";

    public KeptLine Find(string device)
    {
        if (store.Read(database => database.GetCollection(Collection).FindById(device)) is not { } document) return KeptLine.Fresh;
        var (order, mode, crc) = (document["order"], document["mode"], document["crc"]);
        if (order.IsString && mode.IsString && crc.IsInt64 && crc.AsInt64 == Checksum(device, order.AsString, mode.AsString)
            && Enum.TryParse<QueueMode>(mode.AsString, out var known) && Enum.IsDefined(known))
        {
            return new KeptLine([.. Ids(order.AsString).Distinct()], known);
        }

        Log.Damaged(log, device);
        return KeptLine.Fresh;
    }

    /// <summary>Handed to the writer at once, so that of two calls the later one is stored last.</summary>
    public Task SaveAsync(string device, KeptLine line)
    {
        var (order, mode) = (string.Join('\n', line.Order), line.Mode.ToString());
        var document = new BsonDocument { ["_id"] = device, ["order"] = order, ["mode"] = mode, ["crc"] = Checksum(device, order, mode) };
        return store.WriteAsync(database => database.GetCollection(Collection).Upsert(document));
    }

    private static IEnumerable<RunId> Ids(string order)
    {
        foreach (var line in order.Split('\n'))
        {
            if (RunId.TryParse(line, null, out var id)) yield return id;
        }
    }

    private static long Checksum(string device, string order, string mode) => Sealed.Checksum(device, mode, order);

    private static partial class Log
    {
        [LoggerMessage(13, LogLevel.Error, "The kept order of the line of {Device} is damaged; its runs wait in the order of their submission.")]
        public static partial void Damaged(ILogger logger, string device);
    }
}

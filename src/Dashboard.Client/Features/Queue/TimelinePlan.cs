using Contracts;
using Dashboard.Client.Features.Runs;

namespace Dashboard.Client.Features.Queue;

/// <summary>What stands where in the timeline: shares of its width, 0 to 1.</summary>
/// <param name="From">Its left edge.</param>
/// <param name="To">Its right edge.</param>
/// <param name="Now">Where the present is.</param>
/// <param name="Rows">One for each device.</param>
/// <param name="Left">Stretches that are not drawn because they are too many.</param>
internal sealed record TimelinePlan(DateTimeOffset From, DateTimeOffset To, double Now, IReadOnlyList<TimelineRow> Rows, int Left)
{
    private const int MostBars = 300;
    private const double Narrowest = 0.002;
    private static readonly TimeSpan Behind = TimeSpan.FromHours(24);
    private static readonly TimeSpan LeastAhead = TimeSpan.FromHours(2);
    private static readonly TimeSpan MostAhead = TimeSpan.FromHours(24);

    /// <summary>The past day, and as much of the coming one as is foretold.</summary>
    public static TimelinePlan Of(IReadOnlyList<QueueLine> lines, IReadOnlyList<QueueStretch> past, DateTimeOffset now)
    {
        var ahead = lines.SelectMany(line => line.Waiting.Append(line.Current).OfType<QueuePlace>())
            .Select(place => (place.ExpectedEnd ?? now) - now).DefaultIfEmpty(LeastAhead).Max();
        var from = now - Behind;
        var to = now + (ahead < LeastAhead ? LeastAhead : ahead > MostAhead ? MostAhead : ahead);
        var plan = new TimelinePlan(from, to, (now - from) / (to - from), [], 0);
        var shown = past.Where(stretch => (stretch.Sitting.EndedAt ?? now) > from).ToList();
        return plan with
        {
            Rows = [.. lines.Select(line => new TimelineRow(line.Device, plan.Bars(line, shown, now)))],
            Left = lines.Sum(line => Math.Max(0, shown.Count(stretch => stretch.Sitting.Device == line.Device.Name) - MostBars)),
        };
    }

    /// <summary>Where a time is.</summary>
    public double Place(DateTimeOffset at) => Math.Clamp((at - From) / (To - From), 0, 1);

    /// <summary>Full hours of a time zone to write below, at most eight of them.</summary>
    public IReadOnlyList<DateTimeOffset> Hours(TimeZoneInfo zone)
    {
        var step = new[] { 1, 2, 3, 6, 12 }.First(hours => (To - From).TotalHours / hours <= 8);
        var local = TimeZoneInfo.ConvertTime(From, zone);
        var first = new DateTimeOffset(local.Date.AddHours((local.Hour / step * step) + step), local.Offset);
        return [.. Enumerable.Range(0, 10).Select(i => first.AddHours(i * step)).TakeWhile(at => at < To)];
    }

    private List<TimelineBar> Bars(QueueLine line, IReadOnlyList<QueueStretch> past, DateTimeOffset now)
    {
        var bars = past.Where(stretch => stretch.Sitting.Device == line.Device.Name).Take(MostBars).Select(stretch => Past(stretch, now)).ToList();
        if (line.Current is { ExpectedEnd: { } end, Run: var run } && end > now)
            bars.Add(Bar(run.Id, run.Name, RunAddress.Part(run), run.Status, now, end, true));
        foreach (var place in line.Waiting.Take(MostBars))
        {
            if (place is { ExpectedStart: { } start, ExpectedEnd: { } over } && start < To)
                bars.Add(Bar(place.Run.Id, place.Run.Name, RunAddress.Part(place.Run), RunStatus.Queued, start, over, true));
        }

        return bars;
    }

    private TimelineBar Past(QueueStretch stretch, DateTimeOffset now) => Bar(
        stretch.Run, stretch.Name, Part(stretch.IsMitigation), stretch.Sitting.Status, stretch.Sitting.StartedAt,
        stretch.Sitting.EndedAt ?? now, false);

    private TimelineBar Bar(RunId id, string name, string part, RunStatus status, DateTimeOffset from, DateTimeOffset to, bool foretold) =>
        new($"{part}/{id}", name, status, from, to, Place(from), Math.Max(Narrowest, Place(to) - Place(from)), foretold);

    private static string Part(bool isMitigation) => isMitigation ? RunAddress.Batches : RunAddress.Runs;
}

/// <summary>The bars of one device.</summary>
internal sealed record TimelineRow(DeviceDescription Device, IReadOnlyList<TimelineBar> Bars);

/// <summary>A run on a device.</summary>
internal sealed record TimelineBar(
    string Address, string Name, RunStatus Status, DateTimeOffset From, DateTimeOffset To, double Left, double Width, bool IsForetold);

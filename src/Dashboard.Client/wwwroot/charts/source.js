// History of series from the server, and their news from the shared feed, for any number of runs in one chart.
import { join } from "./feed.js";
import { append, thin } from "./points.js";

const names = (feeds) => [...new Set(feeds.map((feed) => feed.series))];

/** Lines of some series of one run in one request: the server reads the run once. Null for a run that is gone. */
export async function query(run, feeds, points, from, to) {
  const answer = await fetch(new URL(`api/v1/runs/${run}/series`, document.baseURI), {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ names: names(feeds), points, from: from ?? null, to: to ?? null }),
  });
  if (answer.status === 404) return null;
  if (!answer.ok) throw new Error(`series: ${answer.status}`);
  const all = new Map((await answer.json()).map((series) => [series.name, series]));
  return feeds.map((feed) => {
    const { x, y, t, total, holes, width, lastSeq } = all.get(feed.series);
    return { ...feed, run, x: [...x], y: y.map(Number), t: [...t], total, holes, width, seq: Number(lastSeq) };
  });
}

/** The feeds of a chart by run, each with its place in the chart; `own` is the run of those that name none. */
export function byRun(feeds, own) {
  const runs = new Map();
  for (const [order, feed] of feeds.entries()) {
    const run = feed.run ?? own;
    runs.set(run, [...(runs.get(run) ?? []), { ...feed, order }]);
  }
  return runs;
}

/** Appends what a run measured to its lines, thinned where they grow long. Whether there was any. */
export function addNews(lines, run, events, most) {
  let changed = false;
  for (const e of events) {
    if (e.kind !== "measured" || !e.values) continue;
    for (const line of lines) {
      if (line.run !== run || Number(e.seq) <= line.seq || e.values[line.series] === undefined) continue;
      line.seq = Number(e.seq);
      append(line, Number(e.iteration), Number(e.values[line.series]), Date.parse(e.at) / 1000);
      if (line.x.length > most) Object.assign(line, thin(line, most / 2));
      changed = true;
    }
  }
  return changed;
}

/** Where all points of a run's series are as a table. */
export function tableAddress(run, feeds, from, to) {
  const address = new URL(`api/v1/runs/${run}/series.csv`, document.baseURI);
  for (const name of names(feeds)) address.searchParams.append("name", name);
  if (from !== undefined) address.searchParams.set("from", from);
  if (to !== undefined) address.searchParams.set("to", to);
  return address;
}

/** Follows a run: filled(lines) once its history is there (none of a run that is gone), news(events) from then on. Returns what ends it. */
export function follow(run, feeds, points, filled, news) {
  let waiting = [];
  let gone = false;
  const feed = join(run, (events) => (waiting ? waiting.push(...events) : news(events)));
  (async () => {
    while (!gone) {
      try {
        const lines = await query(run, feeds, points());
        if (gone) return;
        if (lines === null) return filled([]);
        if (!feed.start(Math.min(...lines.map((line) => line.seq)))) continue;
        filled(lines);
        const events = waiting;
        waiting = null;
        news(events);
        return;
      } catch {
        await new Promise((done) => setTimeout(done, 2000));
      }
    }
  })();
  return () => {
    gone = true;
    feed.leave();
  };
}

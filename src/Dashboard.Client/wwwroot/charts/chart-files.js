// What a person takes home from a chart: the picture, the points in view, or every point that the server has.
import { csvOf, fileName, pngOf, save, svgOf } from "./export.js";
import { tableAddress } from "./source.js";

const size = { width: 960, height: 480 };
const legendRow = 18;

/** Saves a chart as "png", "svg", "csv" (the points in view) or "all" (every point of its series). */
export async function exportChart(chart, kind) {
  const name = fileName(chart.options.title);
  if (!chart.plot) return;
  chart.words.fail(null);
  if (kind === "all" && chart.runs) await saveAll(chart, name);
  else if (kind === "csv" || kind === "all") save(csvOf(inView(chart), chart.options.smoothing > 0), "text/csv", `${name}.csv`);
  else if (kind === "svg") save(pictureOf(chart), "image/svg+xml", `${name}.svg`);
  else save(await pngOf(pictureOf(chart), size.width, size.height + legendRow * chart.drawn.length), "image/png", `${name}.png`);
}

const isIn = (x, { min, max }) => x >= min && x <= max;

/** The drawn points that lie in view. */
function inView(chart) {
  return chart.drawn.map((line) => {
    const places = line.px.map((_, i) => i).filter((i) => isIn(line.px[i], chart.plot.scales.x));
    const pick = (values) => values && places.map((i) => values[i]);
    return { ...line, x: pick(line.x), y: pick(line.y), t: pick(line.t), smoothed: pick(line.smoothed) };
  });
}

function pictureOf(chart) {
  const { x, y } = chart.plot.scales;
  return svgOf({
    ...chart.options,
    ...size,
    axis: chart.axis,
    xLabel: chart.xLabel(),
    x: { min: x.min, max: x.max },
    y: { min: y.min, max: y.max },
    lines: chart.drawn,
    marks: chart.placedMarks().filter((mark) => isIn(mark.x, x)),
  });
}

/** Every point of every run, or no file: a part of them would look like all. */
async function saveAll(chart, name) {
  const parts = ["run,series,iteration,unix_seconds,value\r\n"];
  for (const [run, feeds] of chart.runs) {
    const { rows, fault } = await everyPoint(run, feeds);
    if (!rows) return chart.words.fail(feeds.map((feed) => feed.label).join(", "), fault);
    parts.push(rows.map((row) => `${run},${row}\r\n`).join(""));
  }
  save(parts, "text/csv", `${name}-all.csv`);
}

/** Rows, or what went wrong: a status, or nothing where there was no answer or it broke off. */
async function everyPoint(run, feeds) {
  try {
    const answer = await fetch(tableAddress(run, feeds));
    return answer.ok ? { rows: (await answer.text()).split("\r\n").slice(1, -1) } : { fault: `HTTP ${answer.status}` };
  } catch {
    return {};
  }
}

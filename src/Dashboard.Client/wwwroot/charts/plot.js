// How a chart looks: colours, axes, marks and the table under it. Knows uPlot; knows nothing of runs.
import { thin } from "./points.js";

let loading = null;

/** The chart library, or null where the server has none. */
export async function library() {
  loading ??= import("../lib/uPlot.esm.js").then((m) => m.default);
  try {
    return await loading;
  } catch {
    loading = null;
    return null;
  }
}

/** The colours of the present theme, told apart by people with any sight; charts beside one another use them in the same order. */
export const colours = () => Array.from({ length: 8 }, (_, i) => token(`--series-${i}`));

/** A colour of the page by the name of its variable. */
export const token = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim() || "#888";

function seriesOf(lines, options) {
  const own = colours();
  const series = [{ label: options.xLabel }];
  lines.forEach((line, i) => {
    const place = line.colour ?? i;
    const stroke = own[place % own.length];
    const dash = line.dash ?? (place < own.length ? [] : [10, 4]);
    const faint = options.smoothing > 0;
    const points = { show: (plot) => plot.data[0].length < 60, size: 5, fill: stroke };        // asked at every drawing: lines grow
    const written = (_, value) => (value === null || value === undefined ? "--" : tick(value));
    const look = (width) => ({ value: written, dash, width, usual: width, run: ofSeveral(lines) ? line.run : null });
    series.push({ label: line.label, ...look(faint ? 1 : 1.5), stroke: faint ? stroke + "55" : stroke, points });
    if (faint) series.push({ label: `${line.label} (${options.smoothLabel})`, ...look(2), stroke, points: { show: false } });
  });
  return series;
}

const plain = new Intl.NumberFormat(document.documentElement.lang || "en", { maximumFractionDigits: 6 });

// The library would write a learning rate of 0.00005 as 0.
function tick(value) {
  if (value === null || value === undefined) return "";
  return value !== 0 && Math.abs(value) < 0.001 ? value.toExponential(1) : plain.format(value);
}

/** A plot of lines without data yet. Handlers: selected(plot), reset(), marks(): the marks to draw. */
export function makePlot(uPlot, box, lines, options, handlers) {
  const grid = { stroke: token("--mud-palette-lines-default"), width: 1 };
  const axis = { stroke: token("--mud-palette-text-secondary"), grid, font: "11px system-ui" };
  const series = seriesOf(lines, options);
  const several = ofSeveral(lines);
  const settings = {
    width: Math.max(200, box.clientWidth),
    height: options.height,
    series,
    axes: [{ ...axis }, { ...axis, size: 64, values: (_, ticks) => ticks.map(tick) }],
    scales: { x: { time: false, distr: options.logX ? 3 : 1 }, y: { distr: options.logY ? 3 : 1 } },
    cursor: {
      drag: { x: true, y: false, setScale: false },
      focus: { prox: several ? 16 : -1 },
      ...(options.group ? { sync: { key: options.group, setSeries: false } } : {}),
    },
    legend: { live: true },
    focus: { alpha: 1 },
    hooks: {
      setSeries: [(plot, place, change) => several && change.focus && tellHighlight(plot.series[place]?.run ?? null)],
      setSelect: [handlers.selected],
      drawClear: [(plot) => drawMarks(plot, handlers.marks())],
      ready: [(plot) => plot.over.addEventListener("dblclick", handlers.reset)],
    },
  };
  const plot = new uPlot(settings, series.map(() => []), box);
  for (const name of plot.root.querySelectorAll(".u-legend th")) name.scope = "row";
  return plot;
}

const ofSeveral = (lines) => new Set(lines.map((line) => line.run)).size > 1;

function tellHighlight(run) {
  document.dispatchEvent(new CustomEvent("dashboard-highlight", { detail: { run } }));
}

// Under the lines: a resume crosses the plot, an evaluation does so faintly, a checkpoint is a tick at the foot.
const looks = {
  resume: { colour: "--mud-palette-warning", dash: [], alpha: 0.9, share: 1 },
  evaluation: { colour: "--mud-palette-text-secondary", dash: [2, 5], alpha: 0.55, share: 1 },
  checkpoint: { colour: "--mud-palette-secondary", dash: [], alpha: 0.8, share: 0.05 },
};

function drawMarks(plot, marks) {
  const { ctx, bbox } = plot;
  ctx.save();
  ctx.lineWidth = devicePixelRatio;
  for (const mark of marks) {
    const look = looks[mark.kind] ?? looks.evaluation;
    const x = plot.valToPos(mark.x, "x", true);
    if (!(x >= bbox.left && x <= bbox.left + bbox.width)) continue;
    ctx.setLineDash(look.dash);
    ctx.strokeStyle = token(look.colour);
    ctx.globalAlpha = look.alpha;
    ctx.beginPath();
    ctx.moveTo(x, bbox.top + bbox.height * (1 - look.share));
    ctx.lineTo(x, bbox.top + bbox.height);
    ctx.stroke();
  }
  ctx.restore();
}

/** Fills the body of a table with at most 200 points of each line, the newest first. */
export function fillTable(body, lines) {
  const format = (value) => (Number.isFinite(value) ? Number(value).toPrecision(5) : "NaN");
  body.replaceChildren();
  for (const line of lines) {
    const { x, y } = thin(line.x, line.y, 200);
    for (let i = x.length - 1; i >= 0; i--) {
      const row = body.insertRow();
      for (const cell of [line.label, x[i], format(y[i])]) row.insertCell().textContent = String(cell);
    }
  }
}

// How a chart looks: colours, axes, what is drawn under and over the lines. Knows uPlot; knows nothing of runs.
import { clockText, inliers, logTicks, numberText, secondSteps, spanText, xText } from "./scales.js";
import { strokes } from "./strokes.js";

let loading = null;
const inLines = 6;
const dashes = [[], [10, 4], [2, 3], [12, 3, 2, 3]];

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

/** Colour and dashes of the line at a place: after six lines the colours come again, with another pattern. */
export function lookOf(place, own = colours()) {
  return { stroke: own[place % inLines], dash: dashes[Math.floor(place / inLines) % dashes.length] };
}

function seriesOf(uPlot, lines, options) {
  const own = colours();
  const paths = strokes(uPlot);
  const series = [{ label: options.xLabel, value: (_, x) => xText(x, options.axis) }];
  lines.forEach((line, i) => {
    const look = lookOf(line.colour ?? i, own);
    const [stroke, dash] = [look.stroke, line.dash ?? look.dash];
    const faint = options.smoothing > 0;
    const points = { show: (plot) => plot.data[0].length < 60, size: 5, fill: stroke };        // asked at every drawing: lines grow
    const value = (_, y) => (y === null || y === undefined ? "--" : numberText(y));
    series.push({
      label: line.label, value, raw: true, line: i, paths, points, dash, stroke: faint ? stroke + "55" : stroke, width: faint ? 1 : 1.5, spanGaps: false,
    });
    if (faint) series.push({ label: `${line.label} (${options.smoothLabel})`, value, line: i, paths, stroke, dash, width: 2, points: { show: false } });
  });
  series.forEach((one) => { one.thin = one.width; });
  return series;
}

function axesOf(options) {
  const grid = { stroke: token("--mud-palette-lines-default"), width: 1 };
  const axis = { stroke: token("--mud-palette-text-secondary"), grid, font: "11px system-ui" };
  const texts = {
    step: (_, ticks) => ticks.map(numberText),
    relative: (_, ticks) => ticks.map(spanText),
    wall: (_, ticks, __, ___, distance) => ticks.map((x) => clockText(x, distance)),
  };
  const log = { splits: (_, __, min, max) => logTicks(min, max), filter: (_, ticks) => ticks };
  const x = { ...axis, values: texts[options.axis], space: 60, ...(options.logX ? log : {}) };
  if (options.axis !== "step" && !options.logX) x.incrs = secondSteps;
  return [x, { ...axis, size: 64, values: (_, ticks) => ticks.map(numberText), ...(options.logY ? log : {}) }];
}

/** The range of y: of all values in view, or of those that are no outliers; tells how many those are. */
function rangeOf(uPlot, plot, min, max, options, tell) {
  const log = options.logY;
  const shown = plot.series.flatMap((series, i) => {
    if (i === 0 || !series.show || !series.raw || !plot.data[i]) return [];
    const [from, to] = plot.series[0].idxs ?? [0, plot.data[i].length - 1];
    return plot.data[i].slice(from ?? 0, (to ?? plot.data[i].length - 1) + 1);
  });
  const found = inliers(shown, log);
  tell(found);
  const [low, high] = found && !options.allPoints ? [found.min, found.max] : [min, max];
  if (low === null || high === null || low === undefined || high === undefined) return [log ? 1 : 0, log ? 10 : 1];
  if (!log) return uPlot.rangeNum(low, high, 0.1, false);
  return low === high ? [low / 2, high * 2] : [low / (high / low) ** 0.05, high * (high / low) ** 0.05];
}

/** A plot of lines without data yet. Handlers: selected(plot), reset(), marks(), holes(): what to draw; outliers(found); pointed(line). */
export function makePlot(uPlot, box, lines, options, handlers) {
  const series = seriesOf(uPlot, lines, options);
  const several = lines.length > 1;
  const moves = (type) => type === "mousemove" || type === "mouseleave";       // zooming together is the group's
  const sync = options.group
    ? { sync: { key: `${options.group}:${options.axis}`, setSeries: false, filters: { pub: moves, sub: moves } } }
    : {};
  const y = { distr: options.logY ? 3 : 1, range: (plot, min, max) => rangeOf(uPlot, plot, min, max, options, handlers.outliers) };
  const plot = new uPlot({
    width: Math.max(200, box.clientWidth),
    height: options.height,
    series,
    axes: axesOf(options),
    scales: { x: { time: false, distr: options.logX ? 3 : 1 }, y },
    cursor: { drag: { x: true, y: false, setScale: false }, focus: { prox: several ? 24 : -1 }, ...sync },
    focus: { alpha: 1 },
    legend: { live: true },
    hooks: {
      setSelect: [handlers.selected],
      setSeries: several ? [(hovered, index) => handlers.pointed(index === null ? null : hovered.series[index]?.line)] : [],
      drawClear: [(drawn) => drawMarks(drawn, handlers.marks())],
      draw: [(drawn) => drawHoles(drawn, handlers.holes())],
      ready: [(ready) => ready.over.addEventListener("dblclick", handlers.reset)],
    },
  }, series.map(() => []), box);
  for (const name of plot.root.querySelectorAll(".u-legend th")) name.scope = "row";
  return plot;
}

/** Lines that stand out are drawn thicker. */
export function highlight(plot, stands) {
  let changed = false;
  for (const series of plot.series.slice(1)) {
    const width = stands(series.line) ? series.thin + 1.5 : series.thin;
    changed ||= width !== series.width;
    series.width = width;
  }
  if (changed && plot.data[0].length > 0) plot.redraw();                     // the width is part of a filled line
}

/** How events look under the lines: a resume crosses the plot, an evaluation does so faintly, a checkpoint is a tick at the foot. */
export const looks = {
  resume: { colour: "--mud-palette-warning", dash: [], alpha: 0.9, share: 1 },
  evaluation: { colour: "--mud-palette-text-secondary", dash: [2, 5], alpha: 0.55, share: 1 },
  checkpoint: { colour: "--mud-palette-secondary", dash: [], alpha: 0.8, share: 0.05 },
};

// Nothing asks for a colour where nothing is drawn: the browser would compute every style of the page for the answer, at every drawing.
function drawMarks(plot, marks) {
  if (marks.length === 0) return;
  const { ctx, bbox } = plot;
  const strokeOf = Object.fromEntries(Object.values(looks).map((look) => [look.colour, token(look.colour)]));
  ctx.save();
  ctx.lineWidth = devicePixelRatio;
  for (const mark of marks) {
    const look = looks[mark.kind] ?? looks.evaluation;
    const x = plot.valToPos(mark.x, "x", true);
    if (!(x >= bbox.left && x <= bbox.left + bbox.width)) continue;
    ctx.setLineDash(look.dash);
    ctx.strokeStyle = strokeOf[look.colour];
    ctx.globalAlpha = look.alpha;
    ctx.beginPath();
    ctx.moveTo(x, bbox.top + bbox.height * (1 - look.share));
    ctx.lineTo(x, bbox.top + bbox.height);
    ctx.stroke();
  }
  ctx.restore();
}

/** What is written where a value is no number. */
export const holeText = (value) => (value === Infinity ? "▲" : value === -Infinity ? "▼" : "×");

// On the axis: × for what is no number, ▲ and ▼ for infinity.
function drawHoles(plot, holes) {
  if (holes.length === 0) return;
  const { ctx, bbox } = plot;
  const own = colours();
  ctx.save();
  ctx.font = `bold ${13 * devicePixelRatio}px system-ui`;
  ctx.textAlign = "center";
  ctx.textBaseline = "alphabetic";
  for (const hole of holes) {
    const x = plot.valToPos(hole.x, "x", true);
    if (!(x >= bbox.left && x <= bbox.left + bbox.width)) continue;
    ctx.fillStyle = lookOf(hole.place, own).stroke;
    const atTop = hole.y === Infinity;
    ctx.fillText(holeText(hole.y), x, atTop ? bbox.top + 12 * devicePixelRatio : bbox.top + bbox.height - devicePixelRatio);
  }
  ctx.restore();
}

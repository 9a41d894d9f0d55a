// A bar chart of few numbers that change seldom: groups of bars with whiskers, a marker on each bar and a line across. Knows ApexCharts;
// knows nothing of runs.
import { colours, token } from "./plot.js";

const patterns = ["slantedLines", "verticalLines", "horizontalLines", "squares", "circles"];
const slowest = 1000;

// The palette comes in two steps, and the library draws what it destroyed once more when its size changed 150 ms before.
const settled = 300;
let loading = null;

/** The chart library, or null where the server has none. */
async function library() {
  loading ??= import("../lib/apexcharts.esm.js").then((m) => m.default);
  try {
    return await loading;
  } catch {
    loading = null;
    return null;
  }
}

const percent = (value) => (Number.isFinite(value) ? value.toFixed(1) : "–");

const seriesOf = (options) =>
  options.series.map((series) => ({
    name: series.name,
    data: options.categories.map((x, i) => ({ x, y: series.points[i]?.value ?? null })),
  }));

/** An axis as high as anything that is drawn on it, bars with their whiskers, marks, the line, by round steps. */
function axisOf(options) {
  const points = options.series.flatMap((series) => series.points).filter(Boolean);
  const tops = points.flatMap((point) => [point.value + (point.deviation || 0), point.mark]).concat(options.line?.value);
  const top = Math.max(...tops.filter(Number.isFinite), 1);
  const unit = 10 ** Math.floor(Math.log10(top / 5));
  const step = unit * [1, 2, 5, 10].find((times) => top / (unit * times) <= 5);
  const steps = Math.ceil(top / step);
  return { min: 0, max: steps * step, tickAmount: steps };
}

function lineOf(options) {
  if (!options.line) return [];
  const text = token("--mud-palette-text-primary");
  const label = { text: options.line.label, position: "left", textAnchor: "start", borderColor: "transparent" };
  const style = { background: token("--mud-palette-surface"), color: text };
  return [{ y: options.line.value, borderColor: text, strokeDashArray: 5, label: { ...label, style } }];
}

function settingsOf(options, draw) {
  const text = token("--mud-palette-text-primary");
  const fills = options.series.map((_, i) => (i === 0 ? "solid" : "pattern"));
  const styles = options.series.map((_, i) => patterns[Math.max(0, i - 1) % patterns.length]);
  return {
    chart: {
      type: "bar",
      height: options.height,
      animations: { enabled: false },
      toolbar: { show: false },
      zoom: { enabled: false },
      background: "transparent",
      foreColor: text,
      fontFamily: "inherit",
      events: { mounted: draw, updated: draw },
    },
    series: seriesOf(options),
    colors: options.series.map((_, i) => colours()[i % colours().length]),
    fill: { type: fills, opacity: 1, pattern: { style: styles, width: 6, height: 6, strokeWidth: 3 } },
    stroke: { show: true, width: 1, colors: options.series.map((_, i) => colours()[i % colours().length]) },
    plotOptions: { bar: { horizontal: false, columnWidth: "78%" } },
    dataLabels: { enabled: false },
    grid: { borderColor: token("--mud-palette-lines-default") },
    xaxis: { type: "category", labels: { rotate: -35, hideOverlappingLabels: false, trim: true } },
    yaxis: { ...axisOf(options), title: { text: options.yLabel }, labels: { formatter: percent } },
    annotations: { yaxis: lineOf(options) },
    legend: { position: "bottom", showForSingleSeries: true },
    tooltip: { theme: document.documentElement.dataset.theme === "dark" ? "dark" : "light", y: { formatter: percent } },
    theme: { mode: document.documentElement.dataset.theme === "dark" ? "dark" : "light" },
  };
}

function path(group, name, d) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", "path");
  made.setAttribute("class", `overlay ${name}`);
  made.setAttribute("d", d);
  group.append(made);
}

// The library has no whiskers for bars, and its markers do not know how wide a bar is: both are drawn over the bars, by its own scale.
function overlay(context, options) {
  const { gridHeight, minYArr, maxYArr } = context.w.globals;
  const place = (value) => gridHeight * (1 - (Math.max(minYArr[0], value) - minYArr[0]) / (maxYArr[0] - minYArr[0]));
  for (const old of context.el.querySelectorAll(".overlay")) old.remove();
  for (const bar of context.el.querySelectorAll(".apexcharts-bar-area")) {
    const group = bar.closest(".apexcharts-series");
    const point = options.series[Number(group?.getAttribute("data:realIndex"))]?.points[Number(bar.getAttribute("j"))];
    if (!point) continue;
    const { x, width } = bar.getBBox();
    if (Number.isFinite(point.mark)) {
      const line = `M${x} ${place(point.mark)}H${x + width}`;
      path(group, "mark-halo", line);
      path(group, "mark", line);
    }
    if (!(point.deviation > 0)) continue;
    const [middle, half] = [x + width / 2, Math.min(6, width / 3)];
    const [low, high] = [place(point.value - point.deviation), place(point.value + point.deviation)];
    path(group, "whisker", `M${middle} ${low}V${high}M${middle - half} ${low}H${middle + half}M${middle - half} ${high}H${middle + half}`);
  }
}

class SummaryChart {
  constructor(root, options, ApexCharts) {
    Object.assign(this, { root, options, ApexCharts, drawn: 0 });
    this.onTheme = () => {
      clearTimeout(this.themed);
      this.themed = setTimeout(() => this.build(), settled);
    };
    document.addEventListener("dashboard-theme", this.onTheme);
    this.build();
  }

  async build() {
    this.chart?.destroy();
    this.chart = new this.ApexCharts(this.root.querySelector("[data-plot]"), settingsOf(this.options, (context) => overlay(context, this.options)));
    this.drawn = performance.now();
    await this.chart.render();
  }

  /** Takes new numbers; drawn at most once a second. */
  set(options) {
    this.options = options;
    this.timer ??= setTimeout(() => {
      this.timer = null;
      this.build();
    }, Math.max(0, slowest - (performance.now() - this.drawn)));
  }

  dispose() {
    clearTimeout(this.timer);
    clearTimeout(this.themed);
    document.removeEventListener("dashboard-theme", this.onTheme);
    this.chart?.destroy();
  }
}

/** Makes a chart in an element; the page keeps the answer and disposes it. Null where the library is missing. */
export async function create(root, options) {
  const ApexCharts = await library();
  if (!ApexCharts) {
    root.querySelector("[data-missing]").hidden = false;
    return null;
  }
  return new SummaryChart(root, options, ApexCharts);
}

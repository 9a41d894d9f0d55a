// A chart over iterations, epochs or time: history and news of one or several series of one or several runs, or lines that the page gives;
// drawn by uPlot at most once per frame.
import { exportChart } from "./chart-files.js";
import { link } from "./group.js";
import { highlight, library, makePlot } from "./plot.js";
import { align, append, placeOf, rising, showable, thin } from "./points.js";
import { smooth } from "./smoothing.js";
import { follow, query } from "./source.js";
import { fillTable } from "./table.js";

const most = 2000;
const tableEvery = 1000;

class LiveChart {
  constructor(root, options, uPlot) {
    Object.assign(this, { root, options, uPlot, lines: [], marks: [], zoom: null, live: new Set(), asked: 0, ends: [], filledAt: 0 });
    for (const name of ["plot", "badge", "follow", "hold", "outside", "holes", "table", "full", "none"]) this[name + "Box"] = root.querySelector(`[data-${name}]`);
    this.group = link(options.group, this);
    this.onTheme = () => this.rebuild();
    this.onLit = (e) => this.light(e.detail.run);
    document.addEventListener("dashboard-theme", this.onTheme);
    document.addEventListener("dashboard-highlight", this.onLit);
    this.sizes = new ResizeObserver(() => this.resize());
    this.sizes.observe(this.plotBox);
    this.listen();
    if (options.feeds.length > 0) this.begin();
    else this.setLines(options.lines ?? []);
    if (options.from !== null && options.to !== null) this.zoom = { from: options.from, to: options.to, lines: null };
  }

  /** What x is: lines without times know only their iterations. */
  get axis() {
    return this.lines.length > 0 && this.lines.every((line) => line.t) ? this.options.axis : "step";
  }

  listen() {
    this.followBox.addEventListener("click", () => this.reset());
    this.holdBox.addEventListener("click", () => this.hold());
    this.plotBox.addEventListener("keydown", (e) => this.key(e));
    this.fullBox?.addEventListener("click", () => (document.fullscreenElement ? document.exitFullscreen() : this.root.requestFullscreen?.()));
    this.root.addEventListener("fullscreenchange", () => this.resize());
    this.tableBox.addEventListener("toggle", () => this.draw());
    for (const button of this.root.querySelectorAll("[data-export]")) button.addEventListener("click", () => exportChart(this, button.dataset.export));
  }

  begin() {
    const runs = new Map();
    for (const [order, feed] of this.options.feeds.entries()) {
      const run = feed.run ?? this.options.run;
      runs.set(run, [...(runs.get(run) ?? []), { ...feed, order }]);
    }
    this.runs = runs;
    this.ends = [...runs].map(([run, feeds]) => follow(run, feeds, () => this.points(), (lines) => this.filled(run, lines), (events) => this.take(run, events)));
  }

  /** As many points as pixels can show: four for each column. */
  points() {
    return Math.max(400, Math.min(most, 4 * Math.round(this.plotBox.clientWidth || 500)));
  }

  filled(run, lines) {
    this.lines = [...this.lines.filter((line) => line.run !== run), ...lines].sort((a, b) => a.order - b.order);
    this.draw();
    if (this.zoom && new Set(this.lines.map((line) => line.run)).size === this.runs.size) this.zoomTo(this.zoom.from, this.zoom.to);
  }

  take(run, events) {
    let changed = false;
    for (const e of events) this.live[e.kind === "run-ended" ? "delete" : "add"](run);
    for (const e of events.filter((news) => news.kind === "measured" && news.values)) {
      for (const line of this.lines) {
        if (line.run !== run || Number(e.seq) <= line.seq || e.values[line.series] === undefined) continue;
        line.seq = Number(e.seq);
        append(line, Number(e.iteration), Number(e.values[line.series]), Date.parse(e.at) / 1000);
        if (line.x.length > 2 * most) Object.assign(line, thin(line, most));
        changed = true;
      }
    }
    if ((changed && !this.zoom) || !this.holdBox.hidden !== this.mayHold()) this.draw();
  }

  setLines(lines) {
    const holes = (line) => line.y.filter((y) => !Number.isFinite(y)).length;
    this.lines = lines.map((line) => ({ ...line, run: line.run ?? this.options.run, total: line.x.length, holes: holes(line) }));
    this.draw();
  }

  setMarks(marks) {
    this.marks = marks;
    this.draw();
  }

  set(view) {
    const again = ["logX", "logY", "axis", "allPoints"].some((name) => view[name] !== this.options[name]);
    const { from, to, ...rest } = view;
    Object.assign(this.options, rest);
    if (again) this.rebuild();
    else this.draw();
    const now = this.edges();
    if (from === now.from && to === now.to) return;
    if (from === null || to === null) this.unzoom();
    else this.zoomTo(from, to);
  }

  edges() {
    return { from: this.zoom?.from ?? null, to: this.zoom?.to ?? null };
  }

  draw() {
    if (this.frame || this.gone) return;
    this.frame = requestAnimationFrame(() => {
      this.frame = 0;
      this.paint();
    });
  }

  /** The x of a line's points on the present axis. */
  xOf(line) {
    if (this.axis === "step") return line.x;
    const times = rising(line.t);
    if (this.axis === "wall") return times;
    const start = Math.min(...this.lines.filter((one) => one.run === line.run && one.t.length > 0).map((one) => one.t[0]));
    return times.map((t) => t - start);
  }

  /** The lines as they are drawn: thinned, on the present axis, smoothed. */
  shown() {
    const { logX, logY, smoothing, smoother } = this.options;
    return (this.zoom?.lines ?? this.lines).map((line) => {
      const few = thin(line, most);
      let [px, py, x, t] = [this.xOf(few), few.y, few.x, few.t];
      if (logX) {
        const first = placeOf(px, Number.MIN_VALUE);
        [px, py, x, t] = [px, py, x, t].map((values) => values?.slice(first));
      }
      const drawn = { ...few, x, t, y: py, px, py };
      if (smoothing > 0) drawn.smoothed = smooth(showable(py, logY), smoothing, smoother);
      return drawn;
    });
  }

  paint() {
    const lines = this.shown();
    const { logX, logY, smoothing, last } = this.options;
    const layout = lines.map((line) => line.label).join("\n") + (smoothing > 0) + this.axis;
    if (!this.plot || layout !== this.layout) this.build(lines, layout);
    this.drawn = lines;
    const columns = (line) => [showable(line.py, logY), ...(line.smoothed ? [line.smoothed] : [])];
    this.plot.batch(() => {
      this.plot.setData(lines.length > 0 ? align(lines, columns) : [[]], true);
      if (this.zoom) this.plot.setScale("x", { min: this.zoom.from, max: this.zoom.to });
      else if (last && !logX && this.axis === "step") this.plot.setScale("x", { min: 0, max: last });
    });
    this.describe(lines);
  }

  describe(lines) {
    const count = lines.reduce((sum, line) => sum + line.x.length, 0);
    const total = lines.reduce((sum, line) => sum + line.total, 0);
    this.say(this.badgeBox, total > 0, Math.min(count, total), total);
    const holes = lines.reduce((sum, line) => sum + line.holes, 0);
    this.say(this.holesBox, holes > 0, holes);
    const far = this.options.allPoints ? null : this.far;
    this.say(this.outsideBox, Boolean(far), far?.outside, far?.of);
    this.noneBox.hidden = total !== 0;
    this.followBox.hidden = !this.zoom;
    this.holdBox.hidden = !this.mayHold();
    if (!this.tableBox.open || this.tableTimer) return;
    this.tableTimer = setTimeout(() => {
      this.tableTimer = 0;
      if (!this.gone) fillTable(this.tableBox.querySelector("tbody"), this.drawn, this.axis);
    }, Math.max(0, this.filledAt + tableEvery - performance.now()));
    this.filledAt = performance.now();
  }

  say(box, is, ...numbers) {
    if (!box) return;
    box.hidden = !is;
    const format = (n) => n.toLocaleString(document.documentElement.lang || "en");
    if (is) box.textContent = numbers.reduce((text, n, i) => text.replace(`{${i}}`, format(n)), box.dataset.template);
  }

  build(lines, layout) {
    this.plot?.destroy();
    this.layout = layout;
    const handlers = {
      selected: (plot) => this.selected(plot),
      reset: () => this.reset(),
      marks: () => this.placedMarks(),
      holes: () => this.holes(),
      outliers: (found) => { this.far = found; },
      pointed: (line) => this.pointed(line),
    };
    this.plot = makePlot(this.uPlot, this.plotBox, lines, { ...this.options, axis: this.axis, height: this.height(), xLabel: this.xLabel() }, handlers);
  }

  /** The line under the pointer: its run stands out in every chart of the page that shows several. */
  pointed(line) {
    if (this.ofSeveral()) document.dispatchEvent(new CustomEvent("dashboard-highlight", { detail: { run: this.drawn?.[line]?.run ?? null } }));
    else if (this.plot) highlight(this.plot, (i) => i === line);
  }

  light(run) {
    if (this.plot && this.ofSeveral()) highlight(this.plot, (i) => run !== null && this.drawn?.[i]?.run === run);
  }

  ofSeveral() {
    return new Set(this.lines.map((line) => line.run)).size > 1;
  }

  xLabel() {
    return this.axis === "step" ? this.options.xLabel : this.options.axisLabels[this.axis];
  }

  /** Events stand at iterations; on an axis of time, where the line was at that iteration. */
  placedMarks() {
    if (this.options.hideMarks) return [];
    if (this.axis === "step") return this.marks;
    const line = this.drawn?.[0];
    if (!line || line.px.length === 0) return [];
    return this.marks.map((mark) => ({ ...mark, x: line.px[Math.min(placeOf(line.x, mark.x), line.px.length - 1)] }));
  }

  holes() {
    return (this.drawn ?? []).flatMap((line, i) => (line.holes === 0 ? [] : line.py.flatMap((y, k) =>
      (Number.isFinite(y) ? [] : [{ x: line.px[k], y, place: line.colour ?? i }]))));
  }

  selected(plot) {
    if (plot.select.width < 5) return;
    const from = plot.posToVal(plot.select.left, "x");
    const to = plot.posToVal(plot.select.left + plot.select.width, "x");
    plot.setSelect({ left: 0, width: 0, top: 0, height: 0 }, false);
    this.zoomByHand(from, to);
  }

  /** + and - zoom about the middle, arrows move by a fifth, 0 shows all. */
  key(e) {
    const { min, max } = this.plot?.scales.x ?? {};
    if (!(max > min) || e.ctrlKey || e.altKey || e.metaKey) return;
    const [to, back] = this.options.logX ? [Math.log10, (v) => 10 ** v] : [Number, Number];
    const [low, high] = [to(min), to(max)];
    const width = high - low;
    const moves = { "+": [width / 4, -width / 4], "=": [width / 4, -width / 4], "-": [-width / 2, width / 2], ArrowLeft: [-width / 5, -width / 5], ArrowRight: [width / 5, width / 5] };
    if (e.key === "0") this.reset();
    else if (moves[e.key]) this.zoomByHand(back(low + moves[e.key][0]), back(high + moves[e.key][1]));
    else return;
    e.preventDefault();
  }

  /** The first and the last x of all points. */
  reach() {
    const xs = this.lines.filter((line) => line.x.length > 0).map((line) => this.xOf(line));
    return [Math.min(...xs.map((x) => x[0])), Math.max(...xs.map((x) => x[x.length - 1]))];
  }

  /** A person's zoom: the charts of the group go along, and the page is told. As far as everything there is, it is none. */
  zoomByHand(from, to) {
    const [first, last] = this.reach();
    if ((from <= first && to >= last) || !(to > from)) return this.reset();
    this.look(from, to);
  }

  /** Whether there is a line that moves. */
  mayHold() {
    return !this.zoom && this.live.size > 0 && this.lines.some((line) => line.x.length > 1);
  }

  /** Stands still on what there is now, while the run goes on. */
  hold() {
    const [first, last] = this.reach();
    if (last > first) this.look(first, last);
  }

  look(from, to) {
    const round = (value) => Number(value.toPrecision(12));
    this.zoomTo(round(from), round(to));
    this.group.zoom(round(from), round(to));
    this.tell();
  }

  followZoom(from, to) {
    if (from === null) this.unzoom();
    else this.zoomTo(from, to);
  }

  async zoomTo(from, to) {
    const asked = ++this.asked;
    this.zoom = { from, to, lines: this.zoom?.lines && this.zoom.from <= from && this.zoom.to >= to ? this.zoom.lines : null };
    this.draw();
    if (!this.runs || this.lines.length === 0) return;
    try {
      const exact = await Promise.all([...this.runs].map(([run, feeds]) => this.exactly(run, feeds, from, to)));
      if (asked !== this.asked || !this.zoom) return;
      this.zoom.lines = exact.filter(Boolean).flat().sort((a, b) => a.order - b.order);
      this.draw();
    } catch {
      // The thinned points stay; the next zoom asks again.
    }
  }

  /** The points of a part of the axis: as few as pixels can show, or every one where they are few. */
  async exactly(run, feeds, from, to) {
    const [first, last] = this.iterations(run, from, to);
    return await query(run, feeds, this.points(), first, last);
  }

  /** The iterations of a run that lie in a part of the axis; on an axis of time with a neighbour on each side. */
  iterations(run, from, to) {
    if (this.axis === "step") return [Math.floor(from), Math.ceil(to)];
    const lines = this.lines.filter((line) => line.run === run && line.x.length > 0);
    const firsts = lines.map((line) => line.x[Math.max(0, placeOf(this.xOf(line), from) - 1)]);
    const lasts = lines.map((line) => line.x[Math.min(line.x.length - 1, placeOf(this.xOf(line), to))]);
    return lines.length > 0 ? [Math.min(...firsts), Math.max(...lasts)] : [0, 0];
  }

  reset() {
    this.unzoom();
    this.group.zoom(null, null);
    this.tell();
  }

  unzoom() {
    this.asked++;
    this.zoom = null;
    this.draw();
  }

  tell() {
    const { from, to } = this.edges();
    this.options.page?.invokeMethodAsync("ZoomedAsync", from, to).catch(() => {});
  }

  rebuild() {
    this.layout = null;
    this.draw();
  }

  height() {
    return document.fullscreenElement === this.root ? Math.max(200, window.innerHeight - 220) : this.options.height;
  }

  resize() {
    const [width, height] = [this.plotBox.clientWidth, this.height()];
    if (!this.plot || width <= 0 || (width === this.plot.width && height === this.plot.height)) return;
    this.plot.setSize({ width, height });
  }

  dispose() {
    this.gone = true;
    cancelAnimationFrame(this.frame);
    clearTimeout(this.tableTimer);
    document.removeEventListener("dashboard-theme", this.onTheme);
    document.removeEventListener("dashboard-highlight", this.onLit);
    this.sizes.disconnect();
    this.group.leave();
    for (const end of this.ends) end();
    this.plot?.destroy();
  }
}

/** Makes a chart in an element; the page keeps the answer and disposes it. */
export async function create(root, options) {
  const uPlot = await library();
  if (uPlot) return new LiveChart(root, { ...options, ...options.view }, uPlot);
  root.querySelector("[data-missing]").hidden = false;
  return null;
}

// A chart over iterations, epochs or time: history and news of one or several series of one or several runs, or lines that the page gives;
// drawn by uPlot at most once per frame.
import { exportChart } from "./chart-files.js";
import { drawable, holesOf, iterationsIn, most, moved, placed, reachOf } from "./drawn.js";
import { link } from "./group.js";
import { highlight, library, makePlot } from "./plot.js";
import { align, showable } from "./points.js";
import { Readout } from "./readout.js";
import { Sight } from "./sight.js";
import { addNews, byRun, follow, query } from "./source.js";

class LiveChart {
  constructor(root, options, uPlot) {
    Object.assign(this, { root, options, uPlot, lines: [], marks: [], zoom: null, live: new Set(), read: new Set(), asked: 0, ends: [] });
    Object.assign(this, { plotBox: root.querySelector("[data-plot]"), words: new Readout(root) });
    this.group = link(options.group, this);
    this.onTheme = () => this.rebuild();
    this.onLit = (e) => this.light(e.detail.run);
    document.addEventListener("dashboard-theme", this.onTheme);
    document.addEventListener("dashboard-highlight", this.onLit);
    this.sizes = new ResizeObserver(() => this.resize());
    this.sizes.observe(this.plotBox);
    this.sight = new Sight(this.plotBox, () => this.draw());
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
    this.words.follow.addEventListener("click", () => this.reset());
    this.words.hold.addEventListener("click", () => this.hold());
    this.plotBox.addEventListener("keydown", (e) => this.key(e));
    this.root.querySelector("[data-full]")?.addEventListener("click", () => (document.fullscreenElement ? document.exitFullscreen() : this.root.requestFullscreen?.()));
    this.root.addEventListener("fullscreenchange", () => this.resize());
    this.words.table.addEventListener("toggle", () => this.draw());
    for (const button of this.root.querySelectorAll("[data-export]")) button.addEventListener("click", () => exportChart(this, button.dataset.export));
  }

  begin() {
    this.runs = byRun(this.options.feeds, this.options.run);
    this.words.read(0, this.runs.size);
    this.ends = [...this.runs].map(([run, feeds]) => follow(run, feeds, () => this.points(), (lines) => this.filled(run, lines), (events) => this.take(run, events)));
  }

  /** As many points as pixels can show: four for each column. */
  points() {
    return Math.max(400, Math.min(most, 4 * Math.round(this.plotBox.clientWidth || 500)));
  }

  filled(run, lines) {
    this.read.add(run);
    this.words.read(this.read.size, this.runs.size);
    this.lines = [...this.lines.filter((line) => line.run !== run), ...lines].sort((a, b) => a.order - b.order);
    this.draw();
    if (this.zoom && new Set(this.lines.map((line) => line.run)).size === this.runs.size) this.zoomTo(this.zoom.from, this.zoom.to);
  }

  take(run, events) {
    for (const e of events) this.live[e.kind === "run-ended" ? "delete" : "add"](run);
    const changed = addNews(this.lines, run, events, 2 * most);
    if ((changed && !this.zoom) || !this.words.hold.hidden !== this.mayHold()) this.draw();
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

  /** The lines as they are drawn. */
  shown(options = this.options) {
    return drawable(this.zoom?.lines ?? this.lines, this.lines, this.axis, options);
  }

  paint() {
    if (this.plot && this.sight.waits()) return this.describe(this.shown({ ...this.options, smoothing: 0 }));      // only the numbers go on
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
    const sum = (of) => lines.reduce((all, line) => all + of(line), 0);
    const far = this.options.allPoints ? null : this.far;
    const counts = { count: sum((line) => line.x.length), total: sum((line) => line.total), holes: sum((line) => line.holes) };
    this.words.tell({ ...counts, far, zoomed: Boolean(this.zoom), mayHold: this.mayHold() });
    this.words.list(() => ({ drawn: this.drawn, axis: this.axis }));
  }

  build(lines, layout) {
    this.plot?.destroy();
    this.layout = layout;
    const handlers = {
      selected: (plot) => this.selected(plot),
      reset: () => this.reset(),
      marks: () => this.placedMarks(),
      holes: () => holesOf(this.drawn ?? []),
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

  /** Where the marks stand on the present axis. */
  placedMarks() {
    return this.options.hideMarks ? [] : placed(this.marks, this.drawn?.[0], this.axis);
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
    const to = moved(e.key, min, max, this.options.logX);
    if (e.key === "0") this.reset();
    else if (to) this.zoomByHand(...to);
    else return;
    e.preventDefault();
  }

  /** A person's zoom: the charts of the group go along, and the page is told. As far as everything there is, it is none. */
  zoomByHand(from, to) {
    const [first, last] = reachOf(this.lines, this.axis);
    if ((from <= first && to >= last) || !(to > from)) return this.reset();
    this.look(from, to);
  }

  /** Whether there is a line that moves. */
  mayHold() {
    return !this.zoom && this.live.size > 0 && this.lines.some((line) => line.x.length > 1);
  }

  /** Stands still on what there is now, while the run goes on. */
  hold() {
    const [first, last] = reachOf(this.lines, this.axis);
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

  /** Of a part of the axis as few points as pixels can show, or every one where they are few. */
  async zoomTo(from, to) {
    const asked = ++this.asked;
    this.zoom = { from, to, lines: this.zoom?.lines && this.zoom.from <= from && this.zoom.to >= to ? this.zoom.lines : null };
    this.draw();
    if (!this.runs || this.lines.length === 0) return;
    try {
      const exact = await Promise.all([...this.runs].map(([run, feeds]) => query(run, feeds, this.points(), ...iterationsIn(this.lines, run, this.axis, from, to))));
      if (asked !== this.asked || !this.zoom) return;
      this.zoom.lines = exact.filter(Boolean).flat().sort((a, b) => a.order - b.order);
      this.draw();
    } catch {
      // The thinned points stay; the next zoom asks again.
    }
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
    if (document.fullscreenElement !== this.root || !this.plot) return this.options.height;
    const end = this.root.lastElementChild.getBoundingClientRect().bottom - this.root.getBoundingClientRect().top + this.root.scrollTop;
    const around = end + parseFloat(getComputedStyle(this.root).paddingBottom) - this.plot.height;
    return Math.max(200, Math.floor(window.innerHeight - around));
  }

  resize() {
    const [width, height] = [this.plotBox.clientWidth, this.height()];
    if (!this.plot || width <= 0 || (width === this.plot.width && height === this.plot.height)) return;
    this.plot.setSize({ width, height });
  }

  dispose() {
    this.gone = true;
    cancelAnimationFrame(this.frame);
    this.words.dispose();
    document.removeEventListener("dashboard-theme", this.onTheme);
    document.removeEventListener("dashboard-highlight", this.onLit);
    this.sizes.disconnect();
    this.sight.leave();
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

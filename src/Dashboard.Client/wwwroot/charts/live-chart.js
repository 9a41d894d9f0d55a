// A chart over iterations or epochs: history of one or several series from the series endpoint, news from the shared feed, drawn by uPlot
// at most once per frame.
import { join } from "./feed.js";
import { fillTable, library, makePlot } from "./plot.js";
import { showable, smooth, thin } from "./points.js";

const most = 2000;
let lit = null;

class LiveChart {
  constructor(root, options, uPlot) {
    Object.assign(this, { root, options, uPlot, lines: [], marks: [], zoom: null, queued: new Map(), feeds: [], asked: 0 });
    this.plotBox = root.querySelector("[data-plot]");
    this.badge = root.querySelector("[data-badge]");
    this.followButton = root.querySelector("[data-follow]");
    this.table = root.querySelector("[data-table]");
    this.onTheme = () => this.rebuild();
    this.onHighlight = (e) => this.highlight(e.detail.run);
    document.addEventListener("dashboard-theme", this.onTheme);
    document.addEventListener("dashboard-highlight", this.onHighlight);
    this.sizes = new ResizeObserver(() => this.resize());
    this.sizes.observe(this.plotBox);
    this.followButton.addEventListener("click", () => this.reset());
    if (options.feeds.length > 0) this.begin();
    else this.setLines(options.lines ?? []);
  }

  async begin() {
    this.lines = this.options.feeds.map((feed) => ({ ...feed, run: this.runOf(feed), x: [], y: [], total: 0, seq: 0 }));
    const runs = [...new Set(this.lines.map((line) => line.run))];
    this.queued = new Map(runs.map((run) => [run, []]));
    this.feeds = runs.map((run) => [run, join(run, (events) => this.take(run, events))]);
    await Promise.all(this.feeds.map(([run, feed]) => this.beginRun(run, feed)));
    if (this.gone) return;
    if (this.options.from !== null && this.options.to !== null) this.zoomTo(this.options.from, this.options.to);
  }

  async beginRun(run, feed) {
    while (!this.gone) {
      try {
        const fresh = await this.queryRun(run);
        if (!feed.start(Math.min(...fresh.map((line) => line.seq)))) continue;
        this.lines = this.lines.map((line) => (line.run === run ? fresh.shift() : line));
        const waiting = this.queued.get(run);
        this.queued.delete(run);
        this.take(run, waiting);
        this.draw();
        return;
      } catch {
        await new Promise((done) => setTimeout(done, 2000));
      }
    }
  }

  runOf(feed) {
    return feed.run ?? this.options.run;
  }

  async query(from, to) {
    const runs = [...new Set(this.options.feeds.map((feed) => this.runOf(feed)))];
    const all = new Map(await Promise.all(runs.map(async (run) => [run, await this.queryRun(run, from, to)])));
    return this.options.feeds.map((feed) => all.get(this.runOf(feed)).shift());
  }

  /** Every series of a run that the chart shows in one request: the server reads the log once. */
  async queryRun(run, from, to) {
    const feeds = this.options.feeds.filter((feed) => this.runOf(feed) === run);
    const names = [...new Set(feeds.map((feed) => feed.series))];
    const edge = (value, round) => (value === undefined ? null : round(value));
    const answer = await fetch(new URL(`api/v1/runs/${run}/series`, document.baseURI), {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ names, points: most, from: edge(from, Math.floor), to: edge(to, Math.ceil) }),
    });
    if (!answer.ok) throw new Error(`series: ${answer.status}`);
    const all = new Map((await answer.json()).map((points, place) => [names[place], points]));
    return feeds.map((feed) => {
      const { x, y, total, lastSeq } = all.get(feed.series);
      return { ...feed, run, x, y, total, seq: Number(lastSeq) };
    });
  }

  take(run, events) {
    if (this.queued.has(run)) {
      this.queued.get(run).push(...events);
      return;
    }
    let changed = false;
    for (const e of events.filter((news) => news.kind === "measured" && news.values)) {
      for (const line of this.lines) {
        if (line.run !== run || Number(e.seq) <= line.seq || e.values[line.series] === undefined) continue;
        line.seq = Number(e.seq);
        this.append(line, Number(e.iteration), Number(e.values[line.series]));
        changed = true;
      }
    }
    if (changed && !this.zoom) this.draw();
  }

  append(line, x, y) {
    // After a resume from a checkpoint iterations are measured again: the newer measurement stands.
    while (line.x.length > 0 && line.x[line.x.length - 1] >= x) {
      line.x.pop();
      line.y.pop();
      line.total--;
    }
    line.x.push(x);
    line.y.push(y);
    line.total++;
    if (line.x.length > 2 * most) Object.assign(line, thin(line.x, line.y, most));
  }

  setLines(lines) {
    this.lines = lines.map((line) => ({ ...line, total: line.x.length }));
    if (!this.zoom) this.draw();
  }

  setMarks(marks) {
    this.marks = marks;
    this.draw();
  }

  set(view) {
    const again = view.logX !== this.options.logX || view.logY !== this.options.logY;
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
    return { from: this.zoom ? Math.floor(this.zoom.from) : null, to: this.zoom ? Math.ceil(this.zoom.to) : null };
  }

  draw() {
    if (this.frame || this.gone) return;
    this.frame = requestAnimationFrame(() => {
      this.frame = 0;
      this.paint();
    });
  }

  shown() {
    return (this.zoom?.lines ?? this.lines).map((line) => ({ ...line, ...thin(line.x, line.y, most) }));
  }

  paint() {
    const lines = this.shown();
    const layout = lines.map((line) => line.label).join("\n") + (this.options.smoothing > 0);
    if (!this.plot || layout !== this.layout) this.build(lines, layout);
    const { logX, logY, smoothing } = this.options;
    const xs = [...new Set(lines.flatMap((line) => line.x))].filter((x) => !logX || x > 0).sort((a, b) => a - b);
    const data = [xs];
    for (const line of lines) {
      const at = new Map(line.x.map((x, i) => [x, line.y[i]]));
      const raw = showable(xs.map((x) => at.get(x)), logY);      // undefined: another line's point; NaN: a hole
      data.push(raw);
      if (smoothing > 0) data.push(smooth(raw, smoothing));
    }
    this.plot.setData(data, true);
    if (this.zoom) this.plot.setScale("x", { min: this.zoom.from, max: this.zoom.to });
    else if (this.options.last && !logX) this.plot.setScale("x", { min: 0, max: this.options.last });
    this.describe(lines);
  }

  describe(lines) {
    const count = lines.reduce((sum, line) => sum + line.x.length, 0);
    const total = (this.zoom?.lines ?? this.lines).reduce((sum, line) => sum + line.total, 0);
    const format = (n) => n.toLocaleString(document.documentElement.lang || "en");
    this.badge.textContent = this.badge.dataset.template.replace("{0}", format(Math.min(count, total))).replace("{1}", format(total));
    this.badge.hidden = total === 0;
    this.root.querySelector("[data-none]").hidden = total !== 0;
    this.followButton.hidden = !this.zoom;
    if (this.table.open) fillTable(this.table.querySelector("tbody"), lines);
  }

  build(lines, layout) {
    this.plot?.destroy();
    this.layout = layout;
    this.plot = makePlot(this.uPlot, this.plotBox, lines, this.options, {
      selected: (plot) => this.selected(plot),
      reset: () => this.reset(),
      marks: () => (this.options.hideMarks ? [] : this.marks),
    });
    this.applyHighlight();
  }

  /** One of several runs stands out; null for all alike. */
  highlight(run) {
    lit = run;
    this.applyHighlight();
    if (this.plot?.data[0]?.length > 0) this.plot.redraw(false);
  }

  applyHighlight() {
    for (const series of this.plot?.series.filter((one) => one.run) ?? []) {
      series.alpha = !lit || series.run === lit ? 1 : 0.3;
      series.width = series.usual * (series.run === lit ? 2 : 1);
    }
  }

  selected(plot) {
    if (plot.select.width < 5) return;
    const from = plot.posToVal(plot.select.left, "x");
    const to = plot.posToVal(plot.select.left + plot.select.width, "x");
    plot.setSelect({ left: 0, width: 0, top: 0, height: 0 }, false);
    this.zoomTo(from, to);
    this.tell();
  }

  async zoomTo(from, to) {
    const asked = ++this.asked;
    this.zoom = { from, to, lines: this.lines };
    this.draw();
    if (this.options.feeds.length === 0) return;
    try {
      const exact = await this.query(from, to);
      if (asked !== this.asked || !this.zoom) return;
      this.zoom = { from, to, lines: exact };
      this.draw();
    } catch {
      // The thinned points stay; the next zoom asks again.
    }
  }

  reset() {
    this.unzoom();
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

  resize() {
    const width = this.plotBox.clientWidth;
    if (this.plot && width > 0 && width !== this.plot.width) this.plot.setSize({ width, height: this.options.height });
  }

  dispose() {
    this.gone = true;
    cancelAnimationFrame(this.frame);
    document.removeEventListener("dashboard-theme", this.onTheme);
    document.removeEventListener("dashboard-highlight", this.onHighlight);
    this.sizes.disconnect();
    for (const [, feed] of this.feeds) feed.leave();
    this.plot?.destroy();
  }
}

/** Makes a chart in an element; the page keeps the answer and disposes it. */
export async function create(root, options) {
  const uPlot = await library();
  if (!uPlot) {
    root.querySelector("[data-missing]").hidden = false;
    return null;
  }
  const chart = new LiveChart(root, options, uPlot);
  root.querySelector("[data-table]").addEventListener("toggle", () => chart.draw());
  return chart;
}

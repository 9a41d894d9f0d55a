// What stands around a plot in words: how many points it shows, what it leaves out, what went wrong, and the table of its points.
import { fillTable } from "./table.js";

const tableEvery = 1000;
let written = { language: "", format: null };

function number(n) {
  const language = document.documentElement.lang || "en";
  if (written.language !== language) written = { language, format: new Intl.NumberFormat(language) };
  return written.format.format(n);
}

export class Readout {
  constructor(root) {
    for (const name of ["badge", "follow", "hold", "outside", "holes", "table", "none", "failed", "reading"]) this[name] = root.querySelector(`[data-${name}]`);
    this.filledAt = 0;
    this.timer = 0;
  }

  /** What is drawn: points of all, holes, outliers ({outside, of} or null), whether it is zoomed, whether it may be held. */
  tell({ count, total, holes, far, zoomed, mayHold }) {
    this.say(this.badge, total > 0, Math.min(count, total), total);
    this.say(this.holes, holes > 0, holes);
    this.say(this.outside, Boolean(far), far?.outside, far?.of);
    show(this.none, total === 0 && this.reading?.hidden !== false);
    show(this.follow, zoomed);
    show(this.hold, mayHold);
  }

  /** Of how many runs the history is there. */
  read(runs, of) {
    this.say(this.reading, runs < of, runs, of);
  }

  /** Fills the open table, at most once a second; asks for the lines then. */
  list(lines) {
    if (!this.table.open || this.timer) return;
    this.timer = setTimeout(() => {
      this.timer = 0;
      const { drawn, axis } = lines();
      fillTable(this.table.querySelector("tbody"), drawn, axis);
    }, Math.max(0, this.filledAt + tableEvery - performance.now()));
    this.filledAt = performance.now();
  }

  /** Whose points could not be read, and why, if anyone said; null takes the message back. */
  fail(whose, fault) {
    if (!this.failed) return;
    if (whose !== null) this.failed.textContent = fill(this.failed.dataset.template, [whose, fault ?? this.failed.dataset.silent]);
    show(this.failed, whose !== null);
  }

  say(box, is, ...numbers) {
    if (!box) return;
    show(box, is);
    const text = is ? fill(box.dataset.template, numbers.map(number)) : box.textContent;
    if (text !== box.textContent) box.textContent = text;
  }

  dispose() {
    clearTimeout(this.timer);
  }
}

// Ten times a second for each chart: what stands there already is not written again.
function show(box, is) {
  if (box.hidden === is) box.hidden = !is;
}

const fill = (template, parts) => parts.reduce((text, part, i) => text.replace(`{${i}}`, () => part), template);

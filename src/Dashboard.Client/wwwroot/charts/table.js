// The table under a chart: the same points, for those who read rather than see.
import { thin } from "./points.js";
import { xText } from "./scales.js";

const mostOfLine = 200;
const mostOfAll = 1000;

const written = (value) => (Number.isFinite(value) ? Number(value).toPrecision(5) : String(value ?? "NaN"));

/** Fills the body of a table, the newest first; of each line at most 200 points, of all lines at most about 1,000. */
export function fillTable(body, lines, axis) {
  const most = Math.max(8, Math.min(mostOfLine, Math.floor(mostOfAll / Math.max(1, lines.length))));
  const rows = document.createDocumentFragment();
  for (const line of lines) {
    const { t: x, y } = thin({ x: line.x, y: line.py, t: line.px }, most);        // buckets are of iterations, whatever the axis shows
    for (let i = x.length - 1; i >= 0; i--) {
      const row = document.createElement("tr");
      for (const cell of [line.label, xText(x[i], axis), written(y[i])]) row.insertCell().textContent = cell;
      rows.append(row);
    }
  }
  body.replaceChildren(rows);
}

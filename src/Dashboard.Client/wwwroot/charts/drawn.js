// Lines as they are drawn: thinned, on the present axis, smoothed.
import { placeOf, rising, showable, thin } from "./points.js";
import { smooth } from "./smoothing.js";

/** Points of a line at most. */
export const most = 2000;

/** The x of a line's points on an axis; a run's own time begins with the first of all its lines. */
export function xOf(line, all, axis) {
  if (axis === "step") return line.x;
  const times = rising(line.t);
  if (axis === "wall") return times;
  const start = Math.min(...all.filter((one) => one.run === line.run && one.t.length > 0).map((one) => one.t[0]));
  return times.map((t) => t - start);
}

/** The first and the last x of all points. */
export function reachOf(lines, axis) {
  const xs = lines.filter((line) => line.x.length > 0).map((line) => xOf(line, lines, axis));
  return [Math.min(...xs.map((x) => x[0])), Math.max(...xs.map((x) => x[x.length - 1]))];
}

/** The iterations of a run that lie in a part of the axis; on an axis of time with a neighbour on each side. */
export function iterationsIn(lines, run, axis, from, to) {
  if (axis === "step") return [Math.floor(from), Math.ceil(to)];
  const own = lines.filter((line) => line.run === run && line.x.length > 0);
  const firsts = own.map((line) => line.x[Math.max(0, placeOf(xOf(line, lines, axis), from) - 1)]);
  const lasts = own.map((line) => line.x[Math.min(line.x.length - 1, placeOf(xOf(line, lines, axis), to))]);
  return own.length > 0 ? [Math.min(...firsts), Math.max(...lasts)] : [0, 0];
}

/** Lines with `px` and `py` as they stand on the canvas. `all` are the lines of the chart, of which `lines` may show a part. */
export function drawable(lines, all, axis, { logX, logY, smoothing, smoother }) {
  return lines.map((line) => {
    const few = thin(line, most);
    let [px, py, x, t] = [xOf(few, all, axis), few.y, few.x, few.t];
    if (logX) {
      const first = placeOf(px, Number.MIN_VALUE);
      [px, py, x, t] = [px, py, x, t].map((values) => values?.slice(first));
    }
    const drawn = { ...few, x, t, y: py, px, py };
    if (smoothing > 0) drawn.smoothed = smooth(showable(py, logY), smoothing, smoother);
    return drawn;
  });
}

/** Events stand at iterations; on an axis of time, where the line was at that iteration. */
export function placed(marks, line, axis) {
  if (axis === "step") return marks;
  if (!line || line.px.length === 0) return [];
  return marks.map((mark) => ({ ...mark, x: line.px[Math.min(placeOf(line.x, mark.x), line.px.length - 1)] }));
}

/** Where drawn lines have values that are no numbers. */
export const holesOf = (lines) => lines.flatMap((line, i) => (line.holes === 0 ? [] : line.py.flatMap((y, k) =>
  (Number.isFinite(y) ? [] : [{ x: line.px[k], y, place: line.colour ?? i }]))));

/** Where a key leads in a range: + and - zoom about the middle, arrows move by a fifth. Null for any other key. */
export function moved(key, min, max, logX) {
  const [to, back] = logX ? [Math.log10, (v) => 10 ** v] : [Number, Number];
  const [low, high] = [to(min), to(max)];
  const width = high - low;
  const closer = [width / 4, -width / 4];
  const moves = { "+": closer, "=": closer, "-": [-width / 2, width / 2], ArrowLeft: [-width / 5, -width / 5], ArrowRight: [width / 5, width / 5] };
  return moves[key] ? [back(low + moves[key][0]), back(high + moves[key][1])] : null;
}

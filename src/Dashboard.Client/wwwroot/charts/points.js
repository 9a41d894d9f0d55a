// Pure functions over points: thinning that keeps every extreme, and several lines over one x.

/** First place whose value is not below; values rise. */
export function placeOf(values, value) {
  let low = 0;
  let high = values.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (values[middle] < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

const isHole = (value) => !Number.isFinite(value);

/** Width of buckets that leave at most `most` points: a power of two, as on the server; 0 where all of them fit. */
export function bucketWidth(x, y, most) {
  if (x.length <= most) return 0;
  const buckets = Math.max(1, Math.floor(most / (y.some(isHole) ? 5 : 4)));
  let width = 1;
  while (Math.floor(x[x.length - 1] / width) - Math.floor(x[0] / width) + 1 > buckets) width *= 2;
  return width;
}

/** Places that stay: of each bucket the first, the lowest, the highest, the last and a hole. */
export function keep(x, y, width) {
  const kept = [];
  const places = [];
  for (let first = 0, end; first < x.length; first = end) {
    const next = (Math.floor(x[first] / width) + 1) * width;
    let [low, high, hole] = [-1, -1, -1];
    for (end = first; end < x.length && x[end] < next; end++) {
      if (isHole(y[end])) {
        if (hole < 0) hole = end;
        continue;
      }
      if (low < 0 || y[end] < y[low]) low = end;
      if (high < 0 || y[end] > y[high]) high = end;
    }
    places.push(Math.min(low, high), Math.max(low, high));
    if (hole >= 0) places.push(hole);
    if (hole >= 0) places.sort(byNumber);
    for (const place of [first, ...places, end - 1]) if (place >= 0 && kept[kept.length - 1] !== place) kept.push(place);
    places.length = 0;
  }
  return kept;
}

const byNumber = (a, b) => a - b;

/** A line with at most `most` points. */
export function thin(line, most) {
  const width = bucketWidth(line.x, line.y, most);
  if (width === 0) return line;
  const kept = keep(line.x, line.y, width);
  const pick = (values) => (values ? kept.map((i) => values[i]) : values);
  return { ...line, x: pick(line.x), y: pick(line.y), t: pick(line.t) };
}

/** Appends a point. After a resume from a checkpoint iterations are measured again: the newer measurement stands. */
export function append(line, x, y, t) {
  while (line.x.length > 0 && line.x[line.x.length - 1] >= x) {
    line.x.pop();
    line.t?.pop();
    if (isHole(line.y.pop())) line.holes--;
    line.total--;
  }
  line.x.push(x);
  line.y.push(y);
  line.t?.push(t);
  line.total++;
  if (isHole(y)) line.holes++;
}

/** Values that an axis can show: finite, and positive where it is logarithmic. Null is a hole in the line; undefined is no point at all. */
export const showable = (values, log) =>
  values.map((v) => (v === undefined ? undefined : Number.isFinite(v) && (!log || v > 0) ? v : null));

/** Lines of rising x (`px`) and columns of values over the union of their x: [xs, …]; undefined where a line has no point. */
export function align(lines, columnsOf) {
  if (lines.length === 1) return [lines[0].px, ...columnsOf(lines[0])];
  const xs = [...new Set(lines.flatMap((line) => line.px))].sort((a, b) => a - b);
  const places = new Map(xs.map((x, i) => [x, i]));
  const data = [xs];
  for (const line of lines) {
    const at = line.px.map((x) => places.get(x));
    for (const column of columnsOf(line)) {
      const values = new Array(xs.length);
      for (let i = 0; i < column.length; i++) values[at[i]] = column[i];
      data.push(values);
    }
  }
  return data;
}

/** Times that rise: a clock that was set back moves nothing back on the axis. */
export function rising(times) {
  let last = -Infinity;
  return times.map((t) => (last = t > last ? t : last + 0.001));
}

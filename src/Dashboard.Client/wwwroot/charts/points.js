// Pure functions over points: thinning that keeps every extreme, and smoothing.

/** At most `most` points; of each bucket the lowest, the highest and a hole survive, in order, and so do the first and the last point. */
export function thin(x, y, most) {
  if (x.length <= most) return { x, y };
  const tx = [x[0]];
  const ty = [y[0]];
  const inner = x.length - 2;
  const kept = y.every((value) => Number.isFinite(value)) ? 2 : 3;
  const buckets = Math.max(1, Math.floor((most - 2) / kept));
  for (let b = 0; b < buckets; b++) {
    const from = 1 + Math.floor((b * inner) / buckets);
    const to = 1 + Math.floor(((b + 1) * inner) / buckets);
    let low = -1;
    let high = -1;
    let hole = -1;
    for (let i = from; i < to; i++) {
      if (!Number.isFinite(y[i])) {
        hole = i;
        continue;
      }
      if (low < 0 || y[i] < y[low]) low = i;
      if (high < 0 || y[i] > y[high]) high = i;
    }
    for (const i of [...new Set([low, high, hole])].filter((place) => place >= 0).sort((a, c) => a - c)) {
      tx.push(x[i]);
      ty.push(y[i]);
    }
  }
  tx.push(x[x.length - 1]);
  ty.push(y[y.length - 1]);
  return { x: tx, y: ty };
}

/** Exponential moving average, corrected for its start; holes stay holes. */
export function smooth(y, weight) {
  let mean = 0;
  let power = 1;
  return y.map((value) => {
    if (!Number.isFinite(value)) return value === undefined ? undefined : null;
    mean = weight * mean + (1 - weight) * value;
    power *= weight;
    return mean / (1 - power);
  });
}

/** Values that an axis can show: finite, and positive where it is logarithmic. Null is a hole in the line; undefined is no point at all. */
export const showable = (values, log) =>
  values.map((v) => (v === undefined ? undefined : Number.isFinite(v) && (!log || v > 0) ? v : null));

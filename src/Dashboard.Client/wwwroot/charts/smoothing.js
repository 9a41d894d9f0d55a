// Smoothing of a line. One weight, 0 to 0.99, for all three kinds: a mean over n points with n = (1 + w) / (1 - w) is as smooth as the
// exponential average of weight w, and so is a bell of the same variance.

const holeOf = (value) => (value === undefined ? undefined : null);

/** Points that a mean is taken over: an odd number. */
export const span = (weight) => 2 * Math.round(weight / (1 - weight)) + 1;

/** Exponential moving average, corrected for its start; holes stay holes. */
function exponential(y, weight) {
  let mean = 0;
  let power = 1;
  return y.map((value) => {
    if (!Number.isFinite(value)) return holeOf(value);
    mean = weight * mean + (1 - weight) * value;
    power *= weight;
    return mean / (1 - power);
  });
}

/** Mean of the points around each point; fewer at the ends. Sums are kept about the first value, so that large numbers lose nothing. */
function running(y, half) {
  const around = y.find(Number.isFinite) ?? 0;
  const sums = [0];
  const counts = [0];
  for (const value of y) {
    const is = Number.isFinite(value);
    sums.push(sums[sums.length - 1] + (is ? value - around : 0));
    counts.push(counts[counts.length - 1] + (is ? 1 : 0));
  }
  return y.map((value, i) => {
    if (!Number.isFinite(value)) return holeOf(value);
    const [from, to] = [Math.max(0, i - half), Math.min(y.length, i + half + 1)];
    return around + (sums[to] - sums[from]) / (counts[to] - counts[from]);
  });
}

/** Mean weighted by a bell around each point. */
function gaussian(y, sigma) {
  const reach = Math.ceil(3 * sigma);
  const bell = Array.from({ length: reach + 1 }, (_, d) => Math.exp((-d * d) / (2 * sigma * sigma)));
  return y.map((value, i) => {
    if (!Number.isFinite(value)) return holeOf(value);
    let [sum, weights] = [0, 0];
    for (let j = Math.max(0, i - reach); j <= Math.min(y.length - 1, i + reach); j++) {
      if (!Number.isFinite(y[j])) continue;
      const weight = bell[Math.abs(j - i)];
      sum += weight * y[j];
      weights += weight;
    }
    return sum / weights;
  });
}

/** The smoothed line: "ema", "mean" or "gaussian". */
export function smooth(y, weight, kind = "ema") {
  if (!(weight > 0)) return y.map((value) => (Number.isFinite(value) ? value : holeOf(value)));
  const points = span(weight);
  if (kind === "mean") return running(y, (points - 1) / 2);
  if (kind === "gaussian") return gaussian(y, Math.max(0.3, Math.sqrt((points * points - 1) / 12)));
  return exponential(y, weight);
}

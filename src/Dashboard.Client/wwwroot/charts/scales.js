// Numbers on axes: which range, which ticks, how they are written.

const few = 12;

/** Puts the value that would stand at a place if all were sorted there, smaller ones before it and larger ones after it. */
function select(values, place, low = 0) {
  let high = values.length - 1;
  while (low < high) {
    const pivot = values[(low + high) >> 1];
    let [i, j] = [low, high];
    while (i <= j) {
      while (values[i] < pivot) i++;
      while (values[j] > pivot) j--;
      if (i > j) break;
      const one = values[i];
      values[i++] = values[j];
      values[j--] = one;
    }
    if (place <= j) high = j;
    else if (place >= i) low = i;
    else break;
  }
  return values[place];
}

/** The value below which a share of all lies. Moves the values. */
function quantile(values, share) {
  const at = share * (values.length - 1);
  const place = Math.floor(at);
  const low = select(values, place);
  return place === at ? low : low + (at - place) * (select(values, place + 1, place) - low);
}

/** Smallest and largest value within 1.5 interquartile ranges of the quartiles, and how many lie outside; null where none does. */
export function inliers(values, log) {
  const all = new Float64Array(values.length);
  let of = 0;
  for (const v of values) if (Number.isFinite(v) && (!log || v > 0)) all[of++] = log ? Math.log10(v) : v;
  if (of < few) return null;
  const finite = all.subarray(0, of);      // at every drawing: selected, not sorted
  const [q1, q3] = [quantile(finite, 0.25), quantile(finite, 0.75)];
  const reach = 1.5 * (q3 - q1);
  if (!(reach > 0)) return null;
  let [min, max, inside] = [Infinity, -Infinity, 0];
  for (const v of finite) {
    if (v < q1 - reach || v > q3 + reach) continue;
    inside++;
    if (v < min) min = v;
    if (v > max) max = v;
  }
  return inside === of ? null : { min: log ? 10 ** min : min, max: log ? 10 ** max : max, outside: of - inside, of };
}

/** Round numbers in a range, about as many as asked for. */
export function linearTicks(min, max, about) {
  if (!(max > min)) return [min];
  const rough = (max - min) / about;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * [1, 2, 5, 10].find((m) => m * power >= rough * 0.999);
  const first = Math.ceil(min / step - 1e-9);
  const last = Math.floor(max / step + 1e-9);
  return Array.from({ length: last - first + 1 }, (_, i) => Number(((first + i) * step).toPrecision(12)));
}

/** Powers of ten in a range; with 2 and 5 between them where they are few, and as on a plain axis where the range is narrow. */
export function logTicks(min, max) {
  const [low, high] = [Math.floor(Math.log10(min)), Math.ceil(Math.log10(max))];
  const parts = high - low <= 3 ? [1, 2, 5] : [1];
  const all = [];
  for (let power = low; power <= high; power++) {
    for (const part of parts) all.push(Number(`${part}e${power}`));
  }
  const inside = all.filter((v) => v >= min * 0.999999 && v <= max * 1.000001);
  return inside.length >= 3 ? inside : linearTicks(min, max, 5).filter((v) => v > 0);
}

const language = () => document.documentElement.lang || "en";
const plain = new Intl.NumberFormat(language(), { maximumFractionDigits: 6 });

/** A number as people write it. A learning rate of 0.00005 is not 0. */
export function numberText(value) {
  if (value === null || value === undefined) return "";
  const size = Math.abs(value);
  return size !== 0 && (size < 0.001 || size >= 1e9) ? value.toExponential(1) : plain.format(value);
}

/** Seconds since a start: 1:02:03. */
export function spanText(seconds) {
  const sign = seconds < 0 ? "-" : "";
  const whole = Math.abs(seconds);
  const two = (n) => String(Math.floor(n)).padStart(2, "0");
  const rest = whole % 60;
  const fraction = whole < 60 && rest % 1 !== 0 ? (rest % 1).toFixed(1).slice(1) : "";
  const clock = `${two((whole / 60) % 60)}:${two(rest)}${fraction}`;
  return whole >= 3600 ? `${sign}${Math.floor(whole / 3600)}:${clock}` : sign + clock;
}

/** A time of the clock, as fine as the distance of the ticks needs. */
export function clockText(seconds, distance = 1) {
  const date = new Date(seconds * 1000);
  const part = { hour: "2-digit", minute: "2-digit" };
  if (distance >= 86400) return date.toLocaleDateString(language(), { month: "short", day: "numeric" });
  return date.toLocaleTimeString(language(), distance < 60 ? { ...part, second: "2-digit" } : part);
}

/** A value of the x axis in full. */
export function xText(value, axis) {
  if (value === null || value === undefined) return "--";
  if (axis === "relative") return spanText(value);
  return axis === "wall" ? new Date(value * 1000).toLocaleString(language()) : numberText(value);
}

/** Distances of ticks on an axis of seconds. */
export const secondSteps = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 28800, 43200, 86400, 172800, 604800];

// A chart as a file: a drawing with title, axes and legend (SVG, and PNG made of it), or its points (CSV).
import { holeText, lookOf, looks, token } from "./plot.js";
import { clockText, linearTicks, logTicks, numberText, secondSteps, spanText } from "./scales.js";

const escape = (text) => String(text).replace(/[&<>"]/g, (c) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[c]);
const short = (n) => Number(n.toFixed(2));

function xTicks({ min, max }, picture) {
  if (picture.logX) return logTicks(min, max).map((x) => [x, numberText(x)]);
  if (picture.axis === "step") return linearTicks(min, max, 8).map((x) => [x, numberText(x)]);
  const step = secondSteps.find((s) => (max - min) / s <= 8) ?? (max - min) / 8;
  const first = Math.ceil(min / step);
  const all = Array.from({ length: Math.floor(max / step) - first + 1 }, (_, i) => (first + i) * step);
  return all.map((x) => [x, picture.axis === "wall" ? clockText(x, step) : spanText(x)]);
}

/** From values to places in the drawing. */
function placing({ min, max }, log, start, end) {
  const of = log ? Math.log10 : Number;
  return (value) => short(start + ((of(value) - of(min)) / (of(max) - of(min) || 1)) * (end - start));
}

function pathOf(xs, ys, placeX, placeY, isShown) {
  let path = "";
  let pen = false;
  ys.forEach((y, i) => {
    if (y === undefined) return;
    if (!isShown(y)) {
      pen = false;
      return;
    }
    path += `${pen ? "L" : "M"}${placeX(xs[i])} ${placeY(y)}`;
    pen = true;
  });
  return path;
}

/**
 * The drawing. picture: title, xLabel, axis, logX, logY, x and y ({min, max}), lines ({label, colour, dash, px, py, smoothed}), marks, smoothLabel,
 * width, height.
 */
export function svgOf(picture) {
  const { width, height, lines } = picture;
  const box = { left: 74, right: width - 16, top: 44, bottom: height - 52 };
  const placeX = placing(picture.x, picture.logX, box.left, box.right);
  const placeY = placing(picture.y, picture.logY, box.bottom, box.top);
  const text = token("--mud-palette-text-primary");
  const faint = token("--mud-palette-lines-default");
  const ticksY = (picture.logY ? logTicks(picture.y.min, picture.y.max) : linearTicks(picture.y.min, picture.y.max, 6)).map((y) => [y, numberText(y)]);
  const rows = lines.length * 18;
  const parts = [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height + rows}" viewBox="0 0 ${width} ${height + rows}" font-family="sans-serif" font-size="12">`,
    `<title>${escape(picture.title)}</title>`,
    `<rect width="100%" height="100%" fill="${token("--mud-palette-surface")}"/>`,
    `<text x="16" y="26" font-size="16" font-weight="bold" fill="${text}">${escape(picture.title)}</text>`,
    `<clipPath id="plot"><rect x="${box.left}" y="${box.top}" width="${box.right - box.left}" height="${box.bottom - box.top}"/></clipPath>`,
  ];
  for (const [x, label] of xTicks(picture.x, picture)) {
    parts.push(`<path d="M${placeX(x)} ${box.top}V${box.bottom}" stroke="${faint}"/>`);
    parts.push(`<text x="${placeX(x)}" y="${box.bottom + 16}" text-anchor="middle" fill="${text}">${escape(label)}</text>`);
  }
  for (const [y, label] of ticksY) {
    parts.push(`<path d="M${box.left} ${placeY(y)}H${box.right}" stroke="${faint}"/>`);
    parts.push(`<text x="${box.left - 6}" y="${placeY(y) + 4}" text-anchor="end" fill="${text}">${escape(label)}</text>`);
  }
  parts.push(`<text x="${(box.left + box.right) / 2}" y="${box.bottom + 36}" text-anchor="middle" fill="${text}">${escape(picture.xLabel)}</text>`);
  parts.push('<g clip-path="url(#plot)" fill="none" stroke-linejoin="round">', ...picture.marks.map((mark) => markOf(mark, box, placeX)));
  const shown = (y) => Number.isFinite(y) && (!picture.logY || y > 0);
  parts.push(...lines.map((line, i) => lineOf(line, i, { placeX, placeY, shown, box })), "</g>");
  parts.push(...lines.map((line, i) => legendOf(line, i, height, text)), "</svg>");
  return parts.join("\n");
}

const dashOf = (line, look) => ((line.dash ?? look.dash).length > 0 ? ` stroke-dasharray="${(line.dash ?? look.dash).join(" ")}"` : "");

function lineOf(line, i, { placeX, placeY, shown, box }) {
  const look = lookOf(line.colour ?? i);
  const raw = `<path d="${pathOf(line.px, line.py, placeX, placeY, shown)}" stroke="${look.stroke}" stroke-width="${line.smoothed ? 1 : 1.5}"`
    + `${line.smoothed ? ' stroke-opacity="0.33"' : ""}${dashOf(line, look)}/>`;
  const over = line.smoothed
    ? `<path d="${pathOf(line.px, line.smoothed, placeX, placeY, shown)}" stroke="${look.stroke}" stroke-width="2"${dashOf(line, look)}/>`
    : "";
  const holes = line.px.map((x, k) => [x, line.py[k]]).filter(([, y]) => y !== undefined && !Number.isFinite(y)).map(([x, y]) =>
    `<text x="${placeX(x)}" y="${y === Infinity ? box.top + 12 : box.bottom - 2}" text-anchor="middle" fill="${look.stroke}">${holeText(y)}</text>`);
  return raw + over + holes.join("");
}

function legendOf(line, i, height, text) {
  const look = lookOf(line.colour ?? i);
  const y = height - 4 + i * 18;
  return `<path d="M74 ${y}h30" stroke="${look.stroke}" stroke-width="2"${dashOf(line, look)}/>`
    + `<text x="112" y="${y + 4}" fill="${text}">${escape(line.label)}</text>`;
}

function markOf(mark, box, placeX) {
  const look = looks[mark.kind] ?? looks.evaluation;
  const from = short(box.bottom - (box.bottom - box.top) * look.share);
  const dash = look.dash.length > 0 ? ` stroke-dasharray="${look.dash.join(" ")}"` : "";
  return `<path d="M${placeX(mark.x)} ${from}V${box.bottom}" stroke="${token(look.colour)}" stroke-opacity="${look.alpha}"${dash}/>`;
}

/** The drawing as pixels, twice as fine as the screen's. */
export async function pngOf(svg, width, height) {
  const image = new Image();
  const address = URL.createObjectURL(new Blob([svg], { type: "image/svg+xml" }));
  try {
    image.src = address;
    await image.decode();
    const canvas = Object.assign(document.createElement("canvas"), { width: 2 * width, height: 2 * height });
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    return await new Promise((done) => canvas.toBlob(done, "image/png"));
  } finally {
    URL.revokeObjectURL(address);
  }
}

/** A field of a table: quoted where it needs it; never what a spreadsheet would compute. */
export function field(value) {
  const text = typeof value === "number" ? String(value) : String(value ?? "").replace(/^(?=[=+\-@\t\r])/, "'");
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Points as a table: run, series, what x counts, seconds and value; the smoothed value where there is one. */
export function csvOf(lines, hasSmoothed) {
  const rows = [`run,series,iteration,unix_seconds,value${hasSmoothed ? ",smoothed" : ""}`];
  for (const line of lines) {
    const head = `${field(line.run)},${field(line.series ?? line.label)}`;
    line.x.forEach((x, i) => {
      const time = line.t ? line.t[i].toFixed(3) : "";
      rows.push(`${head},${field(x)},${time},${line.y[i]}${hasSmoothed ? `,${line.smoothed?.[i] ?? ""}` : ""}`);
    });
  }
  return rows.join("\r\n") + "\r\n";
}

/** Hands a file to the person. */
export function save(parts, type, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(parts instanceof Blob ? parts : new Blob([parts].flat(), { type }));
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

/** A name that every file system takes. */
export const fileName = (title) => title.replace(/[^\p{L}\p{N}]+/gu, "-").replace(/^-|-$/g, "").toLowerCase() || "chart";

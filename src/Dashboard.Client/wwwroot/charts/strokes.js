// How a line is put on the canvas. Where a trembling line has more points than columns of pixels its strokes lie over one another and are filled
// again and again: what they cover is filled once instead, column by column. Smooth lines and lines of few points are stroked.

const pointsAColumn = 1;
const travelAColumn = 10;

/** What a line covers in columns of pixels: for each unbroken part [column, top, bottom, …], y growing downwards. Null breaks the line, undefined is no point. */
export function covered(xs, ys, columns) {
  const parts = [];
  let part = null;
  let [column, top, bottom, lastX, lastY] = [0, 0, 0, 0, 0];
  const put = (next, y) => {
    part.push(column, top, bottom);
    [column, top, bottom] = [next, y, y];
  };
  const reach = (y) => {
    if (y < top) top = y;
    if (y > bottom) bottom = y;
  };
  const end = () => {
    if (part) part.push(column, top, bottom);
    part = null;
  };
  for (let i = 0; i < xs.length; i++) {
    const [x, y] = [xs[i], ys[i]];
    if (y === undefined) continue;
    if (y === null) {
      end();
      continue;
    }
    const place = Math.max(-1, Math.min(columns, Math.floor(x)));      // what lies outside is one column on each side
    if (part === null) {
      parts.push((part = []));
      [column, top, bottom] = [place, y, y];
    }
    while (column < place) {
      const border = lastY + ((column + 1 - lastX) / (x - lastX)) * (y - lastY);
      reach(border);
      put(column + 1, border);
    }
    reach(y);
    [lastX, lastY] = [x, y];
  }
  end();
  return parts;
}

/** A covered part made wider: each column also covers what its neighbours do, so many on each side. */
export function wider(part, neighbours) {
  if (neighbours === 0) return part;
  const wide = part.slice();
  for (let i = 0; i < part.length; i += 3) {
    for (let k = Math.max(0, i - 3 * neighbours); k < part.length && k <= i + 3 * neighbours; k += 3) {
      if (part[k + 1] < wide[i + 1]) wide[i + 1] = part[k + 1];
      if (part[k + 2] > wide[i + 2]) wide[i + 2] = part[k + 2];
    }
  }
  return wide;
}

/** Whether filling is cheaper than stroking, and looks the same: points close together, and a long way up and down. */
export function trembles(ys, columns) {
  if (ys.length < pointsAColumn * columns) return false;
  let travel = 0;
  let last = null;
  for (const y of ys) {
    if (y === null || y === undefined) continue;
    if (last !== null) travel += Math.abs(y - last);
    last = y;
  }
  return travel > travelAColumn * columns;
}

/** A builder of paths for uPlot. */
export function strokes(uPlot) {
  const stroked = uPlot.paths.linear();
  return (plot, index, first, last) => {
    const series = plot.series[index];
    const columns = Math.ceil(plot.bbox.width);
    if (series.dash?.length > 0 || last - first < pointsAColumn * columns) return stroked(plot, index, first, last);
    let filled = null;
    uPlot.orient(plot, index, (_, xs, ys, scaleX, scaleY, placeX, placeY, left, top, width, height) => {
      const [high, low] = [top - height, top + 2 * height];      // what lies far outside is as good there
      const px = [];
      const py = [];
      for (let i = first; i <= last; i++) {
        const y = ys[i];
        px.push(placeX(xs[i], scaleX, width, left) - left);
        py.push(y === null || y === undefined ? y : Math.max(high, Math.min(low, placeY(y, scaleY, height, top))));
      }
      if (trembles(py, columns)) filled = pathOf(covered(px, py, columns), series.width * devicePixelRatio, left);
    });
    if (filled === null) return stroked(plot, index, first, last);
    return { stroke: null, fill: new Map([[series.stroke(plot, index), filled]]), clip: null, band: null, gaps: [], flags: 0 };
  };
}

function pathOf(parts, width, left) {
  const path = new Path2D();
  const [half, shift] = [width / 2, (width % 2) / 2];      // uPlot moves every path by that
  for (const narrow of parts) {
    const part = wider(narrow, Math.max(0, Math.round((width - 1.01) / 2)));
    for (let i = 0; i < part.length; i += 3) {
      const [x, y] = [left + part[i] - shift, part[i + 1] - half - shift];
      path[i === 0 ? "moveTo" : "lineTo"](x, y);
      path.lineTo(x + 1, y);
    }
    for (let i = part.length - 3; i >= 0; i -= 3) {
      const [x, y] = [left + part[i] - shift, part[i + 2] + half - shift];
      path.lineTo(x + 1, y);
      path.lineTo(x, y);
    }
    path.closePath();
  }
  return path;
}

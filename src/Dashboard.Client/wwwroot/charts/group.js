// Charts that zoom together: all of a page that share a name and an x axis.
const groups = new Map();

/** Joins a group; returns what tells the others, and what leaves. */
export function link(name, chart) {
  if (!name) return { zoom() {}, leave() {} };
  if (!groups.has(name)) groups.set(name, new Set());
  const members = groups.get(name);
  members.add(chart);
  return {
    /** Shows the others the same part; null shows them all of it. */
    zoom(from, to) {
      for (const other of members) if (other !== chart && other.axis === chart.axis) other.followZoom(from, to);
    },
    leave() {
      members.delete(chart);
      if (members.size === 0) groups.delete(name);
    },
  };
}

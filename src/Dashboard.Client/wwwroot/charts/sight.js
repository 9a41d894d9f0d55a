// Whether an element is in sight, and how often something out of sight is drawn: once a second, for a printer and whoever comes back.
const outOfSightEvery = 1000;
const near = "200px";

export class Sight {
  /** draw() is called when something that waited is due. */
  constructor(element, draw) {
    Object.assign(this, { draw, inSight: true, stale: false, drawnAt: -Infinity, timer: 0 });
    this.observer = new IntersectionObserver((seen) => this.changed(seen[seen.length - 1].isIntersecting), { rootMargin: near });
    this.observer.observe(element);
  }

  /** Asked before a drawing; false: draw now. */
  waits() {
    const rest = this.drawnAt + outOfSightEvery - performance.now();
    this.stale = !this.inSight && rest > 0;
    if (this.stale && !this.timer) this.timer = setTimeout(() => this.due(), rest);
    if (!this.stale) this.drawnAt = performance.now();
    return this.stale;
  }

  changed(inSight) {
    this.inSight = inSight;
    if (inSight && this.stale) this.draw();
  }

  due() {
    this.timer = 0;
    if (this.stale) this.draw();
  }

  leave() {
    clearTimeout(this.timer);
    this.observer.disconnect();
  }
}

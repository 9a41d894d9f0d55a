// A player of stored pictures: steps at once, loads the next ones ahead, and tells the page when it comes to rest.
const ahead = 6;
const rest = 200;
const most = 30;
const leap = 10;

// The text node is the page's own: a new one would be out of its reach.
const write = (element, text) => { (element.firstChild ?? element.appendChild(new Text())).data = text; };

class Player {
  constructor(root, steps, page) {
    Object.assign(this, { root, steps, page, loaded: new Map() });
    this.listeners = new AbortController();
    const on = (element, name, act) => element?.addEventListener(name, act, { signal: this.listeners.signal });
    on(root, "input", (e) => this.input(e.target));
    on(root, "change", (e) => { if (e.target.matches("[data-number]")) this.typed(e.target); });
    on(root, "click", (e) => this.click(e));
    on(root, "keydown", (e) => this.key(e));
    this.observer = new MutationObserver(() => this.changed());
    this.observer.observe(this.part("frame"), { attributes: true, attributeFilter: ["src"] });
    this.place = this.placeOf(this.shown() ?? Number(this.part("number").value));
    this.number();
    root.dataset.ready = "";
  }

  part(name) {
    return this.root.querySelector(`[data-${name}]`);
  }

  placeOf(iteration) {
    let place = this.steps.length - 1;
    while (place > 0 && this.steps[place] > iteration) place--;
    return place;
  }

  address(place) {
    return this.root.dataset.address.replace("{0}", this.steps[place]);
  }

  setSteps(steps) {
    this.steps = steps;
    this.changed();         // the page shows a new step before it tells of it
  }

  /** The page may show another step than we did last; while it has not heard of ours, ours stands. */
  changed() {
    const iteration = this.shown();
    if (iteration === null || iteration === this.steps[this.place]) return;
    if (this.playing || this.unheard) this.draw();
    else {
      this.place = this.placeOf(iteration);
      this.number();
    }
  }

  /** The iteration of the picture that the page shows; null for none. */
  shown() {
    const found = /synthetic-sets\/(\d+)/.exec(this.part("frame").getAttribute("src"));
    return found ? Number(found[1]) : null;
  }

  /** The number of the step; what a person is typing there stands, whatever frame comes meanwhile. */
  number() {
    if (!this.typing) this.part("number").value = String(this.steps[this.place]);
  }

  typed(target) {
    this.typing = false;
    this.goTo(Number(target.value));
  }

  input(target) {
    if (target.matches("[data-slider]")) this.show(Number(target.value));
    if (target.matches("[data-number]")) this.typing = true;
    if (target.matches("[data-swipe]")) this.root.style.setProperty("--swipe", `${target.value}%`);
  }

  click(e) {
    if (e.target.closest("[data-first]")) this.show(0);
    else if (e.target.closest("[data-play]")) this.toggle();
    else if (e.target.matches("[data-frame], [data-over]")) this.open(e);
  }

  /** Which image of the grid was clicked; the page knows how many there are. */
  open(e) {
    const image = this.part("frame");
    const names = this.root.querySelectorAll(".class-names li").length;
    const rows = names > 0 ? names : Number(getComputedStyle(this.root).getPropertyValue("--rows"));
    const columns = Number(getComputedStyle(this.root).getPropertyValue("--columns"));
    const box = image.getBoundingClientRect();
    const part = (at, start, size, count) => Math.max(0, Math.min(count - 1, Math.floor(((at - start) / size) * count)));
    this.page.invokeMethodAsync("Open", part(e.clientX, box.left, box.width, columns), part(e.clientY, box.top, box.height, rows));
  }

  key(e) {
    if (!e.target.closest("[data-keys]") || e.target.matches('input[type="number"], select') || e.ctrlKey || e.altKey || e.metaKey) return;
    const by = e.shiftKey ? leap : 1;
    const acts = {
      ArrowLeft: () => this.show(this.place - by),
      ArrowRight: () => this.show(this.place + by),
      Home: () => this.show(0),
      End: () => this.show(this.steps.length - 1),
      " ": () => this.toggle(),
    };
    if (!acts[e.key] || (e.key === " " && e.target.matches("button"))) return;
    e.preventDefault();
    acts[e.key]();
  }

  goTo(iteration) {
    if (Number.isFinite(iteration)) this.show(this.placeOf(iteration));
  }

  show(place) {
    this.place = Math.max(0, Math.min(this.steps.length - 1, place));
    this.unheard = {};
    this.draw();
    clearTimeout(this.resting);
    if (!this.playing) this.resting = setTimeout(() => this.tell(), rest);
  }

  draw() {
    this.part("frame").setAttribute("src", this.address(this.place));
    const iteration = this.steps[this.place];
    const text = iteration.toLocaleString(document.documentElement.lang || "en");
    this.part("slider").value = String(this.place);
    this.part("slider").setAttribute("aria-valuetext", this.root.dataset.after.replace("{0}", text));
    this.number();
    write(this.part("said"), this.root.dataset.after.replace("{0}", text));
    const right = this.part("right");
    if (right) write(right, right.dataset.template.replace("{0}", text));
  }

  tell() {
    const told = this.unheard;
    const heard = () => { if (told === this.unheard) this.unheard = null; };
    this.page.invokeMethodAsync("Show", this.steps[this.place]).then(() => setTimeout(heard, rest), heard);
  }

  toggle() {
    if (this.playing) this.stop();
    else this.play();
  }

  /** From the present step, or from the first where it is the last; waits for a picture that is not there yet. */
  async play() {
    const run = (this.playing = {});
    const button = this.part("play");
    write(button, button.dataset.pause);
    if (this.place >= this.steps.length - 1) this.show(0);
    this.tell();
    let next = performance.now();
    while (this.playing === run && this.place < this.steps.length - 1) {
      const rate = Math.max(1, Math.min(most, Number(this.part("rate").value) || 1));
      next = Math.max(next + 1000 / rate, performance.now());
      for (let i = 1; i <= ahead && this.place + i < this.steps.length; i++) this.load(this.place + i);
      const [image] = await Promise.all([this.load(this.place + 1), new Promise((done) => setTimeout(done, next - performance.now()))]);
      if (this.playing === run && image) this.show(this.place + 1);
      else if (!image) break;
    }
    if (this.playing === run) this.stop();
  }

  stop() {
    this.playing = null;
    const button = this.part("play");
    if (button) write(button, button.dataset.label);
    this.tell();
  }

  /** A picture, decoded; false where there is none. */
  load(place) {
    const address = this.address(place);
    if (!this.loaded.has(address)) {
      const image = new Image();
      image.src = address;
      this.loaded.set(address, image.decode().then(() => true, () => false));
      if (this.loaded.size > 4 * ahead) this.loaded.delete(this.loaded.keys().next().value);
    }
    return this.loaded.get(address);
  }

  dispose() {
    this.playing = null;
    clearTimeout(this.resting);
    this.observer.disconnect();
    this.listeners.abort();
  }
}

/** Makes a player in an element; the page keeps the answer and disposes it. */
export const create = (root, steps, page) => new Player(root, steps, page);

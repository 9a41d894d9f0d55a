// What a comparison does without its server: one run stands out everywhere, a divider follows the hand, two pictures change by turns.
const slowest = 700;        // fewer than three changes a second, whatever the eye
const timers = new Map();
let lit = null;

function highlight(run) {
  if (run === lit) return;
  document.dispatchEvent(new CustomEvent("dashboard-highlight", { detail: { run } }));
}

/** Charts tell a run here too, when the pointer is near its line. */
function show(event) {
  lit = event.detail.run;
  for (const element of document.querySelectorAll(".compare [data-run]")) element.classList.toggle("lit", element.dataset.run === lit);
  document.querySelector(".compare")?.classList.toggle("has-lit", lit !== null);
}

const over = (event) => highlight(event.target.closest?.(".compare [data-run]")?.dataset.run ?? null);

function swipe(event) {
  event.target.closest?.("[data-swipe]")?.style.setProperty("--cut", `${event.target.value}%`);
}

function click(event) {
  const box = event.target.closest?.("[data-flicker]");
  if (!box) return;
  if (event.target.closest("[data-flick-once]")) turn(box);
  const button = event.target.closest("[data-flick]");
  if (button) (timers.has(box) ? stop : start)(box, button);
}

const turn = (box) => box.classList.toggle("second");

function start(box, button) {
  if (matchMedia("(prefers-reduced-motion: reduce)").matches) return;
  button.textContent = button.dataset.stop;
  timers.set(box, setInterval(() => (box.isConnected ? turn(box) : stop(box, button)), slowest));
}

function stop(box, button) {
  clearInterval(timers.get(box));
  timers.delete(box);
  button.textContent = button.dataset.start;
}

const listeners = { mouseover: over, focusin: over, input: swipe, click };

/** Begins to listen; the page calls it once. */
export function attach() {
  document.addEventListener("dashboard-highlight", show);
  for (const [name, listener] of Object.entries(listeners)) document.addEventListener(name, listener);
}

/** The page is left. */
export function detach() {
  highlight(null);
  document.removeEventListener("dashboard-highlight", show);
  for (const [name, listener] of Object.entries(listeners)) document.removeEventListener(name, listener);
  for (const timer of timers.values()) clearInterval(timer);
  timers.clear();
}

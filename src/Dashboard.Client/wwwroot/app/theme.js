// Theme: "system", "light" or "dark", kept in this browser. Loaded early as a module, so that the page never flashes.
const key = "dashboard-theme";
const system = matchMedia("(prefers-color-scheme: dark)");
let page = null;

function choice() {
  try {
    return localStorage.getItem(key) ?? "system";
  } catch {
    return "system";
  }
}

function apply() {
  const wanted = choice();
  const dark = wanted === "dark" || (wanted === "system" && system.matches);
  document.documentElement.dataset.theme = dark ? "dark" : "light";
  document.dispatchEvent(new CustomEvent("dashboard-theme"));
  page?.invokeMethodAsync("ThemeChanged", wanted, dark).catch(() => { page = null; });
}

export function choose(wanted) {
  try {
    localStorage.setItem(key, wanted);
  } catch {
    // A browser that keeps nothing still shows the choice until it is closed.
  }
  apply();
}

export function attach(reference) {
  page = reference;
  apply();
}

system.addEventListener("change", apply);
apply();

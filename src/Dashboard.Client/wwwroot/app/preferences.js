// What the visitor wants, kept in this browser; the page is told whenever it, or the system's wish, changed.
let page = null;

function tell(text) {
  const announce = () => document.dispatchEvent(new CustomEvent("dashboard-theme"));
  announce();
  // The palette comes with the page's answer: what is drawn by hand takes its colours again.
  page?.invokeMethodAsync("PreferencesChanged", text).then(() => requestAnimationFrame(announce)).catch(() => { page = null; });
}

export function choose(name, value) {
  tell(window.dashboardPreferences.apply({ [name]: value }));
}

export function attach(reference) {
  page = reference;
  tell(window.dashboardPreferences.apply());
}

document.addEventListener("dashboard-wish", (wish) => tell(wish.detail));
window.dashboardPreferences.system.addEventListener("change", () => tell(window.dashboardPreferences.apply()));

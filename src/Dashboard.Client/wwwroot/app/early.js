// Runs before the first paint: gives the page the background of the chosen theme.
(() => {
  let wanted = "system";
  try {
    wanted = localStorage.getItem("dashboard-theme") ?? "system";
  } catch {
    // No storage: the system's theme.
  }
  const dark = wanted === "dark" || (wanted === "system" && matchMedia("(prefers-color-scheme: dark)").matches);
  document.documentElement.dataset.theme = dark ? "dark" : "light";
})();

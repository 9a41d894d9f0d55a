// Runs before the first paint: gives the page the chosen theme and density, and tells the server by the cookie what only the browser knows.
(() => {
  const system = matchMedia("(prefers-color-scheme: dark)");

  function read() {
    const pair = document.cookie.split("; ").find((part) => part.startsWith("dashboard="));
    const said = new Map();
    for (const part of decodeURIComponent(pair?.slice("dashboard=".length) ?? "").split("|")) {
      const colon = part.indexOf(":");
      if (colon > 0) said.set(part.slice(0, colon), part.slice(colon + 1));
    }
    return said;
  }

  // Applies what is wished and keeps it for a year; gives the cookie's text.
  function apply(wishes) {
    const said = read();
    for (const [name, value] of Object.entries(wishes ?? {})) {
      if (value) said.set(name, value);
      else said.delete(name);
    }
    const theme = said.get("theme") ?? "system";
    const dark = theme === "dark" || (theme === "system" && system.matches);
    said.set("dark", dark ? "1" : "0");
    said.set("local", Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC");
    const text = [...said].map(([name, value]) => `${name}:${value}`).join("|");
    document.cookie = `dashboard=${encodeURIComponent(text)}; path=/; max-age=31536000; samesite=lax`;
    const root = document.documentElement.dataset;
    root.theme = dark ? "dark" : "light";
    root.density = said.get("density") ?? "comfortable";
    return text;
  }

  // A choice is kept by the browser itself, at once: a reload, or a lost connection, must not overtake the server's answer.
  document.addEventListener("change", (event) => {
    const field = event.target;
    const name = field.dataset?.wish;
    if (!name) return;
    const value = field.type === "checkbox" ? (field.checked ? "" : "off") : field.value;
    const text = apply({ [name]: value === field.dataset.unset ? "" : value });
    document.dispatchEvent(new CustomEvent("dashboard-wish", { detail: text }));
  });

  window.dashboardPreferences = { apply, system };
  apply();
})();

// Keys that work on every page: Ctrl+K opens the search; single keys, unless they are switched off, open help and pages.
const pages = { h: "", r: "runs", c: "compare", q: "queue", m: "mitigate", l: "library", d: "datasets", s: "settings" };
const patience = 1500;

function typing(target) {
  return target instanceof Element && target.closest("input, textarea, select, [contenteditable='true'], dialog") !== null;
}

export function listen(page, single) {
  let gone = 0;
  let keys = single;

  function pressed(event) {
    if ((event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && event.key.toLowerCase() === "k") {
      event.preventDefault();
      page.invokeMethodAsync("Pressed", "search");
      return;
    }
    if (!keys || event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    const follows = event.timeStamp - gone < patience;
    gone = event.key === "g" ? event.timeStamp : 0;
    if (event.key === "?") page.invokeMethodAsync("Pressed", "keys");
    else if (event.key === "/") { event.preventDefault(); page.invokeMethodAsync("Pressed", "search"); }
    else if (event.key === "n" && !follows) page.invokeMethodAsync("Pressed", "go:runs/new");
    else if (follows && event.key in pages) page.invokeMethodAsync("Pressed", `go:${pages[event.key]}`);
  }

  document.addEventListener("keydown", pressed);
  return {
    allow: (wanted) => { keys = wanted; },
    dispose: () => document.removeEventListener("keydown", pressed),
  };
}

export function show(dialog) {
  if (dialog && !dialog.open) dialog.showModal();
  dialog?.querySelector("[data-first]")?.focus();
}

export function close(dialog) {
  if (dialog?.open) dialog.close();
}

export function reveal(id) {
  document.getElementById(id)?.scrollIntoView({ block: "nearest" });
}

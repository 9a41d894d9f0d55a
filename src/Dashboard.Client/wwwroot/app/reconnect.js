// A page whose circuit is gone for good, because the server was started again or the wait was too long, is read anew: its address holds what it shows.
(() => {
  const interval = 3000;

  async function reloadOnceReached() {
    try {
      if ((await fetch("health", { cache: "no-store" })).ok) {
        location.reload();
        return;
      }
    } catch {
      // Still out of reach.
    }
    setTimeout(reloadOnceReached, interval);
  }

  // The event does not bubble; the document sees it on its way down.
  document.addEventListener("components-reconnect-state-changed", (event) => {
    if (["rejected", "resume-failed", "failed"].includes(event.detail?.state)) reloadOnceReached();
  }, true);
})();

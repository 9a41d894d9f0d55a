// Starts the page. A lost connection is tried again every second for as long as the tab is open; a server that was restarted does not
// know the page any more, so the page is loaded anew, at the same address.
(() => {
  const dialog = document.getElementById("components-reconnect-modal");
  dialog.addEventListener("components-reconnect-state-changed", (change) => {
    if (change.detail.state === "rejected" || change.detail.state === "resume-failed") location.reload();
  });
  window.Blazor.start({ circuit: { reconnectionOptions: { maxRetries: 1_000_000, retryIntervalMilliseconds: () => 1000 } } });
})();

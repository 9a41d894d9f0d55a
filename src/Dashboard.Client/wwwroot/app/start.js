// Starts the page. A lost connection is tried again every second for as long as the tab is open; a server that was restarted does not
// know the page any more, so the page is loaded anew, at the same address.
(() => {
  const dialog = document.getElementById("components-reconnect-modal");
  const wait = dialog.querySelector(".reconnect-wait");
  let lost = 0;
  let clock = 0;

  // What the page shows is as old as the break.
  function tell() {
    wait.textContent = wait.dataset.template.replace("{0}", Math.round((performance.now() - lost) / 1000));
  }

  dialog.addEventListener("components-reconnect-state-changed", (change) => {
    if (change.detail.state === "show" && clock === 0) {
      lost = performance.now();
      clock = setInterval(tell, 1000);
    }
    if (change.detail.state === "hide") {
      clearInterval(clock);
      clock = 0;
    }
    if (change.detail.state === "rejected" || change.detail.state === "resume-failed") location.reload();
  });
  window.Blazor.start({ circuit: { reconnectionOptions: { maxRetries: 1_000_000, retryIntervalMilliseconds: () => 1000 } } });
})();

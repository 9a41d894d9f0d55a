// One MessagePack connection per tab to the live hub, shared by every chart. Reconnecting is ours: after a break each run is watched again
// from its last sequence number, so nothing is missed and nothing comes twice.
const runs = new Map();
let connection = null;
let connecting = null;
let lastNews = Date.now();
let broken = false;

const pause = (ms) => new Promise((done) => setTimeout(done, ms));

function loadScript(path) {
  return new Promise((done, failed) => {
    const script = document.createElement("script");
    script.src = new URL(path, import.meta.url).href;
    script.onload = done;
    script.onerror = () => failed(new Error(`${path} is missing`));
    document.head.append(script);
  });
}

async function library() {
  if (!window.signalR) await loadScript("../lib/signalr.min.js");
  if (!window.signalR.protocols?.msgpack) await loadScript("../lib/signalr-protocol-msgpack.min.js");
  return window.signalR;
}

async function connect() {
  const signalR = await library();
  if (!connection) {
    connection = new signalR.HubConnectionBuilder()
      .withUrl(new URL("hubs/live", document.baseURI).href)
      .withHubProtocol(new signalR.protocols.msgpack.MessagePackHubProtocol())
      .configureLogging(signalR.LogLevel.None)
      .build();
  }
  if (connection.state !== signalR.HubConnectionState.Connected) {
    connecting ??= connection.start().finally(() => { connecting = null; });
    await connecting;
  }
  return connection;
}

function healthy(is) {
  if (is) lastNews = Date.now();
  broken = !is;
  document.dispatchEvent(new CustomEvent("dashboard-link", { detail: { broken, lastNews } }));
}

function streamOnce(run) {
  return new Promise((done, failed) => {
    run.stream = connection.stream("Watch", run.id, run.seq).subscribe({
      next: (batch) => {
        healthy(true);
        const news = batch.events.filter((e) => Number(e.seq) > run.seq);
        if (news.length === 0) return;
        run.seq = Number(news[news.length - 1].seq);
        for (const listener of run.listeners) listener(news);
      },
      complete: done,
      error: failed,
    });
  });
}

async function follow(run) {
  let wait = 200;
  while (run.listeners.size > 0) {
    const before = run.seq;
    try {
      await connect();
      healthy(true);
      run.asked = false;
      await streamOnce(run);
      // The stream ends with the run. The page says when there is more to read.
      if (!run.asked && run.listeners.size > 0) await new Promise((done) => { run.wake = done; });
      wait = 200;
    } catch {
      if (run.listeners.size === 0) break;
      healthy(false);
      if (run.seq > before) wait = 200;
      await pause(wait);
      wait = Math.min(5000, wait * 2);
    }
  }
}

/** Registers a listener of a run; returns the feed. Call start once the listener's history is loaded. */
export function join(id, listener) {
  let run = runs.get(id);
  if (!run) {
    run = { id, seq: 0, first: null, listeners: new Set(), stream: null, asked: false, wake: null };
    runs.set(id, run);
  }
  run.listeners.add(listener);
  return {
    /** Streams from a sequence number. False: the stream began later than that, so the history must be read again. */
    start(after) {
      if (run.first === null) {
        run.first = after;
        run.seq = after;
        follow(run);
        return true;
      }
      return after >= run.first;
    },
    leave() {
      run.listeners.delete(listener);
      if (run.listeners.size > 0) return;
      runs.delete(id);
      run.stream?.dispose();
      run.wake?.();
    },
  };
}

/** A run that was over goes on: its stream is asked for again. */
export function again(id) {
  const run = runs.get(id);
  if (!run) return;
  run.asked = true;
  run.wake?.();
}

/** Shows or hides a banner as the link breaks and heals. Returns what ends it. */
export function attachBanner(element) {
  const show = () => {
    element.hidden = !broken;
    const seconds = String(Math.max(0, Math.round((Date.now() - lastNews) / 1000)));
    element.textContent = element.dataset.template.replace("{0}", seconds);
  };
  const timer = setInterval(() => { if (broken) show(); }, 1000);
  document.addEventListener("dashboard-link", show);
  show();
  return {
    dispose() {
      clearInterval(timer);
      document.removeEventListener("dashboard-link", show);
    },
  };
}

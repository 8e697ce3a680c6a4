// Live updates. <body data-live="/live/…"> (or any element) opens one stream; each kind of change becomes
// `callboard:KIND` on the body, so that a fragment refreshes itself with hx-trigger="callboard:delivery from:body".
import { gettext } from "./texts";

interface Notice {
  kind: string;
  about?: string;
}
interface Stream {
  source: EventSource;
  lastId: string;
}

/** Changes come in bursts (ninety mails leave): each kind is told once per pause, the last one never lost. */
const GATHER_MILLISECONDS = 400;
/** A refused stream (too many tabs, a restart) is closed by the browser for good, so we ask again ourselves. */
const ASK_AGAIN_MILLISECONDS = 15_000;

const streams = new Map<string, Stream>();
const gathered = new Map<string, string[]>();
let telling: number | undefined;

function tellGathered(): void {
  telling = undefined;
  const changes = [...gathered];
  gathered.clear();
  for (const [kind, about] of changes) {
    document.body.dispatchEvent(new CustomEvent(`callboard:${kind}`, { detail: { about }, bubbles: true }));
  }
}

function gather(notice: Notice): void {
  if (notice.kind === "connected") return;
  const about = gathered.get(notice.kind) ?? [];
  if (notice.about !== undefined && notice.about !== "") about.push(notice.about);
  gathered.set(notice.kind, about);
  telling ??= window.setTimeout(tellGathered, GATHER_MILLISECONDS);
}

function showState(state: "on" | "off"): void {
  document.body.dataset["liveState"] = state;
  for (const mark of document.querySelectorAll(".live-mark")) {
    mark.textContent = state === "on" ? gettext("Live") : gettext("Reconnecting…");
  }
}

function open(url: string, lastId: string): void {
  const address = lastId === "" ? url : `${url}?after=${encodeURIComponent(lastId)}`;
  const stream = { source: new EventSource(address), lastId };
  streams.set(url, stream);
  stream.source.addEventListener("open", () => {
    showState("on");
  });
  stream.source.addEventListener("error", () => {
    showState("off");
    if (stream.source.readyState === EventSource.CLOSED) window.setTimeout(follow, ASK_AGAIN_MILLISECONDS);
  });
  stream.source.addEventListener("message", (event: MessageEvent<string>) => {
    stream.lastId = event.lastEventId;
    gather(JSON.parse(event.data) as Notice);
  });
}

function wanted(): Set<string> {
  const found = [...document.querySelectorAll<HTMLElement>("[data-live]")];
  return new Set(found.map((element) => element.dataset["live"] ?? "").filter((url) => url !== ""));
}

/** A hidden tab gives its connection back (a browser allows six per server); a shown one goes on where it stopped. */
function follow(): void {
  const needed = document.hidden ? new Set<string>() : wanted();
  for (const [url, stream] of streams) if (!needed.has(url)) stream.source.close();
  for (const url of needed) {
    const running = streams.get(url);
    if (running === undefined || running.source.readyState === EventSource.CLOSED) open(url, running?.lastId ?? "");
  }
}

export function listenLive(): void {
  document.addEventListener("visibilitychange", follow);
  document.addEventListener("htmx:afterSettle", follow);
  window.addEventListener("pagehide", () => {
    for (const stream of streams.values()) stream.source.close();
  });
  window.addEventListener("pageshow", follow);
  follow();
}

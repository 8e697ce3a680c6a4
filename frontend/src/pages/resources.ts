// Resources: the clock of a machine that stands runs on by itself.
import "../style/_resources.scss";

const SECOND = 1000;

/** 3 725 seconds are 1:02:05. */
function clock(seconds: number): string {
  const rest = (count: number): string => String(count).padStart(2, "0");
  const minutes = Math.floor(seconds / 60);
  return `${String(Math.floor(minutes / 60))}:${rest(minutes % 60)}:${rest(seconds % 60)}`;
}

function tick(): void {
  for (const timer of document.querySelectorAll<HTMLElement>("[data-since]")) {
    const since = Date.parse(timer.dataset["since"] ?? "");
    if (Number.isNaN(since)) continue;
    timer.textContent = clock(Math.max(0, Math.floor((Date.now() - since) / SECOND)));
  }
}

/** News never closes a form that somebody has open: the list catches up when it is closed. */
let isBehind = false;

document.body.addEventListener("htmx:beforeRequest", (event) => {
  if (!(event.target instanceof HTMLElement) || event.target.id !== "machines") return;
  if (event.target.querySelector("details[open]") === null) return;
  event.preventDefault();
  isBehind = true;
});

document.addEventListener(
  "toggle",
  () => {
    if (!isBehind || document.querySelector("#machines details[open]") !== null) return;
    isBehind = false;
    document.body.dispatchEvent(new CustomEvent("callboard:resources"));
  },
  { capture: true },
);

tick();
window.setInterval(tick, SECOND);
document.body.addEventListener("htmx:afterSettle", tick);

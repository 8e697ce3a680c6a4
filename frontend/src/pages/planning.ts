// The shooting planner: the search drawn as it goes, said aloud now and then; why a strip is there; what-if rows.
import "../style/_planning.scss";

const SVG = "http://www.w3.org/2000/svg";
const HEIGHT = 220;
const MARGIN = { top: 14, right: 12, bottom: 26, left: 64 };
/** A screen reader is told no more often than this, whatever the search finds. */
const SAY_AGAIN_MILLISECONDS = 5000;

interface Point {
  seconds: number;
  cost: number;
  bound: number;
  isBroken: boolean;
}
interface Scale {
  x: (seconds: number) => number;
  y: (value: number) => number;
  ticks: number[];
  until: number;
}

function pointsOf(chart: HTMLElement): Point[] {
  const rows = document.querySelectorAll<HTMLElement>(`${chart.dataset["rows"] ?? ""} tr`);
  return [...rows].map((row) => ({
    seconds: Number(row.dataset["seconds"]),
    cost: Number(row.dataset["cost"]),
    bound: Number(row.dataset["bound"]),
    isBroken: row.dataset["broken"] !== undefined,
  }));
}

function add(parent: Element, name: string, attributes: Record<string, string | number>, text = ""): Element {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
  made.textContent = text;
  parent.append(made);
  return made;
}

/** 1, 2 or 5 and zeros: what a person would count in. */
function niceStep(range: number): number {
  const power = 10 ** Math.floor(Math.log10(range));
  return power * (range / power > 5 ? 2 : range / power > 2 ? 1 : 0.5);
}

/** A first plan far dearer than the rest is cut off rather than flattening all. */
function scaleOf(points: Point[], chart: HTMLElement): Scale {
  const last = points.at(-1);
  const bounds = points.map((point) => point.bound).filter((bound) => bound > 0);
  const top = Math.min(Math.max(...points.map((point) => point.cost)), 2 * (last?.cost ?? 0));
  const bottom = Math.min(...bounds, last?.cost ?? top);
  const step = niceStep(Math.max(top - bottom, top * 0.1, 1));
  const [low, high] = [Math.floor(bottom / step - 0.3) * step, Math.ceil(top / step + 0.3) * step];
  const first = Math.max(0, low);
  const whole = Number(chart.dataset["seconds"]);
  const until = chart.closest(".plan-watch") === null ? Math.max(last?.seconds ?? 0, 0.1) : whole;
  const width = chart.clientWidth - MARGIN.left - MARGIN.right;
  const tall = HEIGHT - MARGIN.top - MARGIN.bottom;
  return {
    x: (seconds) => MARGIN.left + (width * Math.min(seconds, until)) / until,
    y: (value) => MARGIN.top + tall - (tall * (Math.min(Math.max(value, first), high) - first)) / (high - first),
    ticks: Array.from({ length: Math.round((high - first) / step) + 1 }, (_, place) => first + place * step),
    until,
  };
}

/** What stood stays until the next is found: steps, not slopes. */
function steps(points: { seconds: number; value: number }[], scale: Scale, end: number): string {
  let path = "";
  for (const [place, point] of points.entries()) {
    const [x, y] = [scale.x(point.seconds).toFixed(1), scale.y(point.value).toFixed(1)];
    path += place === 0 ? `M${x} ${y}` : `H${x}V${y}`;
  }
  return path === "" ? "" : `${path}H${scale.x(end).toFixed(1)}`;
}

function shown(value: number, chart: HTMLElement): string {
  const unit = chart.dataset["unit"] ?? "";
  const amount = value / 10 ** Number(chart.dataset["decimals"]);
  const language = document.documentElement.lang || "en";
  const format =
    unit === "%" ? { maximumFractionDigits: 0 } : ({ notation: "compact", maximumSignificantDigits: 3 } as const);
  return `${new Intl.NumberFormat(language, format).format(amount)}${unit === "%" ? " %" : ""}`;
}

function drawAxes(svg: Element, chart: HTMLElement, scale: Scale): void {
  const right = chart.clientWidth - MARGIN.right;
  for (const value of scale.ticks) {
    const y = scale.y(value);
    add(svg, "line", { class: "chart-grid", x1: MARGIN.left, x2: right, y1: y, y2: y });
    add(svg, "text", { class: "chart-tick", x: MARGIN.left - 8, y: y + 4, "text-anchor": "end" }, shown(value, chart));
  }
  for (let tick = 0; tick <= 2; tick += 1) {
    const seconds = (scale.until * tick) / 2;
    const anchor = ["start", "middle", "end"][tick] ?? "end";
    const label = `${String(Math.round(seconds * 10) / 10)}${tick === 2 ? ` ${chart.dataset["axis"] ?? ""}` : ""}`;
    add(svg, "text", { class: "chart-tick", x: scale.x(seconds), y: HEIGHT - 8, "text-anchor": anchor }, label);
  }
}

/** The name of a line at its end: no legend to look up. */
function label(svg: Element, kind: string, x: number, y: number, text: string, chart: HTMLElement): void {
  const isRight = x > chart.clientWidth / 2;
  const place = isRight ? { x: x + 6, "text-anchor": "end" } : { x: x + 10, "text-anchor": "start" };
  add(svg, "text", { class: `chart-label chart-label-${kind}`, y, ...place }, text);
}

function wordsOf(chart: HTMLElement, point: Point): string {
  const words = chart.dataset["cost"] ?? "";
  return point.isBroken ? `${words}, ${chart.dataset["broken"] ?? ""}` : words;
}

/** How far the lines go: the best plan so far is the best until now. */
function endOf(points: Point[]): number {
  const elapsed = Number(document.getElementById("plan-progress")?.dataset["elapsed"] ?? 0);
  return Math.max(points.at(-1)?.seconds ?? 0, elapsed);
}

/** The cost, dotted while rules are broken, and where it stands now. */
function drawCost(svg: Element, chart: HTMLElement, points: Point[], scale: Scale, end: number): void {
  const costs = points.map((point) => ({ ...point, value: point.cost }));
  const whole = costs.findIndex((point) => !point.isBroken);
  const broken = whole === -1 ? costs : costs.slice(0, whole + 1);
  const kept = whole === -1 ? [] : costs.slice(whole);
  add(svg, "path", { class: "chart-cost is-broken", d: steps(broken, scale, kept[0]?.seconds ?? end) });
  add(svg, "path", { class: "chart-cost", d: steps(kept, scale, end) });
  const now = costs.at(-1);
  if (now === undefined) return;
  const [x, y] = [scale.x(end), scale.y(now.value)];
  add(svg, "circle", { class: "chart-dot", cx: x, cy: y, r: 4 });
  label(svg, "cost", x, Math.max(y - 9, 12), `${wordsOf(chart, now)} ${shown(now.value, chart)}`, chart);
}

function drawBound(svg: Element, chart: HTMLElement, points: Point[], scale: Scale, end: number): void {
  const bounds = points.filter((point) => point.bound > 0).map((point) => ({ ...point, value: point.bound }));
  const now = bounds.at(-1);
  if (now === undefined) return;
  add(svg, "path", { class: "chart-bound", d: steps(bounds, scale, end) });
  const words = `${chart.dataset["bound"] ?? ""} ${shown(now.value, chart)}`;
  label(svg, "bound", scale.x(end), scale.y(now.value) + 17, words, chart);
}

function draw(chart: HTMLElement): void {
  const points = pointsOf(chart);
  chart.hidden = points.length === 0;
  if (points.length === 0 || chart.clientWidth === 0) return;
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("width", String(chart.clientWidth));
  svg.setAttribute("height", String(HEIGHT));
  const scale = scaleOf(points, chart);
  const end = Math.min(endOf(points), scale.until);
  drawAxes(svg, chart, scale);
  drawBound(svg, chart, points, scale, end);
  drawCost(svg, chart, points, scale, end);
  chart.replaceChildren(svg);
}

function drawAll(): void {
  for (const chart of document.querySelectorAll<HTMLElement>(".plan-chart")) draw(chart);
}

let saidAt = 0;
let wasSaid = "";

/** The best plan so far for whoever listens: politely, and only when there is something new. */
function say(): void {
  const voice = document.getElementById("plan-voice");
  const said = document.getElementById("plan-progress")?.dataset["said"] ?? "";
  const isEmpty = document.querySelector("#plan-rows tr") === null;
  if (voice === null || isEmpty || said === wasSaid || Date.now() - saidAt < SAY_AGAIN_MILLISECONDS) return;
  voice.textContent = said;
  wasSaid = said;
  saidAt = Date.now();
}

function listenToWhy(): void {
  const dialog = document.querySelector<HTMLDialogElement>("#why-dialog");
  if (dialog === null) return;
  document.addEventListener("htmx:afterSwap", (event) => {
    if ((event as CustomEvent<{ target: Element }>).detail.target.id === "why-body" && !dialog.open) dialog.showModal();
  });
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close();
  });
}

const ABOUT_A_DAY = new Set(["lost_day", "extra_day"]);

/** Days have nobody to choose; people and places are offered where they fit. */
function fit(row: HTMLElement): void {
  const kind = row.querySelector<HTMLSelectElement>('select[name$="-kind"]')?.value ?? "";
  const who = row.querySelector<HTMLSelectElement>('select[name$="-who"]');
  if (who === null) return;
  const [people, locations] = who.querySelectorAll("optgroup");
  if (people !== undefined) people.disabled = kind.startsWith("location");
  if (locations !== undefined) locations.disabled = kind.startsWith("person");
  const field = who.closest<HTMLElement>(".field");
  if (field !== null) field.hidden = ABOUT_A_DAY.has(kind);
  if (ABOUT_A_DAY.has(kind) || who.selectedOptions[0]?.closest("optgroup")?.disabled === true) who.value = "";
}

function listenToRows(): void {
  for (const row of document.querySelectorAll<HTMLElement>("[data-what-if]")) {
    fit(row);
    row.addEventListener("change", () => {
      fit(row);
    });
  }
}

drawAll();
say();
listenToWhy();
listenToRows();
window.addEventListener("resize", drawAll);
document.addEventListener("toggle", drawAll, { capture: true });
document.addEventListener("htmx:afterSettle", () => {
  drawAll();
  say();
});
document.querySelector("[data-print]")?.addEventListener("click", () => {
  window.print();
});
document.querySelector<HTMLInputElement>("[data-only-changed]")?.addEventListener("change", (event) => {
  const box = event.target as HTMLInputElement;
  document.getElementById("pairs")?.classList.toggle("only-changed", box.checked);
});

// Products: the tree of a bill folds and is walked with arrow keys; codes are offered while a component is typed.
import "../style/_products.scss";

const FOLDED = new Set<string>();

function rowsOf(tree: HTMLElement): HTMLElement[] {
  return [...tree.querySelectorAll<HTMLElement>("tr[data-path]")];
}

function pathOf(row: HTMLElement): string {
  return row.dataset["path"] ?? "";
}

function isFoldable(row: HTMLElement): boolean {
  return row.hasAttribute("aria-expanded");
}

/** A row is shown when nothing above it is folded. */
function show(tree: HTMLElement): void {
  for (const row of rowsOf(tree)) {
    const path = pathOf(row);
    row.hidden = [...FOLDED].some((folded) => path.startsWith(`${folded}.`));
    if (!isFoldable(row)) continue;
    const isFolded = FOLDED.has(path);
    row.setAttribute("aria-expanded", String(!isFolded));
    const toggle = row.querySelector<HTMLElement>("[data-toggle]");
    if (toggle !== null) toggle.textContent = isFolded ? "▸" : "▾";
  }
}

function fold(tree: HTMLElement, row: HTMLElement, isFolded: boolean): void {
  if (isFolded) FOLDED.add(pathOf(row));
  else FOLDED.delete(pathOf(row));
  show(tree);
}

function focusRow(tree: HTMLElement, row: HTMLElement | undefined): void {
  if (row === undefined) return;
  for (const other of rowsOf(tree)) other.tabIndex = other === row ? 0 : -1;
  row.focus();
}

function parentOf(tree: HTMLElement, row: HTMLElement): HTMLElement | undefined {
  const path = pathOf(row);
  const above = path.slice(0, path.lastIndexOf("."));
  return rowsOf(tree).find((other) => pathOf(other) === above);
}

function walk(tree: HTMLElement, row: HTMLElement, key: string): boolean {
  const seen = rowsOf(tree).filter((other) => !other.hidden);
  const place = seen.indexOf(row);
  const isFolded = FOLDED.has(pathOf(row));
  if (key === "ArrowDown") focusRow(tree, seen[place + 1]);
  else if (key === "ArrowUp") focusRow(tree, seen[place - 1]);
  else if (key === "Home") focusRow(tree, seen[0]);
  else if (key === "End") focusRow(tree, seen.at(-1));
  else if (key === "ArrowRight" && isFoldable(row)) {
    if (isFolded) fold(tree, row, false);
    else focusRow(tree, seen[place + 1]);
  } else if (key === "ArrowLeft") {
    if (isFoldable(row) && !isFolded) fold(tree, row, true);
    else focusRow(tree, parentOf(tree, row));
  } else if (key === "Enter") row.querySelector<HTMLAnchorElement>("th a")?.click();
  else return false;
  return true;
}

function wake(): void {
  for (const tree of document.querySelectorAll<HTMLElement>("[data-tree]")) {
    for (const toggle of tree.querySelectorAll<HTMLElement>("[data-toggle]")) toggle.hidden = false;
    show(tree);
  }
  for (const help of document.querySelectorAll<HTMLElement>("[data-tree-help]")) help.hidden = false;
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || !(event.target instanceof HTMLElement)) return;
  const tree = event.target.closest<HTMLElement>("[data-tree]");
  if (tree === null || !event.target.matches("tr[data-path]")) return;
  if (walk(tree, event.target, event.key)) event.preventDefault();
});

document.addEventListener("click", (event) => {
  if (!(event.target instanceof HTMLElement)) return;
  const row = event.target.closest<HTMLElement>("[data-toggle]")?.closest<HTMLElement>("tr[data-path]");
  const tree = row?.closest<HTMLElement>("[data-tree]");
  if (row && tree) fold(tree, row, !FOLDED.has(pathOf(row)));
});

// News never takes a field away from whoever is typing in it; the next change brings the page up to date.
document.body.addEventListener("htmx:beforeRequest", (event) => {
  if (!(event.target instanceof HTMLElement) || event.target.id !== "product") return;
  const held = document.activeElement;
  if (held instanceof HTMLInputElement && event.target.contains(held)) event.preventDefault();
});

document.body.addEventListener("htmx:afterSettle", wake);
wake();

/** The list of codes follows what is typed, a moment after the last key. */
const PAUSE_MILLISECONDS = 150;
let waiting: number | undefined;

async function offer(list: HTMLDataListElement, written: string): Promise<void> {
  const answer = await fetch(`${list.dataset["codes"] ?? ""}?component=${encodeURIComponent(written)}`);
  if (!answer.ok) return;
  const read = new DOMParser().parseFromString(await answer.text(), "text/html");
  list.replaceChildren(...read.querySelectorAll("option"));
}

document.addEventListener("input", (event) => {
  const list = document.querySelector<HTMLDataListElement>("datalist[data-codes]");
  if (list === null || !(event.target instanceof HTMLInputElement) || event.target.name !== "component") return;
  const written = event.target.value;
  window.clearTimeout(waiting);
  waiting = window.setTimeout(() => void offer(list, written), PAUSE_MILLISECONDS);
});

// Coming back from an added line, the next component can be typed at once; the browser's own jump comes first.
window.addEventListener("load", () => {
  if (window.location.hash !== "#add-line") return;
  window.setTimeout(() => document.querySelector<HTMLInputElement>("#add-line input[name='component']")?.focus());
});

// Which rows are selected, and on which one the keyboard stands (one tab stop for each grid).
import { gettext } from "../parts/texts";
import { areaOf, isEditable, keyOf, rowByKey, rowsIn, type Area } from "./rows";
import { say } from "./voice";

const selected = new Set<string>();
const current: Record<Area, string> = { board: "", boneyard: "" };
let rangeStart = "";

export function isSelected(row: HTMLElement): boolean {
  return selected.has(keyOf(row));
}

/** The selected rows of an area, top to bottom. */
export function selectedRows(area: Area): HTMLElement[] {
  return rowsIn(area).filter(isSelected);
}

/** What an edit is about: the selection when the row belongs to it, else the row alone. */
export function rowsOfEdit(row: HTMLElement): HTMLElement[] {
  return isSelected(row) ? selectedRows(areaOf(row)) : [row];
}

/** Writes selection and tab stops into a board, the shown one or one that is about to be shown. */
export function paint(root: ParentNode): void {
  for (const row of root.querySelectorAll<HTMLElement>(".strip")) {
    const here = selected.has(keyOf(row));
    row.classList.toggle("is-selected", here);
    if (row.hasAttribute("aria-selected")) row.setAttribute("aria-selected", String(here));
  }
  for (const [area, id] of [
    ["board", "board-days"],
    ["boneyard", "boneyard-rows"],
  ] as const) {
    const rows = [...root.querySelectorAll<HTMLElement>(`#${id} .strip`)];
    const stop = rows.find((row) => keyOf(row) === current[area]) ?? rows.find((row) => !row.hidden);
    for (const row of rows) row.tabIndex = row === stop ? 0 : -1;
  }
}

/** Rows that are gone cannot stay selected. */
export function forgetGone(root: ParentNode): void {
  const present = new Set([...root.querySelectorAll<HTMLElement>(".strip")].map(keyOf));
  for (const key of selected) if (!present.has(key)) selected.delete(key);
}

function show(): void {
  paint(document);
  showCount();
}

export function showCount(): void {
  const bar = document.getElementById("selection-bar");
  const count = document.getElementById("selection-count");
  if (bar === null || count === null) return;
  bar.hidden = selected.size < 2;
  count.textContent = gettext("{count} strips selected").replace("{count}", String(selected.size));
}

function sayCount(): void {
  if (selected.size > 0) say(gettext("{count} strips selected").replace("{count}", String(selected.size)));
  else say(gettext("Nothing selected"));
}

export function stand(row: HTMLElement): void {
  current[areaOf(row)] = keyOf(row);
  paint(document);
}

export function selectOnly(row: HTMLElement): void {
  selected.clear();
  if (isEditable()) selected.add(keyOf(row));
  rangeStart = keyOf(row);
  show();
}

export function toggle(row: HTMLElement): void {
  if (!isEditable()) return;
  if (!selected.delete(keyOf(row))) selected.add(keyOf(row));
  rangeStart = keyOf(row);
  show();
  sayCount();
}

export function selectRange(to: HTMLElement): void {
  if (!isEditable()) return;
  const rows = rowsIn(areaOf(to)).filter((row) => !row.hidden);
  const start = rows.findIndex((row) => keyOf(row) === rangeStart);
  const end = rows.indexOf(to);
  if (start < 0) {
    toggle(to);
    return;
  }
  selected.clear();
  for (const row of rows.slice(Math.min(start, end), Math.max(start, end) + 1)) selected.add(keyOf(row));
  show();
  sayCount();
}

export function startRange(row: HTMLElement): void {
  if (!isSelected(row)) {
    selected.clear();
    selected.add(keyOf(row));
    rangeStart = keyOf(row);
  }
}

export function clear(): void {
  selected.clear();
  show();
}

/** The row an edit from a button of the page is about: the first selected, else where the keyboard stands. */
export function currentRow(): HTMLElement | null {
  const first = selectedRows("board")[0] ?? selectedRows("boneyard")[0];
  return first ?? rowByKey(current.board) ?? rowByKey(current.boneyard);
}

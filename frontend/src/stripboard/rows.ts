// What the rows of the board say, read from the page. The page is the only state: the server wrote it.
export type Area = "board" | "boneyard";

export function pageRoot(): HTMLElement {
  const root = document.getElementById("board-page");
  if (root === null) throw new Error("this page shows no board");
  return root;
}

export function boardElement(): HTMLElement {
  const board = document.getElementById("board");
  if (board === null) throw new Error("this page shows no board");
  return board;
}

export function isEditable(): boolean {
  return boardElement().classList.contains("is-editable");
}

/** Every row of the board or the boneyard, top to bottom, across the days. */
export function rowsIn(area: Area): HTMLElement[] {
  const grid = document.getElementById(area === "board" ? "board-days" : "boneyard-rows");
  return grid === null ? [] : [...grid.querySelectorAll<HTMLElement>(".strip")];
}

export function rowByKey(key: string): HTMLElement | null {
  return document.getElementById(`strip-${key}`);
}

export function keyOf(row: HTMLElement): string {
  return row.dataset["strip"] ?? "";
}

export function nameOf(row: HTMLElement): string {
  return row.dataset["name"] ?? "";
}

export function kindOf(row: HTMLElement): string {
  return row.dataset["kind"] ?? "";
}

export function areaOf(row: HTMLElement): Area {
  return row.closest("#boneyard") === null ? "board" : "boneyard";
}

/** The strip as the person saw it: id and version. */
export function stampOf(row: HTMLElement): string {
  return `${keyOf(row)}:${row.dataset["version"] ?? ""}`;
}

/** The days from the first to the last, without the empty one that waits below. */
export function days(): HTMLElement[] {
  return [...document.querySelectorAll<HTMLElement>("#board-days .board-day:not(.is-next)")];
}

export function rowsOfDay(day: HTMLElement): HTMLElement[] {
  return [...day.querySelectorAll<HTMLElement>(".strip")];
}

/** The row behind which something stands that comes right before `index`, skipping rows that move themselves. */
export function anchorBefore(rows: HTMLElement[], index: number, moving: ReadonlySet<string>): string {
  for (let place = index - 1; place >= 0; place -= 1) {
    const row = rows[place];
    if (row !== undefined && !moving.has(keyOf(row))) return keyOf(row);
  }
  return "";
}

export function keysOf(rows: HTMLElement[]): Set<string> {
  return new Set(rows.map(keyOf));
}

// The keyboard on the board: arrows go, Space selects, Alt moves; every edit that the mouse can do has its key.
import { askBanner, askChange, askMove, askSplit, join, openMenu, remove, showKeys } from "./dialogs";
import { addAfter, step, takeBack, toBoneyard, toDay } from "./moves";
import { areaOf, days, isEditable, keyOf, rowsIn, rowsOfDay, type Area } from "./rows";
import { clear, selectRange, stand, startRange, toggle } from "./selection";

type Act = (row: HTMLElement) => void;

export function focusRow(row: HTMLElement | undefined): void {
  if (row === undefined) return;
  stand(row);
  row.focus({ preventScroll: true });
  row.scrollIntoView({ block: "nearest" });
}

function neighbor(row: HTMLElement, by: number): HTMLElement | undefined {
  const rows = rowsIn(areaOf(row)).filter((one) => !one.hidden);
  return rows[rows.indexOf(row) + by];
}

function extend(row: HTMLElement, by: number): void {
  const next = neighbor(row, by);
  if (next === undefined) return;
  startRange(row);
  focusRow(next);
  selectRange(next);
}

function cross(to: Area): void {
  const rows = rowsIn(to).filter((row) => !row.hidden);
  focusRow(rows.find((row) => row.tabIndex === 0) ?? rows[0]);
}

function goToDay(row: HTMLElement, by: number): void {
  const day = row.closest<HTMLElement>(".board-day");
  const other = day === null ? undefined : days()[days().indexOf(day) + by];
  if (other !== undefined) focusRow(rowsOfDay(other)[0]);
}

const GOING: Record<string, Act> = {
  ArrowUp: (row) => {
    focusRow(neighbor(row, -1));
  },
  ArrowDown: (row) => {
    focusRow(neighbor(row, 1));
  },
  ArrowLeft: () => {
    cross("board");
  },
  ArrowRight: () => {
    cross("boneyard");
  },
  Home: (row) => {
    focusRow(rowsIn(areaOf(row)).find((one) => !one.hidden));
  },
  End: (row) => {
    focusRow(
      rowsIn(areaOf(row))
        .filter((one) => !one.hidden)
        .at(-1),
    );
  },
  PageUp: (row) => {
    goToDay(row, -1);
  },
  PageDown: (row) => {
    goToDay(row, 1);
  },
};

const EDITING: Record<string, Act> = {
  " ": toggle,
  Escape: clear,
  Enter: openMenu,
  "Shift+ArrowUp": (row) => {
    extend(row, -1);
  },
  "Shift+ArrowDown": (row) => {
    extend(row, 1);
  },
  "Alt+ArrowUp": (row) => {
    step(keyOf(row), "up");
  },
  "Alt+ArrowDown": (row) => {
    step(keyOf(row), "down");
  },
  "Alt+Shift+ArrowUp": (row) => {
    toDay(keyOf(row), "up");
  },
  "Alt+Shift+ArrowDown": (row) => {
    toDay(keyOf(row), "down");
  },
  b: (row) => {
    toBoneyard(keyOf(row));
  },
  p: (row) => void askMove(row),
  s: (row) => void askSplit(row),
  j: join,
  d: (row) => {
    addAfter(keyOf(row), "break");
  },
  n: (row) => void askBanner(row),
  e: (row) => void askChange(row),
  Delete: remove,
};

const ANYWHERE: Record<string, () => void> = {
  u: () => {
    takeBack("undo");
  },
  "Ctrl+z": () => {
    takeBack("undo");
  },
  "Ctrl+Shift+z": () => {
    takeBack("redo");
  },
  "Ctrl+y": () => {
    takeBack("redo");
  },
  "?": showKeys,
};

function pressed(event: KeyboardEvent): string {
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  const ctrl = event.ctrlKey || event.metaKey ? "Ctrl+" : "";
  const shift = event.shiftKey && (key.length > 1 || ctrl !== "") ? "Shift+" : "";
  return `${ctrl}${event.altKey ? "Alt+" : ""}${shift}${key}`;
}

function isTyping(target: Element): boolean {
  return target.matches("input, textarea, select, [contenteditable]") || target.closest("dialog") !== null;
}

function onKey(event: KeyboardEvent): void {
  if (!(event.target instanceof Element) || isTyping(event.target)) return;
  const press = pressed(event);
  const row = event.target.matches(".strip") ? (event.target as HTMLElement) : null;
  const act = row === null ? undefined : (GOING[press] ?? (isEditable() ? EDITING[press] : undefined));
  const anywhere = isEditable() ? ANYWHERE[press] : undefined;
  if (act === undefined && anywhere === undefined && press !== "/") return;
  event.preventDefault();
  if (act !== undefined && row !== null) act(row);
  else if (press === "/") document.getElementById("find-words")?.focus();
  else anywhere?.();
}

export function listenToBoardKeys(): void {
  // On the window's way down: "?" shows this page's keys instead of the general ones.
  document.addEventListener("keydown", onKey, { capture: true });
}

// The moves that keys, buttons and drops ask for, as operations on strips.
import { gettext } from "../parts/texts";
import { edit, type Edit, type Fields } from "./edits";
import {
  anchorBefore,
  areaOf,
  boardElement,
  days,
  keyOf,
  keysOf,
  kindOf,
  rowByKey,
  rowsIn,
  rowsOfDay,
  stampOf,
  type Area,
} from "./rows";
import { rowsOfEdit, stand } from "./selection";
import { say } from "./voice";

export type Direction = "up" | "down";

export function placing(rows: HTMLElement[], after: string, area: Area): Edit {
  const strips = rows.map((row): [string, string] => ["strip", stampOf(row)]);
  return { verb: "place", fields: [...strips, ["after", after], ["area", area]] };
}

/** Rows by key, fresh: the page may have been redrawn since the key was pressed. */
function fresh(key: string): HTMLElement[] {
  const row = rowByKey(key);
  return row === null ? [] : rowsOfEdit(row);
}

function nowhere(sentence: string): null {
  say(sentence);
  return null;
}

/** One row up or down, across the ends of days. */
export function step(key: string, direction: Direction): void {
  edit(() => {
    const moving = fresh(key);
    const [first, last] = [moving[0], moving.at(-1)];
    if (first === undefined || last === undefined) return null;
    const area = areaOf(first);
    const rows = rowsIn(area);
    const keys = keysOf(moving);
    if (direction === "up") {
      const index = rows.indexOf(first);
      if (index === 0) return nowhere(gettext("This is the top."));
      return placing(moving, anchorBefore(rows, index - 1, keys), area);
    }
    const next = rows.slice(rows.indexOf(last) + 1).find((row) => !keys.has(keyOf(row)));
    if (next === undefined) return nowhere(gettext("This is the end."));
    return placing(moving, keyOf(next), area);
  });
}

/** To the start of the next day, or the end of the day before. */
export function toDay(key: string, direction: Direction): void {
  edit(() => {
    const moving = fresh(key);
    const first = moving[0];
    const day = first?.closest<HTMLElement>(".board-day");
    if (first === undefined || !day) return null;
    const keys = keysOf(moving);
    if (direction === "down") {
      const close = rowsOfDay(day).find((row) => kindOf(row) === "day_break" && !keys.has(keyOf(row)));
      if (close === undefined) return nowhere(gettext("This is the last day."));
      return placing(moving, keyOf(close), "board");
    }
    const before = days()[days().indexOf(day) - 1];
    const close = before === undefined ? undefined : rowsOfDay(before).at(-1);
    if (close === undefined) return nowhere(gettext("This is the first day."));
    const rows = rowsIn("board");
    return placing(moving, anchorBefore(rows, rows.indexOf(close), keys), "board");
  });
}

/** The focus goes on to the row that follows, so that one can work through a list. */
function standBehind(moving: HTMLElement[]): void {
  const last = moving.at(-1);
  if (last === undefined || !moving.includes(document.activeElement as HTMLElement)) return;
  const rows = rowsIn(areaOf(last)).filter((row) => !row.hidden && !moving.includes(row));
  const place = rowsIn(areaOf(last)).indexOf(last);
  const next = rows.find((row) => rowsIn(areaOf(last)).indexOf(row) > place) ?? rows.at(-1);
  if (next === undefined) return;
  stand(next);
  next.focus({ preventScroll: true });
}

export function place(key: string, after: string, area: Area): void {
  edit(() => {
    const moving = fresh(key);
    const first = moving[0];
    if (first === undefined) return null;
    const made = placing(moving, after, area);
    if (areaOf(first) !== area) standBehind(moving);
    return made;
  });
}

/** Scenes only: an end of day or a banner is taken away instead. */
export function toBoneyard(key: string): void {
  edit(() => {
    const moving = fresh(key).filter((row) => kindOf(row) === "scene" && areaOf(row) === "board");
    if (moving.length === 0) return nowhere(gettext("Only scenes go to the boneyard."));
    const last = rowsIn("boneyard").at(-1);
    const made = placing(moving, last === undefined ? "" : keyOf(last), "boneyard");
    standBehind(moving);
    return made;
  });
}

/** An edit of one row, named with the version that is shown. */
export function editRow(key: string, verb: string, fields: Fields = []): void {
  edit(() => {
    const row = rowByKey(key);
    return row === null ? null : { verb, fields: [["strip", stampOf(row)], ...fields] };
  });
}

export function addAfter(key: string, verb: "break" | "banner", fields: Fields = []): void {
  edit(() => {
    const row = rowByKey(key);
    if (row === null || areaOf(row) !== "board") return nowhere(gettext("Choose a row of the board."));
    return { verb, fields: [["after", key], ...fields] };
  });
}

export function takeBack(which: "undo" | "redo"): void {
  edit(() => {
    const move = boardElement().querySelector<HTMLElement>(`#${which}`)?.dataset["move"] ?? "";
    if (move === "") return nowhere(gettext(which === "undo" ? "Nothing to undo." : "Nothing to redo."));
    return { verb: "undo", fields: [["move", move]] };
  });
}

// Dragging one or many strips with mouse, pen or finger (after a long press), between days and the boneyard.
import Sortable from "sortablejs";
import { edit, hold, refresh, release } from "./edits";
import { placing } from "./moves";
import { anchorBefore, areaOf, isEditable, keyOf, kindOf, rowByKey, rowsIn, type Area } from "./rows";
import { rowsOfEdit, isSelected, selectOnly } from "./selection";

const LONG_PRESS_MILLISECONDS = 280;
const attached = new WeakSet<HTMLElement>();
let dragged: string[] = [];

function onStart(event: Sortable.SortableEvent): void {
  hold();
  if (!isSelected(event.item)) selectOnly(event.item);
  dragged = rowsOfEdit(event.item).map(keyOf);
  for (const key of dragged) {
    if (key !== keyOf(event.item)) rowByKey(key)?.classList.add("is-following");
  }
  const ghost = document.querySelector<HTMLElement>(".strip-ghost");
  if (ghost !== null && dragged.length > 1) ghost.dataset["count"] = String(dragged.length);
}

function onEnd(event: Sortable.SortableEvent): void {
  for (const row of document.querySelectorAll(".is-following")) row.classList.remove("is-following");
  const isUnmoved = event.from === event.to && event.oldIndex === event.newIndex;
  const area: Area = areaOf(event.item);
  const rows = rowsIn(area);
  const after = anchorBefore(rows, rows.indexOf(event.item), new Set(dragged));
  const keys = dragged;
  release();
  if (isUnmoved) return;
  edit(() => {
    const moving = keys.map(rowByKey).filter((row) => row !== null);
    if (moving.length === keys.length) return placing(moving, after, area);
    refresh(); // one of them is gone: show the board as it is
    return null;
  });
}

/** Only scenes can be set aside. */
function mayLie(to: Sortable, _from: Sortable, item: HTMLElement): boolean {
  return to.el.dataset["area"] === "board" || kindOf(item) === "scene";
}

export function attachDragging(): void {
  if (!isEditable()) return;
  const calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  for (const list of document.querySelectorAll<HTMLElement>(".strips")) {
    if (attached.has(list)) continue;
    attached.add(list);
    Sortable.create(list, {
      group: { name: "strips", pull: true, put: mayLie },
      draggable: ".strip",
      filter: ".strip-menu",
      preventOnFilter: false,
      animation: calm ? 0 : 110,
      delay: LONG_PRESS_MILLISECONDS,
      delayOnTouchOnly: true,
      touchStartThreshold: 6,
      // The browser's own dragging cannot be styled, and does not exist for fingers.
      forceFallback: true,
      fallbackOnBody: true,
      fallbackTolerance: 4,
      fallbackClass: "strip-ghost",
      ghostClass: "is-landing",
      swapThreshold: 0.65, // rows differ in height: with the whole row they would change places to and fro
      invertedSwapThreshold: 1, // into another day: before or after the row under the pointer, nothing in between
      emptyInsertThreshold: 24,
      scrollSensitivity: 70,
      scrollSpeed: 16,
      onStart,
      onEnd,
    });
  }
}

// The stripboard: wires keys, dragging, dialogs and live updates to the board that the server wrote.
import { attachDragging } from "../stripboard/dragging";
import {
  askBanner,
  askChange,
  askMove,
  askSplit,
  closeMenu,
  join,
  openMenu,
  remove,
  rowOfMenu,
  showKeys,
} from "../stripboard/dialogs";
import { onShown, refresh } from "../stripboard/edits";
import { filterBoneyard } from "../stripboard/filter";
import { listenToBoardKeys } from "../stripboard/keys";
import { addAfter, step, takeBack, toBoneyard } from "../stripboard/moves";
import { isEditable, keyOf, pageRoot } from "../stripboard/rows";
import { clear, currentRow, paint, selectOnly, selectRange, stand, toggle } from "../stripboard/selection";
import "../style/_stripboard.scss";

const CAST_AS = "callboard-cast-as";

const ON_ROW: Record<string, (row: HTMLElement) => void> = {
  move: (row) => void askMove(row),
  up: (row) => {
    step(keyOf(row), "up");
  },
  down: (row) => {
    step(keyOf(row), "down");
  },
  boneyard: (row) => {
    toBoneyard(keyOf(row));
  },
  break: (row) => {
    addAfter(keyOf(row), "break");
  },
  banner: (row) => void askBanner(row),
  split: (row) => void askSplit(row),
  join,
  edit: (row) => void askChange(row),
  remove,
};

const ON_PAGE: Record<string, () => void> = {
  undo: () => {
    takeBack("undo");
  },
  redo: () => {
    takeBack("redo");
  },
  keys: showKeys,
  clear,
  print: () => {
    window.print();
  },
};

function onButton(event: MouseEvent): void {
  const button = (event.target as Element).closest<HTMLElement>("[data-do]");
  const verb = button?.dataset["do"] ?? "";
  if (button === null) return;
  if (verb === "menu") {
    const row = button.closest<HTMLElement>(".strip");
    if (row !== null) openMenu(row);
  } else if (verb === "keep") {
    event.preventDefault();
    button.closest("dialog")?.close();
    if (button.closest("dialog") === null) window.location.assign((button as HTMLAnchorElement).href);
  } else if (verb in ON_ROW) {
    const row = rowOfMenu() ?? currentRow();
    if (button.closest("#menu-dialog") !== null) closeMenu();
    if (row !== null) ON_ROW[verb]?.(row);
  } else {
    ON_PAGE[verb]?.();
  }
}

function onRowClick(event: MouseEvent): void {
  const target = event.target as Element;
  const row = target.closest<HTMLElement>(".strip");
  if (row === null || target.closest("button, a") !== null) return;
  stand(row);
  row.focus({ preventScroll: true });
  if (event.shiftKey) selectRange(row);
  else if (event.ctrlKey || event.metaKey || (event as PointerEvent).pointerType === "touch") toggle(row);
  else selectOnly(row);
}

/** Names, numbers, or both: kept per browser. */
function showCastAs(choice: string): void {
  document.documentElement.dataset["castAs"] = choice;
  for (const button of document.querySelectorAll<HTMLElement>("[data-cast-as]")) {
    if (button !== document.documentElement) {
      button.setAttribute("aria-pressed", String(button.dataset["castAs"] === choice));
      button.classList.toggle("active", button.dataset["castAs"] === choice);
    }
  }
}

function listenToBoard(): void {
  const page = pageRoot();
  paint(document);
  filterBoneyard(document);
  attachDragging();
  onShown(attachDragging);
  listenToBoardKeys();
  page.addEventListener("click", onRowClick);
  page.addEventListener("dblclick", (event) => {
    const row = (event.target as Element).closest<HTMLElement>(".strip");
    if (row !== null && isEditable()) openMenu(row);
  });
  page.addEventListener("focusin", (event) => {
    if (event.target instanceof HTMLElement && event.target.matches(".strip")) stand(event.target);
  });
  page.addEventListener("input", (event) => {
    if ((event.target as Element).matches("[data-filter]")) filterBoneyard(document);
  });
  document.body.addEventListener("callboard:board", refresh);
  showCastAs(localStorage.getItem(CAST_AS) ?? "both");
}

document.addEventListener("click", onButton);
document.addEventListener("click", (event) => {
  const choice = (event.target as Element).closest<HTMLElement>("button[data-cast-as]")?.dataset["castAs"];
  if (choice === undefined) return;
  localStorage.setItem(CAST_AS, choice);
  showCastAs(choice);
});
if (document.getElementById("board-page") !== null) listenToBoard();

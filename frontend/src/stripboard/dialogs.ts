// The dialogs of the board: everything that dragging does, for those who do not drag, and what needs typing.
import { gettext } from "../parts/texts";
import { addAfter, editRow, place } from "./moves";
import { areaOf, days, keyOf, kindOf, nameOf, rowByKey, rowsIn, rowsOfDay } from "./rows";
import { rowsOfEdit } from "./selection";
import { say } from "./voice";

const EIGHTHS_PER_PAGE = 8;
let menuKey = "";

function element<T extends HTMLElement>(id: string, kind: new () => T): T {
  const found = document.getElementById(id);
  if (!(found instanceof kind)) throw new Error(`the board has no ${id}`);
  return found;
}

/** Opens a dialog; the answer is the value of the button, empty when it was left. */
function ask(id: string): Promise<string> {
  const dialog = element(id, HTMLDialogElement);
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener(
      "close",
      () => {
        resolve(dialog.returnValue);
      },
      { once: true },
    );
  });
}

function option(value: string, text: string): HTMLOptionElement {
  const made = document.createElement("option");
  made.value = value;
  made.textContent = text;
  return made;
}

function titleOf(rows: HTMLElement[]): string {
  const first = rows[0];
  if (rows.length === 1 && first !== undefined) return nameOf(first);
  return gettext("{count} strips").replace("{count}", String(rows.length));
}

export function showKeys(): void {
  element("keys-dialog", HTMLDialogElement).showModal();
}

export function keyOfMenu(): string {
  return menuKey;
}

export function openMenu(row: HTMLElement): void {
  menuKey = keyOf(row);
  const dialog = element("menu-dialog", HTMLDialogElement);
  element("menu-title", HTMLHeadingElement).textContent = titleOf(rowsOfEdit(row));
  for (const button of dialog.querySelectorAll<HTMLButtonElement>("[data-for]")) {
    const { for: kinds = "", in: area = "", needs = "" } = button.dataset;
    const isSplit = Number(row.dataset["pieces"] ?? "1") > 1;
    button.hidden =
      !kinds.split(" ").includes(kindOf(row)) || (area !== "" && areaOf(row) !== area) || (needs !== "" && !isSplit);
  }
  dialog.showModal();
}

export function closeMenu(): void {
  element("menu-dialog", HTMLDialogElement).close();
}

function fillDays(select: HTMLSelectElement, chosen: HTMLElement | null): void {
  const made = days().map((day) => option(day.id, day.querySelector(".day-title")?.textContent ?? ""));
  const next = document.querySelector("#day-next .day-title");
  if (next !== null) made.push(option("day-next", next.textContent));
  made.push(option("boneyard", select.dataset["boneyard"] ?? ""));
  select.replaceChildren(...made);
  select.value = chosen?.id ?? made[Math.max(0, made.length - 2)]?.value ?? "";
}

/** The rows of a day behind which something can be put; the end of the day closes the list. */
function fillPlaces(select: HTMLSelectElement, dayId: string, moving: HTMLElement[]): void {
  const board = rowsIn("board");
  const day = dayId === "boneyard" ? null : document.getElementById(dayId);
  const inDay = dayId === "boneyard" ? rowsIn("boneyard") : day === null ? [] : rowsOfDay(day);
  const first = inDay[0];
  const before =
    dayId === "boneyard" ? undefined : first === undefined ? board.at(-1) : board[board.indexOf(first) - 1];
  const places = inDay.filter((row) => !moving.includes(row) && kindOf(row) !== "day_break");
  let anchor = before;
  while (anchor !== undefined && moving.includes(anchor)) anchor = board[board.indexOf(anchor) - 1];
  select.replaceChildren(
    option(anchor === undefined ? "" : keyOf(anchor), select.dataset["top"] ?? ""),
    ...places.map((row) =>
      option(keyOf(row), [nameOf(row), row.querySelector(".strip-set b")?.textContent].filter(Boolean).join(" · ")),
    ),
  );
  select.selectedIndex = select.options.length - 1;
}

export async function askMove(row: HTMLElement): Promise<void> {
  const moving = rowsOfEdit(row);
  const key = keyOf(row);
  element("move-title", HTMLHeadingElement).textContent = gettext("Move {what} to…").replace("{what}", titleOf(moving));
  const day = element("move-day", HTMLSelectElement);
  const after = element("move-after", HTMLSelectElement);
  fillDays(day, row.closest<HTMLElement>(".board-day"));
  fillPlaces(after, day.value, moving);
  day.onchange = () => {
    fillPlaces(after, day.value, moving);
  };
  if ((await ask("move-dialog")) === "go") place(key, after.value, day.value === "boneyard" ? "boneyard" : "board");
}

function pagesText(eighths: number): string {
  const [pages, rest] = [Math.floor(eighths / EIGHTHS_PER_PAGE), eighths % EIGHTHS_PER_PAGE];
  if (rest === 0) return String(pages);
  return pages === 0 ? `${rest}/8` : `${pages} ${rest}/8`;
}

/** As even as eighths allow, longer pieces first: the proposal that the server's rule makes, too. */
function evenPieces(eighths: number, count: number): number[] {
  const [each, rest] = [Math.floor(eighths / count), eighths % count];
  return Array.from({ length: count }, (_, index) => each + (index < rest ? 1 : 0));
}

function pieceInputs(): HTMLInputElement[] {
  return [...document.querySelectorAll<HTMLInputElement>("#split-pieces input")];
}

function showSum(eighths: number): void {
  const sum = pieceInputs().reduce((total, input) => total + (input.valueAsNumber || 0), 0);
  const isRight = sum === eighths && pieceInputs().every((input) => input.valueAsNumber >= 1);
  const { right = "", wrong = "" } = element("split-sum", HTMLParagraphElement).dataset;
  element("split-sum", HTMLParagraphElement).textContent = isRight
    ? right
    : wrong.replace("%(sum)s", pagesText(sum)).replace("%(scene)s", pagesText(eighths));
  element("split-go", HTMLButtonElement).disabled = !isRight;
}

function fillPieces(eighths: number, count: number): void {
  const holder = element("split-pieces", HTMLDivElement);
  holder.replaceChildren(
    ...evenPieces(eighths, count).map((piece, index) => {
      const label = document.createElement("label");
      label.textContent = `${holder.dataset["label"] ?? ""} ${index + 1}`;
      const input = document.createElement("input");
      input.type = "number";
      input.min = "1";
      input.required = true;
      input.className = "form-control";
      input.value = String(piece);
      label.append(input);
      return label;
    }),
  );
  holder.oninput = () => {
    showSum(eighths);
  };
  showSum(eighths);
}

export async function askSplit(row: HTMLElement): Promise<void> {
  const eighths = Number(row.dataset["eighths"] ?? "0");
  if (kindOf(row) !== "scene" || eighths < 2) {
    say(gettext("This is too short to be split."));
    return;
  }
  const key = keyOf(row);
  const count = element("split-count", HTMLInputElement);
  element("split-title", HTMLHeadingElement).textContent = gettext("Split {what}, {pages} pages")
    .replace("{what}", nameOf(row))
    .replace("{pages}", pagesText(eighths));
  count.max = String(Math.min(8, eighths));
  count.value = "2";
  fillPieces(eighths, 2);
  count.oninput = () => {
    if (count.checkValidity() && count.value !== "") fillPieces(eighths, count.valueAsNumber);
  };
  if ((await ask("split-dialog")) !== "go") return;
  editRow(
    key,
    "split",
    pieceInputs().map((input): [string, string] => ["piece", input.value]),
  );
}

export function join(row: HTMLElement): void {
  if (Number(row.dataset["pieces"] ?? "1") > 1) editRow(keyOf(row), "join");
  else say(gettext("This scene is not split."));
}

async function askText(title: string, text: string, minutes: string, kind: string): Promise<[string, string] | null> {
  element("text-title", HTMLHeadingElement).textContent = title;
  element("text-line", HTMLDivElement).hidden = kind === "scene";
  element("minutes-line", HTMLDivElement).hidden = kind === "day_break";
  const words = element("text-words", HTMLInputElement);
  const time = element("text-minutes", HTMLInputElement);
  words.value = text;
  time.value = minutes;
  if ((await ask("text-dialog")) !== "go") return null;
  return [words.value, time.value];
}

export async function askBanner(row: HTMLElement): Promise<void> {
  const key = keyOf(row);
  const title = element("text-title", HTMLHeadingElement).dataset["new"] ?? "";
  const typed = await askText(title, "", "30", "banner");
  if (typed === null) return;
  addAfter(key, "banner", [
    ["text", typed[0]],
    ["minutes", typed[1]],
  ]);
}

export async function askChange(row: HTMLElement): Promise<void> {
  const key = keyOf(row);
  const typed = await askText(nameOf(row), row.dataset["text"] ?? "", row.dataset["minutes"] ?? "0", kindOf(row));
  if (typed === null) return;
  editRow(key, "change", [
    ["text", typed[0]],
    ["minutes", typed[1]],
  ]);
}

export function remove(row: HTMLElement): void {
  if (kindOf(row) === "scene") say(gettext("A scene goes to the boneyard instead."));
  else editRow(keyOf(row), "remove");
}

/** Dialogs of edits work on the row of the menu while it is open. */
export function rowOfMenu(): HTMLElement | null {
  return element("menu-dialog", HTMLDialogElement).open ? rowByKey(menuKey) : null;
}

// Sends edits one after the other and shows what the server made of them.
import { unsafeHeaders } from "../parts/requests";
import { gettext } from "../parts/texts";
import { showToast } from "../parts/toasts";
import { filterBoneyard } from "./filter";
import { morph } from "./morph";
import { boardElement, rowByKey } from "./rows";
import { forgetGone, paint, showCount } from "./selection";
import { say } from "./voice";

export type Fields = [name: string, value: string][];
export interface Edit {
  verb: string;
  fields: Fields;
}

let queue: Promise<void> = Promise.resolve();
let isHeld = false;
let isDue = false;
const afterShow: (() => void)[] = [];

export function onShown(listener: () => void): void {
  afterShow.push(listener);
}

/** randomUUID is only there in a secure context; a set may run on plain HTTP in its own network. */
function newKey(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

function focusedKey(): string {
  return document.activeElement?.closest<HTMLElement>(".strip")?.dataset["strip"] ?? "";
}

/** Shows the board that the server wrote; selection, filter and focus stay. Says nothing by itself. */
function show(html: string): boolean {
  const sheet = document.createElement("template");
  sheet.innerHTML = html;
  const wanted = sheet.content.querySelector<HTMLElement>("#board");
  if (wanted === null) return false;
  const focused = focusedKey();
  forgetGone(wanted);
  paint(wanted);
  filterBoneyard(wanted);
  morph(boardElement(), wanted);
  showCount();
  for (const listener of afterShow) listener();
  const row = focused === "" ? null : rowByKey(focused);
  if (row !== null && focusedKey() !== focused) row.focus({ preventScroll: true });
  if (row !== null) row.scrollIntoView({ block: "nearest" });
  return true;
}

async function post(address: string, fields: Fields): Promise<Response> {
  const body = new URLSearchParams([...fields, ["request_key", newKey()]]);
  const request = { method: "POST", body, headers: { ...unsafeHeaders(), "HX-Request": "true" } };
  try {
    return await fetch(address, request);
  } catch (fault) {
    if (!(fault instanceof TypeError)) throw fault;
    return await fetch(address, request); // the answer got lost: the same key has one effect
  }
}

async function take(response: Response): Promise<void> {
  const html = await response.text();
  if (response.status === 409) showConflict(html);
  else if (!response.ok) showRefusal(html);
  else if (show(html)) say(boardElement().dataset["announcement"] ?? "");
  else window.location.reload(); // logged out meanwhile: the page asks for the log-in
  if (!response.ok) await load();
}

function showRefusal(html: string): void {
  const text = new DOMParser().parseFromString(html, "text/html").querySelector(".alert")?.textContent.trim();
  showToast(text ?? gettext("The server could not do this. Nothing was changed; try again."), "danger");
}

function showConflict(html: string): void {
  const dialog = document.getElementById("conflict-dialog");
  if (!(dialog instanceof HTMLDialogElement)) return;
  dialog.innerHTML = html;
  const form = dialog.querySelector("form");
  form?.addEventListener("submit", (event) => {
    event.preventDefault();
    dialog.close();
    const fields = [...new FormData(form)].flatMap(([name, value]): Fields =>
      typeof value === "string" && name !== "request_key" ? [[name, value]] : [],
    );
    enqueue(async () => {
      await take(await post(form.action, fields));
    });
  });
  dialog.showModal();
}

async function load(): Promise<void> {
  const response = await fetch(boardElement().dataset["rows"] ?? "", { headers: { "HX-Request": "true" } });
  if (response.ok) show(await response.text());
}

function enqueue(step: () => Promise<void>): void {
  queue = queue.then(step).catch((fault: unknown) => {
    if (!(fault instanceof TypeError)) throw fault;
    showToast(gettext("The server did not answer. Your change may not be saved; check, then try again."), "danger");
  });
}

/** The edit is made when its turn comes, from the board as it is then: a held key moves row by row. */
export function edit(make: () => Edit | null): void {
  enqueue(async () => {
    const made = make();
    if (made === null) return;
    const base = boardElement().dataset["base"] ?? "";
    boardElement().setAttribute("aria-busy", "true");
    try {
      await take(await post(`${base}${made.verb}/`, made.fields));
    } finally {
      boardElement().removeAttribute("aria-busy");
    }
  });
}

/** Somebody changed the board: show it, but never under a strip that is being dragged. */
export function refresh(): void {
  if (isHeld) {
    isDue = true;
    return;
  }
  enqueue(load);
}

export function hold(): void {
  isHeld = true;
}

export function release(): void {
  isHeld = false;
  if (isDue) refresh();
  isDue = false;
}

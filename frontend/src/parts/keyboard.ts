// Keys of a page, and the list of them behind "?".
import { gettext } from "./texts";

export interface Key {
  /** As KeyboardEvent.key says it, with "Alt+", "Ctrl+" or "Shift+" before it: "n", "Alt+ArrowUp". */
  press: string;
  label: string;
  run: (event: KeyboardEvent) => void;
}

const keys: Key[] = [];

export function registerKeys(...added: Key[]): void {
  keys.push(...added);
}

function pressed(event: KeyboardEvent): string {
  const held = [event.ctrlKey || event.metaKey ? "Ctrl+" : "", event.altKey ? "Alt+" : ""];
  // A printable sign already carries its shift: "?" is "?", never "Shift+?".
  if (event.shiftKey && event.key.length > 1) held.push("Shift+");
  return held.join("") + event.key;
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || target.matches("input, textarea, select"));
}

/** Links and buttons may carry their own key: <a data-key="g" data-key-label="Go to the board">. */
function keysInPage(): Key[] {
  return [...document.querySelectorAll<HTMLElement>("[data-key]")].map((element) => ({
    press: element.dataset["key"] ?? "",
    label: element.dataset["keyLabel"] ?? element.textContent.trim(),
    run: () => {
      element.click();
    },
  }));
}

function row(key: Key): HTMLElement {
  const line = document.createElement("div");
  const term = document.createElement("dt");
  const caps = document.createElement("kbd");
  caps.textContent = key.press.replace("Arrow", "").replace(/^ $/, gettext("Space"));
  term.append(caps);
  const meaning = document.createElement("dd");
  meaning.textContent = key.label;
  line.append(term, meaning);
  return line;
}

export function showKeys(): void {
  const dialog = document.createElement("dialog");
  dialog.className = "key-help";
  const title = document.createElement("h2");
  title.id = "key-help-title";
  title.textContent = gettext("Keyboard");
  dialog.setAttribute("aria-labelledby", title.id);
  const list = document.createElement("dl");
  list.append(...[...keysInPage(), ...keys].map(row));
  const form = document.createElement("form");
  form.method = "dialog";
  const close = document.createElement("button");
  close.className = "btn btn-secondary";
  close.textContent = gettext("Close");
  form.append(close);
  dialog.append(title, list, form);
  dialog.addEventListener("close", () => {
    dialog.remove();
  });
  document.body.append(dialog);
  dialog.showModal();
}

export function listenToKeys(): void {
  registerKeys({ press: "?", label: gettext("Show these keys"), run: showKeys });
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || isTyping(event.target) || document.querySelector("dialog[open], .modal.show")) return;
    const found = [...keys, ...keysInPage()].find((key) => key.press === pressed(event));
    if (found === undefined) return;
    event.preventDefault();
    found.run(event);
  });
  document.addEventListener("click", (event) => {
    if (event.target instanceof Element && event.target.closest("[data-show-keys]")) showKeys();
  });
}

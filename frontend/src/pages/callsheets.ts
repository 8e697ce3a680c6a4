// The call sheet being worked on: the panel beside it, the order of rows by keys, finding a name, pasted lists.
import { registerKeys } from "../parts/keyboard";
import { gettext } from "../parts/texts";
import { showToast } from "../parts/toasts";
import "../style/_callsheets.scss";

const panel = document.getElementById("edit-panel");
let openedFrom = "";

function closePanel(): void {
  if (panel === null || panel.tagName !== "ASIDE") return;
  panel.hidden = true;
  panel.replaceChildren();
  document.body.classList.remove("is-editing-sheet");
}

function focusPlace(place: string): void {
  const found = document.getElementById(place);
  if (found === null) return;
  const target = found.querySelector<HTMLElement>("[data-edit]") ?? found;
  target.focus({ preventScroll: false });
  found.classList.add("just-saved");
  window.setTimeout(() => {
    found.classList.remove("just-saved");
  }, 2500);
}

function openPanel(): void {
  if (panel === null || panel.tagName !== "ASIDE" || panel.childElementCount === 0) return;
  panel.hidden = false;
  document.body.classList.add("is-editing-sheet");
  const wrong = panel
    .querySelector(".errorlist")
    ?.closest(".field")
    ?.querySelector<HTMLElement>("input, select, textarea");
  const first = panel.querySelector<HTMLElement>("form input:not([type=hidden]), form select, form textarea");
  const heading = panel.querySelector<HTMLElement>("h2");
  const target = wrong ?? (panel.querySelector(".stale") === null ? first : heading) ?? heading;
  if (target === heading) heading?.setAttribute("tabindex", "-1");
  target?.focus();
  if (target instanceof HTMLInputElement && target.type === "text") target.select();
}

function listenToPanel(): void {
  document.addEventListener("htmx:beforeRequest", (event) => {
    const asked = event.target instanceof Element ? event.target.closest("[id]") : null;
    if (asked !== null && asked.closest("#edit-panel") === null) openedFrom = asked.id;
  });
  document.addEventListener("htmx:afterSwap", (event) => {
    if ((event as CustomEvent<{ target: Element }>).detail.target === panel) openPanel();
  });
  document.addEventListener("callsheets:saved", (event) => {
    closePanel();
    focusPlace((event as CustomEvent<{ place: string }>).detail.place);
    showToast(gettext("Saved. Nobody is told before you publish."), "success");
    find();
  });
  document.addEventListener("click", (event) => {
    if (!(event.target instanceof Element) || panel === null || panel.tagName !== "ASIDE") return;
    if (event.target.closest("[data-close-edit]") === null) return;
    event.preventDefault();
    closePanel();
    focusPlace(openedFrom);
  });
  panel?.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    closePanel();
    focusPlace(openedFrom);
  });
}

/** Alt+Up and Alt+Down move the row that has the focus. */
function moveRow(direction: "up" | "down"): void {
  document.activeElement?.closest("[data-row]")?.querySelector<HTMLElement>(`[data-move="${direction}"]`)?.click();
}

function find(): void {
  const field = document.querySelector<HTMLInputElement>("[data-find]");
  if (field === null) return;
  const wanted = field.value.trim().toLocaleLowerCase();
  for (const row of document.querySelectorAll<HTMLElement>("[data-name]")) {
    row.hidden = wanted !== "" && !(row.dataset["name"] ?? "").toLocaleLowerCase().includes(wanted);
  }
  for (const department of document.querySelectorAll<HTMLElement>(".department")) {
    department.hidden = wanted !== "" && department.querySelector("[data-name]:not([hidden])") === null;
  }
}

function listenToFinding(): void {
  document.addEventListener("input", (event) => {
    if (event.target instanceof Element && event.target.matches("[data-find]")) find();
  });
  // A live refresh puts a new field in the place of the old one: what was searched stays.
  let searched = "";
  document.addEventListener("htmx:beforeSwap", () => {
    searched = document.querySelector<HTMLInputElement>("[data-find]")?.value ?? "";
  });
  document.addEventListener("htmx:afterSettle", () => {
    const field = document.querySelector<HTMLInputElement>("[data-find]");
    if (field !== null && searched !== "" && field.value === "") field.value = searched;
    find();
  });
}

function newLine(body: Element): HTMLTableRowElement {
  const last = body.querySelector<HTMLTableRowElement>("tr:last-child");
  if (last === null) throw new Error("the list has no line to copy");
  const line = last.cloneNode(true) as HTMLTableRowElement;
  line.classList.remove("table-danger");
  for (const fault of line.querySelectorAll(".errorlist")) fault.remove();
  const number = String(body.childElementCount + 1);
  for (const input of line.querySelectorAll("input")) {
    input.value = "";
    input.setAttribute("aria-label", (input.getAttribute("aria-label") ?? "").replace(/\d+$/, number));
  }
  body.append(line);
  return line;
}

/** Rows copied from a spreadsheet arrive as lines with tabs. They fill the table from the field that was pasted into. */
function pasteTable(event: ClipboardEvent): void {
  const field = event.target;
  const text = event.clipboardData?.getData("text/plain") ?? "";
  if (!(field instanceof HTMLInputElement) || !/[\t\n]/.test(text.trim())) return;
  const body = field.closest("[data-lines]");
  const start = field.closest("tr");
  if (body === null || start === null) return;
  event.preventDefault();
  const column = [...start.querySelectorAll("input")].indexOf(field);
  let line: Element | null = start;
  for (const row of text.replace(/\r/g, "").replace(/\n+$/, "").split("\n")) {
    line ??= newLine(body);
    const inputs = [...line.querySelectorAll("input")];
    for (const [place, value] of row.split("\t").entries()) {
      const input = inputs[column + place];
      if (input !== undefined) input.value = value.trim();
    }
    line = line.nextElementSibling;
  }
}

function listenToLists(): void {
  const body = document.querySelector("[data-lines]");
  if (body === null) return;
  body.addEventListener("paste", (event) => {
    pasteTable(event as ClipboardEvent);
  });
  document.querySelector("[data-add-line]")?.addEventListener("click", () => {
    newLine(body).querySelector("input")?.focus();
  });
}

function listenToPublishing(): void {
  document.querySelector("[data-publish]")?.addEventListener("submit", (event) => {
    const button = (event.target as Element).querySelector("button");
    if (button === null) return;
    button.setAttribute("aria-disabled", "true");
    button.textContent = gettext("Publishing … the PDF is being made");
  });
}

listenToPanel();
listenToFinding();
listenToLists();
listenToPublishing();
document.querySelector("[data-print]")?.addEventListener("click", () => {
  window.print();
});
// Places change under a sheet: their event asks the sheet like an edit of its own.
document.body.addEventListener("callboard:place", () => {
  document.body.dispatchEvent(new CustomEvent("callboard:callsheets", { bubbles: true }));
});
if (document.querySelector("#sheet-body") !== null) {
  registerKeys(
    {
      press: "/",
      label: gettext("Find a name on the sheet"),
      run: () => document.querySelector<HTMLElement>("[data-find]")?.focus(),
    },
    {
      press: "Alt+ArrowUp",
      label: gettext("Move the row earlier"),
      run: () => {
        moveRow("up");
      },
    },
    {
      press: "Alt+ArrowDown",
      label: gettext("Move the row later"),
      run: () => {
        moveRow("down");
      },
    },
  );
}

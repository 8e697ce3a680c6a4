// Hours: down the column like in a spreadsheet. Enter saves the row and goes to the next one.
import "../style/_hours.scss";

function rows(): HTMLElement[] {
  return [...document.querySelectorAll<HTMLElement>("[data-hours-row]")];
}

function fieldOf(row: HTMLElement | undefined, column: string): HTMLInputElement | null {
  return row?.querySelector<HTMLInputElement>(`[data-column="${column}"]`) ?? null;
}

function isTyped(row: HTMLElement): boolean {
  if (row.dataset["typed"] !== undefined) return true; // refused as a whole: nothing of it is on record
  return [...row.querySelectorAll<HTMLInputElement>("[data-column]")].some(
    (field) => field.value !== field.defaultValue,
  );
}

/** A recorded row wants its reason first; one without a dismissal has nothing to save. */
function canSave(row: HTMLElement): boolean {
  const reason = fieldOf(row, "reason");
  if (reason !== null) return isTyped(row) && reason.value.trim() !== "";
  return fieldOf(row, "dismissed")?.value.trim() !== "" && isTyped(row);
}

function go(row: HTMLElement | undefined, column: string): void {
  const field = fieldOf(row, column);
  field?.focus();
  field?.select();
}

function neighbor(row: HTMLElement, by: number): HTMLElement | undefined {
  const all = rows();
  return all[all.indexOf(row) + by];
}

function saveAndGoOn(row: HTMLElement): void {
  const reason = fieldOf(row, "reason");
  if (reason !== null && isTyped(row) && reason.value.trim() === "") {
    reason.focus();
    return;
  }
  const next = neighbor(row, 1);
  if (canSave(row)) row.querySelector<HTMLButtonElement>("[data-save]")?.click();
  go(next, "dismissed");
}

document.addEventListener("keydown", (event) => {
  if (!(event.target instanceof HTMLInputElement) || event.ctrlKey || event.metaKey || event.altKey) return;
  const row = event.target.closest<HTMLElement>("[data-hours-row]");
  const column = event.target.dataset["column"];
  if (row === null || column === undefined) return;
  if (event.key === "Enter") saveAndGoOn(row);
  else if (event.key === "ArrowDown") go(neighbor(row, 1), column);
  else if (event.key === "ArrowUp") go(neighbor(row, -1), column);
  else return;
  event.preventDefault();
});

document.addEventListener("input", (event) => {
  if (!(event.target instanceof HTMLElement)) return;
  const row = event.target.closest<HTMLElement>("[data-hours-row]");
  row?.classList.toggle("is-typed", isTyped(row));
});

// A refused row takes the focus back, unless the next one is being typed into by now.
document.body.addEventListener("htmx:afterSettle", () => {
  const held = document.activeElement?.closest<HTMLElement>("[data-hours-row]");
  if (held?.classList.contains("is-typed") === true) return;
  document.querySelector<HTMLInputElement>("[data-hours-row].is-wrong .is-invalid")?.focus();
});

const fill = document.querySelector<HTMLElement>("[data-fill]");
if (fill !== null) {
  fill.hidden = false;
  const time = fill.querySelector("input");
  const put = (): void => {
    for (const row of rows()) {
      const field = fieldOf(row, "dismissed");
      // Whoever was on call and never came has no call, and is not dismissed either.
      if (field?.value !== "" || time === null || fieldOf(row, "called")?.value === "") continue;
      field.value = time.value;
      row.classList.toggle("is-typed", isTyped(row));
    }
  };
  fill.querySelector("button")?.addEventListener("click", put);
  time?.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    put();
  });
}

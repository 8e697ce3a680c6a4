// The floor: a scanner types and presses Enter, so what is typed nowhere goes into the scan field; thumbs do the rest.
import "../style/_floor.scss";

const DEVICE = "callboard-device";

/** A name for this tablet or phone that stays, so that a report says where it was typed. */
function deviceName(): string {
  const known = localStorage.getItem(DEVICE);
  if (known !== null) return known;
  const made = `device-${crypto.getRandomValues(new Uint32Array(1))[0]?.toString(36) ?? "0"}`;
  localStorage.setItem(DEVICE, made);
  return made;
}

function nameDevices(): void {
  for (const field of document.querySelectorAll<HTMLInputElement>("[data-device]")) field.value = deviceName();
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.matches("input, select, textarea, button, a, summary");
}

/** Whole and broken quantities alike: one more, one fewer, never below zero. */
function stepped(written: string, by: number): string {
  const value = Number(written.replace(",", ".") || "0");
  return Number.isFinite(value) ? String(Math.max(0, value + by)) : written;
}

function dressReport(form: HTMLFormElement): void {
  const field = form.querySelector<HTMLInputElement>("#quantity");
  if (field === null) return;
  for (const button of form.querySelectorAll<HTMLButtonElement>("[data-add], [data-fill-all]")) {
    button.hidden = false;
    button.addEventListener("click", () => {
      const by = button.dataset["add"];
      field.value = by === undefined ? (field.dataset["all"] ?? "") : stepped(field.value, Number(by));
      if ("vibrate" in navigator) navigator.vibrate(10);
    });
  }
}

document.addEventListener("keydown", (event) => {
  if (event.key.length !== 1 || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
  document.querySelector<HTMLInputElement>("[data-scan]")?.focus();
});

for (const form of document.querySelectorAll<HTMLFormElement>("[data-send-on-change]")) {
  const button = form.querySelector<HTMLElement>("[data-send]");
  if (button !== null) button.hidden = true;
  form.addEventListener("change", () => {
    form.requestSubmit();
  });
}

for (const form of document.querySelectorAll<HTMLFormElement>("[data-report]")) dressReport(form);
nameDevices();
document.body.addEventListener("htmx:afterSettle", nameDevices);

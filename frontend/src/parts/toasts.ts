// Short messages in a corner, read out by screen readers.
import { gettext } from "./texts";

export type ToastLevel = "info" | "success" | "warning" | "danger";

const STAYS_MILLISECONDS = 6000;

function stack(): HTMLElement {
  const present = document.getElementById("toasts");
  if (present) return present;
  const made = document.createElement("div");
  made.id = "toasts";
  made.className = "toast-stack";
  made.setAttribute("role", "status");
  made.setAttribute("aria-live", "polite");
  document.body.append(made);
  return made;
}

/** Shows the text; what went wrong stays until it is closed. */
export function showToast(text: string, level: ToastLevel = "info"): void {
  const toast = document.createElement("div");
  toast.className = `toast-note toast-note-${level}`;
  if (level === "danger") toast.setAttribute("role", "alert");
  const words = document.createElement("span");
  words.textContent = text;
  const close = document.createElement("button");
  close.type = "button";
  close.className = "btn-close btn-close-sm";
  close.setAttribute("aria-label", gettext("Close"));
  close.addEventListener("click", () => {
    toast.remove();
  });
  toast.append(words, close);
  stack().append(toast);
  if (level === "info" || level === "success") {
    window.setTimeout(() => {
      toast.remove();
    }, STAYS_MILLISECONDS);
  }
}

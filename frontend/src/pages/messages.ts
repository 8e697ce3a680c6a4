// Delivery: the board follows what happens, but never under the hands of somebody who is writing a reason into it.
import "../style/_messages.scss";

const KINDS = ["delivery", "acknowledged", "edition", "readiness"];
let isDue = false;

function board(): HTMLElement | null {
  return document.getElementById("delivery-board");
}

function isInUse(shown: HTMLElement): boolean {
  const held = document.activeElement;
  const isWriting = held !== null && shown.contains(held) && held.matches("input, textarea, select");
  return isWriting || shown.querySelector("details[open]") !== null;
}

function refresh(): void {
  const shown = board();
  if (shown === null) return;
  if (isInUse(shown)) {
    isDue = true;
    return;
  }
  isDue = false;
  shown.dispatchEvent(new CustomEvent("delivery:refresh"));
}

function catchUp(): void {
  // After the browser has moved the focus or closed the box.
  if (isDue) window.setTimeout(refresh, 0);
}

for (const kind of KINDS) document.body.addEventListener(`callboard:${kind}`, refresh);
document.addEventListener("toggle", catchUp, true);
document.addEventListener("focusout", catchUp);

for (const button of document.querySelectorAll<HTMLButtonElement>("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => {
    window.print();
  });
}

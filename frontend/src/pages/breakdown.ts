// The breakdown's pages: rows by key, names of the chosen category while typing, print, and a place to drop a script.
import "../style/_breakdown.scss";
import { registerKeys } from "../parts/keyboard";
import { gettext } from "../parts/texts";

function rows(): HTMLAnchorElement[] {
  return [...document.querySelectorAll<HTMLAnchorElement>("a[data-scene]")];
}

/** Down and up through the list; Enter then follows the link, as anywhere. */
function goToRow(step: 1 | -1): void {
  const links = rows();
  const here = links.findIndex((link) => link === document.activeElement);
  const next = here < 0 ? (step === 1 ? 0 : links.length - 1) : here + step;
  links[next]?.focus();
}

/** The name field offers what the chosen category has, and the box for voices is there for cast only. */
function followCategory(select: HTMLSelectElement): void {
  const field = document.getElementById(select.dataset["namesFor"] ?? "");
  field?.setAttribute("list", `names-${select.value}`);
  const voice = select.form?.querySelector<HTMLElement>("[data-voice]");
  if (!voice) return;
  const hasVoice = select.selectedOptions[0]?.dataset["hasVoice"] !== undefined;
  voice.hidden = !hasVoice;
  const box = voice.querySelector("input");
  if (box && !hasVoice) box.checked = false;
}

function followCategories(): void {
  for (const select of document.querySelectorAll<HTMLSelectElement>("select[data-names-for]")) followCategory(select);
}

/** Dropping a file anywhere on the upload's panel puts it into its field. */
function listenForDrops(): void {
  const field = document.querySelector<HTMLInputElement>("input[type=file][data-drop]");
  const panel = field?.closest<HTMLElement>(".upload");
  if (!field || !panel) return;
  for (const name of ["dragenter", "dragover"]) {
    panel.addEventListener(name, (event) => {
      event.preventDefault();
      panel.classList.add("is-over");
    });
  }
  for (const name of ["dragleave", "drop"]) {
    panel.addEventListener(name, () => {
      panel.classList.remove("is-over");
    });
  }
  panel.addEventListener("drop", (event) => {
    event.preventDefault();
    const files = event.dataTransfer?.files;
    if (!files?.length) return;
    field.files = files;
    field.focus();
  });
}

document.addEventListener("change", (event) => {
  if (event.target instanceof HTMLSelectElement && event.target.dataset["namesFor"]) followCategory(event.target);
});
document.addEventListener("htmx:afterSettle", followCategories);
document.addEventListener("click", (event) => {
  if (event.target instanceof Element && event.target.closest("[data-print]")) window.print();
});
if (document.querySelector("[data-filters]")) {
  registerKeys(
    {
      press: "j",
      label: gettext("Next row"),
      run: () => {
        goToRow(1);
      },
    },
    {
      press: "k",
      label: gettext("Row before"),
      run: () => {
        goToRow(-1);
      },
    },
  );
}
followCategories();
listenForDrops();

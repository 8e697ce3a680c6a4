// Tables that are wider than their place: the keyboard reaches them, and hears which table it scrolls.
const SCROLLERS = ".table-responsive, .table-scroll";

function openToKeys(scroller: HTMLElement): void {
  if (scroller.scrollWidth <= scroller.clientWidth || scroller.hasAttribute("tabindex")) return;
  scroller.tabIndex = 0;
  const caption = scroller.querySelector("caption")?.textContent.trim();
  if (!caption || scroller.hasAttribute("role")) return;
  scroller.setAttribute("role", "region");
  scroller.setAttribute("aria-label", caption);
}

function openAll(): void {
  for (const scroller of document.querySelectorAll<HTMLElement>(SCROLLERS)) openToKeys(scroller);
}

/** Look at every table now, and again when the window or the page changes. */
export function openScrollersToKeys(): void {
  openAll();
  window.addEventListener("resize", openAll);
  document.addEventListener("htmx:afterSettle", openAll);
}

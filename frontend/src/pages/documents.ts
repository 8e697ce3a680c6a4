import "../style/_documents.scss";

// The contract wall: a paper opens in a panel beside it, and arrow keys walk from cell to cell.
const panel = document.querySelector<HTMLDialogElement>("[data-panel]");
let opener: HTMLElement | null = null;

document.body.addEventListener("htmx:afterSwap", (event) => {
  if (panel === null || event.target !== panel || panel.open) return;
  opener = document.activeElement instanceof HTMLElement ? document.activeElement : null;
  panel.showModal();
});

panel?.addEventListener("close", () => {
  panel.replaceChildren();
  opener?.focus();
});

// A click beside the panel closes it, like Escape does.
panel?.addEventListener("click", (event) => {
  if (event.target === panel) panel.close();
});

/** The cell links of a row, by the column they stand in. */
function linkAt(row: Element | null, column: number): HTMLElement | null {
  return row?.children[column]?.querySelector<HTMLElement>("a.wall-cell") ?? null;
}

function alongRow(cell: Element, step: 1 | -1): HTMLElement | null {
  const row = cell.parentElement;
  const cells = [...(row?.children ?? [])];
  for (let at = cells.indexOf(cell) + step; at >= 0 && at < cells.length; at += step) {
    const link = linkAt(row, at);
    if (link !== null) return link;
  }
  return null;
}

function alongColumn(cell: Element, step: 1 | -1): HTMLElement | null {
  const column = [...(cell.parentElement?.children ?? [])].indexOf(cell);
  let row = cell.parentElement;
  do {
    row = (step === 1 ? row?.nextElementSibling : row?.previousElementSibling) as HTMLElement | null;
    const link = linkAt(row, column);
    if (link !== null) return link;
  } while (row !== null);
  return null;
}

document.addEventListener("keydown", (event) => {
  const cell = event.target instanceof Element ? event.target.closest("[data-grid] td") : null;
  if (cell === null || event.target instanceof HTMLInputElement) return;
  const steps: Record<string, () => HTMLElement | null> = {
    ArrowRight: () => alongRow(cell, 1),
    ArrowLeft: () => alongRow(cell, -1),
    ArrowDown: () => alongColumn(cell, 1),
    ArrowUp: () => alongColumn(cell, -1),
  };
  const next = steps[event.key]?.();
  if (next === undefined || next === null) return;
  event.preventDefault();
  next.focus();
});

// What is taken away as a table is what the filter shows.
document.body.addEventListener("htmx:pushedIntoHistory", () => {
  for (const link of document.querySelectorAll<HTMLAnchorElement>("[data-follows-filter]")) {
    link.search = window.location.search;
  }
});

// Finds strips in the boneyard: by words, cast, inside or outside, and light.
import { gettext } from "../parts/texts";

function asked(name: string): string {
  const field = document.querySelector<HTMLInputElement | HTMLSelectElement>(`[data-filter="${name}"]`);
  return field?.value.trim().toLowerCase() ?? "";
}

function fits(row: HTMLElement, words: string[], cast: string, side: string, light: string): boolean {
  const text = `${row.getAttribute("aria-label") ?? ""} ${row.textContent}`.toLowerCase();
  if (!words.every((word) => text.includes(word))) return false;
  if (cast !== "" && !(row.dataset["cast"] ?? "").split(" ").includes(cast)) return false;
  return (side === "" || row.dataset["side"] === side) && (light === "" || row.dataset["light"] === light);
}

/** Hides what was not asked for, in the shown board or one that is about to be shown. */
export function filterBoneyard(root: ParentNode): void {
  const words = asked("words").split(/\s+/).filter(Boolean);
  const [cast, side, light] = [asked("cast"), asked("side"), asked("light")];
  const rows = [...root.querySelectorAll<HTMLElement>("#strips-boneyard .strip")];
  for (const row of rows) row.hidden = !fits(row, words, cast, side, light);
  const count = root.querySelector("#boneyard-shown");
  const found = rows.filter((row) => !row.hidden).length;
  if (count !== null) {
    count.textContent = found === rows.length ? "" : ` · ${gettext("{count} found").replace("{count}", String(found))}`;
  }
}

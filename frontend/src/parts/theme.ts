// Light, dark, or as the system says: kept per browser.
export type Theme = "auto" | "light" | "dark";

const STORED_UNDER = "callboard-theme";
const NEXT: Record<Theme, Theme> = { auto: "light", light: "dark", dark: "auto" };
const systemIsDark = window.matchMedia("(prefers-color-scheme: dark)");

export function chosenTheme(): Theme {
  const stored = localStorage.getItem(STORED_UNDER);
  return stored === "light" || stored === "dark" ? stored : "auto";
}

export function applyTheme(): void {
  const theme = chosenTheme();
  const shown = theme === "auto" ? (systemIsDark.matches ? "dark" : "light") : theme;
  document.documentElement.dataset["bsTheme"] = shown;
  document.documentElement.dataset["theme"] = theme;
}

/** Every [data-theme-toggle] button goes round auto, light, dark. */
export function listenForTheme(): void {
  systemIsDark.addEventListener("change", applyTheme);
  document.addEventListener("click", (event) => {
    if (!(event.target instanceof Element) || !event.target.closest("[data-theme-toggle]")) return;
    localStorage.setItem(STORED_UNDER, NEXT[chosenTheme()]);
    applyTheme();
  });
}

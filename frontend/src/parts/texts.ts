// Texts that scripts show. Translated by Django's JavaScript catalog when the page loads one; English otherwise.
declare global {
  interface Window {
    django?: { gettext?: (text: string) => string };
  }
}

export function gettext(text: string): string {
  return window.django?.gettext?.(text) ?? text;
}

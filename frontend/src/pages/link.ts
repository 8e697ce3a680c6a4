// The page behind a crew member's link. Its one task: say that the page was really seen, which mail scanners do not.
import "../style/_link.scss";

const page = document.querySelector<HTMLElement>("[data-opened-url]");
let isSaid = false;

function sayOpened(): void {
  const url = page?.dataset["openedUrl"];
  const token = page?.dataset["formToken"];
  if (isSaid || document.visibilityState !== "visible" || url === undefined || token === undefined) return;
  isSaid = true;
  const body = new URLSearchParams({ form_token: token });
  fetch(url, { method: "POST", body, keepalive: true, credentials: "omit" }).catch(() => {
    isSaid = false; // no network just now: said when the page is next looked at
  });
}

document.addEventListener("visibilitychange", sayOpened);
window.addEventListener("online", sayOpened);
sayOpened();

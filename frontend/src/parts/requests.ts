// htmx as this product uses it: no eval, the form token on every request, conflicts swapped in, failures said aloud.
import htmx from "htmx.org";
import { gettext } from "./texts";
import { showToast, type ToastLevel } from "./toasts";

interface ResponseDetail {
  xhr: XMLHttpRequest;
}
interface ConfigDetail {
  verb: string;
  headers: Record<string, string>;
}

function csrfToken(): string | undefined {
  const meta = document.querySelector<HTMLMetaElement>('meta[name="csrf-token"]');
  return meta?.content ?? document.querySelector<HTMLInputElement>('input[name="csrfmiddlewaretoken"]')?.value;
}

/** The headers that a script's own unsafe `fetch` needs. */
export function unsafeHeaders(): Record<string, string> {
  const token = csrfToken();
  return token === undefined ? {} : { "X-CSRFToken": token };
}

function configure(): void {
  htmx.config.selfRequestsOnly = true;
  htmx.config.allowEval = false;
  htmx.config.allowScriptTags = false;
  htmx.config.includeIndicatorStyles = false;
  htmx.config.historyCacheSize = 0;
  htmx.config.scrollIntoViewOnBoost = false;
  htmx.config.timeout = 30_000;
  // A refused form (422), a stale edit (409, 412) and a missing version (428) answer with what to show.
  htmx.config.responseHandling = [
    { code: "204", swap: false },
    { code: "[23]..", swap: true },
    { code: "409|412|422|428", swap: true, error: false },
    { code: "[45]..", swap: false, error: true },
  ];
}

function sayRefusal(xhr: XMLHttpRequest): void {
  const reason = xhr.getResponseHeader("X-Refusal");
  if (reason !== null) showToast(decodeURIComponent(reason), "danger");
  else if (xhr.status === 403)
    showToast(gettext("Your role does not allow this, or you were logged out. Load the page again."), "danger");
  else if (xhr.status === 404)
    showToast(gettext("This is no longer there. Load the page again to see what changed."), "danger");
  else if (xhr.status === 429) showToast(gettext("Too many tries. Wait a minute, then try again."), "danger");
  else showToast(gettext("The server could not do this. Nothing was changed; try again."), "danger");
}

function showSentToast(event: Event): void {
  const sent = (event as CustomEvent<{ text?: string; level?: ToastLevel }>).detail;
  if (sent.text !== undefined) showToast(sent.text, sent.level ?? "success");
}

export function listenToRequests(): void {
  configure();
  document.addEventListener("htmx:configRequest", (event) => {
    const { verb, headers } = (event as CustomEvent<ConfigDetail>).detail;
    if (verb !== "get") Object.assign(headers, unsafeHeaders());
  });
  document.addEventListener("htmx:responseError", (event) => {
    sayRefusal((event as CustomEvent<ResponseDetail>).detail.xhr);
  });
  for (const lost of ["htmx:sendError", "htmx:timeout"]) {
    document.addEventListener(lost, () => {
      showToast(gettext("The server did not answer. Your change may not be saved; check, then try again."), "danger");
    });
  }
  // The server's header HX-Trigger: {"toast": {"text": "…", "level": "success"}}
  document.addEventListener("toast", showSentToast);
}

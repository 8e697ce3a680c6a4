// Makes the shown board like the new one and keeps every row that did not change: focus, scroll and typing stay.
function syncAttributes(shown: Element, wanted: Element): void {
  for (const { name } of [...shown.attributes]) {
    if (!wanted.hasAttribute(name)) shown.removeAttribute(name);
  }
  for (const { name, value } of [...wanted.attributes]) {
    if (shown.getAttribute(name) !== value) shown.setAttribute(name, value);
  }
}

function canBecome(shown: ChildNode | null, wanted: ChildNode): shown is ChildNode {
  if (shown === null || shown.nodeName !== wanted.nodeName) return false;
  return !(shown instanceof Element && shown.id !== "");
}

function morphNode(shown: ChildNode, wanted: ChildNode, known: Map<string, Element>): void {
  if (shown.isEqualNode(wanted)) return;
  if (shown instanceof Element && wanted instanceof Element) {
    syncAttributes(shown, wanted);
    morphChildren(shown, wanted, known);
  } else {
    shown.nodeValue = wanted.nodeValue;
  }
}

function morphChildren(shown: Element, wanted: Element, known: Map<string, Element>): void {
  let cursor = shown.firstChild;
  for (const next of [...wanted.childNodes]) {
    const id = next instanceof Element ? next.id : "";
    const same = id === "" ? (canBecome(cursor, next) ? cursor : null) : (known.get(id) ?? null);
    if (same === null) {
      shown.insertBefore(next, cursor);
      continue;
    }
    if (same === cursor) cursor = cursor.nextSibling;
    else shown.insertBefore(same, cursor);
    morphNode(same, next, known);
  }
  while (cursor !== null) {
    const following = cursor.nextSibling;
    cursor.remove();
    cursor = following;
  }
}

/** Elements with an id are the same element wherever they now stand. */
export function morph(shown: Element, wanted: Element): void {
  const known = new Map([...shown.querySelectorAll("[id]")].map((element) => [element.id, element]));
  syncAttributes(shown, wanted);
  morphChildren(shown, wanted, known);
}

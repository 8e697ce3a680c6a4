"""A stale edit shows both states, and lets the person put theirs on top or let it go."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from callboard.core.errors import StaleEdit
from callboard.web.refusals import refusal_text

_NOT_SENT_AGAIN = {"csrfmiddlewaretoken", "request_key", "version"}


@dataclass(frozen=True)
class TwoStates:
    """One field as each of the two left it."""

    label: str
    ours: object
    theirs: object

    @property
    def differs(self) -> bool:
        """Whether there is anything to decide."""
        return str(self.ours) != str(self.theirs)


def stale_page(
    request: HttpRequest,
    refusal: StaleEdit,
    ours: Mapping[str, object],
    theirs: Mapping[str, object],
    *,
    version: int | None = None,
    back: str = "",
) -> HttpResponse:
    """Answer 409 with both states.

    `ours` is what the person typed, `theirs` what the row holds now, both by translated label. With `version`, the
    row's newest, the same form can be sent again on top of it; `back` is the page of the row as it is now.
    """
    labels = list(dict.fromkeys([*ours, *theirs]))
    context = {
        "message": refusal_text(refusal),
        "states": [TwoStates(label, ours.get(label, ""), theirs.get(label, "")) for label in labels],
        "again": [
            (name, value)
            for name in request.POST
            if name not in _NOT_SENT_AGAIN
            for value in request.POST.getlist(name)
        ],
        "version": version,
        "address": request.get_full_path(),
        "back": back or request.get_full_path(),
    }
    is_fragment = bool(request.headers.get("HX-Request"))
    return render(request, "parts/stale.html" if is_fragment else "pages/stale.html", context, status=409)

"""A refusal as a page: one handler for the whole door."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext

from callboard.core.errors import NotAllowed, NotFound, Refused, StaleEdit

_STATUS: tuple[tuple[type[Refused], int], ...] = ((NotFound, 404), (NotAllowed, 403), (StaleEdit, 409))


def refusal_status(refusal: Refused) -> int:
    """The HTTP status of a refusal; 422 unless its family says otherwise."""
    return next((status for family, status in _STATUS if isinstance(refusal, family)), 422)


def refusal_text(refusal: Refused) -> str:
    """The refusal in the reader's language."""
    return gettext(refusal.text) % refusal.parameters


def refusal_page(request: HttpRequest, refusal: Refused) -> HttpResponse:
    """A whole page, or for htmx a fragment that is shown as a notice."""
    fragment = bool(request.headers.get("HX-Request"))
    template = "parts/refusal.html" if fragment else "pages/refusal.html"
    response = render(request, template, {"message": refusal_text(refusal)}, status=refusal_status(refusal))
    if fragment:
        response["HX-Retarget"] = "#notices"
        response["HX-Reswap"] = "beforeend"
    return response


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say in plain words that the form was too old, and what to do."""
    message = gettext("This form was open too long or came from elsewhere. Go back, reload the page and try again.")
    return render(request, "pages/refusal.html", {"message": message, "reason": reason}, status=403)

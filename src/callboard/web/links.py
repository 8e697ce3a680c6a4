"""The pages that need no log-in: one party's call behind its link, and whether a printed sheet still holds.

Reading changes nothing, whoever reads: mail scanners follow every link. Only the page's own form confirms, with a
token that is bound to the link and to the part that was shown.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from io import BytesIO
from typing import Concatenate, ParamSpec
from uuid import UUID

from django.core import signing
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import translation
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from callboard.core.errors import NotFound
from callboard.core.links.rules import LinkEnded, LinkUnknown
from callboard.core.ports import file_store
from callboard.core.publishing.actions import acknowledge_part, open_part
from callboard.core.publishing.queries import edition_status, part_by_link
from callboard.core.publishing.rules import PartReplaced
from callboard.web.asking import now
from callboard.web.link_limits import WINDOW_SECONDS, UnknownTries, client_address
from callboard.web.link_parts import part_page
from callboard.web.locales import Reader

P = ParamSpec("P")
PageView = Callable[..., HttpResponseBase]
FORM_LASTS = timedelta(hours=48)
NOTHING_TO_CONFIRM = "nothing"
unknown_tries = UnknownTries()


class FormNotFromPage(Exception):
    """A confirmation that did not come from the page of this link, or from one that was open for days."""


def open_page(*methods: str) -> Callable[[Callable[Concatenate[HttpRequest, str, P], HttpResponseBase]], PageView]:
    """Answer unknown, ended and guessed links alike, and let nothing of a link's page be kept, indexed or passed on."""

    def for_methods(view: Callable[Concatenate[HttpRequest, str, P], HttpResponseBase]) -> PageView:
        @wraps(view)
        def wrapped(request: HttpRequest, token: str, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if request.method not in methods:
                return _sealed(HttpResponseNotAllowed(methods))
            if unknown_tries.is_over(client_address(request)):
                response: HttpResponseBase = _nothing_here(request, status=429)
                response["Retry-After"] = str(int(WINDOW_SECONDS))
                return _sealed(response)
            return _sealed(_answer(request, lambda: view(request, token, *args, **kwargs)))

        return wrapped

    return for_methods


def _answer(request: HttpRequest, view: Callable[[], HttpResponseBase]) -> HttpResponseBase:
    with translation.override(Reader.of(request).language):
        try:
            return view()
        except (LinkUnknown, NotFound):
            unknown_tries.count(client_address(request))
            return _nothing_here(request)
        except LinkEnded:
            return _nothing_here(request)


def _sealed(response: HttpResponseBase) -> HttpResponseBase:
    add_never_cache_headers(response)
    response["Cache-Control"] = "no-store, private"
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    # Django would write the address of every refused request, token and all, into the log.
    response._has_been_logged = True  # type: ignore[attr-defined]
    return response


@open_page("GET", "HEAD")
def part(request: HttpRequest, token: str) -> HttpResponse:
    """One party's call."""
    return _part(request, token)


@csrf_exempt
@open_page("POST")
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Take the confirmation of the part that the page showed."""
    try:
        acknowledge_part(token, _part_in_form(request, token), at=now())
    except FormNotFromPage:
        notice = _("This page was open too long. Look at it once more, then confirm.")
        return _part(request, token, notice=notice, status=403)
    except PartReplaced:
        notice = _("Your call changed while this page was open. Look at the new one below, then confirm that.")
        return _part(request, token, notice=notice, status=409)
    return redirect("links:part", token)


@csrf_exempt
@open_page("POST")
def opened(request: HttpRequest, token: str) -> HttpResponse:
    """Note that the page was really shown: its script says so, which a mail scanner does not."""
    try:
        _signed(request, token)
    except FormNotFromPage:
        return HttpResponse(status=403)
    open_part(token, at=now())
    return HttpResponse(status=204)


@open_page("GET", "HEAD")
def sheet_pdf(request: HttpRequest, token: str) -> HttpResponseBase:  # noqa: ARG001 - a view's signature
    """The printed sheet, for heads of department."""
    view = part_by_link(token, now())
    if not view.pdf_sha256:
        raise LinkEnded()
    content = file_store().get(view.pdf_sha256)
    name = f"{view.production} {view.day or ''} {view.color}.pdf"
    return FileResponse(BytesIO(content), content_type="application/pdf", filename=name)


@open_page("GET", "HEAD")
def status(request: HttpRequest, token: str) -> HttpResponse:
    """Whether a printed sheet is still the current one; nothing about people, whoever scans the code."""
    reader = Reader.of(request)
    found = edition_status(token)
    return render(
        request,
        "pages/status_sheet.html",
        {
            "status": found,
            "day": reader.day(found.day) if found.day else "",
            "published": reader.moment(found.published_at, found.zone),
            "newest_published": reader.moment(found.newest_published_at, found.zone),
        },
    )


def _part(request: HttpRequest, token: str, *, notice: str = "", status: int = 200) -> HttpResponse:
    view = part_by_link(token, now())
    reader = Reader.of(request)
    page = part_page(view.kind)
    context = {
        "view": view,
        "token": token,
        "notice": notice,
        "form_token": _signer(token).sign(str(view.part_key or NOTHING_TO_CONFIRM)),
        "day": reader.day(view.day) if view.day else "",
        "published": reader.moment(view.published_at, view.zone),
        "confirmed": reader.lately(view.confirmed_at, view.zone, at=now()) if view.confirmed_at else "",
        "part": page.part(view, reader),
        "part_template": page.part_template,
        "changes": page.changes(view, reader),
        "sheet": page.sheet(view) if view.sheet else [],
        "sheet_template": page.sheet_template,
    }
    return render(request, "pages/link_part.html", context, status=status)


def _part_in_form(request: HttpRequest, token: str) -> UUID:
    shown = _signed(request, token)
    if shown == NOTHING_TO_CONFIRM:
        raise FormNotFromPage()
    return UUID(shown)


def _signed(request: HttpRequest, token: str) -> str:
    try:
        return _signer(token).unsign(request.POST.get("form_token", ""), max_age=FORM_LASTS)
    except signing.BadSignature:
        raise FormNotFromPage() from None


def _signer(token: str) -> signing.TimestampSigner:
    return signing.TimestampSigner(salt=f"callboard.link.{token}")


def _nothing_here(request: HttpRequest, status: int = 404) -> HttpResponse:
    return render(request, "pages/link_unknown.html", status=status)


app_name = "links"
urlpatterns = [
    path("l/<str:token>/", part, name="part"),
    path("l/<str:token>/confirm/", confirm, name="confirm"),
    path("l/<str:token>/opened/", opened, name="opened"),
    path("l/<str:token>/sheet.pdf", sheet_pdf, name="sheet_pdf"),
    path("s/<str:token>/", status, name="status"),
]

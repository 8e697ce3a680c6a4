"""What a page needs from its request, typed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import TYPE_CHECKING, Concatenate, ParamSpec, cast
from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from callboard.core.errors import Refused, gettext_noop
from callboard.core.organizations.queries import production_of
from callboard.core.requests.actions import answer_once
from callboard.core.requests.rules import KeyMissing, check_no_nul, fingerprint

if TYPE_CHECKING:
    from callboard.core.organizations.models import Membership, Production

P = ParamSpec("P")


class VersionMissing(Refused):
    """A form to change something came without the version it was made from."""

    text = gettext_noop("This form does not say which version it changes. Reload the page and try again.")


def member_of(request: HttpRequest) -> Membership:
    """Who is asking."""
    member: Membership = request.member  # type: ignore[attr-defined]
    return member


def production_for(request: HttpRequest, public_id: UUID) -> Production:
    """The production in the address, if the member can see it; from here the page shows times of its zone.

    The middleware takes the zone back when the page is done.
    """
    production = production_of(member_of(request), public_id)
    timezone.activate(ZoneInfo(production.zone))
    return production


def now() -> datetime:
    """The door's clock: below the doors, time comes in by name."""
    return timezone.now()


def version_in(request: HttpRequest) -> int:
    """The version that the form was made from (hidden field `version`)."""
    try:
        return int(request.POST["version"])
    except (KeyError, ValueError):
        raise VersionMissing() from None


def once(
    view: Callable[Concatenate[HttpRequest, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Make a POST view have one effect per form: its hidden `request_key` is answered once.

    A second press of the button gets the first answer again. The view runs inside the transaction that keeps the key.
    """

    @wraps(view)
    def wrapped(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        key = request.POST.get("request_key", "") or request.headers.get("Idempotency-Key", "")
        if not key:
            raise KeyMissing()
        fields = sorted((name, *request.POST.getlist(name)) for name in request.POST if name != "csrfmiddlewaretoken")
        check_no_nul(*(value for field in fields for value in field[1:]))
        asked = fingerprint("POST", request.path, repr(fields).encode())
        fresh: list[HttpResponse] = []

        def effect() -> tuple[int, bytes]:
            fresh.append(view(request, *args, **kwargs))
            return fresh[0].status_code, _pack(fresh[0])

        (status, packed), is_replay = answer_once(member_of(request), key[:80], asked, effect, at=now())
        return _unpack(status, packed) if is_replay else fresh[0]

    return cast("Callable[Concatenate[HttpRequest, P], HttpResponse]", require_POST(wrapped))


_KEPT_HEADERS = ("Content-Type", "Location", "HX-Redirect", "HX-Trigger", "HX-Refresh")


def _pack(response: HttpResponse) -> bytes:
    head = "".join(f"{name}: {response[name]}\n" for name in _KEPT_HEADERS if name in response)
    return f"{head}\n".encode() + response.content


def _unpack(status: int, packed: bytes) -> HttpResponse:
    head, _, body = packed.partition(b"\n\n") if not packed.startswith(b"\n") else (b"", b"", packed[1:])
    response = HttpResponse(body, status=status)
    for line in head.decode().splitlines():
        name, _, value = line.partition(": ")
        response[name] = value
    return response

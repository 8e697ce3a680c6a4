"""The API's own manners: who is asking, keys, versions, and refusals as problem documents (RFC 9457)."""

from __future__ import annotations

import inspect
import json
from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any, TypeVar
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext
from ninja import NinjaAPI, Schema
from ninja.errors import ValidationError
from ninja.security import HttpBearer
from ninja.security.session import SessionAuth

from callboard.core.errors import NotAllowed, NotFound, Refused, StaleEdit, gettext_noop
from callboard.core.organizations.queries import membership_of_key, memberships_of, production_of
from callboard.core.organizations.scope import tenant_scope
from callboard.core.requests.actions import answer_once
from callboard.core.requests.rules import KeyMissing, KeyUsedForAnotherRequest, check_no_nul, fingerprint

if TYPE_CHECKING:
    from datetime import datetime

    from callboard.core.organizations.models import Membership, Production

_View = TypeVar("_View", bound=Callable[..., Any])
PROBLEM = "application/problem+json"


class VersionMissing(Refused):
    """An edit must say which version it was made from."""

    text = gettext_noop("Say which version this edit was made from: header If-Match with the row's version.")


class BearerKey(HttpBearer):
    """An API key made for a membership: `Authorization: Bearer …`."""

    def authenticate(self, request: HttpRequest, token: str) -> Membership | None:  # noqa: ARG002 - ninja's signature
        """The membership that the key acts as."""
        return membership_of_key(token)


class LogIn(SessionAuth):
    """The log-in of the pages, so that a person can try the API in the browser; guarded against forged requests."""

    def authenticate(self, request: HttpRequest, key: str | None) -> Membership | None:  # noqa: ARG002 - ninja's signature
        """The first membership of whoever is logged in, or the one chosen in the session."""
        if not request.user.is_authenticated:
            return None
        memberships = memberships_of(request.user)
        chosen = request.session.get("organization")
        return next((m for m in memberships if m.organization_id == chosen), memberships[0] if memberships else None)


api = NinjaAPI(
    title="Callboard",
    version="1",
    description=(
        "The same actions as the pages. Send `Authorization: Bearer KEY`. Every unsafe call needs an "
        "`Idempotency-Key`; "
        "every edit of a row needs `If-Match` with the version it was made from. Refusals are problem documents."
    ),
    auth=[BearerKey(), LogIn()],
    urls_namespace="api",
    docs_url=None,  # its page would load scripts from elsewhere; the document itself is at /api/openapi.json
)

_STATUS: tuple[tuple[type[Refused], int], ...] = (
    (NotFound, 404),
    (NotAllowed, 403),
    (StaleEdit, 412),
    (VersionMissing, 428),
    (KeyMissing, 428),
    (KeyUsedForAnotherRequest, 422),
)


def member_of(request: HttpRequest) -> Membership:
    """Who is asking."""
    member: Membership = request.auth  # type: ignore[attr-defined]
    return member


def production_for(request: HttpRequest, public_id: UUID) -> Production:
    """The production in the address, if the member can see it."""
    return production_of(member_of(request), public_id)


def now() -> datetime:
    """The door's clock."""
    return timezone.now()


def expected_version(request: HttpRequest) -> int:
    """The version in If-Match. Raises VersionMissing."""
    written = request.headers.get("If-Match", "").strip().removeprefix("W/").strip('"')
    if not written.isdecimal():
        raise VersionMissing()
    return int(written)


def scoped(view: _View) -> _View:
    """Open the member's organization around a read."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        with tenant_scope(member_of(request).organization_id):
            return view(request, *args, **kwargs)

    return _signed_as(wrapped, view)


def once(view: _View) -> _View:
    """One effect per Idempotency-Key: the answer is kept in the effect's transaction and given again on a retry."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        check_no_nul(request.get_full_path())
        key = request.headers.get("Idempotency-Key", "").strip().replace("\0", "")
        if not key:
            raise KeyMissing()
        body = request.body if request.content_type == "application/json" else request.get_full_path().encode()
        asked = fingerprint(request.method or "", request.get_full_path(), body)

        def effect() -> tuple[int, bytes]:
            made: Schema = view(request, *args, **kwargs)
            return 200, made.model_dump_json().encode()

        (status, answer), is_replay = answer_once(member_of(request), key[:80], asked, effect, at=now())
        response = HttpResponse(answer, status=status, content_type="application/json")
        if is_replay:
            response["Idempotency-Replayed"] = "true"
        return response

    return _signed_as(wrapped, view)


def _signed_as(wrapped: Callable[..., Any], view: _View) -> _View:
    """Give the wrapper the view's signature with real types: the schema is read off it, in another file's names."""
    wrapped.__signature__ = inspect.signature(view, eval_str=True)  # type: ignore[attr-defined]
    return wrapped  # type: ignore[return-value]


def status_of(refusal: Refused) -> int:
    """The HTTP status of a refusal."""
    return next((status for family, status in _STATUS if isinstance(refusal, family)), 422)


@api.exception_handler(Refused)
def answer_refusal(request: HttpRequest, refusal: Refused) -> HttpResponse:  # noqa: ARG001 - ninja's signature
    """A refusal as a problem document: its name as type, its sentence as detail."""
    status = status_of(refusal)
    problem = {
        "type": f"urn:callboard:{type(refusal).__name__}",
        "title": type(refusal).__name__,
        "status": status,
        "detail": gettext(refusal.text) % refusal.parameters,
        "parameters": {name: str(value) for name, value in refusal.parameters.items()},
    }
    return HttpResponse(json.dumps(problem), status=status, content_type=PROBLEM)


@api.exception_handler(ValidationError)
def answer_invalid(request: HttpRequest, fault: ValidationError) -> HttpResponse:  # noqa: ARG001 - ninja's signature
    """What of a request's fields is wrong, all at once."""
    problem = {
        "type": "urn:callboard:Invalid",
        "title": "Invalid",
        "status": 422,
        "detail": gettext("Some fields are missing or wrong; `errors` says which."),
        "errors": fault.errors,
    }
    return HttpResponse(json.dumps(problem, default=str), status=422, content_type=PROBLEM)

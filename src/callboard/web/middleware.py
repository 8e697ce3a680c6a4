"""Who is asking, and what becomes of a refusal: for every page alike."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.cache import add_never_cache_headers

from callboard.core.errors import Refused
from callboard.core.organizations.queries import memberships_of
from callboard.core.organizations.scope import tenant_scope
from callboard.core.requests.rules import NulCharacter, check_no_nul
from callboard.web.refusals import refusal_page
from callboard.web.second_factor import second_factor_is_required

Answer = Callable[[HttpRequest], HttpResponseBase]
_OPEN_PATHS = ("/accounts/", "/static/", "/l/", "/s/", "/api/", "/healthz", "/readyz", "/i18n/")


class MemberMiddleware:
    """Put the acting membership on the request and open its tenant's scope around the page.

    The tenant comes from the session's log-in and nothing else. A user with several memberships chooses one
    (`/organizations/`), which the session keeps.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer the request as a member, or send it to the log-in."""
        if request.path.startswith(_OPEN_PATHS):
            return self.get_response(request)
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        try:
            check_no_nul(request.get_full_path())
        except NulCharacter as refusal:
            return refusal_page(request, refusal)
        memberships = memberships_of(request.user)
        if not memberships:
            return render(request, "pages/no_membership.html", status=403)
        chosen = request.session.get("organization")
        member = next((m for m in memberships if m.organization_id == chosen), memberships[0])
        request.member = member  # type: ignore[attr-defined]
        request.memberships = memberships  # type: ignore[attr-defined]
        if second_factor_is_required(request):
            return redirect("mfa_index")
        # UTC until a page knows its production: no page inherits the zone of the one before it.
        with tenant_scope(member.organization_id), timezone.override(UTC):
            response = self.get_response(request)
        add_never_cache_headers(response)
        return response


class RefusalMiddleware:
    """Turn a refusal from any action into a page or fragment that says what to do next."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass through."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer a refusal; leave faults to Django."""
        return refusal_page(request, exception) if isinstance(exception, Refused) else None

"""Forms whose answer holds a secret: answered once like all others, but the answer is not kept."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from callboard.core.requests.actions import answer_once
from callboard.core.requests.rules import KeyMissing, fingerprint
from callboard.web.asking import member_of, now


def answer_shown_once(request: HttpRequest, view: Callable[[], HttpResponse]) -> HttpResponse:
    """Run the view once per form. A second press is told that the secret was shown: it is kept nowhere."""
    key = request.POST.get("request_key", "")
    if not key:
        raise KeyMissing()
    fields = sorted((name, *request.POST.getlist(name)) for name in request.POST if name != "csrfmiddlewaretoken")
    asked = fingerprint("POST", request.path, repr(fields).encode())
    fresh: list[HttpResponse] = []

    def effect() -> tuple[int, bytes]:
        fresh.append(view())
        return fresh[0].status_code, b""

    _, is_replay = answer_once(member_of(request), key[:80], asked, effect, at=now())
    return render(request, "pages/shown_already.html", status=410) if is_replay else fresh[0]

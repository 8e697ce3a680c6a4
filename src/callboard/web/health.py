"""For whoever watches the server, from the machine itself: does the process answer, and can it do its work?"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from ipaddress import ip_address

from django.conf import settings
from django.db import Error, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, HttpResponseNotFound, JsonResponse
from django.urls import path
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from callboard.core.messages.queries import oldest_waiting_since
from callboard.web.asking import now

FREE_BYTES_NEEDED = 200 * 1024 * 1024
MAIL_MAY_WAIT = timedelta(minutes=5)
_FORWARDING_HEADERS = ("X-Forwarded-For", "Forwarded", "X-Real-Ip")

Finding = tuple[bool, object]


def on_this_machine(view: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Answer only what comes from the machine itself; a proxy on it passes strangers on, and says so in a header."""

    @wraps(view)
    def wrapped(request: HttpRequest) -> HttpResponse:
        came_from = str(request.META.get("REMOTE_ADDR", ""))
        was_passed_on = any(header in request.headers for header in _FORWARDING_HEADERS)
        if was_passed_on or not _is_loopback(came_from):
            return HttpResponseNotFound()
        return view(request)

    return wrapped


@require_safe
@never_cache
@on_this_machine
def alive(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - a view's signature
    """The process answers; nothing else is asked, so that a slow database gets nobody restarted."""
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
@never_cache
@on_this_machine
def ready(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - a view's signature
    """Database, tables, disk and outbox: 200 when all are well, 503 with what is not."""
    asked: dict[str, Callable[[], Finding]] = {
        "database": database_answers,
        "migrations": migrations_done,
        "disk": disk_has_room,
        "outbox": mail_leaves,
    }
    found = {name: _found(ask) for name, ask in asked.items()}
    is_ready = all(well for well, _ in found.values())
    body = {"ready": is_ready} | {name: {"ok": well, "is": says} for name, (well, says) in found.items()}
    return JsonResponse(body, status=200 if is_ready else 503)


def database_answers() -> Finding:
    """Whether a query comes back."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return cursor.fetchone() == (1,), connection.vendor


def migrations_done() -> Finding:
    """Whether the tables are those of this version."""
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return not waiting, f"{len(waiting)} to apply"


def disk_has_room() -> Finding:
    """Whether the data directory can take more."""
    free = shutil.disk_usage(settings.DATA_DIR).free
    return free >= FREE_BYTES_NEEDED, f"{free // 2**20} MB free"


def mail_leaves() -> Finding:
    """Whether anything due has been waiting in the outbox too long: then no worker is sending."""
    at = now()
    since = oldest_waiting_since(at)
    waited = at - since if since else timedelta(0)
    return waited <= MAIL_MAY_WAIT, f"oldest waits {int(waited.total_seconds())} s"


def _found(ask: Callable[[], Finding]) -> Finding:
    try:
        return ask()
    except (Error, OSError) as fault:
        return False, type(fault).__name__  # the text may name hosts and users


def _is_loopback(address: str) -> bool:
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return False


app_name = "health"
urlpatterns = [
    path("healthz", alive, name="alive"),
    path("readyz", ready, name="ready"),
]

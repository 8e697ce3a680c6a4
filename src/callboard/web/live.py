"""Live updates at `/live/<production>`: server-sent events that say what kind of thing changed, and never its content.

The one natively asynchronous part of the server. Whoever follows asks the pages again for what they may see.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections import Counter
from collections.abc import Awaitable, Callable, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from importlib import import_module
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import parse_qs
from uuid import UUID

from django.conf import settings
from django.contrib.auth import get_user
from django.db import close_old_connections
from django.http import HttpRequest
from django.http.cookie import parse_cookie

from callboard.core.errors import NotFound
from callboard.core.events.queries import events_after, newest_event_id
from callboard.core.organizations.queries import memberships_of, production_of
from callboard.core.organizations.scope import tenant_scope
from callboard.web.live_hub import Hub, Notice

if TYPE_CHECKING:
    from callboard.core.organizations.models import Production

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Result = TypeVar("Result")

PREFIX = "/live/"
STREAMS_PER_USER = 10
CHECK_AGAIN_SECONDS = 15.0
RECONNECT_MILLISECONDS = 2000
_HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
    (b"x-content-type-options", b"nosniff"),
    (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),
    (b"referrer-policy", b"no-referrer"),
]


class StreamRefused(Exception):
    """No stream for this request; carries the HTTP status."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


@dataclass(frozen=True)
class Admission:
    """Who follows what. When any of it changes, the stream ends and the browser asks anew."""

    user_id: int
    membership_id: int
    role: str
    production: Production


def admit(session_key: str, public_id: UUID) -> Admission:
    """Let the session's log-in follow the production, by the same rules as its pages. Raises StreamRefused."""
    request = HttpRequest()
    request.session = import_module(settings.SESSION_ENGINE).SessionStore(session_key)
    user = get_user(request)
    if not user.is_authenticated:
        raise StreamRefused(401)
    memberships = memberships_of(user)
    chosen = request.session.get("organization")
    member = next((m for m in memberships if m.organization_id == chosen), memberships[0] if memberships else None)
    if member is None:
        raise StreamRefused(404)
    with tenant_scope(member.organization_id):
        try:
            production = production_of(member, public_id)
        except NotFound:
            raise StreamRefused(404) from None
    return Admission(user.pk, member.pk, member.role, production)


@dataclass
class LiveUpdates:
    """The ASGI application: one stream per open page, one look at the database for all of them."""

    streams_per_user: int = STREAMS_PER_USER
    check_again_seconds: float = CHECK_AGAIN_SECONDS
    hub: Hub = field(default_factory=Hub)
    _open: Counter[int] = field(default_factory=Counter)
    _threads: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(4, "live-admit"))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        try:
            asked = _Asked.of(scope)
            admission = await self._in_thread(admit, asked.session_key, asked.production)
            if self._open[admission.user_id] >= self.streams_per_user:
                raise StreamRefused(429)
        except StreamRefused as refused:
            await _refuse(send, refused.status)
            return
        self._open[admission.user_id] += 1
        try:
            await self._stream(asked, admission, receive, send)
        finally:
            self._open[admission.user_id] -= 1

    async def _stream(self, asked: _Asked, admission: Admission, receive: Receive, send: Send) -> None:
        production = admission.production
        queue = await self.hub.join(production)
        gone = asyncio.ensure_future(_disconnected(receive))
        try:
            await send({"type": "http.response.start", "status": 200, "headers": _HEADERS})
            last_id = await self._greet(asked.last_id, production, send)
            checked_at = time.monotonic()
            while not gone.done():
                batch = await _next_batch(queue, gone, self.check_again_seconds)
                if batch is None:  # it fell behind and was let go: the browser comes back and gets what it missed
                    break
                fresh = [notice for notice in batch if notice.id > last_id]
                last_id = fresh[-1].id if fresh else last_id
                if fresh or not batch:
                    await _write(send, _as_stream(fresh) or ": still here\n\n")
                if time.monotonic() - checked_at >= self.check_again_seconds:
                    if not await self._still_admitted(asked, admission):
                        break
                    checked_at = time.monotonic()
            if not gone.done():
                await send({"type": "http.response.body", "body": b"", "more_body": False})
        finally:
            gone.cancel()
            self.hub.leave(production, queue)

    async def _greet(self, last_id: int | None, production: Production, send: Send) -> int:
        """Say from where the stream goes on, after what the follower missed."""
        newest = await self._in_thread(_newest, production)
        missed: list[Notice] = []
        if last_id is not None and last_id < newest:
            missed = await self._in_thread(_missed, production, last_id)
        newest = missed[-1].id if missed else newest
        hello = f"retry: {RECONNECT_MILLISECONDS}\n\n" + _as_stream(missed)
        await _write(send, f'{hello}id: {newest}\ndata: {{"kind": "connected"}}\n\n')
        return newest

    async def _still_admitted(self, asked: _Asked, admission: Admission) -> bool:
        try:
            return await self._in_thread(admit, asked.session_key, asked.production) == admission
        except StreamRefused:
            return False

    async def _in_thread(self, ask: Callable[..., Result], *arguments: object) -> Result:
        return await asyncio.get_running_loop().run_in_executor(self._threads, lambda: _fresh(ask, *arguments))


@dataclass(frozen=True)
class _Asked:
    production: UUID
    session_key: str
    last_id: int | None

    @classmethod
    def of(cls, scope: Scope) -> _Asked:
        if scope["method"] != "GET":
            raise StreamRefused(405)
        headers = {name.lower(): value.decode("latin-1") for name, value in scope["headers"]}
        try:
            production = UUID(scope["path"].removeprefix(PREFIX).strip("/"))
        except ValueError:
            raise StreamRefused(404) from None
        session_key = parse_cookie(headers.get(b"cookie", "")).get(settings.SESSION_COOKIE_NAME, "")
        if not session_key:
            raise StreamRefused(401)
        after = parse_qs(scope["query_string"].decode("latin-1")).get("after", [""])[0]
        last_id = headers.get(b"last-event-id", "") or after
        return cls(production, session_key, int(last_id) if last_id.isascii() and last_id.isdigit() else None)


def _fresh(ask: Callable[..., Result], *arguments: object) -> Result:
    # What Django does around each request of its own; a thread of ours has no requests.
    close_old_connections()
    try:
        return ask(*arguments)
    finally:
        close_old_connections()


def _newest(production: Production) -> int:
    with tenant_scope(production.organization_id):
        return newest_event_id(production)


def _missed(production: Production, last_id: int) -> list[Notice]:
    """What happened since, the newest of each kind and subject only: a page asks again once, however much it missed."""
    newest: dict[tuple[str, str], Notice] = {}
    with tenant_scope(production.organization_id):
        while events := events_after(production, last_id):
            for event in events:
                newest[event.kind, event.subject_key] = Notice(event.pk, event.kind, event.subject_key)
            last_id = events[-1].pk
    return sorted(newest.values(), key=lambda notice: notice.id)


async def _next_batch(
    queue: asyncio.Queue[Notice | None], gone: asyncio.Future[None], seconds: float
) -> list[Notice] | None:
    """Everything that waits in the queue; empty after so many seconds of silence; None when the follower is let go."""
    first = asyncio.ensure_future(queue.get())
    waited_for: set[asyncio.Future[Any]] = {first, gone}
    await asyncio.wait(waited_for, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
    if not first.done():
        first.cancel()
        return []
    batch = [first.result()]
    while not queue.empty():
        batch.append(queue.get_nowait())
    return None if None in batch else [notice for notice in batch if notice is not None]


def _as_stream(notices: list[Notice]) -> str:
    return "".join(
        f"id: {notice.id}\ndata: {json.dumps({'kind': notice.kind, 'about': notice.about})}\n\n" for notice in notices
    )


async def _write(send: Send, text: str) -> None:
    await send({"type": "http.response.body", "body": text.encode(), "more_body": True})


async def _disconnected(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _refuse(send: Send, status: int) -> None:
    headers = [(b"content-type", b"text/plain; charset=utf-8"), *_HEADERS[1:]]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": b""})


application = LiveUpdates()

"""One look at the database for everybody who follows: what is new goes to each follower's queue."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

from django.db import Error, connection

from callboard.core.events.queries import events_after, newest_event_id
from callboard.core.organizations.scope import tenant_scope

if TYPE_CHECKING:
    from callboard.core.organizations.models import Production

Result = TypeVar("Result")
POLL_SECONDS = 0.1
AFTER_A_FAULT_SECONDS = 1.0
NOTIFY_SECONDS = 1.0
LONGEST_QUEUE = 1000
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Notice:
    """Something of this kind changed; `about` is the public id of what, where there is one."""

    id: int
    kind: str
    about: str


Followers = asyncio.Queue["Notice | None"]


@dataclass
class Room:
    """Everybody in this process who follows one production."""

    production: Production
    last_id: int
    queues: set[Followers] = field(default_factory=set)

    def tell(self, notices: list[Notice]) -> None:
        """Hand new notices to each follower; one who does not read is let go."""
        for notice in notices:
            self.last_id = notice.id
            for queue in list(self.queues):
                if queue.qsize() < LONGEST_QUEUE:
                    queue.put_nowait(notice)
                else:
                    self.queues.discard(queue)
                    queue.put_nowait(None)


class Changes:
    """Tells cheaply whether anything was committed since the last look; asked by one thread only."""

    def __init__(self) -> None:
        self._seen: Any = None

    def since_last_look(self) -> bool:
        """SQLite counts the commits of others; PostgreSQL says so itself, and is waited for up to a second."""
        return self._notified() if connection.vendor == "postgresql" else self._version_moved()

    def _version_moved(self) -> bool:
        with connection.cursor() as cursor:
            version = cursor.execute("PRAGMA data_version").fetchone()
        moved = bool(version != self._seen)
        self._seen = version
        return moved

    def _notified(self) -> bool:
        connection.ensure_connection()
        raw: Any = connection.connection
        with connection.wrap_database_errors:
            if raw is not self._seen:  # a new connection listens to nothing yet, and we do not know what we missed
                raw.execute("LISTEN callboard_events")
                self._seen = raw
                return True
            return any(True for _ in raw.notifies(timeout=NOTIFY_SECONDS, stop_after=1))


@dataclass
class Hub:
    """The rooms of this process and the one poller that serves them while anybody follows."""

    rooms: dict[int, Room] = field(default_factory=dict)
    _look_again: bool = False
    _poller: asyncio.Task[None] | None = None
    # One thread: PRAGMA data_version counts per connection, and Django keeps a connection per thread.
    _thread: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(1, "live-poll"))
    _changes: Changes = field(default_factory=Changes)

    async def join(self, production: Production) -> Followers:
        """Follow a production from now on."""
        if production.pk not in self.rooms:
            newest = await self._ask(_newest, production)
            self.rooms.setdefault(production.pk, Room(production, newest))
        queue: Followers = asyncio.Queue()
        self.rooms[production.pk].queues.add(queue)
        self._look_again = True
        if self._poller is None:
            self._poller = asyncio.create_task(self._poll())
        return queue

    def leave(self, production: Production, queue: Followers) -> None:
        """Stop following; the last one to leave stops the poller."""
        room = self.rooms.get(production.pk)
        if room is not None:
            room.queues.discard(queue)
            if not room.queues:
                del self.rooms[production.pk]
        if not self.rooms and self._poller is not None:
            self._poller.cancel()
            self._poller = None

    async def _poll(self) -> None:
        while True:
            try:
                changed = await self._ask(self._changes.since_last_look)
                if changed or self._look_again:
                    self._look_again = False
                    await self._tell_rooms()
                await asyncio.sleep(POLL_SECONDS)
            except Error:
                _log.exception("live updates cannot read the database; trying again")
                await self._ask(_close_connection)
                self._look_again = True
                await asyncio.sleep(AFTER_A_FAULT_SECONDS)

    async def _tell_rooms(self) -> None:
        for room in list(self.rooms.values()):
            room.tell(await self._ask(_notices_after, room.production, room.last_id))

    async def _ask(self, ask: Callable[..., Result], *arguments: object) -> Result:
        return await asyncio.get_running_loop().run_in_executor(self._thread, lambda: ask(*arguments))


def _close_connection() -> None:
    connection.close()  # a connection belongs to the thread that asks for it


def _newest(production: Production) -> int:
    with tenant_scope(production.organization_id):
        return newest_event_id(production)


def _notices_after(production: Production, last_id: int) -> list[Notice]:
    notices: list[Notice] = []
    with tenant_scope(production.organization_id):
        while events := events_after(production, notices[-1].id if notices else last_id):
            notices += [Notice(event.pk, event.kind, event.subject_key) for event in events]
    return notices

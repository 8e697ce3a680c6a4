from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import pytest
from asgiref.sync import sync_to_async
from django.conf import settings
from django.db import connection, transaction
from django.test import Client

from callboard.core.events.actions import announce
from callboard.core.events.queries import newest_event_id
from callboard.core.facts.triggers import remove_triggers
from callboard.core.organizations.models import Membership, Production, ProductionAccess
from callboard.core.organizations.rules import Role
from callboard.core.organizations.scope import tenant_scope
from callboard.web.live import LiveUpdates
from callboard.web.live_hub import LONGEST_QUEUE, Notice, Room
from tests.builders import FRIDAY_18H, a_member, a_production, access, an_organization

SOON = 5.0


@pytest.fixture
def committed(transactional_db: None) -> Iterator[None]:
    """A database whose rows are committed, so that other threads see them, and that may be emptied afterwards.

    Emptying it ends like a migration, which brings the triggers back.
    """
    yield
    remove_triggers(connection)


@pytest.fixture
def saltmarsh(committed: None) -> Iterator[Production]:
    organization = an_organization()
    with tenant_scope(organization.pk):
        yield a_production(organization)


def cookie_of(member: Membership) -> str:
    client = Client()
    client.force_login(member.user)
    return f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"


@dataclass
class Follower:
    """A browser with the page open, as the server sees it."""

    sent: list[dict[str, Any]] = field(default_factory=list)
    leaving: asyncio.Event = field(default_factory=asyncio.Event)
    moved: asyncio.Event = field(default_factory=asyncio.Event)

    async def receive(self) -> dict[str, Any]:
        await self.leaving.wait()
        return {"type": "http.disconnect"}

    async def send(self, message: Any) -> None:
        self.sent.append(dict(message))
        self.moved.set()

    @property
    def status(self) -> int:
        return int(self.sent[0]["status"])

    @property
    def headers(self) -> dict[str, str]:
        return {name.decode(): value.decode() for name, value in self.sent[0]["headers"]}

    @property
    def text(self) -> str:
        return b"".join(message.get("body", b"") for message in self.sent[1:]).decode()

    @property
    def notices(self) -> list[dict[str, str]]:
        lines = [line for line in self.text.splitlines() if line.startswith("data: ")]
        return [json.loads(line.removeprefix("data: ")) for line in lines]

    @property
    def kinds(self) -> list[str]:
        return [notice["kind"] for notice in self.notices]

    async def until(self, holds: Callable[[], bool]) -> None:
        async with asyncio.timeout(SOON):
            while not holds():
                self.moved.clear()
                await self.moved.wait()


@asynccontextmanager
async def following(
    application: LiveUpdates, path: str, cookie: str = "", *, last_id: str = "", method: str = "GET", query: str = ""
) -> AsyncIterator[Follower]:
    headers = [(b"cookie", cookie.encode())] if cookie else []
    headers += [(b"last-event-id", last_id.encode())] if last_id else []
    scope = {"type": "http", "method": method, "path": path, "query_string": query.encode(), "headers": headers}
    follower = Follower()
    task = asyncio.ensure_future(application(scope, follower.receive, follower.send))
    try:
        await follower.until(lambda: len(follower.sent) > 1)
        yield follower
    finally:
        follower.leaving.set()
        await asyncio.wait_for(task, SOON)


def run(scene: Callable[[], Awaitable[None]]) -> None:
    asyncio.run(scene())  # type: ignore[arg-type]


def change(production: Production, kind: str) -> None:
    with tenant_scope(production.organization_id), transaction.atomic():
        announce(production, kind, at=FRIDAY_18H)


def test_everyone_who_follows_is_told_within_a_moment_and_nobody_of_another_production(saltmarsh: Production) -> None:
    """Four members with five pages each, and one page on another production."""
    members = [a_member(saltmarsh.organization, name=name) for name in ("Ada", "Bo", "Cleo", "Dan")]
    elsewhere = a_production(saltmarsh.organization, "Other")
    cookies = [cookie_of(member) for member in members]

    async def scene() -> None:
        application = LiveUpdates()
        async with following(application, f"/live/{elsewhere.public_id}", cookies[0]) as other:
            streams = [following(application, f"/live/{saltmarsh.public_id}", c) for c in cookies for _ in range(5)]
            followers = await asyncio.gather(*(stream.__aenter__() for stream in streams))
            await sync_to_async(change)(saltmarsh, "delivery")
            for follower in followers:
                await follower.until(lambda follower=follower: "delivery" in follower.kinds)  # type: ignore[misc]
            assert [follower.kinds for follower in followers] == [["connected", "delivery"]] * 20
            assert other.kinds == ["connected"]
            await asyncio.gather(*(stream.__aexit__(None, None, None) for stream in streams))
        assert application.hub.rooms == {}

    run(scene)


def test_who_comes_back_gets_what_was_missed_once_per_kind_and_then_what_is_new(saltmarsh: Production) -> None:
    cookie = cookie_of(a_member(saltmarsh.organization))
    change(saltmarsh, "board")
    seen = newest_event_id(saltmarsh)
    for kind in ("delivery", "delivery", "board", "delivery"):
        change(saltmarsh, kind)

    async def scene() -> None:
        application = LiveUpdates()
        path = f"/live/{saltmarsh.public_id}"
        async with (
            following(application, path, cookie, last_id=str(seen)) as by_header,
            following(application, path, cookie, query=f"after={seen}") as by_address,
            following(application, path, cookie) as fresh,
            following(application, path, cookie, last_id="nonsense") as unsure,
        ):
            assert by_header.kinds == by_address.kinds == ["board", "delivery", "connected"]
            assert fresh.kinds == unsure.kinds == ["connected"]
            await sync_to_async(change)(saltmarsh, "readiness")
            await by_header.until(lambda: "readiness" in by_header.kinds)
            assert by_header.kinds == ["board", "delivery", "connected", "readiness"]

    run(scene)


def test_a_notice_says_what_changed_by_id_and_nothing_else(saltmarsh: Production) -> None:
    cookie = cookie_of(a_member(saltmarsh.organization))

    def tell() -> None:
        with tenant_scope(saltmarsh.organization_id), transaction.atomic():
            announce(saltmarsh, "production", about=saltmarsh, at=FRIDAY_18H)

    async def scene() -> None:
        async with following(LiveUpdates(), f"/live/{saltmarsh.public_id}", cookie) as follower:
            await sync_to_async(tell)()
            await follower.until(lambda: len(follower.notices) == 2)
            assert follower.notices[1] == {"kind": "production", "about": str(saltmarsh.public_id)}
            assert follower.headers["content-type"] == "text/event-stream; charset=utf-8"
            assert follower.headers["cache-control"] == "no-store"

    run(scene)


def test_without_a_log_in_or_for_a_stranger_there_is_no_stream(saltmarsh: Production) -> None:
    """A crew member without access, somebody of another organization, and nobody at all."""
    unlisted = cookie_of(a_member(saltmarsh.organization, Role.CREW, "Unlisted"))
    other_organization = an_organization("Elsewhere")
    stranger = cookie_of(a_member(other_organization, Role.COORDINATOR, "Stranger"))
    coordinator = cookie_of(a_member(saltmarsh.organization))
    path = f"/live/{saltmarsh.public_id}"
    asked = [
        (path, "", "GET", 401),
        (path, f"{settings.SESSION_COOKIE_NAME}=forged", "GET", 401),
        (path, unlisted, "GET", 404),
        (path, stranger, "GET", 404),
        (f"/live/{uuid4()}", coordinator, "GET", 404),
        ("/live/nothing", coordinator, "GET", 404),
        (path, coordinator, "POST", 405),
    ]

    async def scene() -> None:
        application = LiveUpdates()
        for address, cookie, method, status in asked:
            async with following(application, address, cookie, method=method) as follower:
                assert (follower.status, follower.text) == (status, "")

    run(scene)


def test_one_user_holds_a_limited_number_of_streams_and_gets_them_back(saltmarsh: Production) -> None:
    cookie = cookie_of(a_member(saltmarsh.organization))

    async def scene() -> None:
        application = LiveUpdates(streams_per_user=2)
        path = f"/live/{saltmarsh.public_id}"
        async with (
            following(application, path, cookie),
            following(application, path, cookie),
            following(application, path, cookie) as third,
        ):
            assert third.status == 429
        async with following(application, path, cookie) as again:
            assert again.status == 200

    run(scene)


def test_a_stream_ends_when_the_access_is_taken_away(saltmarsh: Production) -> None:
    crew = a_member(saltmarsh.organization, Role.CREW, "Crew")
    access(crew, saltmarsh)
    cookie = cookie_of(crew)

    def take_away() -> None:
        with tenant_scope(saltmarsh.organization_id):
            ProductionAccess.objects.all().delete()

    async def scene() -> None:
        application = LiveUpdates(check_again_seconds=0.2)
        async with following(application, f"/live/{saltmarsh.public_id}", cookie) as follower:
            await follower.until(lambda: ": still here" in follower.text)
            await sync_to_async(take_away)()
            await follower.until(lambda: follower.sent[-1]["more_body"] is False)
            assert follower.status == 200, "it was a stream until then"

    run(scene)


def test_a_stream_ends_when_the_role_changes_so_that_the_page_asks_anew(saltmarsh: Production) -> None:
    member = a_member(saltmarsh.organization)
    cookie = cookie_of(member)

    def lower() -> None:
        with tenant_scope(saltmarsh.organization_id):
            Membership.objects.filter(pk=member.pk).update(role=Role.LINE_PRODUCER)

    async def scene() -> None:
        application = LiveUpdates(check_again_seconds=0.2)
        async with following(application, f"/live/{saltmarsh.public_id}", cookie) as follower:
            await sync_to_async(lower)()
            await follower.until(lambda: follower.sent[-1].get("more_body") is False)
            assert follower.status == 200, "it was a stream until then"

    run(scene)


def test_a_follower_who_does_not_read_is_let_go() -> None:
    room = Room(Production(title="Saltmarsh"), last_id=0)
    slow: asyncio.Queue[Notice | None] = asyncio.Queue()
    room.queues.add(slow)

    room.tell([Notice(number, "board", "") for number in range(1, LONGEST_QUEUE + 2)])

    assert (room.queues, room.last_id, slow.qsize()) == (set(), LONGEST_QUEUE + 1, LONGEST_QUEUE + 1)

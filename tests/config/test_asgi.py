"""The dispatcher: live updates on one side, everything else on the other."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from callboard.config import asgi
from callboard.web.live import application as live


@pytest.mark.parametrize("path", ["/", "/live", "/lively/", "/accounts/login/", "/static/live/"])
def test_pages_go_to_the_threads(path: str) -> None:
    assert asgi.application_for(path) is asgi.threaded_pages


@pytest.mark.parametrize("path", ["/live/", "/live/productions/1/"])
def test_live_updates_are_served_natively(path: str) -> None:
    assert asgi.application_for(path) is live


def test_start_and_end_of_the_server_are_acknowledged() -> None:
    assert answers({"type": "lifespan"}, "lifespan.startup", "lifespan.shutdown") == [
        {"type": "lifespan.startup.complete"},
        {"type": "lifespan.shutdown.complete"},
    ]


def test_there_are_no_websockets() -> None:
    assert answers({"type": "websocket", "path": "/live/"}) == [{"type": "websocket.close", "code": 1000}]


def answers(scope: dict[str, Any], *received: str) -> list[Any]:
    waiting = [{"type": name} for name in received]
    sent: list[Any] = []

    async def receive() -> Any:
        return waiting.pop(0)

    async def send(message: Any) -> None:
        sent.append(message)

    asyncio.run(asgi.application(scope, receive, send))
    return sent

"""What the server runs: live updates natively async, everything else the WSGI application in threads.

Never `get_asgi_application`: it runs every synchronous view of a process in one thread.
"""

from __future__ import annotations

import os
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any, cast

from a2wsgi import WSGIMiddleware

from callboard.config.processes import end_with_parent
from callboard.config.wsgi import application as pages
from callboard.web.live import application as live

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]

LIVE_PREFIX = "/live/"
THREADS = int(os.environ.get("CALLBOARD_THREADS", "8"))

threaded_pages = cast("Application", WSGIMiddleware(cast("Any", pages), workers=THREADS))


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    """Send each request to the side that serves it."""
    if scope["type"] == "lifespan":
        await _lifespan(receive, send)
    elif scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": 1000})
    else:
        await application_for(scope["path"])(scope, _as_coroutine(receive), send)


def application_for(path: str) -> Application:
    """The live side for its prefix, the pages for the rest."""
    return live if path.startswith(LIVE_PREFIX) else threaded_pages


def _as_coroutine(receive: Receive) -> Receive:
    """The server's `receive` gives an awaitable; from its threads a2wsgi can only run a coroutine."""

    async def received() -> Message:
        return await receive()

    return received


async def _lifespan(receive: Receive, send: Send) -> None:
    while True:
        message = await receive()
        await send({"type": f"{message['type']}.complete"})
        if message["type"] == "lifespan.shutdown":
            return


end_with_parent()

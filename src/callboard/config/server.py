"""The web server as one command: `callboard serve`."""

from __future__ import annotations

import click

from callboard.cli.start import data_option
from callboard.config.processes import end_with_parent, expect_children

SHUTDOWN_SECONDS = 5


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="Port to listen on.")
@click.option("--processes", default=1, show_default=True, type=click.IntRange(1, 64), help="Web processes.")
@data_option
def serve(host: str, port: int, processes: int) -> None:
    """Serve the pages and the API, without the worker.

    For installations that run server and worker as services of their own; `callboard run` starts both.
    """
    from granian.constants import Interfaces, Loops
    from granian.log import LogLevels
    from granian.server import Server

    end_with_parent()
    expect_children()
    server = Server(
        "callboard.config.asgi:application",
        address=host,
        port=port,
        interface=Interfaces.ASGI,
        loop=Loops.asyncio,
        workers=processes,
        respawn_failed_workers=True,
        workers_kill_timeout=SHUTDOWN_SECONDS,  # a live stream never ends by itself
        websockets=False,
        log_level=LogLevels.warning,
    )
    server.serve()

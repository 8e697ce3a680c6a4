"""What the core asks of the outside: each port is a Protocol, plugged in by config at start."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol


@dataclass(frozen=True)
class OutgoingMail:
    """One mail, ready to leave. `message_id` is fixed for all attempts, so that doubles can be told."""

    organization_id: int
    message_id: str
    to: str
    subject: str
    text: str
    html: str = ""
    language: str = "en"


class MailRefused(Exception):
    """The address will never take it (a bounce): say so to a person, do not try again."""


class MailDeferred(Exception):
    """Not now; nothing was handed over: try again later."""


class MailUnknown(Exception):
    """The connection broke after the text was handed over: it may have arrived, nobody can know."""


class MailPort(Protocol):
    """Hands a mail over, or raises MailRefused, MailDeferred or MailUnknown."""

    def send(self, mail: OutgoingMail) -> str:
        """Hand over one mail; returns the server's answer."""
        ...


class FileStore(Protocol):
    """Keeps bytes under their own hash."""

    def put(self, content: bytes) -> str:
        """Store the bytes (once) and return their SHA-256 as hex."""
        ...

    def get(self, sha256: str) -> bytes:
        """Read bytes back; raises FileNotFoundError."""
        ...


@dataclass
class _Plugs:
    plugged: dict[str, object] = field(default_factory=dict)


_plugs = _Plugs()


class NotPluggedIn(RuntimeError):
    """A port was used that config/wiring.py did not plug in."""


def plug(*, mail: MailPort, files: FileStore) -> None:
    """Give every port its adapter. Called once by config, or by a test for its own scene."""
    _plugs.plugged = {"mail": mail, "files": files}


def mail_port() -> MailPort:
    """Return the adapter that sends mail."""
    return _plugged("mail")  # type: ignore[return-value]


def file_store() -> FileStore:
    """Return the adapter that keeps files."""
    return _plugged("files")  # type: ignore[return-value]


def _plugged(name: str) -> object:
    try:
        return _plugs.plugged[name]
    except KeyError:
        raise NotPluggedIn(name) from None

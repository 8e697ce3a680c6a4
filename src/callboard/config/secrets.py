"""Keys of one installation: made once, kept in a file that only the operator reads, never in a backup."""

from __future__ import annotations

import json
import os
import secrets
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True)
class Secrets:
    """Separate keys for separate purposes, so that one may be changed without the others."""

    secret_key: str
    link_key: str
    field_key: str


def load_secrets(path: Path) -> Secrets:
    """Read the keys, making the file with new ones when there is none."""
    try:
        return Secrets(**json.loads(path.read_text()))
    except FileNotFoundError:
        return _make_secrets(path)


def _make_secrets(path: Path) -> Secrets:
    made = Secrets(*(secrets.token_urlsafe(48) for _ in range(3)))
    # Written aside and linked into place: two processes starting at once end up with the same keys.
    aside = path.with_name(f"{path.name}.{os.getpid()}")
    descriptor = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        json.dump(asdict(made), file)
    try:
        os.link(aside, path)
    except FileExistsError:
        return load_secrets(path)
    finally:
        aside.unlink()
    return made

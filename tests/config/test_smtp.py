"""What the operator may write for the encryption of mail."""

from __future__ import annotations

from pathlib import Path

import pytest

from callboard.config.smtp import smtp_tls
from tests.cli.installations import Installation

STARTTLS, TLS, PLAIN = (True, False), (False, True), (False, False)


@pytest.mark.parametrize(
    ("written", "way"), [("", STARTTLS), ("starttls", STARTTLS), ("1", STARTTLS), (" SSL ", TLS), ("0", PLAIN)]
)
def test_each_way_has_a_word(written: str, way: tuple[bool, bool]) -> None:
    assert smtp_tls(written) == way


def test_an_unknown_word_is_refused_before_anything_starts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A slip of the pen must not send mail in the open."""
    here = Installation(tmp_path / "here")
    changed = here.environment | {"CALLBOARD_SMTP_TLS": "yes"}
    monkeypatch.setattr(Installation, "environment", changed)

    assert here.callboard("migrate", code=2) == (
        "callboard: CALLBOARD_SMTP_TLS is “yes”. Set it to starttls, to ssl (port 465), or to 0 for none.\n"
    )
    assert not (here.data / "callboard.sqlite3").exists()


@pytest.mark.parametrize(("way", "port"), [("ssl", "465"), ("starttls", "587"), ("0", "587")])
def test_the_port_follows_the_way(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, way: str, port: str) -> None:
    here = Installation(tmp_path / "here")
    changed = here.environment | {"CALLBOARD_SMTP_TLS": way}
    monkeypatch.setattr(Installation, "environment", changed)

    assert here.python("-c", "from callboard.config import settings; print(settings.EMAIL_PORT)").strip() == port

"""Tokens and ends."""

from __future__ import annotations

import base64
from contextlib import nullcontext
from datetime import timedelta

import pytest

from callboard.core.links.rules import LinkEnded, check_still_open, new_token
from tests.builders import FRIDAY_18H


def test_ten_thousand_tokens_carry_32_bytes_each_and_none_comes_twice() -> None:
    tokens = {new_token() for _ in range(10_000)}

    assert len(tokens) == 10_000
    assert {len(base64.urlsafe_b64decode(token + "=")) for token in tokens} == {32}


@pytest.mark.parametrize(
    ("expires_in", "revoked_in", "is_open"),
    [(1, None, True), (0, None, False), (-1, None, False), (1, -1, False)],
)
def test_a_link_is_open_until_the_second_it_expires_or_is_revoked(
    expires_in: int, revoked_in: int | None, is_open: bool
) -> None:
    expires_at = FRIDAY_18H + timedelta(seconds=expires_in)
    revoked_at = None if revoked_in is None else FRIDAY_18H + timedelta(seconds=revoked_in)

    with nullcontext() if is_open else pytest.raises(LinkEnded):
        check_still_open(expires_at=expires_at, revoked_at=revoked_at, at=FRIDAY_18H)

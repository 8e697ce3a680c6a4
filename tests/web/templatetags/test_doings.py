"""What the history calls an action."""

from __future__ import annotations

import pytest

from callboard.web.templatetags.doings import done


@pytest.mark.parametrize(
    ("verb", "said"),
    [
        ("publish edition", "published edition"),
        ("change call sheet", "changed call sheet"),
        ("send paper", "sent paper"),
        ("split strip", "split strip"),
        ("override hold", "overrode hold"),
        ("engage", "took on board"),
        ("acknowledge part", "confirmed the call"),
    ],
)
def test_an_action_is_told_as_something_done(verb: str, said: str) -> None:
    assert done(verb) == said

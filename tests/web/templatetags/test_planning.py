"""Template words of the shooting planner."""

from __future__ import annotations

import pytest

from callboard.web.templatetags.planning import (
    amount,
    difference,
    look_classes,
    off_hundred,
    percent_difference,
    percents,
    run_class,
    status_class,
    status_word,
)

NBSP = "\N{NO-BREAK SPACE}"


@pytest.mark.parametrize(
    ("minor", "currency", "said"),
    [
        (123_456_789, "USD", "1,234,568 USD"),
        (49, "EUR", "0 EUR"),
        (-49, "EUR", "0 EUR"),
        (50, "EUR", "1 EUR"),
        (-123_450, "USD", "−1,235 USD"),
        (98_765, "JPY", "98,765 JPY"),
        (None, "USD", ""),
    ],
)
def test_a_sum_is_read_in_whole_units(minor: int | None, currency: str, said: str) -> None:
    assert amount(minor, currency) == said.replace(" ", NBSP)


def test_a_difference_has_its_sign() -> None:
    shown = [difference(minor, "USD") for minor in (150_000, -150_000, 0, None)]
    assert shown == [f"+1,500{NBSP}USD", f"−1,500{NBSP}USD", "±0", ""]
    assert [percent_difference(value) for value in (0.4, -2.0, 0.0, None)] == [f"+0.4{NBSP}%", f"−2.0{NBSP}%", "±0", ""]


def test_percents_have_one_decimal() -> None:
    assert (percents(87.26), percents(None), off_hundred(87.3), off_hundred(None)) == (f"87.3{NBSP}%", "", 12.7, None)


def test_a_strip_keeps_its_color_and_its_pattern() -> None:
    assert look_classes("int_night") == "look-int_night pattern-edge"
    assert look_classes("gone") == "look-unknown pattern-dotted"


def test_states_have_a_mark_beside_their_word() -> None:
    assert (run_class("failed"), run_class("queued"), run_class("discarded")) == ("state-bad", "state-wait", "")
    assert (str(status_word("feasible")), status_class("conflicts")) == ("keeps every rule", "state-bad")
    assert (status_word(""), status_class("")) == ("", "")

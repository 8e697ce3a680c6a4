"""Days and numbers as people say them."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils.translation import override

from callboard.film.planning.casting import Note
from callboard.film.planning.wording import day_said, days_said, note_said, spans


def days(*pairs: tuple[int, int]) -> list[dt.date]:
    """Dates of 2027 by month and day."""
    return [dt.date(2027, month, day) for month, day in pairs]


@pytest.mark.parametrize(
    ("dates", "said"),
    [
        ([], ""),
        (days((5, 14)), "Fri 14 May"),
        (days(*((5, day) for day in range(14, 21))), "14–20 May"),
        (days((5, 14), (5, 15), (5, 17)), "14–15 May, Mon 17 May"),
        (days((6, 1), (5, 31)), "31 May – 1 Jun"),
        ([dt.date(2027, 12, 31), dt.date(2028, 1, 1)], "31 Dec – 1 Jan"),
    ],
)
def test_days_that_follow_each_other_are_said_as_one_span(dates: list[dt.date], said: str) -> None:
    assert days_said(dates) == said


def test_names_of_days_and_months_are_in_the_readers_language() -> None:
    with override("de"):
        assert (day_said(dt.date(2027, 5, 14)), days_said(days((5, 14), (5, 15)))) == ("Fr 14 Mai", "14–15 Mai")


def test_spans_are_of_each_date_once_in_order() -> None:
    first, second, fourth = days((3, 8), (3, 9), (3, 11))

    assert spans([fourth, second, first, second]) == [(first, second), (fourth, fourth)]


@pytest.mark.parametrize(
    ("code", "one", "many"),
    [
        (
            "defaults",
            "1 figure was never typed: a customary value stands in for it.",
            "2 figures were never typed: customary values stand in for them.",
        ),
        (
            "times_estimated",
            "1 strip has no time of its own and counts 120 minutes a page.",
            "2 strips have no time of their own and count 120 minutes a page.",
        ),
        (
            "banners",
            "1 banner stays on its date; its minutes are not counted.",
            "2 banners stay on their dates; their minutes are not counted.",
        ),
        ("past_days", "1 day is over and stays as it is.", "2 days are over and stay as they are."),
        (
            "called_days",
            "1 day with a published call sheet stays as it is.",
            "2 days with a published call sheet stay as they are.",
        ),
        (
            "rates_hidden",
            "The rate of 1 person could not be counted by the day.",
            "The rates of 2 people could not be counted by the day.",
        ),
        (
            "minors_hidden",
            "The hours allowed are not counted for 1 minor.",
            "The hours allowed are not counted for 2 minors.",
        ),
    ],
)
def test_one_is_said_as_one(code: str, one: str, many: str) -> None:
    said = [note_said(Note(code, "", {"count": count, "minutes": 120})) for count in (1, 2)]

    assert said == [one, many]

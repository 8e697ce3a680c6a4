"""What was typed, and what stands in for the rest."""

from __future__ import annotations

from datetime import date

import pytest

from callboard.film.planning.figures import (
    LABELS,
    Figures,
    Lengths,
    Prices,
    check_lengths,
    check_prices,
    figures_of,
)
from callboard.film.planning.rules import DatesCross, DayLimitsCross, NegativeFigure, WrongFigure


def test_with_nothing_typed_the_prices_follow_the_crews_deals() -> None:
    """A crew of 12,000.00 a day: an hour of overtime is 1.5 × 1,000; an eighth above five pages a fortieth of a day."""
    assert figures_of(Lengths(), Prices(), crew_day=1_200_000, currency="USD") == Figures(
        regular_minutes=720,
        legal_minutes=840,
        comfortable_eighths=40,
        most_eighths=None,
        move_minutes=60,
        rest_minutes=600,
        day_call_minute=420,
        night_call_minute=1080,
        minutes_per_page=120,
        crew_day_minor=1_200_000,
        overtime_hour_minor=150_000,
        eighth_over_minor=30_000,
        move_minor=120_000,
        short_rest_minor=600_000,
        split_day_minor=300_000,
        changed_call_minor=12_000,
        forced_call_minor=None,
        assumed=frozenset(LABELS) - {"most_eighths"},
    )


@pytest.mark.parametrize(("currency", "day"), [("USD", 1_000_000), ("JPY", 10_000), ("KWD", 10_000_000)])
def test_without_any_deal_a_crew_day_is_ten_thousand_of_the_currency(currency: str, day: int) -> None:
    assert figures_of(Lengths(), Prices(), crew_day=0, currency=currency).crew_day_minor == day


def test_what_was_typed_stands_and_zero_is_typed() -> None:
    lengths = Lengths(regular_minutes=600, first_on=date(2027, 3, 8), forbids_short_rest=True)
    figures = figures_of(lengths, Prices(crew_day_minor=0, move_minor=7), crew_day=1_200_000, currency="USD")

    assert (figures.regular_minutes, figures.crew_day_minor, figures.move_minor) == (600, 0, 7)
    assert (figures.first_on, figures.forbids_short_rest) == (date(2027, 3, 8), True)
    assert {"regular_minutes", "crew_day_minor", "move_minor"} & figures.assumed == set()


def test_a_regular_day_longer_than_the_customary_legal_one_moves_that_too() -> None:
    assert figures_of(Lengths(regular_minutes=900), Prices(), crew_day=0, currency="USD").legal_minutes == 900


@pytest.mark.parametrize(
    ("lengths", "refusal"),
    [
        (Lengths(regular_minutes=30), WrongFigure),
        (Lengths(comfortable_eighths=0), WrongFigure),
        (Lengths(day_call_minute=1440), WrongFigure),
        (Lengths(legal_minutes=700), DayLimitsCross),
        (Lengths(most_eighths=39), DayLimitsCross),
        (Lengths(first_on=date(2027, 3, 9), last_on=date(2027, 3, 8)), DatesCross),
    ],
)
def test_lengths_that_no_day_can_hold_are_refused(lengths: Lengths, refusal: type[Exception]) -> None:
    check_lengths(Lengths(regular_minutes=700, legal_minutes=700, most_eighths=40))
    with pytest.raises(refusal):
        check_lengths(lengths)


def test_prices_are_not_below_zero() -> None:
    check_prices(Prices(move_minor=0))
    with pytest.raises(NegativeFigure):
        check_prices(Prices(move_minor=-1))

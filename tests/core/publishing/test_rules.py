"""Who is told what, decided without a database."""

from __future__ import annotations

from datetime import timedelta
from itertools import product

import pytest

from callboard.core.publishing.rules import (
    Audience,
    CalledTwice,
    KnownPart,
    NobodyToSendTo,
    PublishingTooLate,
    Standing,
    Telling,
    check_can_publish,
    edition_color,
    needs_void_notice,
    ordinal,
    telling_of,
    told_of_sheet,
)
from tests.builders import FRIDAY_18H
from tests.core.publishing.scenes import compare

SEVEN, EIGHT = {"call": "07:00"}, {"call": "08:00"}
CHANGE = {"label": "call", "before": "07:00", "after": "08:00"}


def at_seven(root: int = 1) -> KnownPart:
    return KnownPart(root, is_canceled=False, payload=SEVEN)


def at_eight(root: int = 2) -> KnownPart:
    return KnownPart(root, is_canceled=False, payload=EIGHT)


CANCELED = KnownPart(3, is_canceled=True, payload={})


def test_colors_follow_the_list_and_then_start_again_with_the_lap_before_the_name() -> None:
    colors = ["White", "Blue", "Pink"]

    assert [edition_color(colors, number) for number in range(1, 9)] == [
        "White", "Blue", "Pink", "2nd White", "2nd Blue", "2nd Pink", "3rd White", "3rd Blue",
    ]  # fmt: skip


def test_a_production_without_colors_of_its_own_gets_the_customary_ones() -> None:
    assert [edition_color([], number) for number in (1, 2, 9, 10)] == ["White", "Blue", "Cherry", "2nd White"]


def test_ordinals_know_the_teens() -> None:
    assert [ordinal(number) for number in (1, 2, 3, 4, 11, 12, 13, 21, 22, 111)] == [
        "1st", "2nd", "3rd", "4th", "11th", "12th", "13th", "21st", "22nd", "111th",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("scene", "standing", "expected"),
    [
        ("never called", Standing(), Telling(Audience.CALLED)),
        ("knows it", Standing(at_eight(), at_eight()), Telling(Audience.QUIET, same_as=2)),
        ("knows the old time", Standing(at_seven(), at_seven()), Telling(Audience.CHANGED, [CHANGE])),
        ("same, but the mail never left", Standing(at_eight()), Telling(Audience.CALLED, same_as=2)),
        (
            "same as the newest, but knows only the one before",
            Standing(at_eight(), at_seven()),
            Telling(Audience.CHANGED, [CHANGE], same_as=2),
        ),
        ("was canceled", Standing(CANCELED, CANCELED), Telling(Audience.CALLED)),
        (
            "was canceled and never heard of it",
            Standing(CANCELED, at_seven()),
            Telling(Audience.CHANGED, [CHANGE]),
        ),
        ("held since, same time", Standing(at_eight(), at_eight(), is_held_since=True), Telling(Audience.CALLED)),
        (
            "held since, other time",
            Standing(at_seven(), at_seven(), is_held_since=True),
            Telling(Audience.CHANGED, [CHANGE]),
        ),
    ],
)
def test_a_call_at_eight_is_told_against_what_the_party_knows(
    scene: str, standing: Standing, expected: Telling
) -> None:
    assert telling_of(standing, EIGHT, compare) == expected


def test_back_to_the_old_time_is_told_since_the_mail_in_between_may_have_arrived() -> None:
    standing = Standing(newest=at_seven(root=5), told=at_eight())

    assert telling_of(standing, EIGHT, compare) == Telling(Audience.CHANGED, [CHANGE])


def test_nobody_is_told_quietly_unless_their_newest_part_reached_them_and_means_the_same() -> None:
    known = [None, at_seven(), at_eight(), CANCELED]
    for newest, told, held in product(known, known, (False, True)):
        telling = telling_of(Standing(newest, told, held), EIGHT, compare)
        is_known = newest is not None and newest == told == at_eight() and not held
        assert (telling.audience is Audience.QUIET) == is_known, (newest, told, held)


def test_a_head_is_told_what_changed_on_the_sheet_though_their_own_part_is_the_same() -> None:
    quiet = Telling(Audience.QUIET, same_as=7)

    assert told_of_sheet(quiet, [CHANGE]) == Telling(Audience.CHANGED, [CHANGE])
    assert told_of_sheet(quiet, []) == quiet
    assert told_of_sheet(Telling(Audience.CALLED), [CHANGE]) == Telling(Audience.CALLED)


def test_a_void_notice_goes_to_those_held_who_believe_to_be_called() -> None:
    assert [
        needs_void_notice(standing)
        for standing in (Standing(), Standing(at_seven()), Standing(at_seven(), None, True), Standing(CANCELED))
    ] == [False, True, False, False]


def test_an_edition_is_refused_that_reaches_nobody_or_somebody_twice_or_too_late() -> None:
    later = FRIDAY_18H + timedelta(hours=1)
    with pytest.raises(NobodyToSendTo):
        check_can_publish(reached_count=0, names_twice=[], at=FRIDAY_18H, deadline=later)
    with pytest.raises(CalledTwice, match="Kim, Lu stands on this sheet twice"):
        check_can_publish(reached_count=2, names_twice=["Kim", "Lu"], at=FRIDAY_18H, deadline=later)
    with pytest.raises(PublishingTooLate):
        check_can_publish(reached_count=1, names_twice=[], at=later, deadline=later)
    check_can_publish(reached_count=1, names_twice=[], at=FRIDAY_18H, deadline=later)

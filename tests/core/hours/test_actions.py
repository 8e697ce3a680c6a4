"""Shifts are recorded once and corrected by new entries; the last dismissal is what holds."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from callboard.core.errors import NotAllowed
from callboard.core.hours.actions import correct_shift, record_shift
from callboard.core.hours.models import WorkedShift
from callboard.core.hours.queries import last_dismissal, shifts_of_day
from callboard.core.hours.rules import DismissedBeforeCalled, Shift
from callboard.core.hours.shift_rules import ReasonMissing, ShiftRecordedAlready, ShiftReplacedAlready, ShiftTooLong
from callboard.core.organizations.models import Organization
from callboard.core.organizations.rules import Role
from tests.builders import FRIDAY_18H, a_member, a_party, a_production, access

FRIDAY = date(2027, 3, 5)
HOUR = timedelta(hours=1)
LONG_DAY = Shift(FRIDAY_18H - 11 * HOUR, FRIDAY_18H + 2 * HOUR)


def test_the_last_dismissal_follows_corrections_and_looks_only_back(office: Organization) -> None:
    ada, production = a_member(office), a_production(office)
    actor, extra = a_party(office, "Actor"), a_party(office, "Extra")
    wrong = record_shift(production, actor, LONG_DAY, day=FRIDAY, by=ada, at=FRIDAY_18H + 3 * HOUR)
    dismissed = FRIDAY_18H + 2.5 * HOUR
    ids, next_call = [actor.pk, extra.pk], FRIDAY_18H + 14 * HOUR
    assert last_dismissal(ids, next_call) == {actor.pk: LONG_DAY.dismissed_at}

    right = correct_shift(
        wrong, Shift(LONG_DAY.called_at, dismissed), reason="Typed 20:00 for 20:30", by=ada, at=FRIDAY_18H + 4 * HOUR
    )

    assert last_dismissal(ids, next_call) == {actor.pk: dismissed}
    assert last_dismissal(ids, FRIDAY_18H) == {}
    assert list(shifts_of_day(ada, production, FRIDAY)) == [right]
    assert (right.replaces, right.reason, right.recorded_by_name) == (wrong, "Typed 20:00 for 20:30", "Ada")
    assert WorkedShift.objects.count() == 2


def test_a_fact_is_added_once_and_an_entry_corrected_once(office: Organization) -> None:
    ada, production, actor = a_member(office), a_production(office), a_party(office, "Actor")
    wrong = record_shift(production, actor, LONG_DAY, day=FRIDAY, by=ada, at=FRIDAY_18H)
    with pytest.raises(ShiftRecordedAlready):
        record_shift(production, actor, LONG_DAY, day=FRIDAY, by=ada, at=FRIDAY_18H)
    with pytest.raises(ReasonMissing):
        correct_shift(wrong, LONG_DAY, reason=" ", by=ada, at=FRIDAY_18H)
    correct_shift(wrong, LONG_DAY, reason="Checked", by=ada, at=FRIDAY_18H)
    with pytest.raises(ShiftReplacedAlready):
        correct_shift(wrong, LONG_DAY, reason="Again", by=ada, at=FRIDAY_18H)


@pytest.mark.parametrize(("length", "refusal"), [(0 * HOUR, DismissedBeforeCalled), (31 * HOUR, ShiftTooLong)])
def test_an_unbelievable_shift_is_refused(office: Organization, length: timedelta, refusal: type[Exception]) -> None:
    shift = Shift(FRIDAY_18H, FRIDAY_18H + length)
    with pytest.raises(refusal):
        record_shift(a_production(office), a_party(office, "A"), shift, day=FRIDAY, by=a_member(office), at=FRIDAY_18H)


def test_crew_records_no_hours(office: Organization) -> None:
    crew, production = a_member(office, Role.CREW), a_production(office)
    access(crew, production)
    with pytest.raises(NotAllowed):
        record_shift(production, a_party(office, "A"), LONG_DAY, day=FRIDAY, by=crew, at=FRIDAY_18H)


def test_the_last_dismissals_of_a_crew_take_one_query(office: Organization, django_assert_num_queries: Any) -> None:
    ada, production = a_member(office), a_production(office)
    crew = [a_party(office, f"P{number}") for number in range(3)]
    for party in crew:
        record_shift(production, party, LONG_DAY, day=FRIDAY, by=ada, at=FRIDAY_18H)
    with django_assert_num_queries(1):
        assert len(last_dismissal([party.pk for party in crew], FRIDAY_18H + 9 * HOUR)) == 3

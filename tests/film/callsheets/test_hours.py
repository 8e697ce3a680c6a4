"""A day's hours: who was called, who is out, and who is called again before they are rested."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from callboard.core.calendars.rules import DayClock
from callboard.core.engagements.actions import end_engagement
from callboard.core.errors import NotAllowed, NotFound
from callboard.core.hours.actions import correct_shift, record_shift
from callboard.core.hours.rules import Shift
from callboard.core.organizations.models import Membership, Organization, Production
from callboard.core.organizations.rules import Role
from callboard.core.people.models import Party
from callboard.film.callsheets.drafting import draft_from_day
from callboard.film.callsheets.hours import HoursDay, engaged_elsewhere, hours_of_day, newest_called_day, shift_of
from callboard.film.callsheets.models import CallSheet
from callboard.film.stripboard.models import Board
from tests.builders import FRIDAY_18H, SATURDAY, a_member, access, an_engagement

MONDAY = SATURDAY + dt.timedelta(days=2)
CLOCK = DayClock(SATURDAY, "Europe/Berlin")


def worked(called: int, dismissed: int) -> Shift:
    return Shift(CLOCK.moment(called), CLOCK.moment(dismissed))


def party_named(name: str) -> Party:
    return Party.objects.get(name=name)


def state_of(hours: HoursDay) -> dict[str, tuple[int | None, bool]]:
    """Name → planned first call in minutes, and whether they are out, in the order of the page."""
    return {line.party.name: (line.planned, line.shift is not None) for line in hours.lines}


def test_everybody_called_is_listed_cast_first_with_their_planned_call(
    sheet: CallSheet, show: Production, ada: Membership
) -> None:
    record_shift(show, party_named("Gus Gaffer"), worked(420, 1230), day=SATURDAY, by=ada, at=FRIDAY_18H)

    hours = hours_of_day(ada, show, SATURDAY)

    assert state_of(hours) == {
        "Ivo Player": (540, False), "Mara Player": (390, False), "Gus Gaffer": (420, True), "Gen Operator": (330, False)
    }  # fmt: skip
    assert [len(group) for group in (hours.out, hours.still_in, hours.called_too_early)] == [1, 3, 0]
    assert hours.departments == ["cast", "Electric"]
    assert (hours.sheets, hours.next_sheets, hours.previous_on, hours.next_on) == ((sheet,), (), None, None)


def test_whoever_left_before_is_not_asked_for_hours(sheet: CallSheet, show: Production, ada: Membership) -> None:
    ivo = sheet.calls.get(engagement__party__name="Ivo Player").engagement
    end_engagement(ivo, version=ivo.version, by=ada, at=FRIDAY_18H)
    assert "Ivo Player" not in state_of(hours_of_day(ada, show, SATURDAY))


def test_who_is_called_next_before_they_are_rested_is_flagged(
    sheet: CallSheet, board: Board, show: Production, ada: Membership
) -> None:
    """Monday at 07:00. Mara is let go at 19:31 on Sunday's clock, 11 h 29 before her pick-up; Gus has rested."""
    monday = draft_from_day(board, MONDAY, by=ada, at=FRIDAY_18H)
    mara, gus = party_named("Mara Player"), party_named("Gus Gaffer")
    sunday = MONDAY - dt.timedelta(days=1)
    late = DayClock(sunday, "Europe/Berlin")
    for party in (mara, gus):
        shift = Shift(late.moment(600), late.moment(19 * 60 + 31))
        record_shift(show, party, shift, day=sunday, by=ada, at=FRIDAY_18H)

    hours = hours_of_day(ada, show, sunday)

    assert hours.next_sheets == (monday,)
    assert [line.party.name for line in hours.called_too_early] == ["Mara Player"]
    line = hours.line_of(mara.public_id)
    assert line.rest is not None
    assert line.next_call is not None
    assert (late.minutes_at(line.rest.earliest_call), late.minutes_at(line.next_call.called_at)) == (
        1440 + 451,
        1440 + 390,
    )
    assert (line.is_on_sheet, line.planned) == (False, None)


def test_a_correction_stands_in_place_of_what_was_wrong(sheet: CallSheet, show: Production, ada: Membership) -> None:
    gus = party_named("Gus Gaffer")
    wrong = record_shift(show, gus, worked(420, 1230), day=SATURDAY, by=ada, at=FRIDAY_18H)
    right = correct_shift(
        shift_of(ada, show, wrong.public_id), worked(420, 1320), reason="Strike took longer", by=ada, at=FRIDAY_18H
    )

    line = hours_of_day(ada, show, SATURDAY).line_of(gus.public_id)

    assert (line.shift, right.replaces) == (right, wrong)
    assert line.rest is not None
    assert line.rest.earliest_call == CLOCK.moment(1320 + 600)


def test_somebody_who_was_not_on_the_sheet_can_be_listed(sheet: CallSheet, show: Production, ada: Membership) -> None:
    dora = an_engagement(show, "Dora Driver")
    assert dora in engaged_elsewhere(hours_of_day(ada, show, SATURDAY), show)

    hours = hours_of_day(ada, show, SATURDAY, also=[dora.party.public_id])

    assert hours.line_of(dora.party.public_id).engagement == dora
    assert dora not in engaged_elsewhere(hours, show)
    with pytest.raises(NotFound):
        hours_of_day(ada, show, SATURDAY).line_of(dora.party.public_id)


def test_the_day_that_is_shown_first_is_the_newest_that_was_called(
    sheet: CallSheet, board: Board, show: Production, ada: Membership
) -> None:
    days = [SATURDAY - dt.timedelta(days=1), SATURDAY, SATURDAY + dt.timedelta(days=1), MONDAY]
    assert [newest_called_day(ada, show, day) for day in days] == [SATURDAY, SATURDAY, SATURDAY, SATURDAY]
    draft_from_day(board, MONDAY, by=ada, at=FRIDAY_18H)
    assert [newest_called_day(ada, show, day) for day in days] == [SATURDAY, SATURDAY, SATURDAY, MONDAY]


def test_hours_are_read_by_whoever_records_them(sheet: CallSheet, show: Production, office: Organization) -> None:
    bob = a_member(office, Role.HEAD_OF_DEPARTMENT, "Bob")
    access(bob, show)
    with pytest.raises(NotAllowed):
        hours_of_day(bob, show, SATURDAY)
    with pytest.raises(NotAllowed):
        newest_called_day(bob, show, SATURDAY)


def test_a_larger_crew_costs_no_more_queries(sheet: CallSheet, board: Board, show: Production, ada: Membership) -> None:
    def query_count() -> int:
        with CaptureQueriesContext(
            connection,
        ) as asked:
            hours_of_day(ada, show, SATURDAY)
        return len(asked)

    draft_from_day(board, MONDAY, by=ada, at=FRIDAY_18H)
    record_shift(show, party_named("Ivo Player"), worked(420, 1230), day=SATURDAY, by=ada, at=FRIDAY_18H)
    record_shift(show, an_engagement(show, "Kim").party, worked(420, 1230), day=SATURDAY, by=ada, at=FRIDAY_18H)
    few = query_count()
    for name in ("Kim One", "Kim Two", "Kim Three"):
        party = an_engagement(show, name).party
        record_shift(show, party, worked(420, 1230), day=SATURDAY, by=ada, at=FRIDAY_18H)

    assert query_count() == few

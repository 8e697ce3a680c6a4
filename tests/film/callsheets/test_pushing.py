"""What a push would do is worked out for the whole sheet, and nothing of it is kept."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from callboard.core.errors import StaleEdit
from callboard.core.hours.actions import record_shift
from callboard.core.hours.rules import Shift
from callboard.core.organizations.models import Membership
from callboard.film.callsheets.actions import RestIsKept, change_channels, change_department_note, hold_call, push_sheet
from callboard.film.callsheets.models import Call, CallSheet
from callboard.film.callsheets.pushing import push_plan
from callboard.film.callsheets.queries import sheet_view
from callboard.film.callsheets.rules import CallLeavesTheDay
from tests.builders import FRIDAY_18H, SATURDAY

AT_2030 = datetime(2027, 3, 5, 19, 30, tzinfo=UTC)


def called(sheet: CallSheet, name: str) -> Call:
    return sheet.calls.get(engagement__party__name=name)


def dismissed_late(sheet: CallSheet, name: str, by: Membership) -> None:
    party = called(sheet, name).engagement.party
    shift = Shift(AT_2030 - timedelta(hours=9), AT_2030)
    record_shift(sheet.production, party, shift, day=SATURDAY - timedelta(days=1), by=by, at=FRIDAY_18H)


def test_a_push_shows_the_days_times_the_fixed_and_whom_it_would_hold(sheet: CallSheet, ada: Membership) -> None:
    """Mara, dismissed at 20:30, is picked up at 06:30; pushed to 07:15 that is still before 08:30."""
    dismissed_late(sheet, "Mara Player", ada)

    plan = push_plan(sheet_view(sheet), 45)

    assert (plan.general_before, plan.general_after, plan.moving_count) == (420, 465, 3)
    assert {name: after for name, _, after in plan.day_times}["shooting_call"] == 525
    shown = [
        (
            item.call.engagement.party.name,
            item.line.before.first_call,
            item.line.after.first_call,
            item.is_fixed,
            item.hold.after.first_call if item.hold else None,
        )
        for item in plan.by_concern
    ]
    assert shown == [
        ("Mara Player", 390, 435, False, 510),
        ("Ivo Player", 540, 585, False, None),
        ("Gus Gaffer", 420, 465, False, None),
        ("Gen Operator", 330, 330, True, None),
    ]
    assert CallSheet.objects.get().general_call == 420


def test_a_push_that_cures_a_rest_says_so(sheet: CallSheet, ada: Membership) -> None:
    dismissed_late(sheet, "Mara Player", ada)
    plan = push_plan(sheet_view(sheet), 120)
    assert [item.call.engagement.party.name for item in plan.curing] == ["Mara Player"]
    assert plan.breaking == []


def test_a_push_before_midnight_of_the_day_is_refused_and_nothing_moves(sheet: CallSheet, ada: Membership) -> None:
    with pytest.raises(CallLeavesTheDay):
        push_plan(sheet_view(sheet), -500)
    with pytest.raises(CallLeavesTheDay):
        push_sheet(sheet, -500, version=sheet.version, hold_rested=False, by=ada, at=FRIDAY_18H)
    assert CallSheet.objects.get().general_call == 420


def test_one_party_is_held_just_until_rested_and_not_twice(sheet: CallSheet, ada: Membership) -> None:
    dismissed_late(sheet, "Mara Player", ada)
    mara = called(sheet, "Mara Player")
    hold_call(mara, version=mara.version, by=ada, at=FRIDAY_18H)
    view = next(view for view in sheet_view(sheet).calls if view.call.pk == mara.pk)
    assert (view.times.first_call, view.breaches) == (510, ())
    with pytest.raises(RestIsKept):
        hold_call(mara, version=mara.version, by=ada, at=FRIDAY_18H)


def test_notes_and_channels_that_changed_meanwhile_are_not_written_over(sheet: CallSheet, ada: Membership) -> None:
    electric = called(sheet, "Gus Gaffer").engagement.department
    assert electric is not None
    change_department_note(sheet, electric, "Bring the crane", seen="", by=ada, at=FRIDAY_18H)
    with pytest.raises(StaleEdit):
        change_department_note(sheet, electric, "No crane", seen="", by=ada, at=FRIDAY_18H)
    change_channels(sheet.production, [("1", "Production")], seen=[], by=ada, at=FRIDAY_18H)
    with pytest.raises(StaleEdit):
        change_channels(sheet.production, [], seen=[], by=ada, at=FRIDAY_18H)
    assert [note.text for note in sheet.department_notes.all()] == ["Bring the crane"]
    assert [(row.channel, row.use) for row in sheet_view(sheet).channels] == [("1", "Production")]

"""A day of the board becomes a call sheet; a push moves what hangs on the general call and shows what it breaks."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from callboard.core.errors import NotAllowed, StaleEdit
from callboard.core.hours.models import WorkedShift
from callboard.core.organizations.models import Membership, Organization, Production
from callboard.core.organizations.rules import Role
from callboard.film.callsheets.actions import (
    change_group,
    change_sheet,
    create_group,
    create_row,
    move_row,
    place_call,
    push_sheet,
    unplace_call,
)
from callboard.film.callsheets.drafting import NoSuchDay, SheetExists, TimedLine, draft_from_day, draft_from_lines
from callboard.film.callsheets.models import Call, CallSheet
from callboard.film.callsheets.queries import SheetView, not_on_sheet, preview_push, sheet_view
from callboard.film.stripboard.models import Board
from tests.builders import (
    FRIDAY_18H,
    SATURDAY,
    a_department,
    a_member,
    a_place,
    access,
    an_engagement,
)
from tests.film.callsheets.conftest import a_role


def times_of(view: SheetView) -> dict[str, tuple[int | None, ...]]:
    """Name → (pick-up, report, on set)."""
    return {
        c.engagement.party.name: (c.times.pick_up, c.times.report, c.times.on_set)
        for c in view.calls
        if c.call.is_called
    }


def test_a_day_of_the_board_drafts_rows_and_calls_worked_back_from_the_set(
    board: Board, ada: Membership, show: Production
) -> None:
    """General call 07:00, shooting call 08:00: Mara is on set at 08:00, Ivo when scene 2 begins at 09:00."""
    an_engagement(show, "Gus Gaffer", department=a_department(show, "Electric", pre_call_minutes=30))
    an_engagement(show, "Camera House", "vendor", position="Camera package")

    sheet = draft_from_day(board, SATURDAY, by=ada, at=FRIDAY_18H)
    view = sheet_view(sheet)

    assert [(r.row.label, r.time and r.time.starts, r.cast_text) for r in view.rows] == [
        ("1", 480, "1"),
        ("2", 540, "2"),
    ]
    assert times_of(view) == {
        "Mara Player": (390, 420, 480),
        "Ivo Player": (None, 540, 540),
        "Gus Gaffer": (None, 390, 390),
        "Camera House": (None, None, None),
    }
    assert [(c.engagement.party.name, c.call.status) for c in view.cast] == [
        ("Mara Player", "SW"),
        ("Ivo Player", "SWF"),
    ]
    assert (sheet.day_number, sheet.day_count, sheet.estimated_wrap) == (1, 2, 570)
    assert sheet.advance == "Mon 08 Mar · 3 · KITCHEN"
    assert (view.head_count.cast, view.head_count.crew, view.head_count.vendors) == (2, 1, 1)


def test_the_day_must_be_on_the_board_and_have_no_sheet_yet(board: Board, ada: Membership) -> None:
    with pytest.raises(NoSuchDay):
        draft_from_day(board, date(2027, 3, 7), by=ada, at=FRIDAY_18H)
    draft_from_day(board, SATURDAY, by=ada, at=FRIDAY_18H)
    with pytest.raises(SheetExists):
        draft_from_day(board, SATURDAY, by=ada, at=FRIDAY_18H)


def test_a_commercial_is_drafted_from_a_timed_list(show: Production, ada: Membership) -> None:
    a_role(show, "1", "THE BAKER")
    place = a_place(show, nearest_hospital="St. Anna", hospital_phone="+49 40 1")
    lines = [
        TimedLine("Hero pack", "Bread leaves the oven", 90, "1", place),
        TimedLine("Company move", "", 45),
        TimedLine("Street", "Child runs past", 60, "1"),
    ]
    sheet = draft_from_lines(show, SATURDAY, lines, title="Bread", general_call=360, by=ada, at=FRIDAY_18H)
    view = sheet_view(sheet)

    assert [(r.row.label, r.time and r.time.starts) for r in view.rows] == [
        ("Hero pack", 420),
        ("Company move", 510),
        ("Street", 555),
    ]
    assert times_of(view) == {"The Baker Player": (None, 420, 420)}
    assert (sheet.main_place, sheet.hospital) == (place, "St. Anna, +49 40 1")


def call(sheet: CallSheet, name: str) -> Call:
    return sheet.calls.select_related("engagement__party", "engagement__department").get(engagement__party__name=name)


def dismissed(sheet: CallSheet, name: str, moment: datetime) -> None:
    party = call(sheet, name).engagement.party
    WorkedShift.objects.create(
        organization=sheet.organization, production=sheet.production, party=party, day=SATURDAY - timedelta(days=1),
        called_at=moment - timedelta(hours=8), dismissed_at=moment, recorded_at=moment, recorded_by_name="Ada",
    )  # fmt: skip


def test_a_push_moves_what_hangs_on_the_general_call_and_leaves_the_fixed(sheet: CallSheet, ada: Membership) -> None:
    push_sheet(sheet, 45, version=2, hold_rested=False, by=ada, at=FRIDAY_18H)

    sheet.refresh_from_db()
    assert (sheet.general_call, sheet.shooting_call, sheet.lunch, sheet.estimated_wrap) == (465, 525, 825, 615)
    assert times_of(sheet_view(sheet)) == {
        "Mara Player": (435, 465, 525),
        "Ivo Player": (None, 585, 585),
        "Gus Gaffer": (None, 465, 465),
        "Gen Operator": (None, 330, 330),
    }


def test_the_preview_of_a_push_shows_whose_rest_it_breaks_and_cures(sheet: CallSheet) -> None:
    """Mara was dismissed at 19:00 (rested at 07:00) and picked up at 06:30: broken now, cured by a push of 30."""
    dismissed(sheet, "Mara Player", datetime(2027, 3, 5, 18, 0, tzinfo=UTC))
    view = sheet_view(sheet)

    assert [c.engagement.party.name for c in view.breaking] == ["Mara Player"]
    later = {c.engagement.party.name: (len(line.breaks), len(line.cures)) for c, line in preview_push(view, 30)}
    earlier = {c.engagement.party.name: line.moves for c, line in preview_push(view, -30)}
    assert later == {"Mara Player": (0, 1), "Ivo Player": (0, 0), "Gus Gaffer": (0, 0), "Gen Operator": (0, 0)}
    assert earlier == {"Mara Player": True, "Ivo Player": True, "Gus Gaffer": True, "Gen Operator": False}


def test_an_actor_dismissed_at_half_past_eight_is_not_called_before_half_past_eight(
    sheet: CallSheet, ada: Membership
) -> None:
    """Dismissed 20:30, twelve hours of rest: the push to 07:45 leaves the pick-up at 08:30, not before."""
    dismissed(sheet, "Mara Player", datetime(2027, 3, 5, 19, 30, tzinfo=UTC))

    push_sheet(sheet, 45, version=2, hold_rested=True, by=ada, at=FRIDAY_18H)

    mara = next(c for c in sheet_view(sheet).calls if c.engagement.party.name == "Mara Player")
    assert (mara.times.first_call, mara.breaches, mara.hold) == (510, (), None)


def test_without_a_record_the_wrap_planned_for_the_day_before_counts(
    sheet: CallSheet, board: Board, ada: Membership, show: Production
) -> None:
    """Saturday's wrap planned at 01:00: on a Sunday call at 07:00 the gaffer has had six hours instead of ten."""
    change_sheet(sheet, {"estimated_wrap": 25 * 60}, version=2, by=ada, at=FRIDAY_18H)
    sunday = draft_from_lines(show, date(2027, 3, 7), [], by=ada, at=FRIDAY_18H)

    gus = next(c for c in sheet_view(sunday).calls if c.engagement.party.name == "Gus Gaffer")
    assert [b.rest for b in gus.breaches] == [timedelta(hours=6)]  # type: ignore[union-attr]


def test_edits_are_versioned_and_need_the_permission(
    sheet: CallSheet, ada: Membership, office: Organization, show: Production
) -> None:
    change_sheet(sheet, {"weather": "Rain"}, version=2, by=ada, at=FRIDAY_18H)
    with pytest.raises(StaleEdit):
        change_sheet(sheet, {"weather": "Sun"}, version=2, by=ada, at=FRIDAY_18H)
    grip = a_member(office, Role.CREW, "Grip")
    access(grip, show)
    with pytest.raises(NotAllowed):
        change_sheet(sheet, {"weather": "Sun"}, version=3, by=grip, at=FRIDAY_18H)
    sheet.refresh_from_db()
    assert sheet.weather == "Rain"


def test_rows_and_groups_are_added_changed_and_moved(sheet: CallSheet, ada: Membership) -> None:
    row = create_row(sheet, {"label": "Company move", "minutes": 30}, by=ada, at=FRIDAY_18H)
    move_row(row, to=1, version=1, by=ada, at=FRIDAY_18H)
    group = create_group(sheet, {"name": "Dockers", "count": 24}, by=ada, at=FRIDAY_18H)
    change_group(group, {"holding": "Hall 3", "minutes": -30}, version=1, by=ada, at=FRIDAY_18H)

    view = sheet_view(sheet)
    assert [(r.row.label, r.time and r.time.starts) for r in view.rows] == [
        ("1", 480),
        ("Company move", 540),
        ("2", 570),
    ]
    assert [(g.name, g.count, g.holding, g.minutes) for g in view.groups] == [("Dockers", 24, "Hall 3", -30)]
    assert view.head_count.background == 24


def test_somebody_is_taken_off_the_sheet_and_put_back(sheet: CallSheet, ada: Membership) -> None:
    gus = call(sheet, "Gus Gaffer")
    unplace_call(gus, version=1, by=ada, at=FRIDAY_18H)
    assert "Gus Gaffer" in [e.party.name for e in not_on_sheet(sheet)]

    place_call(sheet, gus.engagement, {"minutes": 15}, by=ada, at=FRIDAY_18H)
    assert times_of(sheet_view(sheet))["Gus Gaffer"] == (None, 435, 435)

"""The page on which dismissals are typed: one row or all, refusals at the field, corrections with a reason."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from callboard.core.calendars.rules import DayClock
from callboard.core.hours.actions import record_shift
from callboard.core.hours.models import WorkedShift
from callboard.core.hours.queries import shifts_in_force
from callboard.core.hours.rules import Shift
from callboard.core.organizations.models import Membership, Organization, Production
from callboard.core.organizations.rules import Role
from callboard.core.people.models import Party
from callboard.film.callsheets.drafting import draft_from_day
from callboard.film.callsheets.models import CallSheet
from callboard.film.stripboard.models import Board
from tests.builders import FRIDAY_18H, SATURDAY, a_member, access, an_engagement
from tests.film.callsheets.conftest import ada, board, sheet, show
from tests.web.callsheets.asking import words

__all__ = ["ada", "board", "sheet", "show"]

CLOCK = DayClock(SATURDAY, "Europe/Berlin")
HTMX: dict[str, Any] = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture(autouse=True)
def saturday_night(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("callboard.web.hours.now", lambda: FRIDAY_18H + dt.timedelta(days=1, hours=8))


@pytest.fixture
def desk(client: Client, ada: Membership) -> Client:
    client.force_login(ada.user)
    return client


def party_id(name: str) -> str:
    return str(Party.objects.get(name=name).public_id)


def page_of(show: Production, day: dt.date | None = None, **query: str) -> str:
    return reverse("hours:day", args=[show.public_id, *([day] if day else [])], query=query)


def typed(name: str, called: str, dismissed: str, **more: str) -> dict[str, str]:
    """One row's fields as the page names them."""
    fields = {"called": called, "dismissed": dismissed, **more}
    return {f"{field}-{party_id(name)}": value for field, value in fields.items()}


def save_row(desk: Client, show: Production, name: str, fields: dict[str, str]) -> Any:
    address = reverse("hours:row", args=[show.public_id, SATURDAY, party_id(name)])
    return desk.post(address, {"request_key": uuid4().hex, **fields}, **HTMX)


def save_all(desk: Client, show: Production, *rows: dict[str, str]) -> Any:
    fields = {name: value for row in rows for name, value in row.items()}
    return desk.post(page_of(show, SATURDAY), {"request_key": uuid4().hex, **fields}, follow=True)


def on_record() -> dict[str, tuple[int, int]]:
    """Name → call and dismissal in force, in minutes of Saturday."""
    return {
        shift.party.name: (CLOCK.minutes_at(shift.called_at), CLOCK.minutes_at(shift.dismissed_at))
        for shift in shifts_in_force().select_related("party")
    }


def test_the_page_opens_on_the_day_that_was_called_with_everybody_called_as_planned(
    desk: Client, show: Production, sheet: CallSheet
) -> None:
    page = desk.get(page_of(show))
    said = words(page)
    assert "Saturday 6 March 2027" in said
    assert "0 out 4 still in 0 called before they are rested" in said
    fields = [
        f'name="called-{party_id(name)}" value="{at}"'
        for name, at in (("Mara Player", "06:30"), ("Gen Operator", "05:30"))
    ]
    assert [field in page.content.decode() for field in fields] == [True, True]


def test_a_row_is_saved_and_answers_with_the_earliest_next_call(
    desk: Client, show: Production, sheet: CallSheet
) -> None:
    answer = save_row(desk, show, "Gus Gaffer", typed("Gus Gaffer", "07:00", "25:15"))

    assert (answer.status_code, on_record()) == (200, {"Gus Gaffer": (420, 1515)})
    said = words(answer)
    assert "Gus Gaffer" in said
    assert "11:15 +1" in said
    assert "1 out 3 still in" in said
    assert 'value="01:15 +1"' in answer.content.decode()


@pytest.mark.parametrize(
    ("called", "dismissed", "said"),
    [
        ("07:00", "half eight", "“half eight” is not a time."),
        ("soon", "20:30", "“soon” is not a time."),
        ("", "20:30", "Type when they were called."),
        ("07:00", "1:15", "01:15 is not after the call at 07:00. After midnight write 25:15, or 01:15 +1."),
        ("-", "46:00", "“-” is not a time."),
        ("07:00", "46:00", "A shift of more than 30 hours is not believable."),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field_and_stays_typed(
    desk: Client, show: Production, sheet: CallSheet, called: str, dismissed: str, said: str
) -> None:
    answer = save_row(desk, show, "Gus Gaffer", typed("Gus Gaffer", called, dismissed))

    assert (answer.status_code, on_record()) == (422, {})
    assert said in words(answer)
    assert f'value="{dismissed}"' in answer.content.decode()
    assert 'aria-invalid="true"' in answer.content.decode()


def test_all_rows_are_saved_at_once_and_those_still_in_are_left_alone(
    desk: Client, show: Production, sheet: CallSheet
) -> None:
    answer = save_all(
        desk, show,
        typed("Gus Gaffer", "07:00", "2030"), typed("Ivo Player", "9:00", "17:45"), typed("Mara Player", "06:30", ""),
    )  # fmt: skip

    assert on_record() == {"Gus Gaffer": (420, 1230), "Ivo Player": (540, 1065)}
    assert "2 shifts are recorded." in words(answer)
    assert "2 out 2 still in" in words(answer)


def test_where_one_row_is_wrong_nothing_is_recorded_and_all_stays_typed(
    desk: Client, show: Production, sheet: CallSheet
) -> None:
    answer = save_all(desk, show, typed("Gus Gaffer", "07:00", "20:31"), typed("Ivo Player", "9:00", "8:00"))

    assert (answer.status_code, on_record()) == (422, {})
    said, page = words(answer), answer.content.decode()
    assert "Nothing is recorded yet: 1 row says what is wrong." in said
    assert "08:00 is not after the call at 09:00." in said
    assert "0 out 4 still in" in said
    assert ['value="20:31"' in page, 'value="8:00"' in page, page.count("data-typed")] == [True, True, 2]


@pytest.fixture
def gus_out(sheet: CallSheet, show: Production, ada: Membership) -> WorkedShift:
    """Gus is recorded as dismissed at 20:30."""
    shift = Shift(CLOCK.moment(420), CLOCK.moment(1230))
    return record_shift(show, Party.objects.get(name="Gus Gaffer"), shift, day=SATURDAY, by=ada, at=FRIDAY_18H)


def test_a_record_is_corrected_with_a_reason_and_both_stay(
    desk: Client, show: Production, gus_out: WorkedShift
) -> None:
    row = typed("Gus Gaffer", "07:00", "22:00", corrects=str(gus_out.public_id), reason="Strike took longer")
    answer = save_row(desk, show, "Gus Gaffer", row)

    assert (answer.status_code, on_record()) == (200, {"Gus Gaffer": (420, 1320)})
    assert [(shift.reason, shift.replaces) for shift in WorkedShift.objects.order_by("pk")] == [
        ("", None), ("Strike took longer", gus_out)
    ]  # fmt: skip
    assert "corrected by Ada" in words(answer)


def test_a_correction_without_a_reason_is_refused_beside_the_reason(
    desk: Client, show: Production, gus_out: WorkedShift
) -> None:
    row = typed("Gus Gaffer", "07:00", "22:00", corrects=str(gus_out.public_id), reason=" ")
    answer = save_row(desk, show, "Gus Gaffer", row)

    assert (answer.status_code, on_record()) == (422, {"Gus Gaffer": (420, 1230)})
    assert f'id="reason-fault-{party_id("Gus Gaffer")}">Say why the hours are corrected' in answer.content.decode()


def test_two_who_type_the_same_row_do_not_record_it_twice(desk: Client, show: Production, gus_out: WorkedShift) -> None:
    """The page was opened before somebody else recorded Gus."""
    answer = save_row(desk, show, "Gus Gaffer", typed("Gus Gaffer", "07:00", "21:00", corrects=""))

    assert (answer.status_code, on_record()) == (422, {"Gus Gaffer": (420, 1230)})
    assert "has hours on 2027-03-06 already" in words(answer)


def test_rows_on_record_that_nobody_touched_are_not_corrected(
    desk: Client, show: Production, gus_out: WorkedShift
) -> None:
    save_all(desk, show, typed("Gus Gaffer", "07:00", "20:30", corrects=str(gus_out.public_id), reason=""))
    assert list(WorkedShift.objects.all()) == [gus_out]


def test_the_filter_shows_who_is_still_in_and_one_department(
    desk: Client, show: Production, gus_out: WorkedShift
) -> None:
    shown = {
        query: [name for name in ("Mara", "Ivo", "Gus", "Gen") if f"{name} " in words(desk.get(page_of(show) + query))]
        for query in ("?only=open", "?department=Electric", "?department=Electric&only=open")
    }
    assert shown == {
        "?only=open": ["Mara", "Ivo", "Gen"],
        "?department=Electric": ["Gus", "Gen"],
        "?department=Electric&only=open": ["Gen"],
    }


def test_who_is_called_too_early_links_to_the_sheet_that_calls_them(
    desk: Client, show: Production, sheet: CallSheet, board: Board, ada: Membership
) -> None:
    """Mara is let go at 05:00 on Monday morning, after Saturday's call that never ended; Monday calls her at 06:30."""
    monday = draft_from_day(board, SATURDAY + dt.timedelta(days=2), by=ada, at=FRIDAY_18H)
    sunday = DayClock(SATURDAY + dt.timedelta(days=1), "Europe/Berlin")
    shift = Shift(sunday.moment(720), sunday.moment(1740))
    record_shift(show, Party.objects.get(name="Mara Player"), shift, day=sunday.day, by=ada, at=FRIDAY_18H)

    page = desk.get(page_of(show, sunday.day))

    assert "1 called before they are rested" in words(page)
    link = reverse("callsheets:sheet", args=[show.public_id, monday.public_id])
    assert f'<a class="state state-bad" href="{link}"' in page.content.decode()


def test_somebody_who_was_not_on_the_sheet_is_added_and_recorded(
    desk: Client, show: Production, sheet: CallSheet
) -> None:
    dora = an_engagement(show, "Dora Driver", position="Driver")
    assert "Dora Driver Driver · not on the sheet" in words(desk.get(page_of(show, add=str(dora.party.public_id))))

    save_row(desk, show, "Dora Driver", typed("Dora Driver", "06:00", "19:00"))

    assert on_record() == {"Dora Driver": (360, 1140)}


def test_a_day_without_calls_says_so(desk: Client, show: Production, sheet: CallSheet) -> None:
    assert "Nobody is called on this day" in words(desk.get(page_of(show, SATURDAY - dt.timedelta(days=30))))


def test_hours_are_shown_only_to_those_who_record_them(
    client: Client, show: Production, gus_out: WorkedShift, office: Organization
) -> None:
    answers = {}
    for role in (Role.SUPERVISOR, Role.HEAD_OF_DEPARTMENT, Role.CREW):
        member = a_member(office, role, role.value.title())
        access(member, show)
        client.force_login(member.user)
        saved = save_row(client, show, "Mara Player", typed("Mara Player", "06:30", "") | {"x": role})
        offered = "Hours" in words(client.get(reverse("today", args=[show.public_id])))
        answers[role] = (client.get(page_of(show)).status_code, saved.status_code, offered)
    assert answers == {
        Role.SUPERVISOR: (200, 200, True),
        Role.HEAD_OF_DEPARTMENT: (403, 403, False),
        Role.CREW: (403, 403, False),
    }

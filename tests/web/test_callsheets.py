"""The call sheet's pages: what is shown before it is done, what is refused and where, who is let in."""

# ruff: noqa: F811 - fixtures of the room are imported, and named again where a test takes them
from __future__ import annotations

import datetime as dt
import re
from html import unescape
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from callboard.core.hours.actions import record_shift
from callboard.core.hours.rules import Shift
from callboard.core.messages.models import Message
from callboard.core.organizations.models import Membership, Organization, Production
from callboard.core.organizations.rules import Role
from callboard.core.publishing.models import Edition
from callboard.film.callsheets.actions import change_call
from callboard.film.callsheets.models import CallSheet, WalkieChannel
from callboard.film.stripboard.models import Board
from callboard.jobs.deliver import deliver_due
from tests.builders import (
    FRIDAY_18H,
    SATURDAY,
    FakeMailServer,
    a_member,
    a_place,
    access,
    an_engagement,
    an_organization,
)
from tests.film.callsheets.conftest import ada, board, sheet, show  # noqa: F401 - the Saturday of the room's own tests

NIGHT = dt.datetime(2027, 3, 5, 19, 30, tzinfo=dt.UTC)  # 20:30 in Berlin
HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture(autouse=True)
def evening_before(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is Friday evening: the sheets can still be sent."""
    for module in ("days", "calls", "rows", "people", "heads", "drafts", "pushes", "releases", "editions"):
        monkeypatch.setattr(f"callboard.web.callsheets.{module}.now", lambda: FRIDAY_18H)


@pytest.fixture
def desk(client: Client, ada: Membership) -> Client:
    client.force_login(ada.user)
    return client


def url(name: str, sheet: CallSheet, *more: object) -> str:
    return reverse(f"callsheets:{name}", args=[sheet.production.public_id, sheet.public_id, *more])


def words(response: Any) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", response.content.decode())).split())


def post(client: Client, address: str, fields: dict[str, Any] | None = None, **extra: Any) -> Any:
    return client.post(address, {"request_key": uuid4().hex, **(fields or {})}, **extra)


def call_named(sheet: CallSheet, name: str) -> Any:
    return sheet.calls.get(engagement__party__name=name)


def call_form(call: Any, **fields: Any) -> dict[str, Any]:
    """The call's form as the page fills it; `fields` are what a person typed over it."""
    shown = {"anchor": call.anchor, "anchor_was": call.anchor, "is_called": "on", "version": call.version}
    spans = {name: getattr(call, name) for name in ("make_up_minutes", "wardrobe_minutes", "travel_minutes")}
    return shown | spans | {"status": call.status, "remarks": call.remarks, "place": ""} | fields


def dismissed_at_half_past_eight(sheet: CallSheet, name: str, by: Membership) -> None:
    party = call_named(sheet, name).engagement.party
    shift = Shift(NIGHT - dt.timedelta(hours=10), NIGHT)
    record_shift(sheet.production, party, shift, day=SATURDAY - dt.timedelta(days=1), by=by, at=FRIDAY_18H)


class TestTheList:
    def test_a_day_of_the_board_without_a_sheet_offers_to_draft_it(self, desk: Client, board: Board) -> None:
        response = desk.get(reverse("callsheets:list", args=[board.production.public_id]))

        said = words(response)
        assert "Sat 6 Mar" in said
        assert "Day 1 of 2" in said
        assert "No sheet yet Draft the sheet 6 Mar" in said
        assert "Mon 8 Mar" in said

    def test_a_draft_says_that_nobody_was_told(self, desk: Client, sheet: CallSheet) -> None:
        said = words(desk.get(reverse("callsheets:list", args=[sheet.production.public_id])))
        assert "Draft, nobody was told" in said
        assert "General call 07:00 Called 4" in said
        assert "Go on with the draft" in said

    def test_a_published_sheet_says_its_color_and_who_confirmed(
        self,
        desk: Client,
        sheet: CallSheet,
        mail_server: FakeMailServer,
    ) -> None:
        post(desk, url("publish", sheet), {"expected_number": 1})
        said = words(desk.get(reverse("callsheets:list", args=[sheet.production.public_id])))
        assert "published: White edition 1" in said
        assert "Confirmed 0 of 4" in said

    def test_the_list_takes_as_many_queries_for_three_sheets_as_for_one(
        self,
        desk: Client,
        sheet: CallSheet,
        show: Production,
    ) -> None:
        address = reverse("callsheets:list", args=[show.public_id])
        desk.get(address)
        counts = []
        for unit in ("Main unit", "Second unit", "Splinter unit"):
            if unit != "Main unit":
                CallSheet.objects.create(
                    organization=show.organization, production=show, day=SATURDAY, unit=unit, general_call=480
                )
            with CaptureQueriesContext(connection) as queries:
                desk.get(address)
            counts.append(len(queries))
        assert counts == [LIST_QUERIES] * 3


LIST_QUERIES = 17
SHEET_QUERIES = 20


class TestDrafting:
    def test_a_day_of_the_board_becomes_a_sheet_with_the_general_call_that_was_typed(
        self,
        desk: Client,
        board: Board,
    ) -> None:
        address = reverse("callsheets:draft", args=[board.production.public_id]) + "?day=2027-03-06"
        asked = words(desk.get(address))
        assert "Draft the sheet of Sat 6 Mar 2027" in asked
        assert "1 MARA, 2 IVO" in asked

        response = post(desk, address, {"general_call": "6:30a", "unit": "Main unit"})

        drafted = CallSheet.objects.get(day=SATURDAY)
        assert response.url == url("sheet", drafted)
        assert (drafted.general_call, drafted.shooting_call) == (390, 450)
        assert {call.engagement.party.name: call.minutes for call in drafted.calls.all()} == {
            "Mara Player": 60, "Ivo Player": 120
        }  # fmt: skip

    def test_a_time_that_is_none_is_refused_at_its_field(self, desk: Client, board: Board) -> None:
        address = reverse("callsheets:draft", args=[board.production.public_id]) + "?day=2027-03-06"
        response = post(desk, address, {"general_call": "half six", "unit": "Main unit"})
        assert response.status_code == 422
        assert "“half six” is not a time. Write it as 7:45" in words(response)
        assert not CallSheet.objects.exists()

    def test_a_general_call_that_the_clocks_skip_is_refused_and_nothing_is_drafted(
        self,
        desk: Client,
        show: Production,
    ) -> None:
        """28 March 2027: the clocks of Berlin go from 02:00 to 03:00."""
        an_engagement(show, "Gus Gaffer")
        address = reverse("callsheets:draft_lines", args=[show.public_id])
        fields = {"day": "2027-03-28", "general_call": "2:30", "title": "Spot", "label": ["Pour"], "minutes": ["30"]}
        response = post(desk, address, fields | {"description": [""], "cast": [""], "place": [""]})
        assert response.status_code == 422
        assert "There is no 02:30 on 2027-03-28 in Europe/Berlin" in words(response)
        assert not CallSheet.objects.exists()

    def test_a_timed_list_becomes_a_sheet_and_a_bad_line_is_marked_with_all_lines_kept(
        self,
        desk: Client,
        show: Production,
    ) -> None:
        place = a_place(show, "Kitchen studio")
        address = reverse("callsheets:draft_lines", args=[show.public_id])
        lines = {
            "label": ["Pour", "Bite", ""],
            "description": ["Milk on cereal", "", ""],
            "minutes": ["45", "soon", ""],
            "cast": ["1", "", ""],
            "place": [place.name, "", ""],
        }
        head = {"day": "2027-03-06", "general_call": "8:00", "title": "Crunch"}
        refused = post(desk, address, head | lines)
        assert refused.status_code == 422
        assert "Give the minutes as a whole number, such as 45." in words(refused)
        assert 'value="Milk on cereal"' in refused.content.decode()

        post(desk, address, head | lines | {"minutes": ["45", "20", ""]})

        drafted = CallSheet.objects.get()
        kept = [(row.label, row.description, row.minutes, row.cast_numbers, row.place) for row in drafted.rows.all()]
        assert kept == [("Pour", "Milk on cereal", 45, "1", place), ("Bite", "", 20, "", None)]
        assert (drafted.title, drafted.estimated_wrap) == ("Crunch", 9 * 60 + 65)


class TestTheSheet:
    def test_it_shows_every_time_worked_back(self, desk: Client, sheet: CallSheet) -> None:
        said = words(desk.get(url("sheet", sheet)))
        assert "General call 07:00 Shooting call 08:00" in said
        assert "1 MARA Mara Player SW 06:30 07:00 07:00 07:45 08:00 GC +1:00" in said
        assert "Gen Operator Generator operator 05:30 fixed" in said
        assert "08:00 –09:00 1 INT KITCHEN DAY" in said

    def test_it_takes_as_many_queries_for_three_calls_as_for_one(
        self,
        desk: Client,
        sheet: CallSheet,
        show: Production,
    ) -> None:
        sheet.calls.exclude(engagement__party__name="Gus Gaffer").delete()
        desk.get(url("sheet", sheet))
        counts = []
        for _ in range(2):
            with CaptureQueriesContext(connection) as queries:
                desk.get(url("sheet", sheet))
            counts.append((sheet.calls.count(), len(queries)))
            for name in ("Bo Boom", "Cleo Clapper"):
                engagement = an_engagement(show, name, department=call_named(sheet, "Gus Gaffer").engagement.department)
                sheet.calls.create(organization=sheet.organization, engagement=engagement)
        assert counts == [(1, SHEET_QUERIES), (3, SHEET_QUERIES)]

    def test_a_rest_too_short_is_said_with_the_call_that_would_be_right(
        self,
        desk: Client,
        ada: Membership,
        sheet: CallSheet,
    ) -> None:
        """Mara was dismissed at 20:30; 12 hours are owed, and her pick-up at 06:30 counts."""
        dismissed_at_half_past_eight(sheet, "Mara Player", ada)
        said = words(desk.get(url("sheet", sheet)))
        assert "1 call breaks a rest or a minor's hours" in said
        assert "Only 10:00 h of rest, 12:00 h are owed. Earliest call 08:30." in said
        assert "Call at 08:30 instead" in said

        mara = call_named(sheet, "Mara Player")
        response = post(desk, url("hold", sheet, mara.public_id), {"version": mara.version})

        assert response.url == f"{url('sheet', sheet)}#call-{mara.public_id}"
        after = words(desk.get(url("sheet", sheet)))
        assert "MARA Mara Player SW 08:30 09:00 09:00 09:45 10:00 GC +3:00" in after
        assert "breaks a rest" not in after

    def test_a_stranger_finds_nothing(self, client: Client, sheet: CallSheet) -> None:
        client.force_login(a_member(an_organization("Elsewhere"), name="Mallory").user)
        for name in ("sheet", "body", "push", "publish", "pdf", "editions", "print"):
            response = client.get(url(name, sheet))
            assert (name, response.status_code, "Gus Gaffer" in words(response)) == (name, 404, False)
        assert client.get(reverse("callsheets:list", args=[sheet.production.public_id])).status_code == 404

    def test_crew_see_the_days_and_no_draft(self, client: Client, office: Organization, sheet: CallSheet) -> None:
        crew = a_member(office, Role.CREW, "Kim")
        access(crew, sheet.production)
        client.force_login(crew.user)
        listed = words(client.get(reverse("callsheets:list", args=[sheet.production.public_id])))
        assert "Sat 6 Mar" in listed
        assert "General call" not in listed
        for name in ("sheet", "body", "push", "publish", "pdf", "editions", "print", "state"):
            assert (name, client.get(url(name, sheet)).status_code) == (name, 403)
        assert post(client, url("publish", sheet), {"expected_number": 1}).status_code == 403
        assert post(client, url("push", sheet), {"minutes": 45, "version": sheet.version}).status_code == 403
        assert not Edition.objects.exists()

    def test_the_working_copy_says_that_it_is_not_published(self, desk: Client, sheet: CallSheet) -> None:
        said = words(desk.get(url("print", sheet)))
        assert "WORKING COPY, not published" in said
        assert "05:30 Gen Operator" in said

    def test_the_body_answers_nothing_while_nothing_changed(
        self, desk: Client, ada: Membership, sheet: CallSheet
    ) -> None:
        seen = desk.get(url("sheet", sheet)).context["seen"]
        assert desk.get(url("body", sheet), {"seen": seen}, **HTMX).status_code == 204
        gus = call_named(sheet, "Gus Gaffer")
        change_call(gus, {"remarks": "Bring the crane"}, version=gus.version, by=ada, at=FRIDAY_18H)
        assert "Bring the crane" in words(desk.get(url("body", sheet), {"seen": seen}, **HTMX))


class TestEditing:
    def test_a_time_typed_by_the_general_call_goes_on_moving_with_it(self, desk: Client, sheet: CallSheet) -> None:
        gus = call_named(sheet, "Gus Gaffer")
        address = url("call", sheet, gus.public_id)
        assert 'value="07:00"' in desk.get(address, **HTMX).content.decode()

        response = post(desk, address, call_form(gus, due="6:15", due_was="07:00"), **HTMX)

        assert response.url == f"{url('body', sheet)}?saved=call-{gus.public_id}"
        body = desk.get(response.url, **HTMX)
        assert (body["HX-Retarget"], body["HX-Reswap"]) == ("#sheet-body", "outerHTML")
        assert "Gus Gaffer Grip 06:15 GC −0:45" in words(body)

    @pytest.mark.parametrize(
        ("typed", "anchor", "kept"),
        [
            ("+45", "general", ("general", 45)),
            ("-0:30", "general", ("general", -30)),
            ("25:30", "fixed", ("fixed", 1530)),
            ("7:45p", "fixed", ("fixed", 1185)),
            ("", "on_call", ("on_call", 0)),
        ],
    )
    def test_times_are_typed_as_people_type_them(
        self,
        desk: Client,
        sheet: CallSheet,
        typed: str,
        anchor: str,
        kept: tuple[str, int],
    ) -> None:
        gus = call_named(sheet, "Gus Gaffer")
        post(desk, url("call", sheet, gus.public_id), call_form(gus, due=typed, due_was="07:00", anchor=anchor))
        gus.refresh_from_db()
        assert (gus.anchor, gus.minutes) == kept

    def test_a_time_left_alone_keeps_its_distance_though_the_day_was_pushed_meanwhile(
        self,
        desk: Client,
        sheet: CallSheet,
    ) -> None:
        """The form was open with 07:00 in it when somebody pushed the day by 45."""
        gus = call_named(sheet, "Gus Gaffer")
        post(desk, url("push", sheet), {"minutes": 45, "version": sheet.version})
        form = call_form(gus, due="07:00", due_was="07:00", remarks="Bring the crane")
        post(desk, url("call", sheet, gus.public_id), form)
        gus.refresh_from_db()
        assert (gus.anchor, gus.minutes, gus.remarks) == ("general", 0, "Bring the crane")

    def test_a_time_that_is_none_is_refused_at_the_field_with_what_was_typed(
        self,
        desk: Client,
        sheet: CallSheet,
    ) -> None:
        gus = call_named(sheet, "Gus Gaffer")
        response = post(desk, url("call", sheet, gus.public_id), call_form(gus, due="18.5", due_was="07:00"), **HTMX)
        assert response.status_code == 422
        assert "“18.5” is not a time." in words(response)
        assert 'value="18.5"' in response.content.decode()

    def test_a_stale_edit_shows_both_states_and_can_be_put_on_top(
        self,
        desk: Client,
        ada: Membership,
        sheet: CallSheet,
    ) -> None:
        gus = call_named(sheet, "Gus Gaffer")
        mine = call_form(gus, due="06:15", due_was="07:00")
        change_call(gus, {"minutes": -90, "remarks": "Lights up"}, version=gus.version, by=ada, at=FRIDAY_18H)

        response = post(desk, url("call", sheet, gus.public_id), mine, **HTMX)

        assert response.status_code == 409
        said = words(response)
        assert "Due at differs 06:15 05:30" in said
        assert "Remarks differs Lights up" in said
        gus.refresh_from_db()
        assert gus.minutes == -90

        post(desk, url("call", sheet, gus.public_id), mine | {"version": gus.version})
        gus.refresh_from_db()
        assert (gus.minutes, gus.remarks) == (-45, "")

    def test_a_call_in_the_gap_of_a_clock_change_is_refused_at_its_time(self, desk: Client, show: Production) -> None:
        an_engagement(show, "Gus Gaffer")
        lines = {"label": ["Night"], "description": [""], "minutes": ["30"], "cast": [""], "place": [""]}
        head = {"day": "2027-03-27", "general_call": "18:00", "title": ""}
        post(desk, reverse("callsheets:draft_lines", args=[show.public_id]), head | lines)
        night = CallSheet.objects.get()
        gus = call_named(night, "Gus Gaffer")
        form = call_form(gus, due="26:30", due_was="18:00", anchor="fixed")
        response = post(desk, url("call", night, gus.public_id), form, **HTMX)
        assert response.status_code == 422
        assert "There is no 02:30 on 2027-03-28 in Europe/Berlin" in words(response)
        assert desk.get(url("sheet", night)).status_code == 200

    def test_a_second_press_changes_nothing(self, desk: Client, sheet: CallSheet) -> None:
        form = {
            "label": "Move",
            "description": "To the pier",
            "minutes": 20,
            "starts_at_minutes": "",
            "cast_numbers": "",
        }
        once = {"request_key": "the same form", "place": "", **form}
        first, second = (desk.post(url("new_row", sheet), once) for _ in range(2))
        assert (first.status_code, first["Location"]) == (second.status_code, second["Location"])
        assert list(sheet.rows.values_list("label", flat=True)) == ["1", "2", "Move"]

    def test_a_row_moves_and_the_times_follow(self, desk: Client, sheet: CallSheet) -> None:
        second = sheet.rows.get(label="2")
        response = post(desk, url("move_row", sheet, second.public_id), {"to": 0, "version": 1}, **HTMX)
        said = words(desk.get(response.url, **HTMX))
        assert said.index("08:00 –08:30 2 INT KITCHEN") < said.index("08:30 –09:30 1 INT KITCHEN")
        stale = post(desk, url("move_row", sheet, second.public_id), {"to": 1, "version": 1}, **HTMX)
        assert (stale.status_code, "at place 2" in words(stale)) == (409, True)

    def test_head_groups_notes_and_channels_are_edited(self, desk: Client, sheet: CallSheet) -> None:
        electric = call_named(sheet, "Gus Gaffer").engagement.department
        times = {"general_call": "7:00", "shooting_call": "8:15", "lunch": "13:00", "estimated_wrap": "25:30"}
        post(desk, url("head", sheet, "times"), times | {"breakfast": "0630", "version": sheet.version})
        group = {"name": "Market crowd", "count": 24, "due": "+30", "anchor": "general", "wardrobe": "", "holding": ""}
        post(desk, url("new_group", sheet), group)
        post(desk, url("note", sheet, electric.public_id), {"text": "Bring the crane", "seen": ""})
        post(desk, url("channels", sheet), {"channel": ["1", "2", ""], "use": ["Production", "Private", ""]})

        said = words(desk.get(url("sheet", sheet)))
        assert "Shooting call 08:15 Breakfast 06:30 Lunch 13:00 Est. wrap 01:30 +1" in said
        assert "24 Market crowd 07:30 GC +0:30" in said
        assert "Bring the crane" in said
        assert list(WalkieChannel.objects.values_list("channel", "use")) == [("1", "Production"), ("2", "Private")]
        assert "Background 24" in said

        stale = post(desk, url("note", sheet, electric.public_id), {"text": "No crane", "seen": ""}, **HTMX)
        assert (stale.status_code, "Note differs No crane Bring the crane" in words(stale)) == (409, True)

    def test_who_is_not_on_the_sheet_is_offered_and_put_on_it(
        self, desk: Client, sheet: CallSheet, show: Production
    ) -> None:
        late = an_engagement(show, "Lou Late", position="Runner")
        assert "Lou Late Runner" in words(desk.get(url("sheet", sheet))).split("On board, not on this sheet")[1]
        post(desk, url("add", sheet), {"engagement": [str(late.public_id)]})
        assert sheet.calls.filter(engagement=late).count() == 1
        call = call_named(sheet, "Lou Late")
        post(desk, url("remove_call", sheet, call.public_id), {"version": call.version})
        assert sheet.calls.filter(engagement=late).count() == 0


class TestPushing:
    def test_the_preview_shows_everyone_before_and_after_and_changes_nothing(
        self,
        desk: Client,
        ada: Membership,
        sheet: CallSheet,
    ) -> None:
        dismissed_at_half_past_eight(sheet, "Mara Player", ada)

        said = words(desk.get(url("push", sheet), {"minutes": 45}))

        assert "07:00 → 07:45" in said
        assert "Gen Operator Generator operator 05:30 05:30 stays (fixed)" in said
        assert "Gus Gaffer Grip 07:00 07:45" in said
        assert "Mara Player MARA 06:30 07:15 → 08:30 if held stays broken" in said
        assert "1 person would be called too early" in said
        assert "Hold 1 person until rested (recommended)" in said
        assert "3 people move." in said
        sheet.refresh_from_db()
        assert sheet.general_call == 420

    def test_confirming_does_it_holds_the_unrested_and_offers_to_push_back(
        self,
        desk: Client,
        ada: Membership,
        sheet: CallSheet,
    ) -> None:
        dismissed_at_half_past_eight(sheet, "Mara Player", ada)
        push = {"minutes": 45, "version": sheet.version, "hold_rested": "on"}
        response = post(desk, url("push", sheet), push)
        said = words(desk.get(response.url))
        assert "The day was pushed by 45 minutes. Nobody is told before you publish. Undo: push by −45" in said
        assert "General call 07:45 Shooting call 08:45" in said
        assert "MARA Mara Player SW 08:30 09:00 09:00 09:45 10:00" in said
        assert "Gen Operator Generator operator 05:30 fixed" in said

    @pytest.mark.parametrize(
        ("minutes", "why"),
        [("soon", "Give the push in whole minutes, such as 45 or -30."), ("-500", "22:40 -1 is too far")],
    )
    def test_an_impossible_push_is_refused_in_words(
        self,
        desk: Client,
        sheet: CallSheet,
        minutes: str,
        why: str,
    ) -> None:
        response = desk.get(url("push", sheet), {"minutes": minutes})
        assert (response.status_code, why in words(response)) == (422, True)

    def test_a_push_of_a_sheet_that_changed_meanwhile_shows_it_anew(self, desk: Client, sheet: CallSheet) -> None:
        old = sheet.version
        post(desk, url("push", sheet), {"minutes": 15, "version": old})
        response = post(desk, url("push", sheet), {"minutes": 45, "version": old})
        assert response.status_code == 409
        assert "Somebody changed this while you were editing." in words(response)
        assert "07:15 → 08:00" in words(response)


class TestPublishing:
    def test_the_preview_shows_number_color_and_whom_it_tells(self, desk: Client, sheet: CallSheet) -> None:
        unknown = call_named(sheet, "Gus Gaffer").engagement.party
        type(unknown).objects.filter(pk=unknown.pk).update(email="", phone="+49 40 555")
        said = words(desk.get(url("publish", sheet)))
        assert "White edition 1 The first edition of this day." in said
        assert "4 Called Publish White and tell 4 people" in said
        assert "1 person without an e-mail address: call them Gus Gaffer · +49 40 555" in said
        assert "06:30 Mara Player" in said
        assert not Edition.objects.exists()

    def test_publishing_freezes_an_edition_and_queues_a_message_for_each(
        self,
        desk: Client,
        sheet: CallSheet,
        mail_server: FakeMailServer,
    ) -> None:
        response = post(desk, url("publish", sheet), {"expected_number": 1})
        white = Edition.objects.get()
        assert (response.status_code, white.color, Message.objects.count()) == (302, "White", 4)
        paper = desk.get(url("edition", sheet, white.public_id))
        assert (paper["Content-Type"], paper.content[:5]) == ("application/pdf", b"%PDF-")
        assert "White edition 1 current PDF White" in words(desk.get(url("editions", sheet)))

    def test_a_number_taken_meanwhile_is_said_with_the_new_preview(
        self,
        desk: Client,
        sheet: CallSheet,
        mail_server: FakeMailServer,
    ) -> None:
        post(desk, url("publish", sheet), {"expected_number": 1})
        response = post(desk, url("publish", sheet), {"expected_number": 1})
        said = words(response)
        assert response.status_code == 409
        assert "Not published. Edition 1 (White) of this sheet was published meanwhile." in said
        assert "Blue edition 2 White becomes void for everyone." in said
        assert Edition.objects.count() == 1

    def test_an_empty_sheet_is_refused(self, desk: Client, sheet: CallSheet) -> None:
        sheet.calls.all().delete()
        said = words(desk.get(url("publish", sheet)))
        assert "Nobody is called on this sheet. Call at least one person before publishing." in said
        assert post(desk, url("publish", sheet), {"expected_number": 1}).status_code == 422

    def test_a_change_after_publishing_is_shown_with_whom_it_concerns(
        self,
        desk: Client,
        ada: Membership,
        sheet: CallSheet,
        mail_server: FakeMailServer,
    ) -> None:
        post(desk, url("publish", sheet), {"expected_number": 1})
        deliver_due(now=FRIDAY_18H)
        assert "White says what the sheet says" in words(desk.get(url("state", sheet)))
        ivo = call_named(sheet, "Ivo Player")
        change_call(ivo, {"minutes": 150}, version=ivo.version, by=ada, at=FRIDAY_18H)

        assert "4 people still hold White, and the sheet says something else by now. Changed: Cast calls" in words(
            desk.get(url("state", sheet))
        )
        preview = words(desk.get(url("publish", sheet)))
        assert "Ivo Player Your call 09:00 09:30" in preview
        post(desk, url("publish", sheet), {"expected_number": 2})
        history = words(desk.get(url("editions", sheet)))
        assert history.index("Blue edition 2 current") < history.index("White edition 1 void")
        assert "Changed for: Gus Gaffer, Ivo Player." in history

    def test_an_address_changed_after_publishing_says_how_many_have_the_old_one(
        self,
        desk: Client,
        sheet: CallSheet,
        mail_server: FakeMailServer,
    ) -> None:
        post(desk, url("publish", sheet), {"expected_number": 1})
        place = sheet.main_place
        assert place is not None
        place.address = "Pier 9, 20457 Hamburg"
        place.save()
        for name in ("state", "sheet"):
            said = words(desk.get(url(name, sheet)))
            assert "The address of Old harbor changed since White was published: 4 people have the old one." in said
            assert "Quay 4, 20457 Hamburg → Pier 9, 20457 Hamburg" in said

    def test_a_blocker_is_shown_with_owner_and_next_step_and_lifted_with_a_reason(
        self,
        desk: Client,
        ada: Membership,
        sheet: CallSheet,
    ) -> None:
        dismissed_at_half_past_eight(sheet, "Mara Player", ada)
        preview = desk.get(url("publish", sheet))
        said = words(preview)
        assert "1 Held" in said
        assert "Rest too short: 10:00 h where 12:00 h are owed" in said
        assert "Who: Assistant director · Next: Call at 08:30 or later" in said
        party = call_named(sheet, "Mara Player").engagement.party
        asked = {"party": str(party.public_id), "code": "rest", "key": "sag_aftra_daily"}

        refused = post(desk, url("override", sheet), asked | {"reason": "ok"})
        assert (refused.status_code, "Write why, in 10 to 300 characters" in words(refused)) == (422, True)
        post(desk, url("override", sheet), asked | {"reason": "Forced call agreed with her agent"})

        assert "1 Held" not in words(desk.get(url("publish", sheet)))

    def test_an_assistant_director_publishes_but_lifts_nothing(
        self,
        client: Client,
        office: Organization,
        ada: Membership,
        sheet: CallSheet,
    ) -> None:
        dismissed_at_half_past_eight(sheet, "Mara Player", ada)
        second = a_member(office, Role.ASSISTANT_DIRECTOR, "Sam")
        access(second, sheet.production)
        client.force_login(second.user)
        said = words(client.get(url("publish", sheet)))
        assert "Publish White and tell 3 people" in said
        assert "Call anyway" not in said
        assert client.get(url("override", sheet)).status_code == 403

    def test_the_draft_paper_is_a_pdf_and_an_edition_of_another_sheet_is_not_found(
        self,
        desk: Client,
        sheet: CallSheet,
        mail_server: FakeMailServer,
    ) -> None:
        assert desk.get(url("pdf", sheet)).content[:5] == b"%PDF-"
        assert desk.get(url("edition", sheet, uuid4())).status_code == 404

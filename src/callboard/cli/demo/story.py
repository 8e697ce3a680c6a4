"""The demonstration's story, told through the actions: import, schedule, engage, call, confirm, re-issue."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction

from callboard.cli.demo import LOGINS, PASSWORD
from callboard.cli.demo.commercial import load_commercial
from callboard.cli.demo.papers import sign_most_papers
from callboard.cli.demo.people import BACKGROUND, CAST, CREW, DEPARTMENTS, VENDORS
from callboard.cli.demo.plant_story import load_plant
from callboard.cli.demo.shooting import price_the_shoot
from callboard.cli.demo.terms import details, terms
from callboard.cli.demo.world import DAYS, GROUP_SIZES, PLACE_OF_SET, PLACES, SEEN, SHEET_HEAD, ZONE
from callboard.core.engagements.actions import DepartmentTerms, create_department, engage
from callboard.core.members.actions import NewMember, add_member
from callboard.core.members.founding import found_organization
from callboard.core.messages.queries import mailbox
from callboard.core.messages.sending import claim_due, deliver_claimed
from callboard.core.organizations.rules import Role
from callboard.core.organizations.scope import tenant_scope
from callboard.core.places.actions import create_place
from callboard.core.productions.actions import create_production
from callboard.core.productions.rules import ProductionTerms
from callboard.core.publishing.actions import acknowledge_part, open_part
from callboard.core.publishing.queries import part_by_link
from callboard.film.breakdown.actions import add_element, estimate_minutes
from callboard.film.breakdown.element_actions import ElementFields, cast_element, change_element
from callboard.film.breakdown.queries import cast_of, palette_of, scenes_of
from callboard.film.callsheets.actions import (
    change_call,
    change_channels,
    change_department_note,
    change_group,
    change_row,
    change_sheet,
    push_sheet,
)
from callboard.film.callsheets.drafting import draft_from_day
from callboard.film.callsheets.publish import publish_call_sheet
from callboard.film.callsheets.queries import sheet_view
from callboard.film.scripts.actions import import_script
from callboard.film.stripboard.actions import (
    StripAt,
    create_banner,
    create_board,
    create_break,
    place_strips,
    split_strip,
)
from callboard.film.stripboard.queries import board_view

if TYPE_CHECKING:
    from callboard.core.engagements.models import Engagement
    from callboard.core.organizations.models import Membership, Production
    from callboard.core.places.models import Place
    from callboard.film.callsheets.models import CallSheet
    from callboard.film.stripboard.models import Board, BoardMove

SCREENPLAYS = Path(__file__).parent / "screenplays"


@transaction.atomic
def load_demo(*, at: dt.datetime) -> None:
    """Tell the whole story, as if its days lay around today: all of it, or nothing."""
    began = at - dt.timedelta(hours=3)
    email, _ = LOGINS[0]
    ada = found_organization(
        "Lantern Street Pictures", member_name="Ada Lindqvist", email=email, password=PASSWORD, at=began
    )
    with tenant_scope(ada.organization_id):
        show = _production(ada, at=began)
        _members(ada, show, at=began)
        places = _places(show, ada, at=began)
        for number in ("101", "102"):
            file = SCREENPLAYS / f"tide_clock_{number}.fountain"
            import_script(show, file.read_bytes(), file.name, number, by=ada, at=began)
        _break_down(show, ada, at=began)
        engaged = _engage_all(show, ada, at=began)
        _cast_roles(show, engaged, ada, at=began)
        sign_most_papers(engaged.values(), ada, at=began)
        board = _board(show, ada, at=began)
        price_the_shoot(show, places, ada, at=began)
        _calls(board, places, ada, at=at)
        load_commercial(ada, at=at)
        load_plant(ada, at=at)


def _first_day(at: dt.datetime) -> dt.date:
    """Tomorrow, or Monday when tomorrow is a Sunday: the newcomer arrives on the evening before."""
    day = at.astimezone(ZoneInfo(ZONE)).date() + dt.timedelta(days=1)
    return day + dt.timedelta(days=1) if day.weekday() == 6 else day


def _production(by: Membership, *, at: dt.datetime) -> Production:
    show = ProductionTerms(
        title="The Tide Clock",
        kind="series",
        company="Lantern Street Pictures",
        zone=ZONE,
        starts_on=_first_day(at),
        paper="us-letter",
        country="US",
        weekly_days_off=(6,),
        emergency_number="911",
    )
    return create_production(show, by=by, at=at)


def _members(by: Membership, show: Production, *, at: dt.datetime) -> None:
    roles = (
        ("Bea Castellanos", Role.ASSISTANT_DIRECTOR),
        ("Gus Whitfield", Role.HEAD_OF_DEPARTMENT),
        ("Kit Novak", Role.CREW),
    )
    for (email, _), (name, role) in zip(LOGINS[1:], roles, strict=True):
        _, user = add_member(NewMember(name, email, role), productions=[show], by=by, at=at)
        user.set_password(PASSWORD)
        user.save()


def _places(show: Production, by: Membership, *, at: dt.datetime) -> dict[str, Place]:
    return {details.name: create_place(show, details, by=by, at=at) for details in PLACES}


def _break_down(show: Production, by: Membership, *, at: dt.datetime) -> None:
    palette = {category.name.casefold(): category for category in palette_of(by, show)}
    for scene in scenes_of(by, show):
        for category_name, names in SEEN.get(scene.number, {}).items():
            for name in names:
                element = add_element(scene, palette[category_name.casefold()], name, by=by, at=at).element
                size = GROUP_SIZES.get(name, 1)
                if element.quantity != size:
                    fields = ElementFields(element.name, element.number, quantity=size)
                    change_element(element, fields, version=element.version, by=by, at=at)
    estimate_minutes(show, 300, by=by, at=at)


def _engage_all(show: Production, by: Membership, *, at: dt.datetime) -> dict[str, Engagement]:
    for place, department in enumerate(DEPARTMENTS):
        row = DepartmentTerms(department.name, place, department.pre_call, department.channel)
        create_department(show, row, by=by, at=at)
    kinds = (("cast", CAST), ("crew", CREW), ("background", BACKGROUND), ("vendor", VENDORS))
    people = [(kind, person) for kind, group in kinds for person in group]
    return {
        person.name: engage(show, details(person, kind, place), terms(person, kind), by=by, at=at)
        for place, (kind, person) in enumerate(people)
    }


def _cast_roles(show: Production, engaged: dict[str, Engagement], by: Membership, *, at: dt.datetime) -> None:
    players = {person.position: engaged[person.name] for person in CAST}
    for line in cast_of(show):
        player = players.get(line.element.name)
        if player is not None:
            cast_element(line.element, player, version=line.element.version, by=by, at=at)


def _board(show: Production, by: Membership, *, at: dt.datetime) -> Board:
    board = create_board(show, name="First pass", starts_on=show.starts_on, by=by, at=at)
    after = None
    for scenes in DAYS:
        cards = {card.scene.number: card for card in board_view(board).boneyard if card.scene}
        strips = [StripAt(cards[number].strip.public_id, cards[number].strip.version) for number in scenes]
        place_strips(board, strips, after=after, by=by, at=at)
        moved = create_break(board, after=strips[-1].public_id, by=by, at=at)
        after = _made(moved)
    _flourish(board, by, at=at)
    return board


def _made(move: BoardMove) -> UUID:
    """The public id of the row that a move made."""
    return UUID(next(iter(move.after)))


def _flourish(board: Board, by: Membership, *, at: dt.datetime) -> None:
    """A banner where the company moves, and the night scene on the boat in two pieces."""
    last = board_view(board).days[3].cards
    kitchen, boat = last[1].strip, last[2].strip
    create_banner(board, after=kitchen.public_id, text="Company move to the pier", minutes=45, by=by, at=at)
    split_strip(board, StripAt(boat.public_id, boat.version), pieces=[boat.eighths - 1, 1], by=by, at=at)


def _calls(board: Board, places: dict[str, Place], by: Membership, *, at: dt.datetime) -> None:
    """The next shooting day: published white, mostly confirmed, then pushed half an hour and re-issued in blue."""
    today = at.astimezone(ZoneInfo(ZONE)).date()
    day = next(day for day in board_view(board).days if day.day.on > today)
    evening = at - dt.timedelta(hours=2)
    sheet = draft_from_day(board, day.day.on, general_call=7 * 60, by=by, at=evening)
    _fill(sheet, places, by, at=evening)
    publish_call_sheet(sheet, expected_number=1, by=by, at=evening)
    _deliver(evening)
    _answer(by, share=4, at=evening + dt.timedelta(minutes=20))
    sheet.refresh_from_db()
    push_sheet(sheet, 30, version=sheet.version, hold_rested=True, by=by, at=at - dt.timedelta(minutes=40))
    publish_call_sheet(sheet, expected_number=2, by=by, at=at - dt.timedelta(minutes=35))
    _deliver(at - dt.timedelta(minutes=34))
    _answer(by, share=2, at=at - dt.timedelta(minutes=20))


def _deliver(at: dt.datetime) -> None:
    """Let the mail leave as if the worker had run at that moment."""
    while batch := claim_due(at, 50):
        for message in batch:
            deliver_claimed(message, lambda: at)


def _fill(sheet: CallSheet, places: dict[str, Place], by: Membership, *, at: dt.datetime) -> None:
    view = sheet_view(sheet)
    for row in view.rows:
        place = places[PLACE_OF_SET.get(row.row.scene.set_name if row.row.scene else "", "Stage 2, Cannery Studios")]
        change_row(row.row, {"place": place}, version=row.row.version, by=by, at=at)
    main = places[PLACE_OF_SET.get(view.rows[0].row.scene.set_name if view.rows[0].row.scene else "", "Municipal pier")]
    head = SHEET_HEAD | {
        "main_place": main,
        "unit_base": places["Unit base, fish market"],
        "hospital": f"{main.nearest_hospital}, {main.hospital_phone}",
    }
    change_sheet(sheet, head, version=sheet.version, by=by, at=at)
    _details_of_the_day(sheet, by, at=at)


def _details_of_the_day(sheet: CallSheet, by: Membership, *, at: dt.datetime) -> None:
    view = sheet_view(sheet)
    for call in view.calls:
        if call.engagement.position == "Generator operator":
            change_call(call.call, {"anchor": "fixed", "minutes": 330}, version=call.call.version, by=by, at=at)
    for group in view.groups:
        fields = {"holding": "Fish market, upper floor", "wardrobe": "Own coats, no logos", "minutes": -15}
        change_group(group, fields, version=group.version, by=by, at=at)
    for department in view.departments:
        if department.department and department.department.name == "Art":
            change_department_note(sheet, department.department, "Tide table x 3, one to get wet.", by=by, at=at)
    change_channels(
        sheet.production, [("1", "Production"), ("2", "Private talk"), ("3", "Camera"), ("5", "Electric")], by=by, at=at
    )


def _answer(by: Membership, *, share: int, at: dt.datetime) -> None:
    """Most people open their link; all but every `share`-th confirm."""
    for place, token in enumerate(_tokens(by)):
        open_part(token, at=at)
        if place % share != share - 1:
            part = part_by_link(token, at)
            if part.part_key is not None and part.confirmed_at is None:
                acknowledge_part(token, part.part_key, at=at)


def _tokens(by: Membership) -> Sequence[str]:
    """The links in the newest mails, one per address."""
    newest: dict[str, str] = {}
    for mail in reversed(list(mailbox(by))):
        found = re.search(r"/l/([\w-]+)", mail.text)
        if found:
            newest[mail.to] = found.group(1)
    return list(_all_but_every_ninth(newest.values()))


def _all_but_every_ninth(tokens: Iterable[str]) -> Iterable[str]:
    """Some never open their mail: the coordinator rings them up."""
    return (token for place, token in enumerate(tokens) if place % 9 != 8)

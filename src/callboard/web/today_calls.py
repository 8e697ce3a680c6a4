"""The front page's first answers: the next call, who holds it, the days ahead, and how a new production gets there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext

from callboard.core.calendars.rules import show_minutes
from callboard.core.engagements.queries import engagement_counts
from callboard.core.organizations.permissions import may
from callboard.core.organizations.rules import Permission
from callboard.core.publishing.delivery import delivery
from callboard.core.publishing.delivery_rules import NEEDS_A_CALL, DeliveryState, counts
from callboard.core.readiness.queries import open_blockers
from callboard.core.readiness.rules import Blocker, Sentence
from callboard.film.breakdown.queries import scenes_of
from callboard.film.callsheets.listing import DayCard, SheetCard, day_cards
from callboard.film.callsheets.publish import is_out_of_date, topic_of
from callboard.film.callsheets.queries import sheet_of
from callboard.film.scripts.queries import scripts_of
from callboard.film.stripboard.queries import active_board
from callboard.web.asking import member_of, production_for
from callboard.web.today import add_part

if TYPE_CHECKING:
    from callboard.core.organizations.models import Membership, Production

DAYS_SHOWN = 8


@dataclass(frozen=True)
class NextCall:
    """One sheet of the next shooting day. For those who do not draft calls its facts are those that were published."""

    card: SheetCard
    general_call: str
    place: str
    weather: str
    out_of_date: bool
    told: Delivered | None


@dataclass(frozen=True)
class Delivered:
    """How far the sheet's edition got: `waiting_count` did not confirm, `ring_count` only a call reaches."""

    total: int
    confirmed_count: int
    waiting_count: int
    ring_count: int
    held_count: int


@dataclass(frozen=True)
class Holder:
    """Somebody whose call waits, with what it waits for and what to do next."""

    name: str
    position: str
    reasons: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Readiness:
    """Of those called on a day, who is not ready: as things stand now, published or not."""

    holders: Sequence[Holder]
    called_count: int


@dataclass(frozen=True)
class Step:
    """One thing that a new production still needs, in the order in which it is done."""

    label: str
    help: str
    url: str
    is_done: bool
    may_do: bool


def calls_part(request: HttpRequest, production: UUID, moment: datetime) -> dict[str, Any] | None:
    """The next day's call with who holds it, the days ahead; before the first sheet, the steps that lead to it."""
    member, found = member_of(request), production_for(request, production)
    if found.kind == "plant":
        return None
    today = moment.astimezone(ZoneInfo(found.zone)).date()
    cards = day_cards(member, found)
    ahead = [card for card in cards if card.on >= today]
    card = next_day(ahead, today)
    return {
        "today": today,
        "card": card,
        "days_to_it": (card.on - today).days if card else 0,
        "calls": [_next_call(member, found, sheet, moment) for sheet in card.sheets] if card else [],
        "readiness": _readiness(member, found, card) if card and card.sheets else None,
        "days": ahead[:DAYS_SHOWN],
        "later_count": max(len(ahead) - DAYS_SHOWN, 0),
        "steps": [] if any(one.sheets for one in cards) else _steps(member, found, has_days=bool(cards)),
    }


def next_day(cards: Sequence[DayCard], today: date) -> DayCard | None:
    """Today while its sheet counts, else the first day after it; a day of the board without a sheet is one too."""
    return next((card for card in cards if card.on > today or (card.on == today and card.sheets)), None)


def _next_call(member: Membership, production: Production, card: SheetCard, moment: datetime) -> NextCall:
    drafts = may(member, Permission.DRAFT_CALLS)
    payload = card.edition.payload if card.edition else {}
    if drafts:
        sheet = sheet_of(member, production, card.sheet.public_id)
        facts = (show_minutes(sheet.general_call), sheet.main_place.name if sheet.main_place else "", sheet.weather)
        out_of_date = card.edition is not None and is_out_of_date(sheet, card.edition)
    else:
        facts, out_of_date = _published_facts(payload), False
    told = _delivered(member, production, card, moment) if card.edition else None
    return NextCall(card, *facts, out_of_date=out_of_date, told=told)


def _published_facts(payload: dict[str, Any]) -> tuple[str, str, str]:
    """General call, main place and weather as everybody was told them."""
    locations = payload.get("front", {}).get("locations") or [{}]
    return (
        payload.get("times", {}).get("general_call", ""),
        locations[0].get("name", ""),
        payload.get("weather", {}).get("summary", ""),
    )


def _delivered(member: Membership, production: Production, card: SheetCard, moment: datetime) -> Delivered | None:
    if not may(member, Permission.SEE_DELIVERY):
        return None
    rows = delivery(member, production, topic_of(card.sheet), at=moment)
    found = counts(rows)
    confirmed, held = found.get(DeliveryState.CONFIRMED, 0), found.get(DeliveryState.HELD, 0)
    return Delivered(
        total=len(rows),
        confirmed_count=confirmed,
        waiting_count=len(rows) - confirmed - held,
        ring_count=sum(found.get(state, 0) for state in NEEDS_A_CALL),
        held_count=held,
    )


def _readiness(member: Membership, production: Production, card: DayCard) -> Readiness | None:
    if not may(member, Permission.SEE_WALL):
        return None
    called = {
        call.engagement.party_id: call.engagement
        for sheet in card.sheets
        for call in sheet.sheet.calls.filter(is_called=True).select_related("engagement__party")
        if call.engagement.ended_at is None
    }
    blockers = open_blockers("call", production, list(called), card.on)
    holders = [
        Holder(called[party].party.name, called[party].position, [_reason(one) for one in theirs])
        for party, theirs in blockers.items()
        if theirs
    ]
    return Readiness(sorted(holders, key=lambda holder: holder.name), len(called))


def _reason(blocker: Blocker) -> tuple[str, str]:
    return _said(blocker.what), _said(blocker.next_step)


def _said(sentence: Sentence) -> str:
    return gettext(sentence.text) % sentence.parameters


def _steps(member: Membership, production: Production, *, has_days: bool) -> list[Step]:
    has_scenes = bool(scenes_of(member, production))
    has_people = bool(engagement_counts(member, production))
    asked = (
        (
            gettext("Import the script"),
            gettext("Fountain or Final Draft: scenes, sets and characters are read from it. A commercial needs none."),
            "scripts:list",
            bool(scripts_of(member, production)) or has_scenes,
            Permission.IMPORT_SCRIPT,
        ),
        (
            gettext("Break the scenes down"),
            gettext("Cast, props, vehicles and effects, scene by scene."),
            "breakdown:list",
            has_scenes and active_board(member, production) is not None,
            Permission.CHANGE_BREAKDOWN,
        ),
        (
            gettext("Lay the board"),
            gettext("Scenes in shooting order, split into dated days."),
            "stripboard:board",
            has_days,
            Permission.CHANGE_BOARD,
        ),
        (
            gettext("Take people on board"),
            gettext("Each new hire owes the papers of their kind; the contract wall shows which."),
            "engagements:hire",
            has_people,
            Permission.ENGAGE,
        ),
        (
            gettext("Draft the first call"),
            gettext("From a day of the board, or from a timed list where there is no script."),
            "callsheets:list",
            False,
            Permission.DRAFT_CALLS,
        ),
    )
    return [
        Step(label, text, reverse(name, args=[production.public_id]), done, may(member, permission))
        for label, text, name, done, permission in asked
    ]


add_part(10, "parts/today_calls.html", calls_part)

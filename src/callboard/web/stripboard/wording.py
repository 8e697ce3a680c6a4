"""Moves in words: what is announced after an edit, what undo would take back, what somebody else did meanwhile."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext

from callboard.film.stripboard.queries import BoardView, StripCard, newest_move_of_strip, strips_of_move

if TYPE_CHECKING:
    from callboard.core.organizations.models import Membership, Production
    from callboard.film.stripboard.models import BoardMove, Strip


def strip_name(strip: Strip) -> str:
    """What people call a row: "Scene 12", "Company move", "end of day"."""
    if strip.scene is not None:
        return gettext("Scene %(number)s") % {"number": strip.scene.number or strip.scene.heading}
    return strip.text or (gettext("End of day") if strip.kind == "day_break" else gettext("Banner"))


def card_name(card: StripCard) -> str:
    """The row's name, with the part for a piece of a split scene."""
    name = strip_name(card.strip)
    if card.pieces < 2:
        return name
    return gettext("%(name)s, part %(piece)s") % {"name": name, "piece": card.piece}


def place_said(view: BoardView, key: str) -> str:
    """Where a row stands now: "day 3, after Scene 7"; empty when it is not there any more."""
    if any(card.key == key for card in view.boneyard):
        return gettext("the boneyard")
    for day in view.days:
        before: StripCard | None = None
        for card in (*day.cards, *([day.break_card] if day.break_card else [])):
            if card.key == key:
                return day_place_said(day.day.number, before)
            before = card
    return ""


def day_place_said(number: int, before: StripCard | None) -> str:
    """A place on a day, after a row or at the top."""
    if before is None:
        return gettext("the top of day %(number)s") % {"number": number}
    return gettext("day %(number)s, after %(row)s") % {"number": number, "row": card_name(before)}


def wanted_place_said(view: BoardView, after: str, area: str) -> str:
    """The place behind a row that somebody asked for."""
    if area == "boneyard":
        return gettext("in the boneyard")
    cards = [card for day in view.days for card in (*day.cards, day.break_card) if card is not None]
    anchor = next((card for card in cards if card.key == after), None)
    if anchor is None:
        return gettext("at the top of the board")
    return gettext("after %(row)s (%(place)s)") % {"row": card_name(anchor), "place": place_said(view, anchor.key)}


def strips_said(strips: Sequence[Strip]) -> str:
    """One row by its name, several by their number."""
    if len(strips) == 1:
        return strip_name(strips[0])
    return ngettext("%(count)s strip", "%(count)s strips", len(strips)) % {"count": len(strips)}


def announcement(view: BoardView, move: BoardMove) -> str:
    """One sentence about what an edit did, with where things are now."""
    strips = strips_of_move(move)
    what = strips_said(strips)
    if move.verb in {"split", "join"}:
        what = strip_name(strips[0])
    leading = next((strip for strip in strips if place_said(view, str(strip.public_id))), None)
    place = place_said(view, str(leading.public_id)) if leading is not None else ""
    sentences = {
        "place": gettext("%(what)s moved to %(place)s."),
        "create": gettext("%(what)s added: %(place)s."),
        "change": gettext("%(what)s changed."),
        "remove": gettext("%(what)s removed."),
        "split": gettext("%(what)s split into %(count)s parts."),
        "join": gettext("%(what)s is one strip again: %(place)s."),
        "arrange": gettext("The board is laid out as planned: %(what)s moved."),
        "undo": gettext("Put back: %(what)s, now in %(place)s.") if place else gettext("Taken back: %(what)s."),
    }
    return sentences[move.verb] % {"what": what, "place": place, "count": len(strips)}


def move_said(move: BoardMove) -> str:
    """What a move did, short: what the undo button takes back."""
    undone = move
    while undone.undoes is not None:
        undone = undone.undoes
    what = strips_said(strips_of_move(undone))
    if undone.verb in {"split", "join"}:
        what = strip_name(strips_of_move(undone)[0])
    sentences = {
        "place": gettext("%(what)s moved"),
        "create": gettext("%(what)s added"),
        "change": gettext("%(what)s changed"),
        "remove": gettext("%(what)s removed"),
        "split": gettext("%(what)s split"),
        "join": gettext("%(what)s joined"),
        "arrange": gettext("%(what)s laid out by a plan"),
    }
    return sentences[undone.verb] % {"what": what}


def time_said(at: dt.datetime, production: Production) -> str:
    """Clock time where the production is."""
    return date_format(at.astimezone(ZoneInfo(production.zone)), "H:i")


def theirs_said(view: BoardView, strip: Strip, member: Membership) -> str:
    """Who last touched the strip, when, and where it is now: the other side of a stale edit."""
    move = newest_move_of_strip(strip)
    place = place_said(view, str(strip.public_id)) or gettext("nowhere: it was taken off the board")
    if move is None:
        return gettext("It is now in %(place)s.") % {"place": place}
    words = {
        "who": gettext("You, in another window,") if move.by_id == member.pk else move.by.name,
        "time": time_said(move.at, view.board.production),
        "place": place,
    }
    sentences = {
        "place": gettext("%(who)s moved it to %(place)s at %(time)s."),
        "change": gettext("%(who)s changed it at %(time)s; it is in %(place)s."),
        "remove": gettext("%(who)s removed it at %(time)s."),
        "split": gettext("%(who)s split it at %(time)s; this part is in %(place)s."),
        "join": gettext("%(who)s joined its parts at %(time)s; it is now in %(place)s."),
        "arrange": gettext("%(who)s adopted a plan at %(time)s; it is now in %(place)s."),
        "undo": gettext("%(who)s took a move back at %(time)s; it is now in %(place)s."),
        "create": gettext("%(who)s made it at %(time)s; it is in %(place)s."),
    }
    return sentences[move.verb] % words

"""What a board looks like on a page: every text made once, so that the template of 300 strips only prints."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext

from callboard.core.places.queries import sun_at
from callboard.core.units import show_duration
from callboard.film.stripboard.queries import BoardView, CastMark, DayView, OffDay, StripCard, sun_place_of
from callboard.formats.eighths import eighths_text
from callboard.web.stripboard.wording import card_name

if TYPE_CHECKING:
    from callboard.core.places.models import Place

TALLEST_EIGHTHS = 32
OFF_DAYS_ONE_BY_ONE = 3


@dataclass(frozen=True)
class StripShown:
    """One row: what is printed on it, and what the script needs to know."""

    key: str
    version: int
    kind: str
    name: str
    number: str
    light: str
    look: str
    pattern: str
    set_name: str
    note: str
    is_inferred: bool
    shot_as: str
    cast: tuple[CastMark, ...]
    pages: str
    eighths: int
    duration: str
    minutes: int
    piece: str
    pieces: int
    text: str
    spoken: str

    @property
    def height(self) -> int:
        """Eighths that the row's height shows, within bounds."""
        return min(max(self.eighths, 1), TALLEST_EIGHTHS)

    @property
    def cast_keys(self) -> str:
        """Ids of its cast, for the filter."""
        return " ".join(str(mark.element_id) for mark in self.cast)

    @property
    def side(self) -> str:
        """Inside, outside or both, for the filter."""
        return self.look.rpartition("_")[0]

    @property
    def light_key(self) -> str:
        """The story light, for the filter."""
        return self.look.rpartition("_")[2]


@dataclass(frozen=True)
class DayShown:
    """A day: its header, the slim rows of days off before it, and its rows with the break that closes it."""

    number: int
    on: dt.date
    title: str
    date: str
    sun: str
    pages: str
    duration: str
    is_long: bool
    cast: tuple[CastMark, ...]
    off: tuple[str, ...]
    rows: tuple[StripShown, ...]


@dataclass(frozen=True)
class BoardShown:
    """A whole board."""

    days: tuple[DayShown, ...]
    boneyard: tuple[StripShown, ...]
    cast: tuple[CastMark, ...]
    pages: str
    scheduled_count: int
    boneyard_pages: str
    ends_open: bool
    next_day: str

    @property
    def all_pages(self) -> str:
        """Pages of everything."""
        return eighths_text(sum(row.eighths for day in self.days for row in day.rows) + self.boneyard_eighths)

    @property
    def boneyard_eighths(self) -> int:
        """Pages still to be scheduled, in eighths."""
        return sum(row.eighths for row in self.boneyard)


def board_shown(view: BoardView) -> BoardShown:
    """Everything that the page of a board prints."""
    place = sun_place_of(view.board.production)
    cards = [card for day in view.days for card in day.cards] + list(view.boneyard)
    cast = {mark.element_id: mark for card in cards for mark in card.cast}
    return BoardShown(
        days=tuple(_day(day, place) for day in view.days),
        boneyard=tuple(strip_shown(card) for card in view.boneyard),
        cast=tuple(sorted(cast.values(), key=lambda mark: (len(mark.number), mark.number, mark.name))),
        pages=eighths_text(view.eighths),
        scheduled_count=sum(card.scene is not None for day in view.days for card in day.cards),
        boneyard_pages=eighths_text(view.boneyard_eighths),
        ends_open=bool(view.days) and view.days[-1].break_card is None,
        next_day=gettext("Day %(number)s · %(date)s")
        % {"number": len(view.days) + 1, "date": date_format(view.next_on, "D j F")},
    )


def strip_shown(card: StripCard) -> StripShown:
    """One row of the board or the boneyard."""
    strip, scene = card.strip, card.scene
    piece = gettext("part %(piece)s of %(pieces)s") % {"piece": card.piece, "pieces": card.pieces}
    shown = StripShown(
        key=card.key,
        version=strip.version,
        kind=strip.kind,
        name=card_name(card),
        number=scene.number if scene else "",
        light=_light(card),
        look=card.look.key,
        pattern=card.look.pattern,
        set_name=scene.set_name if scene else "",
        note=scene.synopsis if scene else "",
        is_inferred=scene is not None and scene.time_of_day_inferred,
        shot_as=scene.shot_as if scene else "",
        cast=card.cast,
        pages=eighths_text(strip.eighths) if scene else "",
        eighths=strip.eighths if scene else 0,
        duration=show_duration(strip.minutes) if strip.minutes else "",
        minutes=strip.minutes,
        piece=piece if card.pieces > 1 else "",
        pieces=card.pieces,
        text=strip.text,
        spoken="",
    )
    return _with_spoken(shown)


def _with_spoken(shown: StripShown) -> StripShown:
    said = [shown.name]
    if shown.kind == "scene":
        pages = gettext("%(pages)s pages") % {"pages": shown.pages}
        said += [shown.light, shown.set_name, ", ".join(mark.name for mark in shown.cast), pages]
    if shown.minutes:
        said.append(ngettext("%(count)s minute", "%(count)s minutes", shown.minutes) % {"count": shown.minutes})
    return replace(shown, spoken=", ".join(part for part in said if part))


def _light(card: StripCard) -> str:
    scene = card.scene
    if scene is None or not (scene.int_ext and scene.time_of_day):
        return gettext(card.look.label)
    return f"{scene.int_ext.rstrip('.')} {scene.time_of_day}"


def _day(day: DayView, place: Place | None) -> DayShown:
    counted = {"number": day.day.number, "count": day.day.count}
    cards = [*day.cards, *([day.break_card] if day.break_card else [])]
    return DayShown(
        number=day.day.number,
        on=day.day.on,
        title=gettext("Day %(number)s of %(count)s") % counted,
        date=date_format(day.day.on, "D j F Y"),
        sun=_sun(day.day.on, place),
        pages=eighths_text(day.day.eighths),
        duration=show_duration(day.day.minutes),
        is_long=day.day.is_long,
        cast=day.cast,
        off=_off_texts(day.off_before),
        rows=tuple(strip_shown(card) for card in cards),
    )


def _sun(on: dt.date, place: Place | None) -> str:
    sun = sun_at(place, on) if place else None
    if sun is None or sun.sunrise is None or sun.sunset is None:
        return ""
    rise, set_ = (date_format(time, "H:i") for time in (sun.sunrise, sun.sunset))
    return gettext("Sunrise %(rise)s, sunset %(set)s (%(place)s)") % {"rise": rise, "set": set_, "place": place}


def _off_texts(days: Sequence[OffDay]) -> tuple[str, ...]:
    """One slim row for each day off, or one for a long run of them."""
    if len(days) > OFF_DAYS_ONE_BY_ONE:
        reasons = ", ".join(dict.fromkeys(day.reason for day in days if day.reason))
        run = gettext("%(first)s to %(last)s — %(count)s days off") % {
            "first": date_format(days[0].on, "D j F"),
            "last": date_format(days[-1].on, "D j F"),
            "count": len(days),
        }
        return (f"{run} ({reasons})" if reasons else run,)
    return tuple(f"{date_format(day.on, 'D j F')} — {day.reason or gettext('day off')}" for day in days)

"""Breakdowns: scenes and banners; the day breaks of version 0.9 are told apart from them."""

from __future__ import annotations

from callboard.formats.uss import faults
from callboard.formats.uss.fields import Part
from callboard.formats.uss.identity import Ids, known_ids
from callboard.formats.uss.lengths import eighths_of_pages, minutes_of
from callboard.formats.uss.values import Breakdown, BreakdownKind

_DAY = "day"
_NEEDLESS_IN_DAY_BREAKS = ("comments", "created", "description", "elements", "pages", "scene", "scriptPage")
_OTHER_WORDS = {"strip": BreakdownKind.SCENE}  # seen in the standard's own full sample


class BreakdownReader:
    """Reads breakdowns; afterwards `day_breaks` says which ids end a day on a flat board.

    A day break without text or elements is no breakdown any more; one with content stays, as a banner.
    """

    def __init__(self, element_ids: frozenset[str]) -> None:
        self._element_ids = element_ids
        self.day_breaks: set[str] = set()

    def read(self, parts: list[Part]) -> tuple[Breakdown, ...]:
        """All breakdowns in the file's order."""
        ids = Ids("breakdown")
        breakdowns: list[Breakdown] = []
        for part in parts:
            identity = ids.of(part)
            written = (part.text("type") or "").strip().casefold()
            if written == _DAY:
                self.day_breaks.add(identity)
                part.assume_null(*_NEEDLESS_IN_DAY_BREAKS, *(() if part.has("time") else ("duration",)))
                breakdown = self._breakdown(part, identity, BreakdownKind.BANNER)
                if _says_nothing(breakdown):
                    continue
                part.note(faults.DAY_BREAK_WITH_CONTENT)
            else:
                breakdown = self._breakdown(part, identity, _kind(part, written))
            breakdowns.append(breakdown)
        return tuple(breakdowns)

    def _breakdown(self, part: Part, identity: str, kind: BreakdownKind) -> Breakdown:
        description = part.text("description")
        banner_text = part.text("bannerText") if part.has("bannerText") else None  # 0.9 has no such key
        if kind is BreakdownKind.BANNER and not banner_text and description:
            part.note(faults.BANNER_IN_DESCRIPTION)
            banner_text, description = description, None
        return Breakdown(
            id=identity,
            kind=kind,
            scene=part.text("scene"),
            eighths=_eighths(part),
            minutes=_minutes(part),
            description=description,
            banner_text=banner_text,
            comments=part.text("comments"),
            script_page=part.text("scriptPage"),
            element_ids=tuple(known_ids(part, "elements", self._element_ids)),
            created=part.instant("created"),
            extras=part.extras(),
        )


def _says_nothing(day_break: Breakdown) -> bool:
    said = (day_break.scene, day_break.banner_text, day_break.comments, day_break.element_ids, day_break.extras)
    return not any(said)


def _kind(part: Part, written: str) -> BreakdownKind:
    if written in set(BreakdownKind):
        return BreakdownKind(written)
    kind = _OTHER_WORDS.get(written, BreakdownKind.SCENE)
    part.note(faults.UNKNOWN_TYPE, key="type", found=written, read=kind.value)
    return kind


def _eighths(part: Part) -> int | None:
    pages = part.number("pages")
    if pages is None or pages == "":
        return None
    read = eighths_of_pages(pages)
    if read is None:
        part.note(faults.PAGES_UNREADABLE, key="pages", pages=str(pages)[:40])
        return None
    eighths, is_whole = read
    if isinstance(pages, str):
        part.note(faults.PAGES_AS_TEXT, key="pages", pages=pages, eighths=eighths)
    if not is_whole:
        part.note(faults.PAGES_ROUNDED, key="pages", pages=str(pages), eighths=eighths)
    return eighths


def _minutes(part: Part) -> int | None:
    milliseconds = part.whole("duration", "time")
    if milliseconds is None:
        return None
    read = minutes_of(milliseconds)
    if read is None:
        part.note(faults.WRONG_KIND, key="duration", found=str(milliseconds))
        return None
    minutes, is_whole = read
    if not is_whole:
        part.note(faults.MINUTES_ROUNDED, key="duration", milliseconds=milliseconds, minutes=minutes)
    return minutes

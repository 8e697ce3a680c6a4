"""Scene headings: inside or outside, the set, and the time of day as the writer put it."""

from __future__ import annotations

import re
from dataclasses import dataclass

_ALONE = r"(?:INT|EXT|EST|I/E|E/I)"
_BOTH = r"(?:INT\.?\s?/\s?EXT|EXT\.?\s?/\s?INT)"
_INTRO = re.compile(rf"(?P<intro>{_BOTH}|{_ALONE})(?=[.\s]|$)", re.IGNORECASE)
_OMITTED = re.compile(r"(?:SCENES?\s+)?(?:[\w.-]+\s+)?OMIT(?:TED)?\b[\s.]*", re.IGNORECASE)
_TRAILING_BRACKET = re.compile(r"[(\[]([^()\[\]]*)[)\]]$")
_SEPARATOR = re.compile(r"\s*(?:--+|[–—―])\s*|\s+-\s*|\s*-\s+|,\s*|\.\s+|\s{2,}")
_EDGES = " \t.,:;-–—―"

_MOMENTS = (
    "DAY|NIGHT|MORNING|AFTERNOON|EVENING|DAWN|DUSK|SUNRISE|SUNSET|SUNDOWN|SUNUP|DAYBREAK|NOON|MIDDAY|MIDNIGHT"
    "|TWILIGHT|DAYTIME|NIGHTTIME|NIGHTFALL|MAGIC HOUR|GOLDEN HOUR|BLUE HOUR|FIRST LIGHT"
)
_MODIFIERS = (
    "EARLY|LATE|LATER|MID|PRE|THE|THAT|THIS|NEXT|SAME|ANOTHER|FOLLOWING|PREVIOUS|FIRST|LAST|BEFORE|AFTER|EARLIER"
)
_KNOWN = re.compile(
    rf"(?:(?:{_MODIFIERS})[\s-]+)*(?:{_MOMENTS})(?:\s?/\s?(?:{_MOMENTS}))?(?:\s+#?\d{{1,3}}|\s+(?:FOR|LATER|EARLIER)(?:\s+NIGHT)?)?"
)
_INHERITED = re.compile(
    r"CONTINUOUS(?:LY)?|CONTINUING|CONTINUED|CONT(?:['’]D)?\.?|SAME(?:\s+TIME)?|(?:THE\s+)?SAME\s+MOMENT|SIMULTANEOUS(?:LY)?"
    r"|(?:[\w'’-]+\s+){0,4}LATER(?:\s+ON)?|(?:A\s+)?MOMENTS?\s+(?:AFTER|EARLIER)|SHORTLY\s+AFTER|SECONDS\s+EARLIER"
)
_LAST_WORD = re.compile(rf"(?P<set>.*\S)\s+(?P<time>{_MOMENTS}|CONTINUOUS|LATER)", re.IGNORECASE)
_REMARK = re.compile(
    r"FLASH.*|DREAM.*|ESTABLISH.*|MONTAGE.*|INTERCUT.*|STOCK.*|PRESENT.*|PAST|FUTURE|\d{2,4}S?|B/W|RAIN.*"
)

_LIGHTS = (
    ("SUNRISE", re.compile(r"DAWN|SUNRISE|SUNUP|DAYBREAK|FIRST LIGHT")),
    ("SUNSET", re.compile(r"DUSK|SUNSET|SUNDOWN|TWILIGHT|MAGIC HOUR|GOLDEN HOUR|BLUE HOUR")),
    ("NIGHT", re.compile(r"MIDNIGHT|NIGHT|EVENING")),
    ("DAY", re.compile(r"DAY|MORNING|AFTERNOON|NOON")),
)


@dataclass(frozen=True)
class Heading:
    """A heading in parts.

    `int_ext` is INT, EXT, INT/EXT or "" (an establishing shot, EST, is EXT). `time_of_day` is upper case,
    "" where the heading has no known time word; `inherits` says it is CONTINUOUS, LATER and their kin, whose
    light is that of the scene before. `is_weak` says the time was the last word of the set, with nothing between.
    """

    int_ext: str
    set: str
    time_of_day: str
    inherits: bool
    is_weak: bool = False


def opens_heading(text: str) -> bool:
    """Whether a line begins as a heading does: INT, EXT, EST, I/E and their pairs, then a point or a space."""
    return _INTRO.match(text) is not None


def is_omitted(heading: str) -> bool:
    """Whether a heading is the card of a cut scene: OMITTED, 12 OMITTED, SCENES 3-5 OMITTED."""
    return _OMITTED.fullmatch(heading.strip()) is not None


def read_heading(text: str) -> Heading:
    """Take a heading apart. Only known time words count; everything else stays in the set."""
    heading = text.strip()
    intro = _INTRO.match(heading)
    rest = heading[intro.end() :] if intro else heading
    place, remarks = _without_brackets(rest.strip(_EDGES))
    names, time, is_weak = _place_and_time(place)
    if not time:
        time = next((remark for remark in remarks if _is_time(remark)), "")
    return Heading(
        int_ext=_int_ext(intro["intro"]) if intro else "",
        set=names,
        time_of_day=time,
        inherits=bool(time) and _KNOWN.fullmatch(time) is None,
        is_weak=is_weak,
    )


def story_light(time_of_day: str) -> str:
    """DAY, NIGHT, SUNRISE or SUNSET for a time of day, "" where it says none: what colors a strip."""
    time = time_of_day.upper()
    return next((light for light, words in _LIGHTS if words.search(time)), "")


def _int_ext(intro: str) -> str:
    if "/" in intro:
        return "INT/EXT"
    return "INT" if intro.upper() == "INT" else "EXT"


def _is_time(words: str) -> bool:
    return _KNOWN.fullmatch(words) is not None or _INHERITED.fullmatch(words) is not None


def _without_brackets(text: str) -> tuple[str, list[str]]:
    """Take (FLASHBACK), (1973) and [LATER] off the end; they are no part of the set."""
    remarks: list[str] = []
    while match := _TRAILING_BRACKET.search(text):
        remarks.append(_words(match[1]))
        text = text[: match.start()].rstrip(_EDGES)
    return text, remarks


def _words(text: str) -> str:
    return " ".join(text.upper().split())


def _place_and_time(place: str) -> tuple[str, str, bool]:
    """Split from the right on the separators until a piece is a time word; (set, time, weak)."""
    breaks = list(_SEPARATOR.finditer(place))
    end = len(place)
    tail = ""
    for brk in reversed(breaks[-4:]):
        piece = place[brk.end() : end]
        if _is_time(_words(piece)):
            names = place[: brk.start()]
            return _clean(names + tail), _words(piece), False
        if not _REMARK.fullmatch(_words(piece)):
            tail = place[brk.start() : end] + tail
        end = brk.start()
    if _is_time(_words(place)):
        return "", _words(place), False
    if weak := _LAST_WORD.fullmatch(place):
        return _clean(place[: weak.end("set")]), _words(weak["time"]), True
    return _clean(place), "", False


def _clean(names: str) -> str:
    return " ".join(names.split()).strip(_EDGES)

"""What the reader of schedules says: refusals of a whole file, and repairs. Messages are translatable ids."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from callboard.formats.faults import Unreadable, gettext_noop

OLDER_SPELLING = gettext_noop("“%(older)s” is an older spelling; it was read as “%(key)s”.")
TWO_SPELLINGS = gettext_noop("“%(key)s” and its older spelling “%(older)s” differ; “%(key)s” was kept.")
KEY_MISSING = gettext_noop("“%(key)s” is missing; it was taken as empty.")
UNKNOWN_KEY = gettext_noop("“%(key)s” is no key of the standard; it was kept as “%(kept)s”.")
TEXT_EXPECTED = gettext_noop("A number or truth value stands where text belongs; “%(read)s” was read.")
NUMBER_EXPECTED = gettext_noop("Text stands where a number or truth value belongs; %(read)s was read.")
WRONG_KIND = gettext_noop("What stands here is of the wrong kind (%(found)s); it was left out.")
CHARACTERS = gettext_noop("Characters that no text can hold were left out.")
ENCODING = gettext_noop("The file is not UTF-8; its letters were read as %(encoding)s. Check accents and quotes.")
NO_ENVELOPE = gettext_noop("The schedule stands without its “universalScheduleStandard” around it; it was read as one.")
ONE_FOR_A_LIST = gettext_noop("One value stands where a list belongs; it was read as a list of one.")
NO_ID = gettext_noop("The id is missing; “%(id)s” was given.")
SAME_ID = gettext_noop("The id “%(id)s” is taken by another; this one was given “%(new)s”.")
UNKNOWN_ID = gettext_noop("“%(id)s” is not in this file; the mention was left out.")
TWICE = gettext_noop("“%(id)s” is mentioned twice; the first mention was kept.")
NO_CATEGORY = gettext_noop("The element is in no category of this file; it was put under “%(category)s”.")
IN_CATEGORY_LIST = gettext_noop("The element's category stands in the category's own list; it was read from there.")
UNKNOWN_TYPE = gettext_noop("The type “%(found)s” is unknown; it was read as “%(read)s”.")
NO_UCID = gettext_noop("The category number is missing; the custom number %(ucid)s was given.")
BANNER_IN_DESCRIPTION = gettext_noop("The banner's text stands in its description; it was read from there.")
PAGES_ROUNDED = gettext_noop("%(pages)s pages are no whole eighths; %(eighths)s eighths were read.")
PAGES_AS_TEXT = gettext_noop("The pages stand as text (“%(pages)s”); %(eighths)s eighths were read.")
PAGES_UNREADABLE = gettext_noop("“%(pages)s” is no length; the scene has none until somebody estimates it.")
MINUTES_ROUNDED = gettext_noop("%(milliseconds)s ms are no whole minutes; %(minutes)s minutes were read.")
DATE_SPELLING = gettext_noop("The date is written “%(written)s”; it was read as %(read)s.")
DATE_ROUNDED = gettext_noop("“%(written)s” is no midnight of the show's time zone; the nearest date %(read)s was read.")
DATE_WITHOUT_ZONE = gettext_noop("“%(written)s” is no midnight and no time zone is known; %(read)s was read. Check it.")
DATE_UNREADABLE = gettext_noop("“%(written)s” is no date; it was left out.")
WEEKDAY_UNREADABLE = gettext_noop("“%(found)s” is no weekday (0 is Sunday, 6 Saturday); it was left out.")
DATE_AMONG_WEEKDAYS = gettext_noop("The date %(read)s stands among the weekdays off; it was read as a day off.")
SEVERAL_STARTS = gettext_noop("The calendar has %(count)s start dates; the earliest counts.")
FLAT_BOARD = gettext_noop("The strips stand in one list; its day breaks were read as %(days)s days.")
DAY_BREAK_WITH_CONTENT = gettext_noop("A day break carries text or elements; it was kept as a banner at its place.")
ON_NO_BOARD = gettext_noop("%(count)s strips are on no board of this stripboard; they were put into the boneyard.")
NO_CALENDAR = gettext_noop("The stripboard names no calendar of this file; the file's only calendar was taken.")


@dataclass(frozen=True)
class Repair:
    """One irregularity that was mended: where, as a path such as `breakdowns[3].pages`, and what was done."""

    place: str
    text: str
    parameters: Mapping[str, str | int] = field(default_factory=dict, hash=False)

    @property
    def message(self) -> str:
        """The remark in English; a door translates `text` and fills in `parameters` itself."""
        return f"{self.place}: {self.text % self.parameters}" if self.place else self.text % self.parameters


class ScheduleFileEmpty(Unreadable):
    """Nothing but white space."""

    text = gettext_noop("The file is empty. Export the schedule again from your scheduling program.")


class ScheduleFileTooLarge(Unreadable):
    """More bytes than any schedule has; refused before it is read."""

    text = gettext_noop(
        "The file is larger than %(megabytes)s MB, which no schedule is. Export one schedule without pictures."
    )


class ScheduleLettersUnknown(Unreadable):
    """Bytes that are no text, or text in an unknown or mixed encoding."""

    text = gettext_noop(
        "Line %(line)s: there are bytes here that no text has."
        " Export the schedule again as Universal Schedule Standard (.uss)."
    )


class NotJson(Unreadable):
    """Text that is no JSON: half a download, a hand edit, or another program's file."""

    text = gettext_noop(
        "Line %(line)s, column %(column)s: this is not JSON (%(reason)s)."
        " Export the schedule again as Universal Schedule Standard (.uss)."
    )


class NumberBeyondMeasure(Unreadable):
    """NaN, infinity, or more digits than anything in a schedule is counted with."""

    text = gettext_noop("“%(number)s” stands for a number that no schedule can hold. Correct it and export again.")


class ScheduleNestedTooDeep(Unreadable):
    """Lists within lists beyond anything the standard has."""

    text = gettext_noop(
        "Line %(line)s: the file is nested more than %(levels)s levels deep. Export the schedule again."
    )


class NotASchedule(Unreadable):
    """JSON of another kind."""

    text = gettext_noop(
        "This is JSON, but no schedule: “universalScheduleStandard” is not in it."
        " Export the schedule as Universal Schedule Standard (.uss)."
    )


class PartMissing(Unreadable):
    """A part without which there is no schedule: breakdowns, categories or elements."""

    text = gettext_noop("%(place)s: this part is missing. Export the schedule again with its breakdown.")


class WrongShape(Unreadable):
    """A list or an object was needed and something else stands there: the file is damaged or another version."""

    text = gettext_noop("%(place)s: here belongs %(expected)s, but it is %(found)s. Export the schedule again.")


class TooManyParts(Unreadable):
    """More entries than any production has."""

    text = gettext_noop(
        "%(place)s: there are %(count)s entries, more than the %(most)s a schedule can have."
        " Export one schedule or one episode at a time."
    )


class TooManyRepairs(Unreadable):
    """A file so irregular that what would come out is a guess."""

    text = gettext_noop(
        "%(place)s: up to here more than %(most)s irregularities were found, so the file is damaged."
        " Export the schedule again."
    )


class NoStartDate(Unreadable):
    """Days cannot be dated: the stripboard has no calendar or its calendar no start."""

    text = gettext_noop(
        "There is no start date for “%(name)s”, so its days have no dates."
        " Set the start of the shoot in the scheduling program and export again."
    )


class NoDayToShoot(Unreadable):
    """The calendar's days off leave no date for the days of the board."""

    text = gettext_noop(
        "The calendar “%(calendar)s” leaves fewer than %(days)s days to shoot within %(years)s years of its start."
        " Correct its days off and export again."
    )

"""The sentences about broken rules: what is wrong, and what would lift it. Keys and ISO dates fill their places."""

from __future__ import annotations

from callboard.planner.refusals import gettext_noop
from callboard.planner.shooting.plan import ConflictKind

WHAT_IS_WRONG = {
    ConflictKind.NOT_AVAILABLE: gettext_noop(
        "%(piece)s is planned for %(date)s, on which these are missing: %(missing)s."
    ),
    ConflictKind.LOCK: gettext_noop("%(piece)s is locked to %(locked)s, but planned for %(date)s."),
    ConflictKind.LEGAL_DAY: gettext_noop(
        "%(date)s has %(minutes)s minutes of work, %(excess)s more than the legal %(most)s."
    ),
    ConflictKind.TOO_MANY_PAGES: gettext_noop(
        "%(date)s has %(eighths)s/8 pages, %(excess)s/8 more than the %(most)s/8 allowed."
    ),
    ConflictKind.DAY_AND_NIGHT: gettext_noop("%(date)s has day work (%(day)s) and night work (%(night)s)."),
    ConflictKind.MINOR_HOURS: gettext_noop(
        "%(person)s, a minor, works %(minutes)s minutes on %(date)s, %(excess)s more than the %(most)s allowed."
    ),
    ConflictKind.MINOR_AT_NIGHT: gettext_noop("%(person)s, a minor, is called on %(date)s, a date with night work."),
    ConflictKind.SHORT_REST: gettext_noop(
        "There are %(minutes)s minutes of rest between the wrap of %(before)s and the call on %(date)s;"
        " the rule is %(most)s."
    ),
    ConflictKind.ORDER: gettext_noop("%(piece)s is planned for %(date)s, after %(others)s, which must follow it."),
    ConflictKind.TWO_PLACES: gettext_noop(
        "%(person)s is called by two units on %(date)s: for %(pieces)s and %(others)s."
    ),
    ConflictKind.LOCATION_DAYS: gettext_noop(
        "Counting the days of each location, the plan has %(count)s: %(excess)s more than the %(most)s allowed."
    ),
}

ONE_IS_MISSING = gettext_noop("%(piece)s is planned for %(date)s, on which %(missing)s is not available.")
DATE_NOT_OPEN = gettext_noop("%(piece)s is planned for %(date)s, which is not open to it.")
NO_NIGHT_WORK = gettext_noop("%(piece)s needs the night, but is planned for %(date)s, which has day work only.")
NO_DAY_WORK = gettext_noop("%(piece)s needs daylight, but is planned for %(date)s, which has night work only.")
OTHER_UNIT = gettext_noop(
    "%(piece)s is planned for %(date)s with another unit than unit %(unit)s, which is to shoot it."
)
CALL_BEFORE_WRAP = gettext_noop("The call on %(date)s comes %(overlap)s minutes before the wrap of %(before)s.")

IF_PEOPLE_WERE_FREE = gettext_noop("If %(people)s were free on %(date)s")
IF_LOCATION_WERE_OPEN = gettext_noop("If %(location)s could be had on %(date)s")
IF_ELEMENTS_WERE_THERE = gettext_noop("If %(date)s were open to %(piece)s")
IF_NIGHT_WORK = gettext_noop("If %(date)s offered night work")
IF_DAY_WORK = gettext_noop("If %(date)s offered day work")
IF_UNIT_SHOT_IT = gettext_noop("If unit %(unit)s shot on %(date)s")
AND_IF_PEOPLE_WERE_FREE = gettext_noop("and if %(people)s were free on %(date)s")
AND_IF_LOCATION_WERE_OPEN = gettext_noop("and if %(location)s could be had on %(date)s")
AND_IF_ELEMENTS_WERE_THERE = gettext_noop("and if %(date)s were open to %(piece)s")
AND_IF_NIGHT_WORK = gettext_noop("and if %(date)s offered night work")
AND_IF_DAY_WORK = gettext_noop("and if %(date)s offered day work")
AND_IF_UNIT_SHOT_IT = gettext_noop("and if unit %(unit)s shot on %(date)s")
OR_IF_ON_A_DAY_THAT_HAS_ALL = gettext_noop("or if %(piece)s went to %(other)s, which has all that it needs")

IF_LOCK_WERE_KEPT = gettext_noop("If %(piece)s went back to %(locked)s")
OR_IF_LOCK_WERE_TAKEN_OFF = gettext_noop("or if the lock of %(piece)s were taken off")

IF_PIECE_WENT_MINUTES = gettext_noop("If %(pieces)s (%(minutes)s minutes) went to another day")
OR_IF_DAY_WERE_LONGER = gettext_noop("or if %(date)s were %(excess)s minutes longer")
IF_DAY_WERE_LONGER = gettext_noop("If %(date)s were %(excess)s minutes longer")
IF_PIECE_WERE_SPLIT = gettext_noop("If %(piece)s (%(minutes)s minutes) were split and shot on two days")
OR_IF_PIECE_WERE_SPLIT = gettext_noop("or if %(piece)s (%(minutes)s minutes) were split and shot on two days")
IF_PIECE_WENT_EIGHTHS = gettext_noop("If %(pieces)s (%(eighths)s/8) went to another day")
IF_MORE_EIGHTHS = gettext_noop("If %(date)s might have %(excess)s/8 more")
OR_IF_MORE_EIGHTHS = gettext_noop("or if %(date)s might have %(excess)s/8 more")

IF_NIGHT_WENT = gettext_noop("If the night work of %(date)s (%(pieces)s) went to another day")
OR_IF_NIGHT_WENT = gettext_noop("or if the night work of %(date)s (%(pieces)s) went to another day")
OR_IF_DAY_WENT = gettext_noop("or if the day work of %(date)s (%(pieces)s) went to another day")
IF_MINORS_PIECES_WENT = gettext_noop("If %(person)s’s work of %(date)s (%(pieces)s) went to a day without night work")

IF_WRAP_WERE_EARLIER = gettext_noop("If %(before)s wrapped %(excess)s minutes earlier")
OR_IF_CALL_WERE_LATER = gettext_noop("or if the call on %(date)s were %(excess)s minutes later")

IF_SHOT_BY = gettext_noop("If %(piece)s were shot on %(other)s or before")
OR_IF_FOLLOWED = gettext_noop("or if %(others)s were shot on %(date)s or later")
IF_WENT_TO_ANOTHER_DATE = gettext_noop("If %(pieces)s went to another date")
OR_IF_WENT_TO_ANOTHER_DATE = gettext_noop("or if %(others)s went to another date")

IF_JOINED_ITS_LOCATION = gettext_noop(
    "If work at one location were brought together, such as %(pieces)s at %(location)s on %(date)s"
)
IF_MORE_LOCATION_DAYS = gettext_noop("If %(count)s such days were allowed")
OR_IF_MORE_LOCATION_DAYS = gettext_noop("or if %(count)s such days were allowed")

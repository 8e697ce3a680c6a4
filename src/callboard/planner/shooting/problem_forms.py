"""The fields of a problem as JSON, each with its shape and what it says. It is read and published from here."""

from __future__ import annotations

from collections.abc import Mapping

from callboard.planner.shooting.forms import Date, Flag, Form, ManyOf, OneOf, OrNull, Record, SetOf, Text, Whole
from callboard.planner.shooting.problem import (
    Availability,
    CastMember,
    Light,
    Location,
    MinorHours,
    OrderRule,
    Piece,
    Placement,
    Prices,
    Problem,
    Rental,
    ShootDay,
    Window,
)
from callboard.planner.shooting.ranges import MOST_ROWS, MOST_WINDOWS, RANGES

KEY = Text(least_length=1)


def _record(kind: type, what: str, forms: Mapping[str, tuple[Form | None, str]]) -> Record:
    """A record; None stands for a whole number within the field's range."""
    return Record(
        kind,
        {name: form or Whole(RANGES[kind][name]) for name, (form, _) in forms.items()},
        {"": what, **{name: says for name, (_, says) in forms.items()}},
    )


def _or_null(kind: type, name: str) -> OrNull:
    return OrNull(Whole(RANGES[kind][name]))


WINDOW = _record(
    Window,
    "Dates from the start on and before the end.",
    {
        "start": (OrNull(Date()), "The first date; null: open."),
        "end": (OrNull(Date()), "The date after the last; null: open."),
    },
)
AVAILABILITY = _record(
    Availability,
    "The dates on which somebody or something can be had.",
    {
        "windows": (ManyOf(WINDOW, MOST_WINDOWS), "It can be had in any of these; none: always."),
        "away": (SetOf(Date(), MOST_ROWS["days_off"]), "Dates on which it cannot be had."),
    },
)
DAY = _record(
    ShootDay,
    "A day on which a unit may shoot. It costs nothing unless something is placed on it.",
    {
        "key": (KEY, "Its own name, used nowhere else among the days."),
        "on": (Date(), "Its date."),
        "unit": (Text(), "The unit that shoots."),
        "regular_minutes": (None, "Minutes of work before overtime, company moves included, meals not."),
        "legal_minutes": (None, "Minutes of work that the law allows."),
        "comfortable_eighths": (None, "Eighths of a page before each further one has a price."),
        "most_eighths": (
            _or_null(ShootDay, "most_eighths"),
            "Eighths of a page that are allowed; null: any. A piece longer than that is shot on a day of its own.",
        ),
        "crew_cost": (None, "What the unit costs for the day, in minor units of money."),
        "light": (OneOf(Light), "The light that the day offers."),
    },
)
PIECE = _record(
    Piece,
    "A scene, or the part of one that is shot in one go.",
    {
        "key": (KEY, "Its own name, used nowhere else among the pieces."),
        "scene": (Text(), "The scene's number."),
        "eighths": (None, "Its length in whole eighths of a page."),
        "minutes": (None, "How long it takes to shoot."),
        "location": (KEY, "The key of its location."),
        "light": (OneOf(Light), "The light that it is shot in."),
        "cast": (SetOf(KEY, MOST_ROWS["cast"]), "The keys of the cast in it."),
        "rentals": (SetOf(KEY, MOST_ROWS["rentals"]), "The keys of the rentals that it uses."),
        "available": (AVAILABILITY, "The dates that its elements leave (a crane, a tide)."),
        "unit": (OrNull(Text()), "The unit that has to shoot it; null: any."),
        "locked_to": (OrNull(KEY), "The key of the day that it stays on; null: none."),
    },
)
CAST_MEMBER = _record(
    CastMember,
    "Somebody in the cast, and the deal.",
    {
        "key": (KEY, "Their own name."),
        "day_rate": (None, "Pay for a day worked, in minor units of money."),
        "hold_rate": (None, "Pay for a day held: between the first and the last day worked, and no company day off."),
        "drop_after_days": (
            _or_null(CastMember, "drop_after_days"),
            "A break of more than so many calendar days from one day worked to the next need not be held; null: never.",
        ),
        "most_drops": (None, "How many such breaks may be dropped."),
        "available": (AVAILABILITY, "The dates on which they can be had."),
        "born_on": (OrNull(Date()), "For minors: their hours go by their age on the date."),
        "forced_call": (None, "Pay for a call with too little rest."),
    },
)
LOCATION = _record(
    Location,
    "Where pieces are shot.",
    {
        "key": (KEY, "Its own name."),
        "rent": (None, "Rent for each date used, in minor units of money."),
        "set_up": (None, "Cost each time the company comes to it anew."),
        "available": (AVAILABILITY, "The dates on which it can be had."),
    },
)
RENTAL = _record(
    Rental,
    "A thing paid by the day from its first use to its last.",
    {"key": (KEY, "Its own name."), "day_rate": (None, "Rent a day; company days off cost nothing.")},
)
ORDER_RULE = _record(
    OrderRule,
    "One piece is shot before another: earlier on the same day, or on a day before.",
    {"before": (KEY, "The key of the piece shot first."), "after": (KEY, "The key of the piece that follows.")},
)
MINOR_HOURS = _record(
    MinorHours,
    "What minors of an age may do on a day.",
    {
        "from_months": (None, "The age in months from which it holds."),
        "below_months": (None, "The age in months at which it ends."),
        "work_minutes": (None, "Minutes of work on a day."),
        "may_work_nights": (Flag(), "Whether they may be called on a date with night work."),
    },
)
PRICES = _record(
    Prices,
    "What the producer pays for, in minor units of money. A price of null forbids.",
    {
        "move_minutes": (None, "Minutes that a company move takes."),
        "move": (None, "The price of each further location on a unit's day."),
        "overtime_minute": (None, "The price of a minute above the regular day."),
        "eighth_over": (None, "The price of an eighth above the comfortable day."),
        "rest_minutes": (None, "Minutes of rest from wrap to the next date's call."),
        "day_call_minute": (None, "The call of a day, in minutes after midnight."),
        "night_call_minute": (None, "The call of a day with night work only, in minutes after midnight."),
        "short_rest": (_or_null(Prices, "short_rest"), "The unit's price of too little rest; null: forbidden."),
        "split_day": (_or_null(Prices, "split_day"), "The price of day and night work on one day; null: forbidden."),
        "changed_call": (None, "The price of each call (person and date) that is new or gone against “published”."),
    },
)
PLACEMENT = _record(
    Placement,
    "A piece on a day.",
    {"piece": (KEY, "The key of the piece."), "day": (KEY, "The key of the day.")},
)
PROBLEM = _record(
    Problem,
    "A shoot to be planned. Money is in whole minor units, lengths in whole eighths of a page and whole minutes.",
    {
        "days": (ManyOf(DAY, MOST_ROWS["days"]), "The days on which may be shot."),
        "pieces": (ManyOf(PIECE, MOST_ROWS["pieces"]), "What is to be shot; every piece is placed on one day."),
        "cast": (ManyOf(CAST_MEMBER, MOST_ROWS["cast"]), "The cast."),
        "locations": (ManyOf(LOCATION, MOST_ROWS["locations"]), "The locations."),
        "rentals": (ManyOf(RENTAL, MOST_ROWS["rentals"]), "What is rented by the day."),
        "order_rules": (ManyOf(ORDER_RULE, MOST_ROWS["order_rules"]), "What is shot before what."),
        "minor_hours": (ManyOf(MINOR_HOURS, MOST_ROWS["minor_hours"]), "The hours of minors, by age."),
        "days_off": (SetOf(Date(), MOST_ROWS["days_off"]), "The company's days off: nobody is paid for them."),
        "prices": (PRICES, "What the producer pays for."),
        "most_location_days": (
            _or_null(Problem, "most_location_days"),
            "How many pairs of location and day there may be; null: any number.",
        ),
        "published": (ManyOf(PLACEMENT, MOST_ROWS["published"]), "The board that people were told, for replanning."),
        "currency": (Text(), "What the money is, for people; the planner does not read it."),
    },
)

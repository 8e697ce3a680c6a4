"""What a problem must be before it is planned: every wrong value is found, then all are refused at once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from callboard.planner.refusals import gettext_noop
from callboard.planner.requirements.plan import Parameter, Sentence
from callboard.planner.requirements.problem import BomLine, Item, LotKind, LotRule, Problem
from callboard.planner.requirements.refusals import WrongProblem

SEPARATOR = " > "  # the planner's own keys are made with it
MOST_DAYS = 10_000
FIRST_DAY, LAST_DAY = dt.date(1970, 1, 1), dt.date(2199, 12, 31)

TWICE = gettext_noop("%(what)s %(key)s is there twice: give each its own key.")
NO_KEY = gettext_noop("A key of %(what)s is empty or holds “ > ”, which the plan's own keys are made with: %(key)s")
NEGATIVE = gettext_noop("%(what)s %(key)s: %(field)s is %(value)s, which must not be below %(least)s.")
TOO_MUCH = gettext_noop("%(what)s %(key)s: %(field)s is %(value)s, which must not be over %(most)s.")
OUT_OF_TIME = gettext_noop("%(what)s %(key)s: the date %(value)s is outside the years 1970–2199.")
NEVER_WORKED = gettext_noop("Calendar %(key)s has no weekday on which it is worked.")
NOT_A_SHARE = gettext_noop("%(what)s %(key)s: %(field)s is %(value)s; give a share from 0 to less than 1.")
NOT_A_YIELD = gettext_noop("Item %(key)s: the yield is %(value)s; give a share over 0, up to 1.")
NO_LOT = gettext_noop("Item %(key)s: its lot rule needs %(field)s of at least 1.")
NOTHING_LEFT = gettext_noop("Item %(key)s: its largest lot leaves nothing usable after shrinkage.")
MULTIPLE_OVER_MAXIMUM = gettext_noop("Item %(key)s: the lot multiple is greater than the largest lot.")


def check_problem(problem: Problem) -> None:
    """Raise WrongProblem with a sentence for every wrong value."""
    found = list(_faults(problem))
    if found:
        raise WrongProblem(found)


def _faults(problem: Problem) -> Iterator[Sentence]:
    yield from _keys("Item", (item.key for item in problem.items))
    yield from _keys("Calendar", (calendar.key for calendar in problem.calendars))
    yield from _keys("Demand", (demand.key for demand in problem.demands))
    orders = [order.key for order in problem.open_orders]
    yield from _keys("Order", [*orders, *(lot.key for lot in problem.stock if lot.key)])
    unnamed = (lot.item for lot in problem.stock if not lot.key)
    yield from _keys("Stock", unnamed)
    for calendar in problem.calendars:
        if not calendar.weekdays & frozenset(range(7)):
            yield Sentence(NEVER_WORKED, {"key": calendar.key})
    for item in problem.items:
        yield from item_faults(item)
    for line in problem.lines:
        yield from line_faults(line)
    yield from _quantities_and_dates(problem)


def _keys(what: str, keys: Iterable[str]) -> Iterator[Sentence]:
    seen: set[str] = set()
    for key in keys:
        if not key or SEPARATOR in key:
            yield Sentence(NO_KEY, {"what": what, "key": key})
        elif key in seen:
            yield Sentence(TWICE, {"what": what, "key": key})
        seen.add(key)


def item_faults(item: Item) -> Iterator[Sentence]:
    """What is wrong with one item's values."""
    for field, value in (
        ("lead_days", item.lead_days or 0),
        ("safety_days", item.safety_days),
        ("fence_days", item.fence_days),
        ("periods", item.lot.periods),
        ("bucket_days", item.lot.bucket_days),
    ):
        yield from _at_least("Item", item.key, (field, value), 0)
        if value > MOST_DAYS:
            yield Sentence(TOO_MUCH, _said("Item", item.key, field, value, most=MOST_DAYS))
    yield from _at_least("Item", item.key, ("safety_stock", item.safety_stock), 0)
    if not 0 < item.good_yield <= 1:
        yield Sentence(NOT_A_YIELD, _said("Item", item.key, "good_yield", str(item.good_yield)))
    if not 0 <= item.shrinkage < 1:
        yield Sentence(NOT_A_SHARE, _said("Item", item.key, "shrinkage", str(item.shrinkage)))
    if item.unit_value < 0:
        yield Sentence(NEGATIVE, _said("Item", item.key, "unit_value", str(item.unit_value), least=0))
    yield from _lot_faults(item)


def _lot_faults(item: Item) -> Iterator[Sentence]:
    rule: LotRule = item.lot
    for field, value in (
        ("minimum", rule.minimum),
        ("multiple", rule.multiple),
        ("maximum", rule.maximum),
        ("setup_cost", rule.setup_cost),
    ):
        yield from _at_least("Item", item.key, (field, value), 0)
    if rule.hold_cost < 0:
        yield Sentence(NEGATIVE, _said("Item", item.key, "hold_cost", str(rule.hold_cost), least=0))
    if rule.kind is LotKind.FIXED and rule.quantity < 1:
        yield Sentence(NO_LOT, {"key": item.key, "field": "quantity"})
    if rule.kind in {LotKind.PERIOD_OF_DAYS, LotKind.PERIOD_OF_NEEDS} and rule.periods < 1:
        yield Sentence(NO_LOT, {"key": item.key, "field": "periods"})
    if rule.maximum and rule.multiple > rule.maximum:
        yield Sentence(MULTIPLE_OVER_MAXIMUM, {"key": item.key})
    elif rule.maximum > 0 and 0 <= item.shrinkage < 1:
        largest = rule.maximum - rule.maximum % rule.multiple if rule.multiple > 0 else rule.maximum
        if largest * (1 - item.shrinkage) < 1:
            yield Sentence(NOTHING_LEFT, {"key": item.key})


def line_faults(line: BomLine) -> Iterator[Sentence]:
    """What is wrong with one line's values."""
    key = f"{line.parent} → {line.component}"
    yield from _at_least("Bill", key, ("batch", line.batch), 1)
    yield from _at_least("Bill", key, ("fixed", line.fixed), 0)
    yield from _at_least("Bill", key, ("offset_days", line.offset_days), 0)
    if line.offset_days > MOST_DAYS:
        yield Sentence(TOO_MUCH, _said("Bill", key, "offset_days", line.offset_days, most=MOST_DAYS))
    if line.per < 0:
        yield Sentence(NEGATIVE, _said("Bill", key, "per", str(line.per), least=0))
    if not 0 <= line.scrap < 1:
        yield Sentence(NOT_A_SHARE, _said("Bill", key, "scrap", str(line.scrap)))


def _quantities_and_dates(problem: Problem) -> Iterator[Sentence]:
    yield from _in_time("Plan", "today", problem.today)
    for lot in problem.stock:
        yield from _at_least("Stock", lot.key or lot.item, ("quantity", lot.quantity), 0)
        yield from _in_time("Stock", lot.key or lot.item, lot.expires)
    for order in problem.open_orders:
        yield from _at_least("Order", order.key, ("quantity", order.quantity), 0)
        yield from _in_time("Order", order.key, order.due)
        yield from _in_time("Order", order.key, order.earliest)
    for demand in problem.demands:
        yield from _at_least("Demand", demand.key, ("quantity", demand.quantity), 0)
        yield from _in_time("Demand", demand.key, demand.due)


def _at_least(what: str, key: str, named: tuple[str, int], least: int) -> Iterator[Sentence]:
    if named[1] < least:
        yield Sentence(NEGATIVE, _said(what, key, *named, least=least))


def _in_time(what: str, key: str, day: dt.date | None) -> Iterator[Sentence]:
    if day is not None and not FIRST_DAY <= day <= LAST_DAY:
        yield Sentence(OUT_OF_TIME, {"what": what, "key": key, "value": day.isoformat()})


def _said(what: str, key: str, field: str, value: Parameter, **more: Parameter) -> dict[str, Parameter]:
    return {"what": what, "key": key, "field": field, "value": value, **more}

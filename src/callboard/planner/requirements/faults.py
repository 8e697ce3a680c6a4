"""What in a problem makes its plan less than it could be: collected, said once, with the way to mend it."""

from __future__ import annotations

import datetime as dt

from callboard.planner.refusals import gettext_noop
from callboard.planner.requirements.plan import FaultKind, Parameter, PlanFault, Sentence

TEXTS = {
    FaultKind.LEAD_TIME_MISSING: gettext_noop(
        "Item %(item)s has no lead time: its orders are planned as if they took no time. Give it one."
    ),
    FaultKind.BILL_MISSING: gettext_noop(
        "Item %(item)s is to be made, but has no bill of material: nothing is planned for its components."
    ),
    FaultKind.UNKNOWN_ITEM: gettext_noop(
        "There is no item %(item)s, though something names it: those rows are left out. Add the item."
    ),
    FaultKind.UNKNOWN_CALENDAR: gettext_noop(
        "Item %(item)s names the calendar %(calendar)s, which does not exist: planned as if every day were worked."
    ),
    FaultKind.UNKNOWN_ORDER: gettext_noop(
        "%(subject)s names %(order)s, which is not in this plan: a need is planned on its own, reserved stock is not"
        " used. Correct the reference or free the reservation."
    ),
    FaultKind.FORECAST_OVER: gettext_noop(
        "Forecast %(demand)s of %(quantity)s for %(date)s is over and is left out. Enter what was ordered instead."
    ),
    FaultKind.STOCK_EXPIRES_UNUSED: gettext_noop(
        "Stock %(stock)s of item %(item)s: %(quantity)s expire on %(date)s without a need that could use them."
    ),
}


class FaultList:
    """Each fault once, sorted by kind and subject."""

    def __init__(self) -> None:
        self._found: dict[tuple[FaultKind, str], PlanFault] = {}

    def sorted(self) -> tuple[PlanFault, ...]:
        """All that were noted."""
        return tuple(self._found[place] for place in sorted(self._found))

    def lead_time_missing(self, item: str) -> None:
        """An order was planned without a lead time."""
        self._add(FaultKind.LEAD_TIME_MISSING, item, {"item": item})

    def bill_missing(self, item: str) -> None:
        """Something is to be made of nothing."""
        self._add(FaultKind.BILL_MISSING, item, {"item": item})

    def unknown_item(self, item: str) -> None:
        """A row names an item that is not there."""
        self._add(FaultKind.UNKNOWN_ITEM, item, {"item": item})

    def unknown_calendar(self, item: str, calendar: str) -> None:
        """An item names a calendar that is not there."""
        self._add(FaultKind.UNKNOWN_CALENDAR, item, {"item": item, "calendar": calendar})

    def unknown_order(self, subject: str, order: str) -> None:
        """A component need or a reservation names something that is not there."""
        self._add(FaultKind.UNKNOWN_ORDER, subject, {"subject": subject, "order": order})

    def forecast_over(self, demand: str, quantity: int, due: dt.date) -> None:
        """A forecast of the past."""
        parameters: dict[str, Parameter] = {"demand": demand, "quantity": quantity, "date": due.isoformat()}
        self._add(FaultKind.FORECAST_OVER, demand, parameters)

    def stock_expires(self, stock: str, item: str, quantity: int, on: dt.date) -> None:
        """Stock that nobody can use in time."""
        parameters: dict[str, Parameter] = {"stock": stock, "item": item, "quantity": quantity, "date": on.isoformat()}
        self._add(FaultKind.STOCK_EXPIRES_UNUSED, stock, parameters)

    def _add(self, kind: FaultKind, subject: str, parameters: dict[str, Parameter]) -> None:
        self._found.setdefault((kind, subject), PlanFault(kind, subject, Sentence(TEXTS[kind], parameters)))

"""The shapes of a plan on the wire. Quantities are texts in the item's unit ("1.5"), never floats; days are ISO."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from ninja import Schema


class PlanRunOut(Schema):
    """One run of requirements planning: asked, running, done, stopped or failed."""

    id: UUID
    state: str
    today: dt.date
    asked_by: str
    asked_at: dt.datetime
    finished_at: dt.datetime | None
    failure: str
    items: int
    needs: int
    proposals: int
    late: int
    messages: dict[str, int]
    faults: list[str]


class PlanOut(Schema):
    """The newest plan that was finished (null before the first), and the run that is being made."""

    newest: PlanRunOut | None
    under_way: PlanRunOut | None


class PlanMessageOut(Schema):
    """One thing to do about one order. `rank` 1 is the most harmful if nothing is done."""

    id: UUID
    version: int
    rank: int
    kind: str
    order: str
    item: str
    quantity: str
    unit: str
    owner: str
    from_on: dt.date
    to_on: dt.date | None
    late_days_avoided: int
    reason: str
    benefit: str
    if_nothing_is_done: str
    state: str


class PlanMessagePageOut(Schema):
    """A page of messages."""

    plan: UUID
    messages: list[PlanMessageOut]
    next_offset: int | None


class SpotOut(Schema):
    """So many pieces at an operation of a work order (empty while it is not begun)."""

    work_order: str
    item: str
    operation: str
    quantity: str
    unit: str
    state: str


class WhereOut(Schema):
    """Where one line of a client's order is. `ships_on` is null where nobody knows a day, and where all has left."""

    line: UUID
    order: str
    client: str
    client_number: str
    item: str
    unit: str
    ordered: str
    shipped: str
    owed: str
    in_stock: str
    promised_on: dt.date
    ships_on: dt.date | None
    late_days: int
    waits_for: str
    planned_at: dt.datetime | None
    spots: list[SpotOut]
    why_late: list[str]

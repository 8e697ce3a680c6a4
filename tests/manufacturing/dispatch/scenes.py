"""A milling shop on Saturday's early shift: three people of whom two may mill, two mills, orders that wait."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from callboard.core.engagements.models import Department, Engagement
from callboard.core.organizations.models import Membership, Organization, Production
from callboard.core.resources.models import Absence, Machine, Skill
from callboard.manufacturing.dispatch.actions import Shift, create_dispatch_list
from callboard.manufacturing.dispatch.models import DispatchList, DispatchRow
from callboard.manufacturing.work_orders.models import WorkOrder
from callboard.stock.items.models import Item
from tests.builders import FRIDAY_18H, SATURDAY, a_department
from tests.builders_plant import a_plant, a_routing, a_work_order, an_item, released
from tests.builders_products import a_certification, a_machine, a_skill, an_operator

EARLY = Shift(SATURDAY, "Early", 360, 840)


@dataclass
class Shop:
    """The plant and its people."""

    plant: Production
    milling: Department
    mill: Machine
    skill: Skill
    gear: Item
    bea: Engagement
    cem: Engagement
    dot: Engagement
    head: Engagement


def a_shop(office: Organization) -> Shop:
    """Bea may mill at level 2 and Cem at level 1; Dot may not; Hal leads. A gear takes 30 minutes and 6 for each."""
    plant = a_plant(office)
    milling, skill = a_department(plant, "Milling"), a_skill(plant, "Milling")
    mill = a_machine(plant, "MILL-1", "Milling")
    gear = an_item(plant, "GEAR", kind="finished product", source="make")
    terms = {"machine": mill, "skill": skill, "setup_minutes": 30, "run_seconds": 360}
    a_routing(gear, ("Mill", "Milling", terms), ("Pack", "Packing"))
    bea, cem, dot = (an_operator(plant, name, "Milling") for name in ("Bea", "Cem", "Dot"))
    head = an_operator(plant, "Hal", "Milling", is_head=True)
    a_certification(bea, skill, 2)
    a_certification(cem, skill, 1)
    return Shop(plant, milling, mill, skill, gear, bea, cem, dot, head)


def waiting(shop: Shop, quantity: int = 10, *, by: Membership, due_on: dt.date = dt.date(2027, 3, 19)) -> WorkOrder:
    """A released order."""
    order = a_work_order(shop.gear, quantity, by=by, due_on=due_on)
    released(order, by=by)
    return order


def a_list(shop: Shop, *, by: Membership, shift: Shift = EARLY) -> DispatchList:
    return create_dispatch_list(shop.plant, shop.milling, shift, by=by, at=FRIDAY_18H)


def rows(dispatch_list: DispatchList) -> list[tuple[str, str, str, int, int, int]]:
    """Order, operation, operator, start, minutes, quantity of each row."""
    found = DispatchRow.objects.filter(dispatch_list=dispatch_list).order_by("rank")
    return [
        (
            row.operation.work_order.number,
            row.operation.name,
            row.operator.party.name if row.operator else "",
            row.starts_minutes,
            row.planned_minutes,
            row.quantity,
        )
        for row in found.select_related("operation__work_order", "operator__party")
    ]


def away(person: Engagement, on: dt.date = SATURDAY) -> Absence:
    return Absence.objects.create(
        organization_id=person.organization_id, engagement=person, from_on=on, to_on=on, kind="sick"
    )

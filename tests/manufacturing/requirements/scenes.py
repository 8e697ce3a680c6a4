"""A bicycle stand in three levels: a stand of a frame and a foot, a frame of tube; for one client."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from callboard.core.organizations.models import Membership, Organization, Production
from callboard.core.people.models import Party
from callboard.manufacturing.orders.models import ClientOrder
from callboard.manufacturing.requirements.actions import ask_for_plan
from callboard.manufacturing.requirements.models import ActionMessage, PlanRun, Proposal
from callboard.manufacturing.requirements.running import carry_out
from callboard.stock.items.actions import add_supplier_item
from callboard.stock.items.models import Item
from callboard.stock.items.rules import SupplierTerms
from tests.builders import FRIDAY_18H
from tests.builders_plant import a_bom, a_company, a_plant, a_routing, an_item, an_order

TODAY = dt.date(2027, 3, 5)
"""A Friday; the plant works Monday to Friday."""
DUE = dt.date(2027, 3, 19)


@dataclass
class Stand:
    """The plant and its catalog."""

    plant: Production
    stand: Item
    frame: Item
    tube: Item
    foot: Item
    steel: Party


def a_stand(office: Organization, *, by: Membership) -> Stand:
    """One stand needs a frame and 2 feet; a frame 1.2 m of tube. Lead days: stand 2, frame 5, tube 10, foot 3."""
    plant = a_plant(office, weekly_days_off=[5, 6], country="")
    stand = an_item(plant, "STAND", kind="finished product", source="make", lead_days=2, planner="Mia")
    frame = an_item(plant, "FRAME", kind="sub-assembly", source="make", lead_days=5, planner="Mia")
    tube = an_item(
        plant, "TUBE", kind="raw material", unit="m", decimals=3, lead_days=10, planner="Bo", standard_cost_minor=250
    )
    foot = an_item(plant, "FOOT", lead_days=3, planner="Bo")
    a_bom(stand, (frame, 1), (foot, 2))
    a_bom(frame, (tube, 1200))
    a_routing(stand, ("Assemble", "Assembly"))
    a_routing(frame, ("Saw", "Saw"), ("Weld", "Weld"))
    steel = a_company(office, "Norden Steel")
    terms = SupplierTerms("T-1", is_preferred=True, lead_days=10, price_minor=300, price_quantity=1000)
    add_supplier_item(tube, steel, terms, by=by, at=FRIDAY_18H)
    return Stand(plant, stand, frame, tube, foot, steel)


def ordered(scene: Stand, quantity: int = 10, *, by: Membership, due_on: dt.date = DUE) -> ClientOrder:
    return an_order(scene.plant, scene.stand, quantity, due_on=due_on, by=by)


def planned(scene: Stand, *, by: Membership) -> PlanRun:
    """Ask for a plan and have it made, in a process of its own as always."""
    return carry_out(ask_for_plan(scene.plant, by=by, at=FRIDAY_18H), lambda: FRIDAY_18H)


def proposals(run: PlanRun) -> dict[str, tuple[int, dt.date, dt.date, dt.date]]:
    """By item: quantity, start, the start it should have had, and the day it is due."""
    return {
        row.item.code: (row.quantity, row.start_on, row.true_start_on, row.true_due_on)
        for row in Proposal.objects.filter(run=run).select_related("item")
    }


def message_about(run: PlanRun, item: Item) -> ActionMessage:
    return ActionMessage.objects.select_related("run__production", "item").get(run=run, item=item)


def proposal_of(run: PlanRun, item: Item) -> Proposal:
    return Proposal.objects.select_related("run__production", "item").get(run=run, item=item)

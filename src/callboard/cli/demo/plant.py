"""The demonstration's plant: what it has, who works there, and a week in the middle of things."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from callboard.cli.demo.people import mail_address
from callboard.cli.demo.plant_goods import BILLS, ITEMS, OWN_UNITS, ROUTINGS, STORES, SUPPLIERS, DemoItem, DemoOperation
from callboard.cli.demo.plant_people import MACHINES, OFFICE, PEOPLE, PLANT_DEPARTMENTS
from callboard.core.engagements.actions import DepartmentTerms, create_department, engage
from callboard.core.engagements.rules import Terms
from callboard.core.people.rules import PartyDetails
from callboard.core.productions.actions import create_production
from callboard.core.productions.rules import ProductionTerms
from callboard.core.resources.actions import certify, create_machine, create_skill
from callboard.core.resources.rules import CertificationTerms, MachineTerms
from callboard.manufacturing.products.actions import create_bom, create_routing, release_bom, release_routing
from callboard.manufacturing.products.rules import MILLION, BomLineTerms, OperationTerms
from callboard.stock.items.actions import add_item_unit, add_supplier_item, create_item, create_lot, create_supplier
from callboard.stock.items.quantity_rules import to_steps
from callboard.stock.items.rules import ItemTerms, SupplierTerms
from callboard.stock.moves.actions import OpeningLine, open_store, record_opening
from callboard.stock.moves.rules import StoreKind, StoreTerms

if TYPE_CHECKING:
    from callboard.core.engagements.models import Department, Engagement
    from callboard.core.organizations.models import Membership, Production
    from callboard.core.people.models import Party
    from callboard.core.resources.models import Machine, Skill
    from callboard.stock.items.models import Item
    from callboard.stock.moves.models import Store

ZONE = "America/Los_Angeles"
_MADE = frozenset(BILLS)
_STEPS = (
    "safety_stock",
    "lot_quantity",
    "lot_minimum",
    "lot_multiple",
    "lot_maximum",
    "reorder_point",
    "reorder_up_to",
)


class Plant:
    """The plant while it is set up: everything by the name that the tables use."""

    def __init__(self, by: Membership, *, began: dt.datetime, now: dt.datetime) -> None:
        self.by, self.at = by, began
        self.today = now.astimezone(ZoneInfo(ZONE)).date()
        self.production: Production = self._open()
        self.departments: dict[str, Department] = self._departments()
        self.people: dict[str, Engagement] = self._people()
        self.machines: dict[str, Machine] = self._machines()
        self.skills: dict[str, Skill] = self._skills()
        self.stores: dict[str, Store] = self._stores()
        self.suppliers: dict[str, Party] = self._suppliers()
        self.items: dict[str, Item] = {row.code: self._item(row) for row in ITEMS}
        self._units()
        self._opening()
        self._bills()
        self._routings()

    def steps(self, code: str, amount: str | int) -> int:
        """So much of an item in its steps."""
        return to_steps(Decimal(amount), self.items[code].decimals)

    def day(self, working_days: int) -> dt.date:
        """The working day so many after today (or before)."""
        day, left = self.today, abs(working_days)
        while left:
            day += dt.timedelta(days=1 if working_days > 0 else -1)
            left -= day.weekday() < 5
        return day

    def _open(self) -> Production:
        terms = ProductionTerms(
            title="Lantern Street Works",
            kind="plant",
            company="Lantern Street Works",
            zone=ZONE,
            starts_on=self.today - dt.timedelta(days=400),
            paper="us-letter",
            country="US",
            weekly_days_off=(5, 6),
            emergency_number="911",
        )
        return create_production(terms, by=self.by, at=self.at)

    def _departments(self) -> dict[str, Department]:
        names = (*PLANT_DEPARTMENTS, OFFICE)
        return {
            name: create_department(self.production, DepartmentTerms(name, place), by=self.by, at=self.at)
            for place, name in enumerate(names)
        }

    def _people(self) -> dict[str, Engagement]:
        return {
            name: engage(
                self.production,
                PartyDetails(name=name, kind="person", email=mail_address(name)),
                Terms(kind="crew", position=position, department=department, is_head=is_head),
                by=self.by,
                at=self.at,
            )
            for name, position, department, is_head, _ in PEOPLE
        }

    def _machines(self) -> dict[str, Machine]:
        return {
            code: create_machine(
                self.production, self.departments[department], MachineTerms(code, name), by=self.by, at=self.at
            )
            for code, name, department in MACHINES
        }

    def _skills(self) -> dict[str, Skill]:
        names = sorted({skill for *_, skills in PEOPLE for skill in skills})
        found = {name: create_skill(self.production, name, by=self.by, at=self.at) for name in names}
        since = self.today - dt.timedelta(days=300)
        for name, *_, skills in PEOPLE:
            for skill, level in skills.items():
                # One certificate ends soon: the skills page shows it.
                until = self.today + dt.timedelta(days=20) if name == "Karl Dietz" else None
                terms = CertificationTerms(level, since, until)
                certify(self.people[name], found[skill], terms, by=self.by, at=self.at)
        return found

    def _stores(self) -> dict[str, Store]:
        own = {
            code: open_store(
                self.production, StoreTerms(code, StoreKind.STORE, name, count_position=place), by=self.by, at=self.at
            )
            for place, (code, name) in enumerate(STORES, start=1)
        }
        for place, name in enumerate(PLANT_DEPARTMENTS, start=1):
            code = f"LINE-{place}"
            terms = StoreTerms(code, StoreKind.LINE, f"Line side, {name}", self.departments[name].pk, 50 + place)
            own[code] = open_store(self.production, terms, by=self.by, at=self.at)
        return own

    def _suppliers(self) -> dict[str, Party]:
        return {
            name: create_supplier(self.production, name, email=email, by=self.by, at=self.at)
            for name, email in SUPPLIERS
        }

    def _item(self, row: DemoItem) -> Item:
        given = {name: value for name, value in row.more.items() if name not in _STEPS}
        if "lot_policy" not in given and not given.get("is_phantom"):
            given |= {"lot_policy": "period", "lot_days": 5}  # one order a week, not one a client
        given |= {name: to_steps(Decimal(row.more[name]), row.decimals) for name in _STEPS if name in row.more}
        terms = ItemTerms(
            code=row.code,
            name=row.name,
            kind=row.kind,
            unit=row.unit,
            decimals=row.decimals,
            source="make" if row.code in _MADE else "buy",
            lead_days=row.lead_days,
            planner="Pia Marchetti" if row.supplier else "Greta Solberg",
            charged_to=self._charged_to(row),
            standard_cost_minor=int(Decimal(row.price) * 100),
            **given,
        )
        item = create_item(self.production, terms, by=self.by, at=self.at)
        if row.supplier:
            price = SupplierTerms(
                price_minor=int(Decimal(row.price) * 100),
                price_quantity=10**row.decimals,
                lead_days=row.lead_days,
                minimum=to_steps(Decimal(row.more.get("lot_minimum", "0")), row.decimals),
                is_preferred=True,
            )
            add_supplier_item(item, self.suppliers[row.supplier], price, by=self.by, at=self.at)
        return item

    def _charged_to(self, row: DemoItem) -> str:
        return {"shipping supply": "Test and packing", "office supply": OFFICE}.get(row.kind, "")

    def _units(self) -> None:
        for code, unit, factor in OWN_UNITS:
            add_item_unit(self.items[code], unit, Fraction(factor), by=self.by, at=self.at)

    def _opening(self) -> None:
        lines = []
        for row in ITEMS:
            quantity = to_steps(Decimal(row.opening), row.decimals)
            if quantity:
                item = self.items[row.code]
                lot = None
                if item.tracking == "lot":
                    lot = create_lot(item, f"{row.code}-A1", made_on=self.day(-30), by=self.by, at=self.at)
                value = int(Decimal(row.opening) * Decimal(row.price) * 100)
                lines.append(OpeningLine(item, quantity, self.stores[row.store], lot, value))
        record_opening(self.production, lines, by=self.by, at=self.at)

    def _bills(self) -> None:
        for parent, components in BILLS.items():
            lines = [
                BomLineTerms(self.items[code], self.steps(code, amount), scrap_ppm=int(Decimal(scrap) * MILLION / 100))
                for code, amount, scrap in components
            ]
            bom = create_bom(self.items[parent], "A", lines, by=self.by, at=self.at)
            release_bom(bom, by=self.by, at=self.at, version=bom.version)

    def _routings(self) -> None:
        for code, operations in ROUTINGS.items():
            terms = [self._operation(row) for row in operations]
            routing = create_routing(self.items[code], "A", terms, by=self.by, at=self.at)
            release_routing(routing, by=self.by, at=self.at, version=routing.version)

    def _operation(self, row: DemoOperation) -> OperationTerms:
        return OperationTerms(
            name=row.name,
            department=self.departments[row.department],
            number=row.number,
            machine=self.machines[row.machine] if row.machine else None,
            skill=self.skills[row.skill] if row.skill else None,
            setup_minutes=row.setup,
            run_seconds=row.seconds,
            wait_minutes=row.wait,
            batch_quantity=row.batch,
            batch_minutes=row.batch_minutes,
        )

"""frePPLe's operations: what makes what, of what, on what and for how long."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal
from typing import Any

from callboard.formats.converters.converted import Collector, plain
from callboard.formats.faults import gettext_noop

DAY = 86_400

SECOND_WAY = gettext_noop("%(count)s items are made in several ways; only the preferred one came in, not: %(example)s.")
NO_PRODUCT = gettext_noop("%(count)s operations make nothing that is known; left out: %(example)s.")
OTHER_PRODUCT = gettext_noop(
    "%(count)s operations name another item than the one that flows out of them, which counts: %(example)s."
)
CO_PRODUCT = gettext_noop("%(count)s operations have further products; left out: %(example)s.")
ITEM_IN_ITSELF = gettext_noop("%(count)s operations consume what they make; the line was left out: %(example)s.")


@dataclass(frozen=True)
class Making:
    """The one way in which an item is made: the operation that is ordered, and its steps in order."""

    top: Mapping[str, Any]
    steps: tuple[Mapping[str, Any], ...]
    per: Decimal
    """So many come of one flow of materials."""

    @property
    def lead_days(self) -> int:
        """Days for a smallest order, started steps after each other, rounded up."""
        size = Decimal(str(self.top.get("sizeminimum") or 1))
        seconds = sum(
            (_seconds(step, "duration") + _seconds(step, "duration_per") * size for step in self.steps), Decimal()
        )
        return days_of(seconds)


class Operations:
    """Operations with their materials and resources, by what they make."""

    def __init__(self, records: Mapping[str, list[Mapping[str, Any]]], out: Collector) -> None:
        self.by_name = {str(one["name"]): one for one in records.get("input.operation", [])}
        self.materials = _grouped(records.get("input.operationmaterial", []))
        self.loads = _grouped(records.get("input.operationresource", []))
        self.resources = {str(one["name"]): one for one in records.get("input.resource", [])}
        self.crews = {one["owner"] for one in self.resources.values() if one.get("owner")}
        self.asked_of = {
            one["operation"]: one["item"] for one in records.get("input.demand", []) if one.get("operation")
        }
        self.making = self._making(out)
        self.consumed = {
            one["item"] for some in self.materials.values() for one in some if Decimal(str(one["quantity"])) < 0
        }

    def kind_of(self, item: str, category: str) -> str:
        """By what becomes of the item: made and used, made and sold, or bought."""
        if item in self.making:
            return "sub-assembly" if item in self.consumed else "finished product"
        return "raw material" if "raw" in category.casefold() else "component"

    def add_routing(self, item: str, making: Making, out: Collector) -> None:
        """The steps as operations 10, 20, …"""
        for place, step in enumerate(making.steps, start=1):
            machine, skill, crew = self._manned(str(step["name"]))
            fixed, per = _seconds(step, "duration"), _seconds(step, "duration_per")
            wait = _seconds(step, "posttime") + (Decimal() if machine or crew else fixed)
            home = self.resources.get(machine, step)
            out.add(
                "routings",
                {
                    "Item": item,
                    "Number": place * 10,
                    "Operation": str(step["name"])[:80],
                    "Department": str(home.get("category") or step.get("location") or "Production")[:60],
                    "Machine": machine[:30],
                    "Skill": skill[:60],
                    "Crew": crew or None,
                    "Setup minutes": whole(fixed / 60) or None if machine or crew else None,
                    "Run seconds": whole(per) or None,
                    "Wait minutes": whole(wait / 60) or None,
                },
            )

    def add_bill(self, item: str, making: Making, out: Collector) -> None:
        """What flows into the steps; what flows into several is one line for each."""
        together: dict[tuple[str, int, bool], list[Mapping[str, Any]]] = defaultdict(list)
        for place, step in enumerate(making.steps, start=1):
            for flow in self.materials[str(step["name"])]:
                is_fixed = "fixed" in str(flow.get("type") or "")
                if Decimal(str(flow["quantity"])) < 0 and flow["item"] == item:
                    out.remark(ITEM_IN_ITSELF, step["name"])
                elif Decimal(str(flow["quantity"])) < 0:
                    together[flow["item"], place * 10, is_fixed].append(flow)
        for (component, number, is_fixed), flows in together.items():
            quantity = -sum((Decimal(str(flow["quantity"])) for flow in flows), Decimal())
            out.add(
                "bom",
                {
                    "Parent": item,
                    "Component": component,
                    "Quantity": plain(quantity),
                    "Per": plain(making.per) if making.per != 1 else None,
                    "Fixed": "yes" if is_fixed else None,
                    "Operation": number,
                    "Valid from": str(flows[0].get("effective_start") or "")[:10],
                    "Valid to": str(flows[0].get("effective_end") or "")[:10],
                },
            )

    def _making(self, out: Collector) -> dict[str, Making]:
        steps: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
        for one in self.by_name.values():
            if one.get("owner"):
                steps[one["owner"]].append(one)
        found: dict[str, Making] = {}
        tops = [one for one in self.by_name.values() if not one.get("owner")]
        for top in sorted(tops, key=lambda one: (_priority(one), str(one["name"]))):
            parts = sorted(steps[str(top["name"])], key=lambda one: (_priority(one), str(one["name"]))) or [top]
            item, per = self._product(top, parts, out)
            if not item:
                out.remark(NO_PRODUCT, top["name"])
            elif item in found:
                out.remark(SECOND_WAY, top["name"])
            else:
                found[item] = Making(top, tuple(parts), per)
        return found

    def _product(self, top: Mapping[str, Any], steps: list[Mapping[str, Any]], out: Collector) -> tuple[str, Decimal]:
        """What flows out of the last step counts; then the operation's own item, then that of a demand for it."""
        flows = [flow for step in steps for flow in self.materials[str(step["name"])]]
        made = [flow for flow in flows if Decimal(str(flow["quantity"])) > 0]
        if not made:
            return str(top.get("item") or self.asked_of.get(top["name"]) or ""), Decimal(1)
        last = made[-1]
        if len(made) > 1:
            out.remark(CO_PRODUCT, top["name"])
        if top.get("item") and top["item"] != last["item"]:
            out.remark(OTHER_PRODUCT, top["name"])
        return str(last["item"]), Decimal(str(last["quantity"]))

    def _manned(self, name: str) -> tuple[str, str, int]:
        """Machine, skill and crew: a resource that others belong to, or of which a skill is asked, is people."""
        machine, skill, crew = "", "", 0
        for load in self.loads[name]:
            if load["resource"] in self.crews or load.get("skill"):
                crew += whole(Decimal(str(load.get("quantity") or 1)))
                skill = skill or str(load.get("skill") or "")
            elif not machine:
                machine = str(load["resource"])
            else:
                crew += whole(Decimal(str(load.get("quantity") or 1)))
        return machine, skill, crew


def days_of(seconds: Any) -> int:
    """Whole days, rounded up."""
    return whole(Decimal(str(seconds or 0)) / DAY)


def whole(number: Decimal) -> int:
    """The next whole number."""
    return int(number.to_integral_value(ROUND_CEILING))


def _seconds(operation: Mapping[str, Any], name: str) -> Decimal:
    return Decimal(str(operation.get(name) or 0))


def _priority(operation: Mapping[str, Any]) -> int:
    return int(operation.get("priority") or 1)


def _grouped(records: list[Mapping[str, Any]]) -> dict[str, list[Mapping[str, Any]]]:
    found: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for one in records:
        found[str(one["operation"])].append(one)
    return found

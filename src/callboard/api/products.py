"""Bills of materials and routings over HTTP: read what holds, draft a new revision, release it."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import Field

from callboard.api.door import expected_version, member_of, now, once, production_for, scoped
from callboard.api.planning import REFUSALS
from callboard.api.schemas import Asked
from callboard.core.engagements.queries import departments_of
from callboard.core.errors import NotFound
from callboard.core.requests.rules import check_no_nul
from callboard.core.resources.queries import machines_of, skills_of
from callboard.manufacturing.products.actions import create_bom, create_routing, release_bom, release_routing
from callboard.manufacturing.products.queries import (
    bom_by_id,
    boms_of,
    can_build,
    lines_of,
    operations_of,
    routing_by_id,
    routings_of,
)
from callboard.manufacturing.products.rules import BomHead, BomLineTerms, OperationTerms, RoutingHead
from callboard.stock.items.quantity_rules import read_quantity, shown
from callboard.stock.items.queries import find_item, own_units

if TYPE_CHECKING:
    from callboard.core.organizations.models import Production
    from callboard.manufacturing.products.models import Bom, Routing
    from callboard.stock.items.models import Item

router = Router(tags=["products"])


class LineIn(Asked):
    """A component: its item's code, and a quantity as a person writes it ("1.5", "1 500 mm", "3 roll")."""

    component: str = Field(min_length=1, max_length=60)
    quantity: str = Field(min_length=1, max_length=40)
    fixed: bool = False
    scrap_ppm: int = Field(0, ge=0, le=999_999)
    operation: int | None = Field(None, ge=0, le=9999)
    from_on: dt.date | None = None
    to_on: dt.date | None = None
    alternative_group: str = Field("", max_length=20)
    alternative_priority: int = Field(1, ge=1, le=99)
    offset_days: int = Field(0, ge=-999, le=999)
    references: str = Field("", max_length=300)
    backflushed: bool = True


class BomIn(Asked):
    """A new revision, drafted. `batch` is what the lines are for; empty is one stock unit."""

    item: str = Field(min_length=1, max_length=60)
    revision: str = Field(min_length=1, max_length=20)
    batch: str = Field("", max_length=40)
    from_on: dt.date | None = None
    to_on: dt.date | None = None
    note: str = Field("", max_length=2000)
    lines: list[LineIn] = Field(default=[], max_length=2000)


class LineOut(Schema):
    """A component; the quantity in the component's stock unit."""

    position: int
    component: str
    quantity: str
    unit: str
    fixed: bool
    scrap_ppm: int
    operation: int | None
    from_on: dt.date | None
    to_on: dt.date | None
    alternative_group: str
    alternative_priority: int
    offset_days: int
    references: str
    backflushed: bool


class BomOut(Schema):
    """A revision of a bill; `lines` is empty in lists."""

    id: UUID
    item: str
    revision: str
    state: str
    batch: str
    from_on: dt.date | None
    to_on: dt.date | None
    version: int
    lines: list[LineOut] = []


class OperationIn(Asked):
    """An operation; department, machine and skill by name, code and name. `number` 0 is the next ten."""

    number: int = Field(0, ge=0, le=9999)
    name: str = Field(min_length=1, max_length=80)
    department: str = Field(min_length=1, max_length=60)
    machine: str = Field("", max_length=30)
    skill: str = Field("", max_length=60)
    skill_level: int = Field(1, ge=1, le=5)
    crew_size: int = Field(1, ge=1, le=99)
    setup_minutes: int = Field(0, ge=0, le=10**6)
    run_seconds: int = Field(0, ge=0, le=10**7)
    run_for: str = Field("1", max_length=40)
    queue_minutes: int = Field(0, ge=0, le=10**6)
    wait_minutes: int = Field(0, ge=0, le=10**6)
    move_minutes: int = Field(0, ge=0, le=10**6)
    yield_ppm: int = Field(1_000_000, ge=1, le=1_000_000)
    setup_family: str = Field("", max_length=40)
    instructions: str = Field("", max_length=5000)


class RoutingIn(Asked):
    """A new revision, drafted."""

    item: str = Field(min_length=1, max_length=60)
    revision: str = Field(min_length=1, max_length=20)
    from_on: dt.date | None = None
    to_on: dt.date | None = None
    note: str = Field("", max_length=2000)
    operations: list[OperationIn] = Field(default=[], max_length=500)


class OperationOut(Schema):
    """An operation."""

    number: int
    name: str
    department: str
    machine: str
    skill: str
    setup_minutes: int
    run_seconds: int
    run_for: str
    queue_minutes: int
    wait_minutes: int
    move_minutes: int
    yield_ppm: int


class RoutingOut(Schema):
    """A revision of a routing; `operations` is empty in lists."""

    id: UUID
    item: str
    revision: str
    state: str
    from_on: dt.date | None
    to_on: dt.date | None
    version: int
    operations: list[OperationOut] = []


class CanBuildOut(Schema):
    """How many can be built now, null for no limit, and the codes of the parts that stop the next one."""

    item: str
    count: str | None
    stopped_by: list[str]
    is_exact: bool


@router.get("/productions/{production}/bills", response={200: list[BomOut], **REFUSALS})
@scoped
def list_bills(request: HttpRequest, production: UUID, item: str = "") -> list[BomOut]:
    """The revisions of all bills, or of one item's."""
    rows = boms_of(member_of(request), production_for(request, production))
    check_no_nul(item)
    return [_bom(row) for row in (rows.filter(item__code=item) if item else rows)]


@router.get("/productions/{production}/bills/{bill}", response={200: BomOut, **REFUSALS})
@scoped
def read_bill(request: HttpRequest, production: UUID, bill: UUID) -> BomOut:
    """A bill with its lines."""
    return _bom(bom_by_id(member_of(request), production_for(request, production), bill), with_lines=True)


@router.post("/productions/{production}/bills", response={200: BomOut, **REFUSALS})
@once
def draft_bill(request: HttpRequest, production: UUID, bill: BomIn) -> BomOut:
    """Draft a revision with all its lines, or none of it."""
    plant = production_for(request, production)
    item = _item(plant, bill.item)
    batch = _steps(bill.batch, item) if bill.batch.strip() else None
    head = BomHead(batch, bill.from_on, bill.to_on, bill.note)
    lines = [_line_terms(plant, line) for line in bill.lines]
    return _bom(create_bom(item, bill.revision, lines, head=head, by=member_of(request), at=now()), with_lines=True)


@router.post("/productions/{production}/bills/{bill}/release", response={200: BomOut, **REFUSALS})
@once
def release_bill(request: HttpRequest, production: UUID, bill: UUID) -> BomOut:
    """Freeze a bill for orders."""
    member = member_of(request)
    row = bom_by_id(member, production_for(request, production), bill)
    return _bom(release_bom(row, by=member, at=now(), version=expected_version(request)), with_lines=True)


@router.get("/productions/{production}/routings", response={200: list[RoutingOut], **REFUSALS})
@scoped
def list_routings(request: HttpRequest, production: UUID, item: str = "") -> list[RoutingOut]:
    """The revisions of all routings, or of one item's."""
    rows = routings_of(member_of(request), production_for(request, production))
    check_no_nul(item)
    return [_routing(row) for row in (rows.filter(item__code=item) if item else rows)]


@router.get("/productions/{production}/routings/{routing}", response={200: RoutingOut, **REFUSALS})
@scoped
def read_routing(request: HttpRequest, production: UUID, routing: UUID) -> RoutingOut:
    """A routing with its operations."""
    row = routing_by_id(member_of(request), production_for(request, production), routing)
    return _routing(row, with_operations=True)


@router.post("/productions/{production}/routings", response={200: RoutingOut, **REFUSALS})
@once
def draft_routing(request: HttpRequest, production: UUID, routing: RoutingIn) -> RoutingOut:
    """Draft a revision with all its operations, or none of it."""
    plant, member = production_for(request, production), member_of(request)
    item = _item(plant, routing.item)
    departments = {row.name: row for row in departments_of(member, plant)}
    machines = {row.code: row for row in machines_of(member, plant)}
    skills = {row.name: row for row in skills_of(member, plant)}
    operations = [
        OperationTerms(
            department=_named(departments, row.department),
            machine=_named(machines, row.machine) if row.machine else None,
            skill=_named(skills, row.skill) if row.skill else None,
            run_quantity=_steps(row.run_for, item),
            **row.model_dump(exclude={"department", "machine", "skill", "run_for"}),
        )
        for row in routing.operations
    ]
    head = RoutingHead(routing.from_on, routing.to_on, routing.note)
    made = create_routing(item, routing.revision, operations, head=head, by=member, at=now())
    return _routing(made, with_operations=True)


@router.post("/productions/{production}/routings/{routing}/release", response={200: RoutingOut, **REFUSALS})
@once
def release_a_routing(request: HttpRequest, production: UUID, routing: UUID) -> RoutingOut:
    """Freeze a routing for orders."""
    member = member_of(request)
    row = routing_by_id(member, production_for(request, production), routing)
    released = release_routing(row, by=member, at=now(), version=expected_version(request))
    return _routing(released, with_operations=True)


@router.get("/productions/{production}/can-build", response={200: CanBuildOut, **REFUSALS})
@scoped
def read_can_build(request: HttpRequest, production: UUID, item: str, on: dt.date | None = None) -> CanBuildOut:
    """How many of an item can be built now through all levels, shared parts counted once."""
    plant = production_for(request, production)
    row = _item(plant, item)
    answer = can_build(plant, row, on=on or now().astimezone(ZoneInfo(plant.zone)).date())
    return CanBuildOut(
        item=row.code,
        count=None if answer.count is None else shown(answer.count, row.decimals),
        stopped_by=[missing.item.code for missing in answer.stopped_by],
        is_exact=answer.is_exact,
    )


def _item(plant: Production, code: str) -> Item:
    check_no_nul(code)
    item = find_item(plant, code)
    if item is None:
        raise NotFound()
    return item


def _named(rows: dict[str, Any], name: str) -> Any:
    if name not in rows:
        raise NotFound()
    return rows[name]


def _steps(written: str, item: Item) -> int:
    return read_quantity(written, item.decimals, item.unit, own_units(item))


def _line_terms(plant: Production, line: LineIn) -> BomLineTerms:
    component = _item(plant, line.component)
    return BomLineTerms(
        component,
        _steps(line.quantity, component),
        is_fixed=line.fixed,
        operation_number=line.operation,
        is_backflushed=line.backflushed,
        **line.model_dump(exclude={"component", "quantity", "fixed", "operation", "backflushed"}),
    )


def _bom(row: Bom, *, with_lines: bool = False) -> BomOut:
    return BomOut(
        id=row.public_id,
        item=row.item.code,
        revision=row.revision,
        state=row.state,
        batch=shown(row.batch_quantity, row.item.decimals),
        from_on=row.from_on,
        to_on=row.to_on,
        version=row.version,
        lines=[_line(line) for line in lines_of(row)] if with_lines else [],
    )


def _line(line: Any) -> LineOut:
    component = line.component
    return LineOut(
        position=line.position,
        component=component.code,
        quantity=shown(line.quantity, component.decimals),
        unit=component.unit,
        fixed=line.is_fixed,
        scrap_ppm=line.scrap_ppm,
        operation=line.operation_number,
        from_on=line.from_on,
        to_on=line.to_on,
        alternative_group=line.alternative_group,
        alternative_priority=line.alternative_priority,
        offset_days=line.offset_days,
        references=line.references,
        backflushed=line.is_backflushed,
    )


def _routing(row: Routing, *, with_operations: bool = False) -> RoutingOut:
    return RoutingOut(
        id=row.public_id,
        item=row.item.code,
        revision=row.revision,
        state=row.state,
        from_on=row.from_on,
        to_on=row.to_on,
        version=row.version,
        operations=[_operation(each, row.item) for each in operations_of(row)] if with_operations else [],
    )


def _operation(row: Any, item: Item) -> OperationOut:
    return OperationOut(
        number=row.number,
        name=row.name,
        department=row.department.name,
        machine=row.machine.code if row.machine else "",
        skill=row.skill.name if row.skill else "",
        setup_minutes=row.setup_minutes,
        run_seconds=row.run_seconds,
        run_for=shown(row.run_quantity, item.decimals),
        queue_minutes=row.queue_minutes,
        wait_minutes=row.wait_minutes,
        move_minutes=row.move_minutes,
        yield_ppm=row.yield_ppm,
    )

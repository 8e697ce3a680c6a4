"""Writing bills and routings inside somebody else's action: imports and the demo write many, then refresh once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, fields
from datetime import datetime

from callboard.manufacturing.products.demand_rules import MILLION
from callboard.manufacturing.products.levels import check_no_circle
from callboard.manufacturing.products.models import Bom, BomLine, Operation, Routing
from callboard.manufacturing.products.rules import (
    BomHead,
    BomLineTerms,
    ItemOfAnotherPlant,
    OfAnotherDepartment,
    OperationIncomplete,
    OperationTerms,
    QuantityMissing,
    RevisionState,
    RoutingHead,
    SuppliesStayOut,
    YieldTooLow,
    check_priorities,
    check_scrap,
    check_window,
    next_number,
    sound_revision,
)
from callboard.stock.items.models import Item
from callboard.stock.items.rules import SUPPLIES, ItemKind


def write_bom(
    item: Item,
    revision: str,
    lines: Sequence[BomLineTerms] = (),
    *,
    head: BomHead | None = None,
    released_at: datetime | None = None,
) -> Bom:
    """A bill with its lines, drafted or (with `released_at`) released; the caller calls `refresh_levels` afterwards.

    Inside the caller's transaction, after `lock_bills`. Raises what `create_bom` raises.
    """
    head = head or BomHead()
    bom = Bom(organization_id=item.organization_id, item=item, released_at=released_at)
    bom.state = RevisionState.RELEASED if released_at else RevisionState.DRAFT
    taken = Bom.objects.filter(item=item).values_list("revision", flat=True)
    bom.revision = sound_revision(revision, item.code, taken)
    write_bom_head(bom, head)
    for terms in lines:
        check_line(item, terms)
    check_priorities((terms.alternative_group, terms.alternative_priority) for terms in lines)
    check_no_circle(item.production, item, [terms.component for terms in lines])
    rows, position = [], 0
    for terms in lines:
        position = terms.position or next_number([position])
        row = BomLine(organization_id=item.organization_id, bom=bom)
        put_line(row, terms, position)
        rows.append(row)
    BomLine.objects.bulk_create(rows)
    return bom


def write_bom_head(bom: Bom, head: BomHead) -> None:
    """Put down what holds for a whole bill. Raises EndsBeforeItBegins, QuantityMissing."""
    check_window(head.from_on, head.to_on)
    batch = 10**bom.item.decimals if head.batch_quantity is None else head.batch_quantity
    if batch < 1:
        raise QuantityMissing(code=bom.item.code)
    bom.batch_quantity, bom.from_on, bom.to_on, bom.note = batch, head.from_on, head.to_on, head.note.strip()
    bom.save()


def check_line(parent: Item, terms: BomLineTerms) -> None:
    """Refuse a line that no order could be made from; circles are looked for apart, for all lines at once."""
    component = terms.component
    if component.production_id != parent.production_id:
        raise ItemOfAnotherPlant(code=component.code)
    if ItemKind(component.kind) in SUPPLIES:
        raise SuppliesStayOut(code=component.code)
    if terms.quantity <= 0:
        raise QuantityMissing(code=component.code)
    check_scrap(terms.scrap_ppm)
    check_window(terms.from_on, terms.to_on)


def put_line(row: BomLine, terms: BomLineTerms, position: int) -> None:
    """Fill a line, without saving it."""
    for name in (field.name for field in fields(terms)):
        setattr(row, name, getattr(terms, name))
    row.position = position
    row.alternative_group = terms.alternative_group.strip()
    row.references = terms.references.strip()


def write_routing(
    item: Item,
    revision: str,
    operations: Sequence[OperationTerms] = (),
    *,
    head: RoutingHead | None = None,
    released_at: datetime | None = None,
) -> Routing:
    """A routing with its operations, drafted or (with `released_at`) released, inside the caller's transaction."""
    routing = Routing(organization_id=item.organization_id, item=item, released_at=released_at)
    routing.state = RevisionState.RELEASED if released_at else RevisionState.DRAFT
    taken = Routing.objects.filter(item=item).values_list("revision", flat=True)
    routing.revision = sound_revision(revision, item.code, taken)
    write_routing_head(routing, head or RoutingHead())
    rows, number = [], 0
    for terms in operations:
        number = terms.number or next_number([number])
        check_operation(item, terms, number)
        row = Operation(organization_id=item.organization_id, routing=routing)
        put_operation(row, terms, number)
        rows.append(row)
    Operation.objects.bulk_create(rows)
    return routing


def write_routing_head(routing: Routing, head: RoutingHead) -> None:
    """Put down what holds for a whole routing. Raises EndsBeforeItBegins."""
    check_window(head.from_on, head.to_on)
    for name, value in asdict(head).items():
        setattr(routing, name, value.strip() if isinstance(value, str) else value)
    routing.save()


def check_operation(item: Item, terms: OperationTerms, number: int) -> None:
    """Refuse an operation that nobody could be sent to do."""
    if not terms.name.strip() or (terms.is_outside and terms.vendor is None):
        raise OperationIncomplete()
    if not 0 < terms.yield_ppm <= MILLION:
        raise YieldTooLow(number=number)
    if terms.run_quantity < 1:
        raise QuantityMissing(code=item.code)
    rooted = (terms.department, terms.machine, terms.skill)
    if any(row is not None and row.production_id != item.production_id for row in rooted):
        raise ItemOfAnotherPlant(code=terms.name)
    if terms.machine is not None and terms.machine.department_id != terms.department.pk:
        raise OfAnotherDepartment(machine=terms.machine.code, department=terms.department.name)


def put_operation(row: Operation, terms: OperationTerms, number: int) -> None:
    """Fill an operation, without saving it."""
    for name in (field.name for field in fields(terms)):
        setattr(row, name, getattr(terms, name))
    row.number = number
    row.name = terms.name.strip()


def line_terms(line: BomLine) -> BomLineTerms:
    """A line as terms, to change one thing of it or to copy it."""
    return BomLineTerms(**{field.name: getattr(line, field.name) for field in fields(BomLineTerms)})


def operation_terms(row: Operation) -> OperationTerms:
    """An operation as terms, to change one thing of it or to copy it."""
    return OperationTerms(**{field.name: getattr(row, field.name) for field in fields(OperationTerms)})

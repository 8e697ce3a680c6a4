"""Making and changing bills and routings. Only drafts change; a released revision is followed by a newer one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime

from callboard.core.audit.actions import Record, acting
from callboard.core.events.actions import announce
from callboard.core.organizations.models import Membership, Production, VersionedModel
from callboard.core.organizations.rules import Permission
from callboard.manufacturing.products.bills import (
    check_line,
    check_operation,
    line_terms,
    operation_terms,
    put_line,
    put_operation,
    write_bom,
    write_bom_head,
    write_routing,
    write_routing_head,
)
from callboard.manufacturing.products.levels import check_no_circle, lock_bills, refresh_levels
from callboard.manufacturing.products.models import Bom, BomLine, Operation, Routing
from callboard.manufacturing.products.queries import current_routing
from callboard.manufacturing.products.rules import (
    BomHead,
    BomLineTerms,
    ComponentsRetired,
    EmptyBill,
    EmptyRouting,
    NotMadeHere,
    NumberTaken,
    OperationsUnknown,
    OperationTerms,
    RevisionState,
    RoutingHead,
    check_draft,
    check_priorities,
    check_step,
    next_number,
)
from callboard.stock.items.models import Item
from callboard.stock.items.rules import Source

KIND = "products"


def create_bom(
    item: Item,
    revision: str,
    lines: Sequence[BomLineTerms] = (),
    *,
    head: BomHead | None = None,
    by: Membership,
    at: datetime,
) -> Bom:
    """Draft a bill of materials.

    Raises NotMadeHere, RevisionMissing, RevisionTaken, EndsBeforeItBegins, QuantityMissing, ScrapTooHigh,
    SuppliesStayOut, ItemOfAnotherPlant, PrioritiesEqual, BillGoesRound.
    """
    with _changing(item.production, "create bill", by=by, at=at) as record:
        _check_made(item)
        lock_bills(item.production)
        bom = write_bom(item, revision, lines, head=head)
        refresh_levels(item.production, {item.pk, *(terms.component.pk for terms in lines)})
        record.about(bom)
        record.note(lines=len(lines))
    return bom


def change_bom(bom: Bom, head: BomHead, *, by: Membership, at: datetime, version: int) -> Bom:
    """Change what holds for the whole bill. Raises RevisionFrozen, EndsBeforeItBegins, QuantityMissing, StaleEdit."""
    with _changing(bom.item.production, "change bill", on=bom, by=by, at=at, version=version):
        _check_bom_draft(bom)
        write_bom_head(bom, head)
    return bom


def copy_bom(bom: Bom, revision: str, *, by: Membership, at: datetime) -> Bom:
    """Draft a new revision from any other one. Raises RevisionMissing, RevisionTaken."""
    lines = [line_terms(line) for line in bom.lines.select_related("component").order_by("position")]
    head = BomHead(bom.batch_quantity, note=bom.note)
    return create_bom(bom.item, revision, lines, head=head, by=by, at=at)


def release_bom(bom: Bom, *, by: Membership, at: datetime, version: int) -> Bom:
    """Freeze a bill: orders may be made by it from now on, and it never changes again.

    Raises WrongRevisionState, EmptyBill, ComponentsRetired, OperationsUnknown, PrioritiesEqual, StaleEdit.
    """
    production = bom.item.production
    with _changing(production, "release bill", on=bom, by=by, at=at, version=version):
        bom.refresh_from_db()
        check_step(bom.state, RevisionState.RELEASED, bom.revision)
        _check_can_release(bom, at=at)
        lock_bills(production)
        bom.state, bom.released_at = RevisionState.RELEASED, at
        bom.save()
        refresh_levels(production, {bom.item_id, *bom.lines.values_list("component_id", flat=True)})
    return bom


def retire_bom(bom: Bom, *, by: Membership, at: datetime, version: int) -> Bom:
    """Take a revision out of use; orders made by it keep their own copy. Raises WrongRevisionState, StaleEdit."""
    production = bom.item.production
    with _changing(production, "retire bill", on=bom, by=by, at=at, version=version):
        bom.refresh_from_db()
        check_step(bom.state, RevisionState.RETIRED, bom.revision)
        lock_bills(production)
        bom.state = RevisionState.RETIRED
        bom.save()
        refresh_levels(production, {bom.item_id, *bom.lines.values_list("component_id", flat=True)})
    return bom


def add_bom_line(bom: Bom, terms: BomLineTerms, *, by: Membership, at: datetime) -> BomLine:
    """Add a component to a draft. Raises RevisionFrozen and what `create_bom` raises."""
    production = bom.item.production
    with _changing(production, "add component", by=by, at=at) as record:
        line = BomLine(organization_id=bom.organization_id, bom=bom)
        _write_line(line, terms, terms.position or next_number(bom.lines.values_list("position", flat=True)))
        refresh_levels(production, {bom.item_id, terms.component.pk})
        record.about(bom)
        record.note(component=terms.component.code)
    return line


def change_bom_line(line: BomLine, terms: BomLineTerms, *, by: Membership, at: datetime, version: int) -> BomLine:
    """Change a line of a draft. Raises RevisionFrozen, StaleEdit and what `create_bom` raises."""
    production, before = line.bom.item.production, line.component_id
    with _changing(production, "change component", on=line, by=by, at=at, version=version) as record:
        _write_line(line, terms, terms.position or line.position)
        refresh_levels(production, {line.bom.item_id, before, terms.component.pk})
        record.about(line.bom)
        record.note(component=terms.component.code)
    return line


def remove_bom_line(line: BomLine, *, by: Membership, at: datetime, version: int) -> None:
    """Take a component out of a draft. Raises RevisionFrozen, StaleEdit."""
    production, parent, component = line.bom.item.production, line.bom.item_id, line.component
    with _changing(production, "remove component", on=line, by=by, at=at, version=version) as record:
        _check_bom_draft(line.bom)
        lock_bills(production)
        line.delete()
        refresh_levels(production, {parent, component.pk})
        record.about(line.bom)
        record.note(component=component.code)


def create_routing(
    item: Item,
    revision: str,
    operations: Sequence[OperationTerms] = (),
    *,
    head: RoutingHead | None = None,
    by: Membership,
    at: datetime,
) -> Routing:
    """Draft a routing.

    Raises NotMadeHere, RevisionMissing, RevisionTaken, EndsBeforeItBegins, OperationIncomplete, YieldTooLow,
    ItemOfAnotherPlant, OfAnotherDepartment, NumberTaken.
    """
    with _changing(item.production, "create routing", by=by, at=at) as record:
        _check_made(item)
        numbers = [terms.number for terms in operations if terms.number]
        for number in numbers:
            if numbers.count(number) > 1:
                raise NumberTaken(number=number)
        routing = write_routing(item, revision, operations, head=head)
        record.about(routing)
        record.note(operations=len(operations))
    return routing


def change_routing(routing: Routing, head: RoutingHead, *, by: Membership, at: datetime, version: int) -> Routing:
    """Change what holds for the whole routing. Raises RevisionFrozen, EndsBeforeItBegins, StaleEdit."""
    with _changing(routing.item.production, "change routing", on=routing, by=by, at=at, version=version):
        _check_routing_draft(routing)
        write_routing_head(routing, head)
    return routing


def copy_routing(routing: Routing, revision: str, *, by: Membership, at: datetime) -> Routing:
    """Draft a new revision from any other one. Raises RevisionMissing, RevisionTaken."""
    rows = routing.operations.select_related("department", "machine", "skill", "vendor").order_by("number")
    operations = [operation_terms(row) for row in rows]
    return create_routing(routing.item, revision, operations, head=RoutingHead(note=routing.note), by=by, at=at)


def release_routing(routing: Routing, *, by: Membership, at: datetime, version: int) -> Routing:
    """Freeze a routing: orders may be made by it from now on. Raises WrongRevisionState, EmptyRouting, StaleEdit."""
    with _changing(routing.item.production, "release routing", on=routing, by=by, at=at, version=version):
        routing.refresh_from_db()
        check_step(routing.state, RevisionState.RELEASED, routing.revision)
        if not routing.operations.exists():
            raise EmptyRouting(revision=routing.revision)
        routing.state, routing.released_at = RevisionState.RELEASED, at
        routing.save()
    return routing


def retire_routing(routing: Routing, *, by: Membership, at: datetime, version: int) -> Routing:
    """Take a revision out of use; orders made by it keep their own copy. Raises WrongRevisionState, StaleEdit."""
    with _changing(routing.item.production, "retire routing", on=routing, by=by, at=at, version=version):
        routing.refresh_from_db()
        check_step(routing.state, RevisionState.RETIRED, routing.revision)
        routing.state = RevisionState.RETIRED
        routing.save()
    return routing


def add_operation(routing: Routing, terms: OperationTerms, *, by: Membership, at: datetime) -> Operation:
    """Add an operation to a draft. Raises RevisionFrozen and what `create_routing` raises."""
    with _changing(routing.item.production, "add operation", by=by, at=at) as record:
        row = Operation(organization_id=routing.organization_id, routing=routing)
        numbers = routing.operations.values_list("number", flat=True)
        _write_operation(row, terms, terms.number or next_number(numbers))
        record.about(routing)
        record.note(operation=str(row))
    return row


def change_operation(
    operation: Operation, terms: OperationTerms, *, by: Membership, at: datetime, version: int
) -> Operation:
    """Change an operation of a draft. Raises RevisionFrozen, StaleEdit and what `create_routing` raises."""
    production = operation.routing.item.production
    with _changing(production, "change operation", on=operation, by=by, at=at, version=version) as record:
        _write_operation(operation, terms, terms.number or operation.number)
        record.about(operation.routing)
        record.note(operation=str(operation))
    return operation


def remove_operation(operation: Operation, *, by: Membership, at: datetime, version: int) -> None:
    """Take an operation out of a draft. Raises RevisionFrozen, StaleEdit."""
    production = operation.routing.item.production
    with _changing(production, "remove operation", on=operation, by=by, at=at, version=version) as record:
        _check_routing_draft(operation.routing)
        record.note(operation=str(operation))
        operation.delete()
        record.about(operation.routing)


@contextmanager
def _changing(
    production: Production,
    verb: str,
    *,
    by: Membership,
    at: datetime,
    on: VersionedModel | None = None,
    version: int | None = None,
) -> Iterator[Record]:
    """The frame of every change here, and the news of it to whoever looks at the plant's products."""
    with acting(
        by, verb, at=at, may=Permission.CHANGE_PRODUCTS, production=production, on=on, version=version
    ) as record:
        yield record
        announce(production, KIND, about=record.subject, at=at)


def _check_made(item: Item) -> None:
    if item.source != Source.MAKE and not item.is_phantom:
        raise NotMadeHere(code=item.code)


def _check_bom_draft(bom: Bom) -> None:
    """Asked of the database, under the row's lock: the caller's copy may be from before the release."""
    check_draft(Bom.objects.select_for_update().get(pk=bom.pk).state, bom.revision)


def _check_routing_draft(routing: Routing) -> None:
    check_draft(Routing.objects.select_for_update().get(pk=routing.pk).state, routing.revision)


def _write_line(line: BomLine, terms: BomLineTerms, position: int) -> None:
    bom = line.bom
    _check_bom_draft(bom)
    check_line(bom.item, terms)
    others = list(bom.lines.exclude(pk=line.pk))
    check_priorities(
        [
            *((other.alternative_group, other.alternative_priority) for other in others),
            (terms.alternative_group.strip(), terms.alternative_priority),
        ]
    )
    if position in {other.position for other in others}:
        raise NumberTaken(number=position)
    lock_bills(bom.item.production)
    check_no_circle(bom.item.production, bom.item, [terms.component])
    put_line(line, terms, position)
    line.save()


def _write_operation(row: Operation, terms: OperationTerms, number: int) -> None:
    routing = row.routing
    _check_routing_draft(routing)
    check_operation(routing.item, terms, number)
    if routing.operations.exclude(pk=row.pk).filter(number=number).exists():
        raise NumberTaken(number=number)
    put_operation(row, terms, number)
    row.save()


def _check_can_release(bom: Bom, *, at: datetime) -> None:
    lines = list(bom.lines.select_related("component"))
    if not lines:
        raise EmptyBill(revision=bom.revision)
    check_priorities((line.alternative_group, line.alternative_priority) for line in lines)
    retired = sorted({line.component.code for line in lines if not line.component.is_active})
    if retired:
        raise ComponentsRetired(codes=", ".join(retired))
    routing = current_routing(bom.item, max(at.date(), bom.from_on or at.date()))
    if routing is not None:
        known = set(routing.operations.values_list("number", flat=True))
        asked = {line.operation_number for line in lines if line.operation_number is not None}
        if asked - known:
            raise OperationsUnknown(numbers=", ".join(map(str, sorted(asked - known))))

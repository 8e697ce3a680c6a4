"""What a scanned or typed code means: an operation, or an order and the operation of it that has work."""

from __future__ import annotations

from uuid import UUID

from callboard.core.errors import NotFound
from callboard.core.organizations.models import Membership, Production
from callboard.manufacturing.shop_floor.queries import flow_of
from callboard.manufacturing.shop_floor.rules import CodeUnknown, NotReleasedYet
from callboard.manufacturing.work_orders.models import WorkOperation, WorkOrder
from callboard.manufacturing.work_orders.queries import operation_by_code, work_order_by_id, work_order_by_number

LONGEST_CODE = 300


def scanned(member: Membership, production: Production, code: str) -> WorkOperation:
    """The operation to go to for "WO-1001/20", "WO-1001", "1001", or the address in a traveler's QR code.

    Of an order it is the first operation that has pieces to do or to accept. Raises CodeUnknown, NotReleasedYet.
    """
    written = code.replace("\0", "").strip()[:LONGEST_CODE]
    operation = operation_by_code(member, production, written)
    if operation is not None:
        return operation
    order = work_order_by_number(member, production, written) if written else None
    order = order or _in_address(member, production, written)
    if order is None:
        raise CodeUnknown(code=written)
    rows = flow_of(order)
    if not rows:
        raise NotReleasedYet(number=order.number)
    return next((row for row in rows if row.in_transit > 0 or row.to_do > 0), rows[0]).operation


def _in_address(member: Membership, production: Production, code: str) -> WorkOrder | None:
    for piece in reversed(code.split("/")):
        try:
            return work_order_by_id(member, production, UUID(piece))
        except (ValueError, NotFound):
            continue  # a piece of the address that names no order of ours
    return None

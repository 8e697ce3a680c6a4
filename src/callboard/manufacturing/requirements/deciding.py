"""What accepting a message does to the order it is about, and how that is taken back. Called inside an action."""

from __future__ import annotations

import datetime as dt
from datetime import datetime
from typing import Any
from uuid import UUID

from callboard.core.organizations.models import Membership, Production
from callboard.manufacturing.requirements.models import ActionMessage, Proposal
from callboard.manufacturing.requirements.rules import (
    CannotTakeBack,
    DoneSince,
    NobodySellsIt,
    ProposalState,
    RunIsOld,
    check_undecided,
)
from callboard.manufacturing.work_orders.actions import (
    cancel,
    change_work_order,
    create_work_order,
    release_work_order,
)
from callboard.manufacturing.work_orders.models import WorkOrder
from callboard.manufacturing.work_orders.rules import CHANGEABLE, WorkOrderTerms, WorkState
from callboard.planner.requirements.plan import MessageKind
from callboard.stock.items.queries import preferred_supplier
from callboard.stock.purchasing.actions import (
    PurchaseLineTerms,
    add_purchase_line,
    ask_for_date,
    cancel_purchase_line,
    change_purchase_line,
    create_purchase,
)
from callboard.stock.purchasing.models import PurchaseLine, PurchaseOrder
from callboard.stock.purchasing.rules import PurchaseState

Undo = dict[str, Any]
TOLD: Undo = {"kind": "told"}
"""Nothing was changed here: somebody was, or is to be, told."""
WHY = "The plan does not need it any more."


def carry_out_message(message: ActionMessage, *, by: Membership, at: datetime) -> Undo:
    """Do what the message says, and say how to undo it.

    A proposal becomes an order; a firm order is moved, lessened, canceled or released; for what suppliers hold a date
    is asked for; for what is on the floor somebody is told.
    """
    production = message.run.production
    proposal = Proposal.objects.filter(run=message.run, key=message.order).select_related("item", "run").first()
    if proposal is not None:
        check_undecided(ProposalState(proposal.state))
        firm(proposal, by=by, at=at)
        return {"kind": "proposal", "proposal": str(proposal.public_id)}
    order = WorkOrder.objects.filter(production=production, number=message.order).select_related("item").first()
    if order is not None:
        return _on_work_order(message, order, by=by, at=at)
    return _on_purchase(message, _purchase_line(production, message.order), by=by, at=at)


def firm(proposal: Proposal, *, by: Membership, at: datetime) -> None:
    """Make a firm work order of a proposal, or a line on the draft order to its supplier. Raises NobodySellsIt."""
    row = _make(proposal, by=by, at=at) if proposal.source == "make" else _buy(proposal, by=by, at=at)
    proposal.state, proposal.became = ProposalState.FIRMED, row.public_id
    proposal.became_kind = "work order" if isinstance(row, WorkOrder) else "purchase line"
    proposal.save()


def undo(message: ActionMessage, *, by: Membership, at: datetime) -> None:
    """Take back what accepting did. Raises DoneSince, CannotTakeBack."""
    did = message.undo
    if did.get("kind") == "proposal":
        take_back_firm(Proposal.objects.get(run=message.run, public_id=UUID(did["proposal"])), by=by, at=at)
    elif did.get("kind") == "work order":
        order = WorkOrder.objects.get(production=message.run.production, number=did["number"])
        if order.state not in CHANGEABLE:
            raise DoneSince(order=order.number)
        terms = _terms(order, did["quantity"], dt.date.fromisoformat(did["due_on"]))
        change_work_order(order, terms, by=by, at=at, version=order.version)
    elif did.get("kind") == "purchase quantity":
        line = PurchaseLine.objects.get(order__production=message.run.production, public_id=did["line"])
        _resize(line, did["quantity"], by=by, at=at)
    elif did.get("kind") == "final":
        raise CannotTakeBack(order=message.order)


def _make(proposal: Proposal, *, by: Membership, at: datetime) -> WorkOrder:
    return create_work_order(
        proposal.run.production,
        proposal.item,
        proposal.quantity,
        proposal.due_on,
        start_on=min(proposal.start_on, proposal.due_on),
        state=WorkState.FIRM,
        by=by,
        at=at,
    )


def _buy(proposal: Proposal, *, by: Membership, at: datetime) -> PurchaseLine:
    """On the draft that waits for the supplier, if there is one: a buyer sends one order, not twenty."""
    offer = preferred_supplier(proposal.item)
    if offer is None:
        raise NobodySellsIt(item=proposal.item.code)
    production = proposal.run.production
    terms = PurchaseLineTerms(
        proposal.item, proposal.quantity, proposal.due_on, offer.price_minor, offer.price_quantity
    )
    drafts = PurchaseOrder.objects.filter(production=production, supplier=offer.supplier, state=PurchaseState.DRAFT)
    draft = drafts.order_by("pk").first()
    if draft is not None:
        return add_purchase_line(draft, terms, by=by, at=at)
    made = create_purchase(production, offer.supplier, [terms], by=by, at=at)
    return made.lines.get()


def _on_work_order(message: ActionMessage, order: WorkOrder, *, by: Membership, at: datetime) -> Undo:
    before: Undo = {
        "kind": "work order",
        "number": order.number,
        "quantity": order.quantity,
        "due_on": order.due_on.isoformat(),
    }
    kind = MessageKind(message.kind)
    if order.state not in CHANGEABLE:
        return TOLD
    if kind is MessageKind.RELEASE:
        release_work_order(order, by=by, at=at)
        return {"kind": "final"}
    if kind is MessageKind.CANCEL:
        cancel(order, reason=WHY, by=by, at=at)
        return {"kind": "final"}
    quantity = order.quantity - (message.quantity if kind is MessageKind.DECREASE else 0)
    terms = _terms(order, quantity, message.to_on or order.due_on)
    change_work_order(order, terms, by=by, at=at, version=order.version)
    return before


def _terms(order: WorkOrder, quantity: int, due_on: dt.date) -> WorkOrderTerms:
    """The order's own terms with another quantity and date; its start follows from the item's lead time."""
    return WorkOrderTerms(
        quantity=quantity,
        due_on=due_on,
        start_on=None,
        priority=order.priority,
        note=order.note,
        order_line=order.order_line,
        to_store=order.to_store,
    )


def _purchase_line(production: Production, key: str) -> PurchaseLine:
    number, _, position = key.rpartition("/")
    lines = PurchaseLine.objects.select_related("order__production", "item")
    found = lines.filter(
        order__production=production, order__number=number, position=int(position) if position.isdecimal() else 0
    ).first()
    if found is None:
        raise RunIsOld()
    return found


def _on_purchase(message: ActionMessage, line: PurchaseLine, *, by: Membership, at: datetime) -> Undo:
    kind = MessageKind(message.kind)
    is_draft = line.order.state == PurchaseState.DRAFT
    if kind is MessageKind.CANCEL:
        if not is_draft:
            return TOLD
        cancel_purchase_line(line, reason=WHY, by=by, at=at)
        return {"kind": "final"}
    if kind is MessageKind.DECREASE:
        if not is_draft:
            return TOLD
        before = line.quantity
        _resize(line, before - message.quantity, by=by, at=at)
        return {"kind": "purchase quantity", "line": str(line.public_id), "quantity": before}
    if message.to_on is not None and message.to_on != line.due_on:
        ask_for_date(line, message.to_on, by=by, at=at)
        return {"kind": "final"}  # that the supplier was asked is a fact
    return TOLD


def _resize(line: PurchaseLine, quantity: int, *, by: Membership, at: datetime) -> None:
    change_purchase_line(line, quantity=quantity, price_minor=line.price_minor, by=by, at=at, version=line.version)


def take_back_firm(proposal: Proposal, *, by: Membership, at: datetime) -> None:
    """Cancel what a proposal was firmed into, unless that was done by hand already. Raises DoneSince."""
    if proposal.became is None:
        return
    if proposal.became_kind == "work order":
        _cancel_work(WorkOrder.objects.select_related("production").get(public_id=proposal.became), by=by, at=at)
    else:
        lines = PurchaseLine.objects.select_related("order__production", "item")
        _cancel_line(lines.get(public_id=proposal.became), by=by, at=at)
    proposal.state, proposal.became_kind, proposal.became = ProposalState.PROPOSED, "", None
    proposal.save()


def _cancel_work(order: WorkOrder, *, by: Membership, at: datetime) -> None:
    if order.state == WorkState.CANCELED:
        return
    if order.state not in CHANGEABLE:
        raise DoneSince(order=order.number)
    cancel(order, reason=WHY, by=by, at=at)


def _cancel_line(line: PurchaseLine, *, by: Membership, at: datetime) -> None:
    if line.canceled_at or line.order.state == PurchaseState.CANCELED:
        return
    if line.order.state != PurchaseState.DRAFT:
        raise DoneSince(order=line.order.number)
    cancel_purchase_line(line, reason=WHY, by=by, at=at)

"""The mail that carries a purchase order to its supplier, through the outbox, in the order's own transaction."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.utils import formats, translation
from django.utils.translation import gettext as _

from callboard.core.messages.actions import MessageDraft, Outbound, queue_messages
from callboard.core.people.rules import contact_address
from callboard.core.people.sealed import make_missing_keys
from callboard.stock.items.quantity_rules import shown
from callboard.stock.purchasing.models import PurchaseLine, PurchaseOrder

MAIL_KIND = "ordered"
WAITS_FOR = dt.timedelta(days=7)
"""How long the outbox tries."""


def topic_of(order: PurchaseOrder) -> str:
    """What the outbox calls the order."""
    return f"purchase:{order.public_id}"


def mail_order(order: PurchaseOrder, *, at: dt.datetime) -> bool:
    """Queue the order for its supplier; False when there is no address, and somebody must hand it over."""
    supplier = order.supplier
    if not contact_address(supplier):
        return False
    with translation.override(supplier.language or settings.LANGUAGE_CODE):
        subject = _("Purchase order %(number)s from %(company)s") % {
            "number": order.number,
            "company": order.production.company or order.production.title,
        }
        text = order_text(order)
    outbound = Outbound(order.production, topic_of(order), 1, at + WAITS_FOR)
    keys = make_missing_keys([supplier], at=at)
    queue_messages(outbound, [MessageDraft(supplier, MAIL_KIND, subject, text)], keys, at=at)
    return True


def order_text(order: PurchaseOrder) -> str:
    """The order in words, in the language that is on; prices are agreed elsewhere and stay out of mails."""
    lines = order.lines.filter(canceled_at=None).select_related("item").order_by("position")
    supplier = order.supplier
    parts = [
        _("To %(name)s") % {"name": supplier.contact_name or supplier.name},
        _("We order under our number %(number)s. Put it on your papers and packages, please.")
        % {"number": order.number},
        "\n".join(_line_text(line) for line in lines),
        order.note,
        _("Please confirm the dates."),
        order.production.company or order.production.title,
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _line_text(line: PurchaseLine) -> str:
    return _("%(position)s. %(quantity)s %(unit)s %(code)s %(name)s, due %(due)s") % {
        "position": line.position,
        "quantity": shown(line.quantity, line.item.decimals),
        "unit": line.item.unit,
        "code": line.item.code,
        "name": line.item.name,
        "due": formats.date_format(line.due_on, "Y-m-d"),
    }

"""Forms of work orders: quantities in the item's own units, days, reasons."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from callboard.core.errors import Refused
from callboard.manufacturing.work_orders.rules import WorkOrderTerms
from callboard.stock.items.quantity_rules import read_quantity, shown
from callboard.stock.items.queries import find_item, own_units
from callboard.stock.moves.queries import our_stores
from callboard.stock.moves.rules import StoreKind
from callboard.web.forms import DayInput, ListedInput, PageForm
from callboard.web.refusals import refusal_text

if TYPE_CHECKING:
    from callboard.core.organizations.models import Production
    from callboard.manufacturing.work_orders.models import WorkOrder
    from callboard.stock.items.models import Item

ITEM_LIST = "made-items"


def steps_typed(written: str, item: Item) -> int:
    """Steps of an item from what somebody typed. Raises a refusal that says what is wrong."""
    return read_quantity(written, item.decimals, item.unit, own_units(item))


class WorkOrderForm(PageForm):
    """What is to be made, how much of it, by when."""

    item = forms.CharField(label=_("Item"), max_length=60, widget=ListedInput(ITEM_LIST))
    quantity = forms.CharField(label=_("Quantity"), max_length=40)
    due_on = forms.DateField(label=_("Due"), widget=DayInput)
    start_on = forms.DateField(
        label=_("Start"), required=False, widget=DayInput, help_text=_("Empty: the item's lead time before it is due.")
    )
    priority = forms.IntegerField(label=_("Priority"), min_value=1, max_value=9, initial=5, help_text=_("1 goes first"))
    to_store = forms.ChoiceField(label=_("Goes to"), required=False)
    note = forms.CharField(label=_("Note"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, production: Production, data: Any = None, *, order: WorkOrder | None = None, **kwargs: Any):
        super().__init__(data, **kwargs)
        self.production, self.order = production, order
        self.found: Item | None = order.item if order else None
        kinds = [StoreKind.STORE.value, StoreKind.LINE.value, StoreKind.DOCK.value]
        self.stores = {str(store.public_id): store for store in our_stores(production).filter(kind__in=kinds)}
        field = self.fields["to_store"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [("", _("the first store")), *((key, store.code) for key, store in self.stores.items())]
        if order is not None:
            del self.fields["item"]

    def clean(self) -> dict[str, Any]:
        """Read the quantity in the item's units."""
        typed = super().clean() or self.cleaned_data
        if self.order is None:
            self.found = find_item(self.production, typed.get("item") or "")
            if self.found is None and typed.get("item"):
                text = _now("There is no item “%(code)s” in the catalog.") % {"code": typed["item"]}
                self.add_error("item", text)
        if self.found is not None and typed.get("quantity"):
            try:
                typed["quantity"] = steps_typed(typed["quantity"], self.found)
            except Refused as refusal:
                self.add_error("quantity", refusal_text(refusal))
        return typed

    def terms(self) -> WorkOrderTerms:
        """What was typed."""
        typed = self.cleaned_data
        return WorkOrderTerms(
            quantity=typed["quantity"],
            due_on=typed["due_on"],
            start_on=typed["start_on"],
            priority=typed["priority"],
            note=typed["note"],
            order_line=self.order.order_line if self.order else None,
            to_store=self.stores.get(typed["to_store"]),
        )


def typed_before(order: WorkOrder) -> dict[str, Any]:
    """The order as its form shows it."""
    return {
        "quantity": shown(order.quantity, order.item.decimals),
        "due_on": order.due_on,
        "start_on": order.start_on,
        "priority": order.priority,
        "note": order.note,
        "to_store": str(order.to_store.public_id) if order.to_store else "",
    }

"""Forms of stock: moving by kind, reversing, settling, places."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from callboard.core.engagements.rules import read_amount
from callboard.core.errors import Refused
from callboard.core.organizations.permissions import may_see
from callboard.core.organizations.rules import DataClass
from callboard.stock.items.quantity_rules import read_quantity
from callboard.stock.items.queries import chargeable_departments, find_item, find_lot, own_units
from callboard.stock.moves.actions import StockTerms
from callboard.stock.moves.queries import our_stores
from callboard.stock.moves.rules import ON_HAND, StoreKind, StoreTerms
from callboard.web.forms import ListedInput, PageForm
from callboard.web.refusals import refusal_text
from callboard.web.templatetags.stock import WORDS

if TYPE_CHECKING:
    from callboard.core.engagements.models import Department
    from callboard.core.organizations.models import Membership, Production
    from callboard.stock.items.models import Item
    from callboard.stock.moves.models import Store

MOVES: dict[str, tuple[Any, str]] = {
    "receive": (_("Receive"), "item quantity lot to_store value label happened_at"),
    "issue": (_("Issue to a department"), "item quantity lot from_store department label happened_at"),
    "transfer": (_("Transfer"), "item quantity lot from_store to_store reason happened_at"),
    "scrap": (_("Scrap"), "item quantity lot from_store reason happened_at"),
    "return": (_("Return from a department"), "item quantity lot to_store department reason happened_at"),
    "supplier-return": (_("Return to supplier"), "item quantity lot from_store reason label happened_at"),
}
"""What can be done by hand, and the fields that it asks for."""
_NEEDS_REASON = {"scrap", "supplier-return"}


class PlaceField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A place, shown by its code and what it is."""

    def label_from_instance(self, store: Any) -> str:
        """The code, and the name or the kind."""
        return f"{store.code} · {store.name or WORDS.get(store.kind, store.kind)}"


class MoveForm(PageForm):
    """One move by hand. Only the fields of its kind are there."""

    item = forms.CharField(label=_("Item"), max_length=60, widget=ListedInput("items-known"))
    quantity = forms.CharField(
        label=_("Quantity"), max_length=40, help_text=_("In the stock unit, or with a unit: 3 roll, 250 mm.")
    )
    lot = forms.CharField(label=_("Lot or serial number"), max_length=60, required=False)
    from_store = PlaceField(label=_("From"), queryset=None, to_field_name="code", empty_label=None)
    to_store = PlaceField(label=_("To"), queryset=None, to_field_name="code", empty_label=None)
    department: forms.ModelChoiceField[Any] = forms.ModelChoiceField(
        label=_("Department"), queryset=None, to_field_name="name", empty_label=None
    )
    value = forms.CharField(
        label=_("Worth"), max_length=20, required=False, help_text=_("Of all of it. Empty: at the average so far.")
    )
    label = forms.CharField(
        label=_("Paper"), max_length=120, required=False, help_text=_("Delivery note, request slip.")
    )
    reason = forms.CharField(label=_("Reason"), max_length=300, required=False)
    happened_at = forms.DateTimeField(
        label=_("When"),
        required=False,
        help_text=_("Empty: now."),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )

    def __init__(self, kind: str, production: Production, member: Membership, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind, self.production, self.member = kind, production, member
        kept = MOVES[kind][1].split()
        if not may_see(member, DataClass.PAY):
            kept = [name for name in kept if name != "value"]
        self.fields = {name: self.fields[name] for name in kept}
        for name, rows in (
            ("from_store", our_stores(production)),
            ("to_store", our_stores(production)),
            ("department", chargeable_departments(member, production)),
        ):
            if name in self.fields:
                self.fields[name].queryset = rows  # type: ignore[attr-defined]
        if "reason" in self.fields and kind in _NEEDS_REASON:
            self.fields["reason"].required = True
        self._focus()

    def clean_item(self) -> Item:
        """The item of that code."""
        found = find_item(self.production, self.cleaned_data["item"])
        if found is None:
            raise forms.ValidationError(_t("There is no item with this code. Look it up in the catalog."))
        return found

    def clean_quantity(self) -> int:
        """Steps of the item, once that is known."""
        item = self.cleaned_data.get("item")
        if item is None:
            return 0
        try:
            return read_quantity(self.cleaned_data["quantity"], item.decimals, item.unit, own_units(item))
        except Refused as refusal:
            raise forms.ValidationError(refusal_text(refusal)) from refusal

    def clean_lot(self) -> str:
        """A lot's code: a new one is made by a receipt only."""
        code, item = self.cleaned_data["lot"].strip(), self.cleaned_data.get("item")
        if code and item and self.kind != "receive" and find_lot(item, code) is None:
            raise forms.ValidationError(_t("This item has no such lot. Look at its lots."))
        return str(code)

    def clean_value(self) -> int | None:
        """Minor units of the production's currency."""
        try:
            return read_amount(self.cleaned_data["value"], self.production.currency)
        except Refused as refusal:
            raise forms.ValidationError(refusal_text(refusal)) from refusal

    def terms(self) -> StockTerms:
        """What was typed, as the actions take it."""
        typed = self.cleaned_data
        happened: dt.datetime | None = typed.get("happened_at")
        return StockTerms(
            item=typed["item"],
            quantity=typed["quantity"],
            lot_code=typed["lot"],
            reason=typed.get("reason", ""),
            label=typed.get("label", ""),
            value_minor=typed.get("value"),
            happened_at=happened.astimezone(ZoneInfo(self.production.zone)) if happened else None,
        )

    @property
    def source(self) -> Store:
        """Where it is taken from."""
        store: Store = self.cleaned_data["from_store"]
        return store

    @property
    def target(self) -> Store:
        """Where it is put."""
        store: Store = self.cleaned_data["to_store"]
        return store

    @property
    def charged(self) -> Department:
        """The department that pays or gives back."""
        department: Department = self.cleaned_data["department"]
        return department

    def _focus(self) -> None:
        """Put the cursor where the next thing is typed: the first wrong or empty field, the item on a fresh page."""
        wrong = [name for name in self.fields if self.is_bound and (name in self.errors or not self[name].value())]
        first = next((name for name in wrong if self.fields[name].required or name in self.errors), "item")
        self.fields[first].widget.attrs["autofocus"] = True


class ReasonForm(PageForm):
    """Why a move is reversed, a lot held, a discrepancy settled."""

    reason = forms.CharField(label=_("Reason"), max_length=300)


class StoreForm(PageForm):
    """A place of ours."""

    code = forms.CharField(label=_("Code"), max_length=40, help_text=_("As on its label: A-01."))
    name = forms.CharField(label=_("Name"), max_length=120, required=False)
    kind = forms.ChoiceField(
        label=_("Kind"), choices=[(kind.value, WORDS[kind]) for kind in StoreKind if kind in ON_HAND]
    )
    department: forms.ModelChoiceField[Any] = forms.ModelChoiceField(
        label=_("Department"), queryset=None, to_field_name="name", required=False
    )
    count_position = forms.IntegerField(
        label=_("Order of the walk"),
        min_value=0,
        max_value=1_000_000,
        initial=0,
        help_text=_("Picked and counted in it."),
    )
    is_active = forms.BooleanField(label=_("In use"), required=False, initial=True)

    def __init__(self, production: Production, member: Membership, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["department"].queryset = chargeable_departments(member, production)  # type: ignore[attr-defined]

    def terms(self) -> StoreTerms:
        """What was typed."""
        typed = dict(self.cleaned_data)
        department = typed.pop("department")
        kind = StoreKind(typed.pop("kind"))
        return StoreTerms(kind=kind, department_id=department.pk if department else None, **typed)

"""Forms of the catalog: an item's terms, its own units, suppliers, lots and files."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from callboard.core.engagements.rules import read_amount, show_amount
from callboard.core.errors import Refused
from callboard.stock.items.quantity_rules import amount_text, read_number, read_quantity, shown
from callboard.stock.items.rules import (
    COST_FIELDS,
    MOST_DECIMALS,
    ItemTerms,
    LotPolicy,
    Source,
    SupplierTerms,
    Tracking,
    kinds_for,
)
from callboard.stock.items.unit_rules import NO_UNITS, UNITS
from callboard.web.forms import DayInput, Group, PageForm
from callboard.web.refusals import refusal_text
from callboard.web.templatetags.stock import WORDS

if TYPE_CHECKING:
    from callboard.stock.items.models import Item, SupplierItem

QUANTITIES = (
    "safety_stock",
    "lot_quantity",
    "lot_minimum",
    "lot_multiple",
    "lot_maximum",
    "reorder_point",
    "reorder_up_to",
)
AMOUNTS = ("standard_cost_minor", "setup_cost_minor")
PLANNED_ONLY = ("is_phantom", "lot_quantity", "lot_multiple", "lot_maximum", "lot_days", "abc_class", "yield_percent")
"""What nobody on a film sets. It keeps its default."""
_CURRENCY = re.compile("[A-Z]{3}", re.ASCII)
_PPM_PER_PERCENT_A_YEAR = 40
"""One percent a year of 250 working days is 40 millionths a working day."""


def _words(values: Iterable[str]) -> list[tuple[str, Any]]:
    return [(value, WORDS[value]) for value in values]


def _quantity(label: Any, help_text: Any = "") -> forms.CharField:
    return forms.CharField(label=label, max_length=40, required=False, help_text=help_text)


def _days(label: Any, help_text: Any = "") -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=0, max_value=3650, required=False, help_text=help_text)


class ItemForm(PageForm):
    """Everything of an item that a person decides. Fields that the reader is not shown keep what was there."""

    groups: ClassVar[tuple[Group, ...]] = (
        (_("What it is"), ("code", "name", "kind", "description")),
        (_("How it is counted"), ("unit", "decimals", "tracking", "shelf_days", "needs_inspection")),
        (_("Where more comes from"), ("source", "is_phantom", "lead_days", "yield_percent", "planner")),
        (
            _("When, and how much at once"),
            (
                "lot_policy",
                "reorder_point",
                "reorder_up_to",
                "safety_stock",
                "safety_days",
                "lot_quantity",
                "lot_days",
                "lot_minimum",
                "lot_multiple",
                "lot_maximum",
                "abc_class",
            ),
        ),
        (_("Costs"), ("charged_to", "standard_cost_minor", "setup_cost_minor", "hold_percent")),
    )
    code = forms.CharField(label=_("Code"), max_length=60, help_text=_("As on the shelf label. Once per production."))
    name = forms.CharField(label=_("Name"), max_length=160)
    kind = forms.ChoiceField(label=_("Kind"))
    description = forms.CharField(
        label=_("Description"), required=False, max_length=5000, widget=forms.Textarea(attrs={"rows": 2})
    )
    unit = forms.ChoiceField(
        label=_("Stock unit"),
        choices=[(unit.code, f"{unit.code} ({unit.name})") for unit in UNITS.values()],
        help_text=_("What stock is counted in. Rolls or boxes of it are added as the item's own units later."),
    )
    decimals = forms.IntegerField(
        label=_("Decimal places"),
        min_value=0,
        max_value=MOST_DECIMALS,
        help_text=_("0 counts whole units, 3 counts thousandths. Fixed once something is counted."),
    )
    tracking = forms.ChoiceField(
        label=_("Told apart"),
        choices=_words(Tracking),
        help_text=_("By lot: every receipt names its batch. By serial number: every single piece."),
    )
    shelf_days = forms.IntegerField(
        label=_("Shelf life (days)"), min_value=1, max_value=32_767, required=False, help_text=_("Empty: keeps.")
    )
    needs_inspection = forms.BooleanField(
        label=_("Inspect what arrives"), required=False, help_text=_("It waits in quarantine until it is released.")
    )
    source = forms.ChoiceField(label=_("Made or bought"), choices=_words(Source))
    is_phantom = forms.BooleanField(
        label=_("Phantom"),
        required=False,
        help_text=_("Built straight into its parent: no order of its own, its parts go to the parent's order."),
    )
    lead_days = _days(_("Lead time (working days)"), _("From order to stock. A supplier's own lead time comes first."))
    yield_percent = forms.DecimalField(
        label=_("Yield (%)"),
        min_value=Decimal("0.0001"),
        max_value=100,
        decimal_places=4,
        required=False,
        help_text=_("Good pieces of a hundred started."),
    )
    planner = forms.CharField(
        label=_("Looked after by"), max_length=120, required=False, help_text=_("Action messages go to them.")
    )
    lot_policy = forms.ChoiceField(
        label=_("Order size"),
        choices=_words(LotPolicy),
        help_text=_("Lot for lot orders what is needed; reorder point fills up when stock falls to the point."),
    )
    reorder_point = _quantity(_("Reorder point"), _("Order when stock and orders fall to this."))
    reorder_up_to = _quantity(_("Fill up to"))
    safety_stock = _quantity(_("Safety stock"), _("Never planned below this."))
    safety_days = _days(_("Safety time (working days)"), _("Due so much earlier than needed."))
    lot_quantity = _quantity(_("Fixed quantity"), _("For the fixed policy: orders are multiples of it."))
    lot_days = _days(_("Days per order"), _("For the period policy: needs of so many working days in one order."))
    lot_minimum = _quantity(_("Smallest order"))
    lot_multiple = _quantity(_("In multiples of"))
    lot_maximum = _quantity(_("Largest order"), _("More is split into several orders."))
    abc_class = forms.ChoiceField(
        label=_("ABC class"), required=False, choices=[("", "–"), *((each, each) for each in "ABC")]
    )
    charged_to = forms.ChoiceField(
        label=_("Charged to"),
        required=False,
        help_text=_("The department that pays for a supply. Supplies stay out of bills of materials."),
    )
    standard_cost_minor = _quantity(_("Standard cost of one unit"))
    setup_cost_minor = _quantity(_("Cost of one order or setup"), _("Silver–Meal and Wagner–Whitin weigh it."))
    hold_percent = forms.DecimalField(
        label=_("Cost of holding (% a year)"),
        min_value=0,
        max_value=10_000,
        decimal_places=3,
        required=False,
        help_text=_("Of the standard cost, over 250 working days."),
    )

    def __init__(
        self,
        *args: Any,
        base: ItemTerms,
        production: Any,
        departments: Iterable[str],
        sees_costs: bool,
        own_units: Mapping[str, Fraction] = NO_UNITS,
    ) -> None:
        self.base, self.currency, self.own_units = base, production.currency, own_units
        super().__init__(*args, initial=_initial(base, production.currency))
        self._choices("kind", _words(kinds_for(production.kind)))
        self._choices("charged_to", [("", _("Nobody")), *((name, name) for name in departments)])
        hidden = set() if production.kind == "plant" else set(PLANNED_ONLY)
        for name in hidden | (set() if sees_costs else {*AMOUNTS, "hold_percent"}):
            del self.fields[name]

    def _choices(self, name: str, choices: list[tuple[str, Any]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - tells the type checker what the class says above
        field.choices = choices

    def clean(self) -> dict[str, Any]:
        """Read quantities in the item's units and money in the production's currency, each beside its field."""
        cleaned = super().clean() or self.cleaned_data
        unit, decimals = cleaned.get("unit"), cleaned.get("decimals")
        if unit is None or decimals is None:
            return cleaned
        own = self.own_units if unit == self.base.unit else NO_UNITS
        for name in QUANTITIES:
            self._read(name, lambda text: read_quantity(text, decimals, unit, own) if text else 0)
        for name in AMOUNTS:
            self._read(name, lambda text: read_amount(text, self.currency) or 0)
        return cleaned

    def _read(self, name: str, reading: Callable[[str], int]) -> None:
        if name not in self.cleaned_data:
            return
        try:
            self.cleaned_data[name] = reading(self.cleaned_data[name].strip())
        except Refused as refusal:
            self.add_error(name, refusal_text(refusal))

    def terms(self) -> ItemTerms:
        """What was typed, on top of what is not shown."""
        known = ItemTerms.__dataclass_fields__
        typed: dict[str, Any] = {name: value for name, value in self.cleaned_data.items() if name in known}
        days: dict[str, Any] = {
            name: typed.get(name) or 0 for name in ("lead_days", "safety_days", "lot_days") if name in typed
        }
        if "yield_percent" in self.fields:
            typed["yield_ppm"] = int((self.cleaned_data["yield_percent"] or Decimal(100)) * 10_000)
        if "hold_percent" in self.fields:
            typed["hold_cost_ppm"] = round((self.cleaned_data["hold_percent"] or 0) * _PPM_PER_PERCENT_A_YEAR)
        return replace(self.base, **(typed | days))


def _initial(base: ItemTerms, currency: str) -> dict[str, Any]:
    values = {name: getattr(base, name) for name in ItemTerms.__dataclass_fields__ if name not in COST_FIELDS}
    values |= {name: shown(values[name], base.decimals) if values[name] else "" for name in QUANTITIES}
    values |= {name: show_amount(getattr(base, name), currency) if getattr(base, name) else "" for name in AMOUNTS}
    values["yield_percent"] = amount_text(Fraction(base.yield_ppm, 10_000))
    values["hold_percent"] = amount_text(Fraction(base.hold_cost_ppm, _PPM_PER_PERCENT_A_YEAR))
    return values


class ItemPartForm(PageForm):
    """A form about one item: quantities are read in its units, refusals stand beside their field."""

    def __init__(self, *args: Any, item: Item, own_units: Mapping[str, Fraction] = NO_UNITS, **kwargs: Any) -> None:
        self.item, self.own_units = item, own_units
        super().__init__(*args, **kwargs)

    def read(self, name: str, reading: Callable[[str], Any]) -> None:
        """Put what a text field says in place of its text."""
        if name not in self.cleaned_data:
            return
        try:
            self.cleaned_data[name] = reading(self.cleaned_data[name].strip())
        except Refused as refusal:
            self.add_error(name, refusal_text(refusal))

    def steps(self, written: str) -> int:
        """Steps of the item from what was typed; nothing typed is zero."""
        return read_quantity(written, self.item.decimals, self.item.unit, self.own_units) if written else 0


class UnitForm(ItemPartForm):
    """A unit of the item's own: 1 roll = 25 m."""

    unit = forms.CharField(label=_("Unit"), max_length=20, widget=forms.TextInput(attrs={"placeholder": "roll"}))
    factor = forms.CharField(label=_("One of it is"), max_length=40)

    def __init__(self, *args: Any, item: Item, **kwargs: Any) -> None:
        super().__init__(*args, item=item, **kwargs)
        self.fields["factor"].label = gettext("One of it is how many %(unit)s") % {"unit": item.unit}
        self.fields["factor"].help_text = gettext("Exactly: 25, 0.5 or 1/3.")

    def clean(self) -> dict[str, Any]:
        """Read the factor exactly."""
        cleaned = super().clean() or self.cleaned_data
        self.read("factor", read_number)
        return cleaned


class SupplierForm(ItemPartForm):
    """What a supplier asks for the item."""

    supplier = forms.CharField(
        label=_("Supplier"), max_length=160, help_text=_("One of the list, or the name of a new company.")
    )
    supplier_code = forms.CharField(label=_("Their code"), max_length=80, required=False)
    price = forms.CharField(label=_("Price"), max_length=40, required=False)
    price_quantity = forms.CharField(
        label=_("for"), max_length=40, help_text=_("The quantity that the price is for: 1, 100, 1 roll.")
    )
    currency = forms.CharField(label=_("Currency"), max_length=3, required=False)
    minimum = _quantity(_("Smallest order"))
    multiple = _quantity(_("In multiples of"))
    lead_days = _days(_("Lead time (working days)"))
    is_preferred = forms.BooleanField(label=_("Preferred"), required=False, help_text=_("Orders go here first."))
    is_active = forms.BooleanField(label=_("Still supplies it"), required=False, initial=True)

    def __init__(
        self,
        *args: Any,
        item: Item,
        own_units: Mapping[str, Fraction],
        sees_prices: bool,
        line: SupplierItem | None = None,
        prefix: str = "",
    ) -> None:
        super().__init__(*args, item=item, own_units=own_units, initial=_supplier_initial(item, line), prefix=prefix)
        self.line = line
        self.fields["supplier"].widget.attrs.update({"list": "suppliers-known", "autocomplete": "off"})
        if line is not None:
            del self.fields["supplier"]
        if not sees_prices:
            for name in ("price", "price_quantity", "currency"):
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        """Read quantities in the item's units and the price in its currency."""
        cleaned = super().clean() or self.cleaned_data
        currency = (cleaned.get("currency") or self.item.production.currency).upper()
        if not _CURRENCY.fullmatch(currency):
            self.add_error("currency", gettext("Write the currency in three letters, such as EUR."))
        for name in ("price_quantity", "minimum", "multiple"):
            self.read(name, self.steps)
        self.read("price", lambda text: read_amount(text, currency) or 0)
        return cleaned

    def terms(self) -> SupplierTerms:
        """What was typed; prices that are not shown stay as they are."""
        typed = self.cleaned_data
        names = ("supplier_code", "minimum", "multiple", "is_preferred", "is_active")
        values = {name: typed[name] for name in names} | {"lead_days": typed["lead_days"] or 0}
        if "price" in self.fields:
            values |= {"price_minor": typed["price"], "price_quantity": typed["price_quantity"]}
            values["currency"] = typed["currency"].upper()
        elif self.line is not None:
            values |= {name: getattr(self.line, name) for name in ("price_minor", "price_quantity", "currency")}
        return SupplierTerms(**values)


def _supplier_initial(item: Item, line: SupplierItem | None) -> dict[str, Any]:
    if line is None:
        return {"price_quantity": "1", "currency": item.production.currency, "is_active": True}
    quantities = {name: shown(getattr(line, name), item.decimals) for name in ("price_quantity", "minimum", "multiple")}
    kept = ("supplier_code", "currency", "lead_days", "is_preferred", "is_active")
    values = {name: getattr(line, name) for name in kept} | quantities
    return values | {"price": show_amount(line.price_minor, line.currency)}


class LotForm(PageForm):
    """A lot or serial-numbered piece, named before stock of it moves."""

    code = forms.CharField(label=_("Code"), max_length=60)
    made_on = forms.DateField(label=_("Made on"), required=False, widget=DayInput())
    expires_on = forms.DateField(
        label=_("Expires on"), required=False, widget=DayInput(), help_text=_("Empty: from its shelf life.")
    )
    supplier_code = forms.CharField(label=_("Supplier's lot"), max_length=60, required=False)


class FileForm(PageForm):
    """A drawing, data sheet or picture."""

    file = forms.FileField(
        label=_("File"), max_length=200, help_text=_("PDF, picture or Word file, up to 25 MB."), allow_empty_file=True
    )

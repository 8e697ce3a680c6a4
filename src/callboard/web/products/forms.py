"""Forms of bills and routings: quantities with their unit, scrap and yield in percent, names for rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from callboard.core.engagements.rules import read_amount, show_amount
from callboard.core.errors import Refused
from callboard.manufacturing.products.rules import MILLION, BomHead, BomLineTerms, OperationTerms, RoutingHead
from callboard.stock.items.quantity_rules import amount_text, read_quantity, shown
from callboard.stock.items.queries import find_item, own_units
from callboard.web.forms import DayInput, Group, ListedInput, PageForm
from callboard.web.refusals import refusal_text

if TYPE_CHECKING:
    from callboard.core.organizations.models import Production
    from callboard.manufacturing.products.models import Bom, BomLine, Operation, Routing
    from callboard.stock.items.models import Item

_MOST_MINUTES = 60 * 24 * 60


def _day(label: Any) -> forms.DateField:
    return forms.DateField(label=label, required=False, widget=DayInput())


def _count(label: Any, most: int, help_text: Any = "", *, least: int = 0) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=least, max_value=most, required=False, help_text=help_text)


def _percent(ppm: int) -> str:
    return amount_text(Fraction(ppm, 10_000))


def _ppm(percent: Decimal | None, default: int) -> int:
    return default if percent is None else int(percent * 10_000)


class RevisionForm(PageForm):
    """The name of a new revision."""

    revision = forms.CharField(label=_("Revision"), max_length=20)


class BomHeadForm(PageForm):
    """What holds for a whole bill."""

    batch_quantity = forms.CharField(label=_("The lines are for"), max_length=40)
    from_on = _day(_("For orders that start from"))
    to_on = _day(_("and before"))
    note = forms.CharField(label=_("Note"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, bom: Bom, typed: Any = None) -> None:
        self.item = bom.item
        initial = {name: getattr(bom, name) for name in ("from_on", "to_on", "note")}
        batch = f"{shown(bom.batch_quantity, bom.item.decimals)} {bom.item.unit}"
        super().__init__(typed, initial=initial | {"batch_quantity": batch})

    def clean_batch_quantity(self) -> int:
        """Steps of the item."""
        return _steps(self.cleaned_data["batch_quantity"], self.item)

    def head(self) -> BomHead:
        """What was typed."""
        return BomHead(**self.cleaned_data)


class LineForm(PageForm):
    """One component: found by its code, its quantity in any unit that leads to the component's own."""

    component = forms.CharField(label=_("Component"), max_length=60, widget=ListedInput("codes"))
    quantity = forms.CharField(label=_("Quantity"), max_length=40)
    scrap_percent = forms.DecimalField(
        label=_("Scrap %"), required=False, min_value=0, max_value=Decimal("99.9999"), decimal_places=4
    )
    is_fixed = forms.BooleanField(label=_("Fixed"), required=False)
    operation_number = _count(_("Operation"), 9999)
    from_on = _day(_("From"))
    to_on = _day(_("Before"))
    alternative_group = forms.CharField(label=_("Alternates"), required=False, max_length=20)
    alternative_priority = _count(_("Priority"), 99, least=1)
    offset_days = forms.IntegerField(label=_("Offset"), required=False, min_value=-999, max_value=999)
    references = forms.CharField(label=_("References"), required=False, max_length=300)
    is_backflushed = forms.BooleanField(label=_("Backflush"), required=False, initial=True)
    position = _count(_("Position"), 9999)

    def __init__(self, production: Production, typed: Any = None, *, line: BomLine | None = None) -> None:
        self.production = production
        self.found: Item | None = None
        super().__init__(typed, initial=_line_initial(line) if line else {})
        for field in self.fields.values():
            field.widget.attrs["form"] = "line-form"
            field.widget.attrs["aria-label"] = str(field.label)
        self.fields["alternative_group"].widget.attrs["placeholder"] = gettext("group")
        self.fields["alternative_priority"].widget.attrs["placeholder"] = gettext("priority")
        self.fields["position"].widget.attrs["placeholder"] = gettext("next")

    def clean_component(self) -> Item:
        """The item of that code."""
        self.found = find_item(self.production, self.cleaned_data["component"])
        if self.found is None:
            raise forms.ValidationError(gettext("No item has this code. Type a part of its code or name and choose."))
        return self.found

    def clean_quantity(self) -> int:
        """Steps of the component; 0 while the component is not known."""
        return _steps(self.cleaned_data["quantity"], self.found) if self.found else 0

    def terms(self) -> BomLineTerms:
        """What was typed."""
        typed = dict(self.cleaned_data)
        scrap = _ppm(typed.pop("scrap_percent"), 0)
        for name, empty in (("alternative_priority", 1), ("offset_days", 0), ("position", 0)):
            typed[name] = empty if typed[name] is None else typed[name]
        return BomLineTerms(**typed, scrap_ppm=scrap)


def _line_initial(line: BomLine) -> dict[str, Any]:
    component = line.component
    same = {name: getattr(line, name) for name in BomLineTerms.__dataclass_fields__}
    return same | {
        "component": component.code,
        "quantity": f"{shown(line.quantity, component.decimals)} {component.unit}",
        "scrap_percent": _percent(line.scrap_ppm) if line.scrap_ppm else "",
        "offset_days": line.offset_days or "",
    }


def _steps(written: str, item: Item) -> int:
    try:
        return read_quantity(written, item.decimals, item.unit, own_units(item))
    except Refused as refusal:
        raise forms.ValidationError(refusal_text(refusal)) from None


class RoutingHeadForm(PageForm):
    """What holds for a whole routing."""

    from_on = _day(_("For orders that start from"))
    to_on = _day(_("and before"))
    note = forms.CharField(label=_("Note"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, routing: Routing, typed: Any = None) -> None:
        super().__init__(typed, initial={name: getattr(routing, name) for name in ("from_on", "to_on", "note")})

    def head(self) -> RoutingHead:
        """What was typed."""
        return RoutingHead(**self.cleaned_data)


class OperationForm(PageForm):
    """One operation of a routing."""

    groups: ClassVar[tuple[Group, ...]] = (
        (_("The work"), ("number", "name", "department", "machine", "skill", "skill_level", "crew_size",
                         "setup_family")),
        (_("Times"), ("setup_minutes", "run_seconds", "run_quantity", "batch_quantity", "batch_minutes",
                      "queue_minutes", "wait_minutes", "move_minutes", "yield_percent")),
        (_("At a vendor"), ("is_outside", "vendor", "outside_days", "outside_price")),
        (_("How it is done"), ("instructions",)),
    )  # fmt: skip
    number = _count(_("Number"), 9999, _("Empty: the next ten."))
    name = forms.CharField(label=_("Name"), max_length=80)
    department = forms.ChoiceField(label=_("Department"))
    machine = forms.ChoiceField(label=_("Machine"), required=False)
    skill = forms.ChoiceField(label=_("Skill"), required=False)
    skill_level = _count(_("Level of the skill"), 5, least=1)
    crew_size = _count(_("People"), 99, least=1)
    setup_family = forms.CharField(label=_("Setup family"), required=False, max_length=40)
    setup_minutes = _count(_("Setup, minutes"), _MOST_MINUTES)
    run_seconds = _count(_("Run, seconds"), 10**7)
    run_quantity = forms.CharField(label=_("The run time is for"), max_length=40, required=False)
    batch_quantity = forms.CharField(
        label=_("Goes in at once"), max_length=40, required=False, help_text=_("For an oven; empty: piece by piece.")
    )
    batch_minutes = _count(_("Each batch, minutes"), _MOST_MINUTES)
    queue_minutes = _count(_("Queue before, minutes"), _MOST_MINUTES)
    wait_minutes = _count(_("Wait after, minutes"), _MOST_MINUTES, _("Cooling or drying: passes at night, too."))
    move_minutes = _count(_("Move, minutes"), _MOST_MINUTES)
    yield_percent = forms.DecimalField(
        label=_("Yield %"), required=False, min_value=Decimal("0.0001"), max_value=100, decimal_places=4
    )
    is_outside = forms.BooleanField(label=_("Done at a vendor"), required=False)
    vendor = forms.ChoiceField(label=_("Vendor"), required=False)
    outside_days = _count(_("Working days there"), 999)
    outside_price = forms.CharField(label=_("Price for one"), required=False, max_length=20)
    instructions = forms.CharField(
        label=_("Instructions"), required=False, max_length=5000, widget=forms.Textarea(attrs={"rows": 4})
    )

    def __init__(
        self,
        item: Item,
        rows: Mapping[str, Iterable[Any]],
        typed: Any = None,
        *,
        operation: Operation | None = None,
        sees_prices: bool = True,
    ) -> None:
        self.item, self.operation = item, operation
        self.rows = {name: {str(row.public_id): row for row in found} for name, found in rows.items()}
        super().__init__(typed, initial=_operation_initial(operation, item) if operation else {"run_quantity": "1"})
        for name, found in self.rows.items():
            empty = [] if name == "department" else [("", "–")]
            self.fields[name].choices = [*empty, *((key, str(row)) for key, row in found.items())]  # type: ignore[attr-defined]
        if not sees_prices:
            del self.fields["outside_price"]

    def clean_run_quantity(self) -> int:
        """Steps of the item; one whole unit when left empty."""
        return self._steps_or("run_quantity", 10**self.item.decimals)

    def clean_batch_quantity(self) -> int:
        """Steps of the item; 0 is piece by piece."""
        return self._steps_or("batch_quantity", 0)

    def clean_outside_price(self) -> int:
        """Minor units of the plant's currency."""
        try:
            return read_amount(self.cleaned_data["outside_price"], self.item.production.currency) or 0
        except Refused as refusal:
            raise forms.ValidationError(refusal_text(refusal)) from None

    def terms(self) -> OperationTerms:
        """What was typed; the price stays as it was for those who do not see it."""
        typed = dict(self.cleaned_data)
        kept = self.operation.outside_price_minor if self.operation else 0
        typed["outside_price_minor"] = typed.pop("outside_price", kept)
        typed["yield_ppm"] = _ppm(typed.pop("yield_percent"), MILLION)
        for name, found in self.rows.items():
            typed[name] = found.get(typed[name])
        for name, value in typed.items():
            if value is None and name not in self.rows:
                typed[name] = 1 if name in {"skill_level", "crew_size"} else 0
        return OperationTerms(**typed)

    def _steps_or(self, name: str, empty: int) -> int:
        written = self.cleaned_data[name].strip()
        return _steps(written, self.item) if written else empty


def _operation_initial(operation: Operation, item: Item) -> dict[str, Any]:
    same = {name: getattr(operation, name) for name in OperationTerms.__dataclass_fields__}
    for name in ("department", "machine", "skill", "vendor"):
        same[name] = str(same[name].public_id) if same[name] else ""
    batch = operation.batch_quantity
    return same | {
        "run_quantity": shown(operation.run_quantity, item.decimals),
        "batch_quantity": shown(batch, item.decimals) if batch else "",
        "yield_percent": _percent(operation.yield_ppm) if operation.yield_ppm != MILLION else "",
        "outside_price": show_amount(operation.outside_price_minor or None, item.production.currency),
    }

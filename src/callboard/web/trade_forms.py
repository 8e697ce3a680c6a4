"""What the pages of orders, purchases and shipments share: lines of items, companies, and how an answer is given."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django import forms
from django.contrib import messages
from django.forms import BaseFormSet, formset_factory
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from callboard.core.engagements.rules import read_amount
from callboard.core.errors import NotAllowed, NotFound, Refused, StaleEdit, gettext_noop
from callboard.core.people.rules import PartyDetails
from callboard.formats.tables import CSV_TYPE, XLSX_TYPE, Value, as_csv, as_xlsx
from callboard.stock.items.quantity_rules import read_quantity
from callboard.stock.items.queries import find_item, items_of, own_units
from callboard.web.asking import now
from callboard.web.forms import DayInput, ListedInput, PageForm
from callboard.web.refusals import refusal_text

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from callboard.core.organizations.models import Membership, Production
    from callboard.core.people.models import Party
    from callboard.stock.items.models import Item

ITEM_LIST = "item-codes"
"""The datalist of a page that offers items by code."""
OFFERED_ITEMS = 500
ROWS = 6
USUAL_PRIORITY = 5
_SMALL = "form-control form-control-sm"


class DayMissing(Refused):
    """A date that cannot be read."""

    text = gettext_noop("Give a day, such as 2027-03-12.")


class CompanyForm(PageForm):
    """A company the office knows, or a new one by name."""

    company = forms.ChoiceField(label="", required=False)
    new_name = forms.CharField(label=gettext_lazy("Or a new one, by name"), max_length=160, required=False)
    new_email = forms.EmailField(label=gettext_lazy("Its e-mail address"), required=False)

    def __init__(self, *args: Any, known: QuerySet[Party], company_label: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = known
        chosen: Any = self.fields["company"]
        chosen.label = company_label
        chosen.choices = [("", "–"), *((str(party.public_id), party.name) for party in known)]

    def clean(self) -> dict[str, Any]:
        """Exactly one of the two."""
        cleaned = super().clean() or self.cleaned_data
        named = (cleaned.get("new_name") or "").strip()
        if bool(cleaned.get("company")) == bool(named):
            self.add_error("company", _("Choose a company, or give the name of a new one."))
        return cleaned

    def chosen(self) -> Party | PartyDetails:
        """The company that was chosen, or what was typed of a new one."""
        typed = self.cleaned_data
        if typed["company"]:
            return self.known.get(public_id=UUID(typed["company"]))
        return PartyDetails(typed["new_name"].strip(), kind="company", email=typed["new_email"])


@dataclass(frozen=True)
class TypedLine:
    """A row as it was read. `price` is None when it was left out."""

    item: Item
    steps: int
    due_on: dt.date
    price: int | None
    priority: int


class LineForm(forms.Form):
    """One line: which item, how much, when, at which price. An empty row says nothing."""

    item = forms.CharField(label=gettext_lazy("Item"), max_length=60, required=False, widget=ListedInput(ITEM_LIST))
    quantity = forms.CharField(label=gettext_lazy("Quantity"), max_length=40, required=False)
    due_on = forms.DateField(label=gettext_lazy("Due"), required=False, widget=DayInput)
    price = forms.CharField(label=gettext_lazy("Price per unit"), max_length=20, required=False)
    priority = forms.TypedChoiceField(
        label=gettext_lazy("Priority"),
        choices=[(value, str(value)) for value in range(1, 10)],
        coerce=int,
        initial=USUAL_PRIORITY,
        required=False,
    )

    def __init__(
        self, *args: Any, production: Production, sees_prices: bool, has_priority: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.production = production
        self.found: Item | None = None
        if not sees_prices:
            del self.fields["price"]
        if not has_priority:
            del self.fields["priority"]
        for field in self.fields.values():
            kind = "form-select form-select-sm" if isinstance(field, forms.ChoiceField) else _SMALL
            field.widget.attrs.update({"class": kind, "aria-label": field.label})

    @property
    def is_empty(self) -> bool:
        """Whether nothing was typed into the row."""
        return not any(self.cleaned_data.get(name) for name in ("item", "quantity", "price"))

    def clean(self) -> dict[str, Any]:
        """Read what was typed in the item's own units; every fault stands beside its field."""
        typed = super().clean() or self.cleaned_data
        if self.is_empty:
            return typed
        self.found = find_item(self.production, typed.get("item") or "")
        if self.found is None:
            text = _("There is no item “%(code)s” in the catalog.") % {"code": typed.get("item") or ""}
            self.add_error("item", text)
            return typed
        if not typed.get("due_on") and "due_on" not in self.errors:
            self.add_error("due_on", _("Give a day."))
        self._read("quantity", lambda text: steps_of(text, self.found))
        if "price" in self.fields:
            self._read("price", lambda text: read_amount(text, self.production.currency))
        return typed

    def _read(self, name: str, reader: Callable[[str], Any]) -> None:
        try:
            self.cleaned_data[name] = reader(self.cleaned_data.get(name) or "")
        except Refused as refusal:
            self.add_error(name, refusal_text(refusal))


if TYPE_CHECKING:
    _Rows = BaseFormSet[LineForm]
else:
    _Rows = BaseFormSet  # which takes no parameter when the program runs


class LineRows(_Rows):
    """The lines of a new order or purchase."""

    def typed(self) -> list[TypedLine]:
        """What each row says that says something."""
        return [
            TypedLine(
                form.found,
                form.cleaned_data["quantity"],
                form.cleaned_data["due_on"],
                form.cleaned_data.get("price"),
                form.cleaned_data.get("priority") or USUAL_PRIORITY,
            )
            for form in self.forms
            if form.found is not None
        ]


def line_rows(
    production: Production,
    *,
    sees_prices: bool,
    has_priority: bool = False,
    data: Any = None,
    initial: Any = None,
) -> LineRows:
    """Rows to type lines into: as many as were typed or copied, and some empty ones."""
    known = {"production": production, "sees_prices": sees_prices, "has_priority": has_priority}
    made: Any = formset_factory(LineForm, formset=LineRows, extra=ROWS, max_num=200, absolute_max=300)
    rows: LineRows = made(data, initial=initial, prefix="lines", form_kwargs=known)
    return rows


def offered_items(member: Membership, production: Production) -> list[tuple[str, str]]:
    """Code and name of the items that a field may suggest: the first few hundred; any other code may be typed."""
    rows = items_of(member, production).filter(is_active=True).values_list("code", "name")
    return [(code, name) for code, name in rows[:OFFERED_ITEMS]]


def steps_of(written: str, item: Item | None) -> int:
    """Steps of an item from what was typed, in any of its units. Raises NotAQuantity and its like."""
    if item is None:
        raise NotFound()
    return read_quantity(written, item.decimals, item.unit, own_units(item))


def price_in(request: HttpRequest, production: Production, *, otherwise: int) -> int:
    """The typed price; what it was when the form had no such field or it was left empty. Raises NotAnAmount."""
    read = read_amount(request.POST.get("price", ""), production.currency)
    return otherwise if read is None else read


def day_typed(written: str) -> dt.date:
    """A day from a form. Raises DayMissing."""
    try:
        return dt.date.fromisoformat(written.strip())
    except ValueError:
        raise DayMissing() from None


def id_typed(written: str) -> UUID:
    """A public id from a form. Raises NotFound."""
    try:
        return UUID(written)
    except ValueError:
        raise NotFound() from None


def today_in(production: Production) -> dt.date:
    """Today, where the production is."""
    return now().astimezone(ZoneInfo(production.zone)).date()


def taken(request: HttpRequest, do: Callable[[], str], *, back: str, again: Callable[[], HttpResponse]) -> HttpResponse:
    """Run a small form's action: back to its page when it is done, else the page again with the refusal on top."""
    try:
        said = do()
    except (NotFound, NotAllowed, StaleEdit):
        raise
    except Refused as refusal:
        messages.error(request, refusal_text(refusal))
        page = again()
        page.status_code = 422
        return page
    messages.success(request, said)
    return redirect(back)


def table_answer(name: str, suffix: str, headings: Sequence[str], rows: Sequence[Sequence[Value]]) -> HttpResponse:
    """A table to take away, as CSV or XLSX. Raises NotFound for anything else."""
    if suffix == "csv":
        response = HttpResponse(as_csv(headings, rows), content_type=CSV_TYPE)
    elif suffix == "xlsx":
        response = HttpResponse(as_xlsx(headings, rows, sheet=name), content_type=XLSX_TYPE)
    else:
        raise NotFound()
    response["Content-Disposition"] = f'attachment; filename="{name}.{suffix}"'
    return response

"""Cycle counts: what is due, lists to walk, counting blind, posting the differences, and the ABC classes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_safe

from callboard.core.errors import Refused
from callboard.core.organizations.permissions import check_may
from callboard.core.organizations.rules import Permission
from callboard.stock.counts.actions import (
    Found,
    add_count_line,
    close_count,
    open_count,
    post_count,
    record_counts,
    renew_classes,
)
from callboard.stock.counts.queries import count_list_by_id, count_lists_of, due_for_count, lines_of
from callboard.stock.counts.rules import CountState, CountTerms
from callboard.stock.items.quantity_rules import read_quantity
from callboard.stock.items.queries import find_item, find_lot, own_units_of
from callboard.stock.moves.queries import our_stores
from callboard.web.asking import member_of, now, once, production_for, version_in
from callboard.web.forms import ListedInput, PageForm
from callboard.web.refusals import refusal_text
from callboard.web.stock.forms import PlaceField
from callboard.web.stock.showing import amount, file_of, page_of, today_of

if TYPE_CHECKING:
    from callboard.core.organizations.models import Production
    from callboard.formats.tables import Value
    from callboard.stock.counts.models import CountEntry, CountLine, CountList

app_name = "counts"
_WAITING = (CountState.TO_COUNT, CountState.RECOUNT)


@dataclass
class Row:
    """A line as it is shown: blind until its count stands."""

    line: CountLine
    typed: str = ""
    error: str = ""

    @property
    def is_waiting(self) -> bool:
        """Whether somebody still has to count it."""
        return self.line.state in _WAITING

    @property
    def last(self) -> CountEntry | None:
        """The count that stands; nothing before one does, so that nobody counts towards a number."""
        entries: list[CountEntry] = self.line.tallied  # type: ignore[attr-defined]
        return entries[-1] if entries and not self.is_waiting else None

    @property
    def difference(self) -> int:
        """Found beyond the book of that moment."""
        return self.last.counted - self.last.book if self.last else 0

    @property
    def field(self) -> str:
        """The name of its field."""
        return f"counted-{self.line.public_id}"


class ListForm(PageForm):
    """What a list is made of. Nothing chosen: everything in stock."""

    title = forms.CharField(label=gettext_lazy("Title"), max_length=120, required=False)
    classes = forms.MultipleChoiceField(
        label=gettext_lazy("Classes"),
        choices=[("A", "A"), ("B", "B"), ("C", "C")],
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("None ticked: all."),
    )
    stores: forms.ModelMultipleChoiceField[Any] = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Places"),
        queryset=None,
        to_field_name="code",
        required=False,
        help_text=gettext_lazy("None chosen: all."),
    )
    only_due = forms.BooleanField(label=gettext_lazy("Only what is due"), required=False)

    def __init__(self, production: Production, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["stores"].queryset = our_stores(production)  # type: ignore[attr-defined]

    def terms(self) -> CountTerms:
        """What was chosen."""
        typed = self.cleaned_data
        return CountTerms(
            title=typed["title"],
            classes=tuple(typed["classes"]),
            store_ids=tuple(store.pk for store in typed["stores"]),
            only_due=typed["only_due"],
        )


class FoundForm(PageForm):
    """Something that lies where the book has none."""

    item = forms.CharField(label=gettext_lazy("Item"), max_length=60, widget=ListedInput("items-known"))
    lot = forms.CharField(label=gettext_lazy("Lot or serial number"), max_length=60, required=False)
    store = PlaceField(label=gettext_lazy("Place"), queryset=None, to_field_name="code", empty_label=None)

    def __init__(self, production: Production, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.production = production
        self.fields["store"].queryset = our_stores(production)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """The item of that code, and its lot."""
        typed: dict[str, Any] = super().clean() or {}
        typed["found_item"] = item = find_item(self.production, typed.get("item", ""))
        if item is None:
            raise forms.ValidationError(_("There is no item with this code. Look it up in the catalog."))
        typed["found_lot"] = find_lot(item, typed["lot"]) if typed.get("lot") else None
        if (typed["found_lot"] is None) != (item.tracking == "none"):
            raise forms.ValidationError(_("Name one of the item's own lots, or none when it is not tracked by lot."))
        return typed


@require_safe
def all_lists(request: HttpRequest, production: UUID) -> HttpResponse:
    """The lists, and what is due."""
    found, member = production_for(request, production), member_of(request)
    lists = count_lists_of(member, found)
    due = due_for_count(found, today_of(found))
    context = {"production": found, "page": page_of(request, lists, 30), "due": due[:50], "due_count": len(due)}
    return render(request, "pages/counts.html", context)


def new(request: HttpRequest, production: UUID) -> HttpResponse:
    """Show, or take, what a new list is made of."""
    found, member = production_for(request, production), member_of(request)
    check_may(member, Permission.COUNT_STOCK, found)
    if request.method == "POST":
        return _open(request, production)
    form = ListForm(found, initial={"only_due": bool(request.GET.get("due"))})
    return render(request, "pages/counts_new.html", {"production": found, "form": form})


@once
def _open(request: HttpRequest, production: UUID) -> HttpResponse:
    found, member = production_for(request, production), member_of(request)
    form = ListForm(found, request.POST)
    if form.is_valid():
        with form.refusals():
            made = open_count(found, form.terms(), by=member, at=now(), on=today_of(found))
            return redirect("counts:count", production, made.public_id)
    return render(request, "pages/counts_new.html", {"production": found, "form": form}, status=422)


def count(request: HttpRequest, production: UUID, public_id: UUID) -> HttpResponse:
    """One list: the fields to type what is found into, and what has been found."""
    if request.method == "POST":
        return _record(request, production, public_id)
    found, member = production_for(request, production), member_of(request)
    count_list = count_list_by_id(member, found, public_id)
    return _page(request, found, count_list, _rows(count_list))


@once
def _record(request: HttpRequest, production: UUID, public_id: UUID) -> HttpResponse:
    """Take every field that something was typed into, or none."""
    found, member = production_for(request, production), member_of(request)
    count_list = count_list_by_id(member, found, public_id)
    rows = _rows(count_list)
    tallied = _typed(request, rows)
    if any(row.error for row in rows):
        return _page(request, found, count_list, rows, status=422)
    if tallied:
        lines = record_counts(count_list, tallied, by=member, at=now())
        again = sum(line.state == CountState.RECOUNT for line in lines)
        messages.success(request, _recorded(len(lines), again))
    return redirect("counts:count", production, public_id)


@once
def add(request: HttpRequest, production: UUID, public_id: UUID) -> HttpResponse:
    """Put something on the list that was found where the book has none."""
    found, member = production_for(request, production), member_of(request)
    count_list, form = count_list_by_id(member, found, public_id), FoundForm(found, request.POST)
    if form.is_valid():
        with form.refusals():
            typed = form.cleaned_data
            item, lot = typed["found_item"], typed["found_lot"]
            add_count_line(count_list, item, typed["store"], lot=lot, by=member, at=now())
            return redirect("counts:count", production, public_id)
    return _page(request, found, count_list, _rows(count_list), form=form, status=422)


@once
def post(request: HttpRequest, production: UUID, public_id: UUID) -> HttpResponse:
    """Post the differences of what is counted."""
    found, member = production_for(request, production), member_of(request)
    moves = post_count(count_list_by_id(member, found, public_id), by=member, at=now())
    said = ngettext("Posted: %(count)s difference.", "Posted: %(count)s differences.", len(moves))
    messages.success(request, said % {"count": len(moves)})
    return redirect("counts:count", production, public_id)


@once
def close(request: HttpRequest, production: UUID, public_id: UUID) -> HttpResponse:
    """Put the list away."""
    found, member = production_for(request, production), member_of(request)
    count_list = count_list_by_id(member, found, public_id)
    close_count(count_list, by=member, at=now(), version=version_in(request))
    messages.success(request, _("%(number)s is closed.") % {"number": count_list.number})
    return redirect("counts:list", production)


@once
def classes(request: HttpRequest, production: UUID) -> HttpResponse:
    """Class every item by what was used of it in the last year."""
    found = production_for(request, production)
    sizes = renew_classes(found, by=member_of(request), at=now())
    said = _("Classes renewed: %(a)s A, %(b)s B, %(c)s C.")
    messages.success(request, said % {"a": sizes["A"], "b": sizes["B"], "c": sizes["C"]})
    return redirect("counts:list", production)


@require_safe
def table(request: HttpRequest, production: UUID, public_id: UUID, suffix: str) -> HttpResponse:
    """The list to take along: blind where it is not counted yet."""
    found, member = production_for(request, production), member_of(request)
    count_list = count_list_by_id(member, found, public_id)
    headings = [_("Place"), _("Code"), _("Name"), _("Lot"), _("Unit"), _("State"), _("Counted"), _("Difference")]
    lines: list[list[Value]] = [
        [
            row.line.store.code,
            row.line.item.code,
            row.line.item.name,
            row.line.lot.code if row.line.lot else "",
            row.line.item.unit,
            str(STATE_WORDS[row.line.state]),
            amount(row.last.counted, row.line.item) if row.last else None,
            amount(row.difference, row.line.item) if row.last else None,
        ]
        for row in _rows(count_list)
    ]
    return file_of(suffix, count_list.number, headings, lines, sheet=count_list.number)


STATE_WORDS: dict[str, Any] = {
    CountState.TO_COUNT: gettext_lazy("to count"),
    CountState.RECOUNT: gettext_lazy("count again"),
    CountState.COUNTED: gettext_lazy("counted"),
    CountState.POSTED: gettext_lazy("posted"),
}


def _page(
    request: HttpRequest,
    production: Production,
    count_list: CountList,
    rows: list[Row],
    *,
    form: FoundForm | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "production": production,
        "count_list": count_list,
        "rows": rows,
        "waiting": sum(row.is_waiting for row in rows),
        "counted": sum(row.line.state == CountState.COUNTED for row in rows),
        "states": STATE_WORDS,
        "form": form or FoundForm(production),
        "is_adding": form is not None,
    }
    return render(request, "pages/counts_list.html", context, status=status)


def _rows(count_list: CountList) -> list[Row]:
    return [Row(line) for line in lines_of(count_list)]


def _typed(request: HttpRequest, rows: list[Row]) -> list[Found]:
    """Read what was typed; what cannot be read stays typed and says why."""
    units, found = own_units_of([row.line.item_id for row in rows]), []
    for row in rows:
        row.typed = request.POST.get(row.field, "").strip()
        if not row.typed:
            continue
        item = row.line.item
        try:
            own = units.get(item.pk, {})
            found.append(Found(row.line, read_quantity(row.typed, item.decimals, item.unit, own)))
        except Refused as refusal:
            row.error = refusal_text(refusal)
    return found


def _recorded(count: int, again: int) -> str:
    said = ngettext("%(count)s line recorded.", "%(count)s lines recorded.", count) % {"count": count}
    if not again:
        return said
    off = ngettext("%(count)s is off: count it again.", "%(count)s are off: count them again.", again)
    return f"{said} {off % {'count': again}}"


urlpatterns = [
    path("", all_lists, name="list"),
    path("new/", new, name="new"),
    path("classes/", classes, name="classes"),
    path("<uuid:public_id>/", count, name="count"),
    path("<uuid:public_id>/found/", add, name="add"),
    path("<uuid:public_id>/post/", post, name="post"),
    path("<uuid:public_id>/close/", close, name="close"),
    path("<uuid:public_id>/list.<str:suffix>", table, name="table"),
]

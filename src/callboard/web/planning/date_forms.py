"""Forms with dates in rows: what a what-if changes, and when a location can be had."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.forms import BaseFormSet, formset_factory
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from callboard.film.planning.queries import Changeable, LocationLine
from callboard.film.planning.rules import EXTRA_DAYS_WITHIN, Change, Dates, LocationOffer
from callboard.film.planning.wording import spans
from callboard.web.forms import DayInput, PageForm
from callboard.web.planning.fields import MoneyField

if TYPE_CHECKING:
    from callboard.core.organizations.models import Production

CHANGE_ROWS = 4
LONGEST_SPAN_DAYS = 366
_SMALL = "form-control form-control-sm"

CHANGES: tuple[tuple[str, Any], ...] = (
    ("", gettext_lazy("–")),
    ("person_away", gettext_lazy("somebody is away")),
    ("person_free", gettext_lazy("somebody is free after all")),
    ("location_away", gettext_lazy("a location cannot be had")),
    ("lost_day", gettext_lazy("a shooting day is lost")),
    ("extra_day", gettext_lazy("there is a day more")),
)
PERIODS: tuple[tuple[str, Any], ...] = (
    ("window", gettext_lazy("can be had")),
    ("away", gettext_lazy("cannot be had")),
)


class SpanForm(forms.Form):
    """A row with a first and a last date; a row with nothing in it says nothing."""

    first = forms.DateField(label=gettext_lazy("From"), required=False, widget=DayInput)
    last = forms.DateField(label=gettext_lazy("To, included"), required=False, widget=DayInput)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        for field in self.fields.values():
            is_choice = isinstance(field, forms.ChoiceField)
            field.widget.attrs["class"] = "form-select form-select-sm" if is_choice else _SMALL

    def check_span(self, typed: dict[str, Any]) -> None:
        """The last date is not before the first, nor a year later."""
        first, last = typed.get("first"), typed.get("last")
        if first and last and last < first:
            self.add_error("last", _("This lies before the first date."))
        elif first and last and (last - first).days >= LONGEST_SPAN_DAYS:
            self.add_error("last", _("Give a year at most."))

    def dates(self) -> tuple[dt.date, ...]:
        """Every date from the first to the last; one where no last was given."""
        first = self.cleaned_data["first"]
        last = self.cleaned_data["last"] or first
        return tuple(first + dt.timedelta(days=number) for number in range((last - first).days + 1))


class ChangeForm(SpanForm):
    """One what-if: who or what, and when."""

    kind = forms.ChoiceField(label=gettext_lazy("What if"), choices=CHANGES, required=False)
    who = forms.ChoiceField(label=gettext_lazy("Who or where"), required=False)
    field_order = ("kind", "who", "first", "last")

    def __init__(self, *args: Any, choices: Changeable, **more: Any) -> None:
        super().__init__(*args, **more)
        who: Any = self.fields["who"]
        who.choices = [
            ("", "–"),
            (_("People"), list(choices.people)),
            (_("Locations"), list(choices.locations)),
        ]
        self.people = {key for key, _name in choices.people}
        if choices.dates:
            span = {"min": choices.dates[0].isoformat(), "max": (choices.dates[-1] + EXTRA_DAYS_WITHIN).isoformat()}
            for name in ("first", "last"):
                self.fields[name].widget.attrs |= span

    def clean(self) -> dict[str, Any]:
        """Every fault stands beside its field."""
        typed = super().clean() or self.cleaned_data
        kind, who = typed.get("kind", ""), typed.get("who", "")
        if not kind:
            if who or typed.get("first") or typed.get("last"):
                self.add_error("kind", _("Say what is different."))
            return typed
        if not typed.get("first") and "first" not in self.errors:
            self.add_error("first", _("Give a date."))
        self.check_span(typed)
        wants_person, wants_location = kind.startswith("person"), kind.startswith("location")
        if wants_person and who not in self.people:
            self.add_error("who", _("Choose a person."))
        elif wants_location and (not who or who in self.people):
            self.add_error("who", _("Choose a location."))
        return typed

    def changes(self) -> tuple[Change, ...]:
        """What was typed; nothing for an empty row."""
        kind, who = self.cleaned_data.get("kind"), self.cleaned_data.get("who", "")
        if not kind:
            return ()
        dates = self.dates()
        if kind == "person_away":
            return (Change(person=who, away=dates),)
        if kind == "person_free":
            return (Change(person=who, free_on=dates),)
        if kind == "location_away":
            return (Change(location=who, away=dates),)
        return tuple(Change(extra_day=on) if kind == "extra_day" else Change(lost_day=on) for on in dates)


class PeriodForm(SpanForm):
    """From when to when a location can be had, or cannot."""

    kind = forms.ChoiceField(label=gettext_lazy("The location"), choices=PERIODS, required=False)
    field_order = ("kind", "first", "last")

    def clean(self) -> dict[str, Any]:
        """A window may be open at one side; what cannot be had has a first date."""
        typed = super().clean() or self.cleaned_data
        typed["kind"] = typed.get("kind") or "window"
        if typed["kind"] == "away" and typed.get("last") and not typed.get("first") and "first" not in self.errors:
            self.add_error("first", _("Give a date."))
        self.check_span(typed)
        return typed

    @property
    def is_empty(self) -> bool:
        """Whether no date was typed."""
        return not (self.cleaned_data.get("first") or self.cleaned_data.get("last"))


if TYPE_CHECKING:
    _Rows = BaseFormSet[ChangeForm]
    _Periods = BaseFormSet[PeriodForm]
else:
    _Rows = _Periods = BaseFormSet


class _Changes(_Rows):
    def clean(self) -> None:
        """A what-if in which nothing is different would say nothing."""
        if not any(self.errors) and not changes_of(self):
            raise forms.ValidationError(_("Say at least one thing that is different."))


ChangeRows = formset_factory(ChangeForm, formset=_Changes, extra=CHANGE_ROWS, max_num=20)
PeriodRows = formset_factory(PeriodForm, formset=_Periods, extra=2, max_num=60)


def change_rows(choices: Changeable, typed: Any = None) -> _Rows:
    """The rows of a what-if."""
    return ChangeRows(typed, prefix="change", form_kwargs={"choices": choices})


def changes_of(rows: _Rows) -> tuple[Change, ...]:
    """Every change that was typed."""
    return tuple(change for row in rows for change in row.changes())


def period_rows(line: LocationLine, typed: Any = None) -> _Periods:
    """When a location can be had, with rows to type more."""
    kept = [{"kind": "window", "first": first, "last": last} for first, last in line.windows]
    kept += [{"kind": "away", "first": first, "last": last} for first, last in spans(line.away)]
    return PeriodRows(typed, prefix="period", initial=kept)


class RentForm(PageForm):
    """What a location costs; without fields for who sees no prices."""

    def __init__(self, line: LocationLine, production: Production, typed: Any = None) -> None:
        super().__init__(typed)
        if line.rent_minor is None:
            return
        for name, label, value in (
            ("rent", gettext_lazy("Rent for each day"), line.rent_minor),
            ("set_up", gettext_lazy("Set-up each time the company comes"), line.set_up_minor),
        ):
            field = MoneyField(currency=production.currency, label=label)
            field.widget.attrs["class"] = "form-control"
            field.help_text = str(field.hint)
            self.initial[name] = field.shown(value) if value else ""
            self.fields[name] = field

    def offer(self, periods: Sequence[PeriodForm]) -> LocationOffer:
        """What was typed; an empty price is none."""
        given = [row for row in periods if not row.is_empty]
        windows: tuple[Dates, ...] = tuple(
            (row.cleaned_data["first"], row.cleaned_data["last"])
            for row in given
            if row.cleaned_data["kind"] == "window"
        )
        away = tuple(on for row in given if row.cleaned_data["kind"] == "away" for on in row.dates())
        money = {f"{name}_minor": (self.cleaned_data[name] or 0) for name in ("rent", "set_up") if name in self.fields}
        return LocationOffer(windows=windows, away=away, **money)

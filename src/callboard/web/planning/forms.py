"""Forms of asking for a plan and of the figures that it is priced with."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from callboard.film.planning.figures import LABELS, Lengths, Prices
from callboard.film.planning.queries import FigureLine, TermsView
from callboard.film.planning.rules import (
    DEFAULT_SECONDS,
    DatesCross,
    DayLimitsCross,
    NegativeFigure,
    PlanAsk,
    WrongFigure,
)
from callboard.web.forms import DayInput, Group, PageForm
from callboard.web.planning.fields import FigureField, figure_field
from callboard.web.refusals import refusal_text

SECONDS: tuple[tuple[int, Any], ...] = (
    (5, gettext_lazy("5 seconds: a first look")),
    (DEFAULT_SECONDS, gettext_lazy("10 seconds")),
    (30, gettext_lazy("30 seconds")),
    (60, gettext_lazy("1 minute")),
    (300, gettext_lazy("5 minutes: for the last percent")),
)

FIGURES: dict[str, Any] = {
    "regular_minutes": gettext_lazy("Regular working day"),
    "legal_minutes": gettext_lazy("Longest working day"),
    "comfortable_eighths": gettext_lazy("Pages of a comfortable day"),
    "most_eighths": gettext_lazy("Most pages of a day"),
    "move_minutes": gettext_lazy("A company move takes"),
    "rest_minutes": gettext_lazy("Rest from wrap to call"),
    "day_call_minute": gettext_lazy("Call of a day"),
    "night_call_minute": gettext_lazy("Call of a night"),
    "minutes_per_page": gettext_lazy("A page takes, where a strip has no time"),
    "crew_day_minor": gettext_lazy("The crew, a day"),
    "overtime_hour_minor": gettext_lazy("Overtime of the unit, an hour"),
    "eighth_over_minor": gettext_lazy("Each eighth above the comfortable day"),
    "move_minor": gettext_lazy("A company move"),
    "short_rest_minor": gettext_lazy("A call with too little rest, for the unit"),
    "split_day_minor": gettext_lazy("A day with day and night work"),
    "changed_call_minor": gettext_lazy("A call that was told and changes"),
    "forced_call_minor": gettext_lazy("A cast member’s forced call"),
}


class AskForm(PageForm):
    """How long to plan, and whether what is set aside is planned too."""

    seconds = forms.TypedChoiceField(
        label=gettext_lazy("Plan for"),
        choices=SECONDS,
        coerce=int,
        initial=DEFAULT_SECONDS,
        help_text=gettext_lazy("You can stop at any time and keep the best plan so far."),
    )
    with_boneyard = forms.BooleanField(label=gettext_lazy("Place the strips of the boneyard too"), required=False)

    def ask(self) -> PlanAsk:
        """What was asked for."""
        typed = self.cleaned_data
        return PlanAsk(seconds=typed["seconds"], with_boneyard=typed["with_boneyard"])


class TermsForm(PageForm):
    """The figures of a production: each may stay empty, and says what is assumed then."""

    groups: ClassVar[tuple[Group, ...]] = (
        (
            gettext_lazy("Which dates"),
            ("first_on", "last_on", "keeps_called"),
        ),
        (
            gettext_lazy("How long days are"),
            ("regular_minutes", "legal_minutes", "comfortable_eighths", "most_eighths", "day_call_minute",
             "night_call_minute", "rest_minutes", "move_minutes", "minutes_per_page"),
        ),
        (gettext_lazy("Rules"), ("forbids_split_days", "forbids_short_rest", "minors_in_school")),
        (
            gettext_lazy("What it costs"),
            ("crew_day_minor", "overtime_hour_minor", "eighth_over_minor", "move_minor", "short_rest_minor",
             "forced_call_minor", "split_day_minor", "changed_call_minor"),
        ),
    )  # fmt: skip
    first_on = forms.DateField(
        label=gettext_lazy("Shoot from"),
        required=False,
        widget=DayInput,
        help_text=gettext_lazy("Empty: from the board’s first day, or from tomorrow."),
    )
    last_on = forms.DateField(
        label=gettext_lazy("Shoot until"),
        required=False,
        widget=DayInput,
        help_text=gettext_lazy("Empty: a quarter more days than the board has."),
    )
    keeps_called = forms.BooleanField(
        label=gettext_lazy("Days with a published call sheet stay as they are"), required=False
    )
    forbids_split_days = forms.BooleanField(label=gettext_lazy("No day and night work on one day"), required=False)
    forbids_short_rest = forms.BooleanField(label=gettext_lazy("No call with too little rest"), required=False)
    minors_in_school = forms.BooleanField(
        label=gettext_lazy("Minors are in school: the hours of a school day hold"), required=False
    )

    def __init__(self, view: TermsView, typed: Any = None, **more: Any) -> None:
        self.lines = view.lines
        self.has_prices = view.prices is not None
        super().__init__(typed, initial=_initial(view), **more)
        for line in view.lines:
            field = figure_field(line.unit, view.currency, label=FIGURES[line.name])
            field.widget.attrs |= {"class": "form-control"}
            field.help_text = _assumed(line, field)
            if line.is_assumed:
                field.widget.attrs["placeholder"] = field.shown(line.value)
            if line.typed is not None:
                self.initial[line.name] = field.shown(line.typed)
            self.fields[line.name] = field

    def lengths(self) -> Lengths:
        """What was typed of lengths and dates."""
        return Lengths(**{name: self.cleaned_data[name] for name in Lengths.__dataclass_fields__})

    def prices(self) -> Prices | None:
        """What was typed of money; None where it is not shown."""
        if not self.has_prices:
            return None
        return Prices(**{name: self.cleaned_data[name] for name in Prices.__dataclass_fields__})

    @contextmanager
    def refusals(self) -> Iterator[None]:
        """A refused figure stands beside its field."""
        with super().refusals():
            try:
                yield
            except WrongFigure as refusal:
                self.add_error(self._field_of(refusal.parameters["figure"]), self._between(refusal))
            except DatesCross as refusal:
                self.add_error("last_on", refusal_text(refusal))
            except DayLimitsCross as refusal:
                less = FIGURES[self._field_of(refusal.parameters["less"])]
                text = _("This must not be less than “%(less)s”.") % {"less": less}
                self.add_error(self._field_of(refusal.parameters["most"]), text)
            except NegativeFigure as refusal:
                self.add_error(self._field_of(refusal.parameters["figure"]), refusal_text(refusal))

    def _field_of(self, label: object) -> str:
        return next(name for name, text in LABELS.items() if text == label)

    def _between(self, refusal: WrongFigure) -> str:
        field: Any = self.fields[self._field_of(refusal.parameters["figure"])]
        least, most = (field.shown(refusal.parameters[name]) for name in ("least", "most"))
        return _("Give something between %(least)s and %(most)s.") % {"least": least, "most": most}


def _initial(view: TermsView) -> dict[str, Any]:
    figures = {line.name for line in view.lines}
    return {name: value for name, value in asdict(view.lengths).items() if name not in figures}


def _assumed(line: FigureLine, field: FigureField) -> str:
    """What stands when nothing is typed; else how to write it."""
    if line.typed is not None:
        return str(field.hint)
    if line.value is not None:
        return _("Nobody said it: %(value)s is assumed.") % {"value": field.named(line.value)}
    if line.unit == "money":
        return _("Empty: a day’s pay of whoever is called (%(hint)s).") % {"hint": field.hint}
    return _("Empty: no limit (%(hint)s).") % {"hint": field.hint}

"""Forms of a production's settings and its days off."""

from __future__ import annotations

import functools
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from callboard.almanac.holidays import supported_countries
from callboard.almanac.zones import zone_names
from callboard.core.productions.rules import CUSTOMARY_COLORS, ProductionTerms
from callboard.web.forms import DayInput, ListedInput, PageForm

KINDS = [
    ("feature", _("Feature film")),
    ("series", _("Series")),
    ("commercial", _("Commercial")),
    ("plant", _("Plant")),
]
PAPERS = [("a4", "A4"), ("us-letter", "US Letter")]
WEEKDAYS = [
    (0, _("Monday")), (1, _("Tuesday")), (2, _("Wednesday")), (3, _("Thursday")), (4, _("Friday")), (5, _("Saturday")),
    (6, _("Sunday")),
]  # fmt: skip


class ProductionForm(PageForm):
    """What a coordinator says about a production."""

    groups = (
        (_("The production"), ("title", "kind", "company", "starts_on", "currency")),
        (_("Where and when"), ("zone", "country", "weekly_days_off", "emergency_number")),
        (_("Paper and editions"), ("paper", "edition_colors", "pick_up_counts")),
    )
    title = forms.CharField(label=_("Title"), max_length=160)
    kind = forms.ChoiceField(label=_("Kind"), choices=KINDS)
    company = forms.CharField(label=_("Production company"), max_length=160, required=False)
    starts_on = forms.DateField(label=_("First day of shooting, or of work"), widget=DayInput())
    currency = forms.CharField(
        label=_("Currency"),
        max_length=3,
        min_length=3,
        initial="USD",
        required=False,
        help_text=_("Stock and orders are valued in it: a code such as USD or EUR."),
    )
    zone = forms.CharField(
        label=_("Time zone"),
        initial="Europe/Berlin",
        max_length=60,
        widget=ListedInput("zones"),
        help_text=_("Type a city. All times of the production are told in this zone."),
    )
    country = forms.CharField(
        label=_("Country, for public holidays"),
        max_length=10,
        required=False,
        widget=ListedInput("countries"),
        help_text=_("A code such as DE, or with its state: DE-HH, US-CA. Its public holidays are days off."),
    )
    weekly_days_off = forms.TypedMultipleChoiceField(
        label=_("Weekly days off"),
        choices=WEEKDAYS,
        coerce=int,
        required=False,
        initial=[5, 6],
        widget=forms.CheckboxSelectMultiple,
    )
    emergency_number = forms.CharField(
        label=_("Emergency number"),
        max_length=20,
        required=False,
        help_text=_("Printed on every call sheet and dispatch list."),
    )
    paper = forms.ChoiceField(label=_("Paper"), choices=PAPERS)
    edition_colors = forms.CharField(
        label=_("Colors of editions, in order"),
        initial=", ".join(CUSTOMARY_COLORS),
        max_length=400,
        help_text=_("Separated by commas. The first edition is the first color; after the last they start again."),
    )
    pick_up_counts = forms.BooleanField(
        label=_("A pick-up counts as the first call from which rest is measured"), required=False, initial=True
    )

    def clean_country(self) -> str:
        """Read a country, with or without its subdivision, as the list of holidays knows it."""
        written: str = self.cleaned_data["country"].strip().upper()
        if written and written not in country_codes():
            raise forms.ValidationError(_("No public holidays are known for “%(code)s”."), params={"code": written})
        return written

    def clean_currency(self) -> str:
        """Read a currency's code; left empty, it is US dollars."""
        written: str = self.cleaned_data["currency"].strip().upper() or "USD"
        if not (written.isascii() and written.isalpha()):
            raise forms.ValidationError(_("“%(code)s” is no currency's code."), params={"code": written})
        return written

    def terms(self) -> ProductionTerms:
        """What was typed, as the action wants it."""
        fields = dict(self.cleaned_data)
        colors = [color.strip() for color in fields.pop("edition_colors").split(",")]
        days_off = fields.pop("weekly_days_off")
        return ProductionTerms(
            **fields, weekly_days_off=tuple(days_off), edition_colors=tuple(color for color in colors if color)
        )


class DayOffForm(PageForm):
    """One date off, or one worked after all."""

    on = forms.DateField(label=_("Date"), widget=DayInput())
    reason = forms.CharField(label=_("Reason"), max_length=80, required=False)
    is_worked = forms.BooleanField(label=_("Work on this day after all"), required=False)


def terms_as_initial(production: Any) -> dict[str, Any]:
    """A production's terms as its form shows them."""
    names = [name for name in ProductionForm.base_fields if name != "edition_colors"]
    return {name: getattr(production, name) for name in names} | {
        "edition_colors": ", ".join(production.edition_colors)
    }


@functools.cache
def country_codes() -> frozenset[str]:
    """Every country and country-subdivision whose holidays are known."""
    countries = supported_countries()
    return frozenset(countries) | {f"{code}-{part}" for code, parts in countries.items() for part in parts}


def form_lists() -> dict[str, Any]:
    """What the fields with a search offer."""
    return {"zones": zone_names(), "countries": sorted(country_codes())}

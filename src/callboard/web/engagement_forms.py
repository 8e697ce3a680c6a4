"""The new-hire form: one form that feeds crew list, calls and contract wall."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from callboard.core.engagements.rules import (
    MINOR_UNITS,
    STANDARD_DEPARTMENTS,
    Deal,
    NotAnAmount,
    Terms,
    read_amount,
    show_amount,
)
from callboard.core.hours.rules import REST_RULES
from callboard.core.people.rules import PartyDetails
from callboard.web.forms import DayInput, Group, ListedInput, PageForm
from callboard.web.refusals import refusal_text

KINDS = [("cast", _("Cast")), ("crew", _("Crew")), ("background", _("Background")), ("vendor", _("Vendor"))]
RATE_PER = [("day", _("day")), ("week", _("week")), ("flat", _("flat"))]
AMOUNTS = ("rate", "hold_rate", "kit")
CURRENCIES = ("EUR", "USD", "GBP", "CHF", "DKK", "NOK", "SEK", "PLN", "CZK", "CAD", "AUD", "NZD", *sorted(MINOR_UNITS))
_NO_RULE = [("", _("as for the production"))]


class PartyForm(PageForm):
    """A person or company."""

    groups: ClassVar[tuple[Group, ...]] = (
        (_("Who"), ("name", "kind_of_party", "email", "phone", "contact_name", "emergency_contact", "language")),
        (_("A minor"), ("is_minor", "birth_on", "guardian_name", "guardian_email", "guardian_phone")),
        (_("On the day"), ("diet", "medical_note")),
    )
    name = forms.CharField(label=_("Name"), max_length=160)
    kind_of_party = forms.ChoiceField(
        label=_("Person or company"), choices=[("person", _("Person")), ("company", _("Company"))], initial="person"
    )
    email = forms.EmailField(label=_("E-mail"), required=False, help_text=_("Calls are sent here."))
    phone = forms.CharField(label=_("Phone"), max_length=40, required=False)
    contact_name = forms.CharField(label=_("Contact or agent"), max_length=160, required=False)
    emergency_contact = forms.CharField(label=_("Emergency contact"), max_length=200, required=False)
    language = forms.CharField(
        label=_("Language"), max_length=10, required=False, help_text=_("A code such as en or de, for their mails.")
    )
    is_minor = forms.BooleanField(label=_("Under 18"), required=False)
    birth_on = forms.DateField(label=_("Date of birth"), required=False, widget=DayInput())
    guardian_name = forms.CharField(label=_("Guardian"), max_length=160, required=False)
    guardian_email = forms.EmailField(
        label=_("Guardian's e-mail"), required=False, help_text=_("A minor's calls go to the guardian.")
    )
    guardian_phone = forms.CharField(label=_("Guardian's phone"), max_length=40, required=False)
    diet = forms.CharField(label=_("Diet"), max_length=60, required=False)
    medical_note = forms.CharField(
        label=_("Medical note"), required=False, widget=forms.Textarea(attrs={"rows": 2}), max_length=2000
    )

    def details(self) -> PartyDetails:
        """What was typed about the party."""
        names = set(PartyForm.base_fields) - {"kind_of_party"}
        fields = {name: self.cleaned_data[name] for name in names}
        return PartyDetails(kind=self.cleaned_data["kind_of_party"], **fields)


class TermsForm(PageForm):
    """A party's part in a production, and the deal."""

    groups: ClassVar[tuple[Group, ...]] = (
        (
            _("What they do"),
            ("kind", "position", "department", "is_head", "starts_on", "ends_on", "drives", "status_note"),
        ),
        (_("Before the set"), ("make_up_minutes", "wardrobe_minutes", "travel_minutes", "rest_rule")),
        (
            _("The deal"),
            ("rate", "currency", "rate_per", "hold_rate", "kit", "can_hold", "drop_after_days", "deal_note"),
        ),
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=KINDS, initial="crew")
    position = forms.CharField(
        label=_("Position"),
        max_length=80,
        help_text=_("Job title; for cast the character, for vendors what they supply."),
    )
    department = forms.CharField(
        label=_("Department"), max_length=60, required=False, widget=ListedInput("departments")
    )
    is_head = forms.BooleanField(label=_("Head of the department"), required=False)
    starts_on = forms.DateField(label=_("First day"), required=False, widget=DayInput())
    ends_on = forms.DateField(label=_("Last day"), required=False, widget=DayInput())
    drives = forms.BooleanField(label=_("Drives for the production"), required=False)
    status_note = forms.CharField(label=_("Note"), max_length=200, required=False)
    make_up_minutes = forms.IntegerField(label=_("Make-up minutes"), min_value=0, max_value=720, initial=0)
    wardrobe_minutes = forms.IntegerField(label=_("Wardrobe minutes"), min_value=0, max_value=720, initial=0)
    travel_minutes = forms.IntegerField(
        label=_("Minutes from pick-up to the place"),
        min_value=0,
        max_value=720,
        initial=0,
        help_text=_("0: comes by themselves."),
    )
    rest_rule = forms.ChoiceField(
        label=_("Rest between days"), required=False, choices=lambda: [*_NO_RULE, *_rest_rules()]
    )
    rate = forms.CharField(label=_("Rate"), max_length=20, required=False)
    currency = forms.CharField(label=_("Currency"), max_length=3, required=False, widget=ListedInput("currencies"))
    rate_per = forms.ChoiceField(label=_("Rate per"), choices=RATE_PER, initial="day")
    hold_rate = forms.CharField(label=_("Hold rate"), max_length=20, required=False)
    kit = forms.CharField(label=_("Kit"), max_length=20, required=False)
    can_hold = forms.BooleanField(label=_("May be held between working days"), required=False, initial=True)
    drop_after_days = forms.IntegerField(
        label=_("May be dropped after so many idle days"), min_value=1, max_value=365, required=False
    )
    deal_note = forms.CharField(
        label=_("Deal note"), required=False, widget=forms.Textarea(attrs={"rows": 2}), max_length=2000
    )

    def clean_currency(self) -> str:
        """Three letters, upper case."""
        written: str = self.cleaned_data["currency"].strip().upper()
        if written and not (len(written) == 3 and written.isascii() and written.isalpha()):
            raise forms.ValidationError(_("Write the currency with three letters, such as EUR or USD."))
        return written

    def clean(self) -> dict[str, Any]:
        """Read the amounts in their currency."""
        cleaned: dict[str, Any] = super().clean() or {}
        for name in AMOUNTS:
            try:
                cleaned[f"{name}_minor"] = read_amount(cleaned.get(name, ""), cleaned.get("currency", ""))
            except NotAnAmount as refusal:
                self.add_error(name, refusal_text(refusal))
        return cleaned

    def terms(self) -> Terms:
        """What was typed about the engagement."""
        typed = self.cleaned_data
        deal_names = ("currency", "rate_per", "can_hold", "drop_after_days", "deal_note")
        deal = Deal(
            **{f"{name}_minor": typed[f"{name}_minor"] for name in AMOUNTS},
            **{name: typed[name] for name in deal_names},
        )
        names = [n for n in TermsForm.base_fields if n not in AMOUNTS and n not in deal_names]
        return Terms(deal=deal, **{name: typed[name] for name in names})


class HireForm(PartyForm, TermsForm):
    """Both at once: somebody new on board."""

    groups: ClassVar[tuple[Group, ...]] = (*PartyForm.groups[:1], *TermsForm.groups, *PartyForm.groups[1:])


class DepartmentForm(PageForm):
    """How a department stands on crew list and call sheet."""

    name = forms.CharField(label=_("Name"), max_length=60)
    position = forms.IntegerField(label=_("Order"), min_value=0, max_value=30000)
    pre_call_minutes = forms.IntegerField(label=_("Pre-call (minutes)"), min_value=-600, max_value=600)
    channel = forms.CharField(label=_("Walkie channel"), max_length=20, required=False)


def form_lists() -> dict[str, Any]:
    """What the fields with a search offer."""
    return {"departments": STANDARD_DEPARTMENTS, "currencies": CURRENCIES}


def party_as_initial(party: Any) -> dict[str, Any]:
    """A party as its form shows it."""
    names = [name for name in PartyForm.base_fields if name != "kind_of_party"]
    return {name: getattr(party, name) for name in names} | {"kind_of_party": party.kind}


def terms_as_initial(engagement: Any) -> dict[str, Any]:
    """An engagement as its form shows it."""
    names = [name for name in TermsForm.base_fields if name not in {*AMOUNTS, "department"}]
    amounts = {name: show_amount(getattr(engagement, f"{name}_minor"), engagement.currency) for name in AMOUNTS}
    department = engagement.department.name if engagement.department else ""
    return {name: getattr(engagement, name) for name in names} | amounts | {"department": department}


def _rest_rules() -> list[tuple[str, str]]:
    return [(rule.code, f"{_(rule.applies_to)} ({rule.minutes // 60} h)") for rule in REST_RULES]

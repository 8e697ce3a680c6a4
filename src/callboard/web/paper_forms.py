"""Forms of the contract wall: a signed copy, a reason, a kind of paper."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from callboard.core.organizations.rules import DataClass
from callboard.paperwork.documents.actions import SignedUpload
from callboard.paperwork.documents.kind_actions import KindAsked
from callboard.paperwork.documents.rules import LONGEST_REASON, Due, KindRule
from callboard.web.forms import DayInput, PageForm
from callboard.web.templatetags.papers import GROUP_NAMES

TAKEN = ".pdf,.png,.jpg,.jpeg,.webp,.docx"


class SignForm(PageForm):
    """The upload of a signed copy."""

    copy = forms.FileField(label=_("Signed copy"), widget=forms.FileInput(attrs={"accept": TAKEN}))
    signed_on = forms.DateField(label=_("Signed on"), widget=DayInput())
    valid_until = forms.DateField(
        label=_("Valid until"),
        required=False,
        widget=DayInput(),
        help_text=_("Last good day, for insurance, permits and licenses. Empty: it does not run out."),
    )

    def upload(self) -> SignedUpload:
        """What was handed in."""
        asked = self.cleaned_data
        copy = asked["copy"]
        return SignedUpload(copy.read(), copy.name, asked["signed_on"], asked["valid_until"])


class ReasonForm(PageForm):
    """Why: for rejecting, waiving and voiding."""

    reason = forms.CharField(label=_("Reason"), max_length=LONGEST_REASON, min_length=10)


_MINORS = (
    ("all", _("Adults and minors")),
    ("adults", _("Adults only: minors sign another paper in its place")),
    ("minors", _("Minors only")),
)
_DUES = (
    (Due.BEFORE_FIRST_CALL.value, _("Before the first call")),
    (Due.WITHIN_DAYS_OF_START.value, _("Within days of the start")),
    (Due.BEFORE_FIRST_DRIVE.value, _("Before the first drive")),
)
_OPENED_BY = (
    (DataClass.PAY.value, _("Who sees pay")),
    (DataClass.MINOR.value, _("Who sees minors' particulars")),
    (DataClass.CONTACT.value, _("Who sees contacts")),
    (DataClass.CREW.value, _("Whoever sees the wall")),
)


class KindForm(PageForm):
    """Who needs a kind of paper, and by when."""

    name = forms.CharField(label=_("Paper"), max_length=80)
    for_kinds = forms.MultipleChoiceField(
        label=_("Needed by"), required=False, choices=tuple(GROUP_NAMES.items()), widget=forms.CheckboxSelectMultiple
    )
    for_drivers = forms.BooleanField(label=_("Whoever drives"), required=False)
    ages = forms.ChoiceField(label=_("Ages"), choices=_MINORS, initial="all")
    due = forms.ChoiceField(label=_("Due"), choices=_DUES)
    due_days = forms.IntegerField(label=_("Days after the start"), min_value=0, max_value=365, initial=0)
    data_class = forms.ChoiceField(label=_("Signed copies are opened by"), choices=_OPENED_BY)
    is_active = forms.BooleanField(label=_("In use"), required=False, initial=True)

    def asked(self) -> KindAsked:
        """The kind as the coordinator describes it."""
        typed = self.cleaned_data
        return KindAsked(
            name=typed["name"],
            for_kinds=tuple(typed["for_kinds"]),
            for_drivers=typed["for_drivers"],
            only_minors=typed["ages"] == "minors",
            for_minors=typed["ages"] != "adults",
            due=Due(typed["due"]),
            due_days=typed["due_days"],
            data_class=DataClass(typed["data_class"]),
            is_active=typed["is_active"],
        )


def kind_as_initial(name: str, rule: KindRule, *, data_class: str, is_active: bool) -> dict[str, Any]:
    """A kind of paper as its form shows it."""
    ages = "minors" if rule.only_minors else "all" if rule.for_minors else "adults"
    return {
        "name": name,
        "for_kinds": sorted(rule.for_kinds),
        "for_drivers": rule.for_drivers,
        "ages": ages,
        "due": rule.due.value,
        "due_days": rule.due_days,
        "data_class": data_class,
        "is_active": is_active,
    }


def sign_form_for(today: date) -> SignForm:
    """An empty form; most copies come in on the day they were signed."""
    return SignForm(initial={"signed_on": today})

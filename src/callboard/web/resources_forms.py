"""Forms of machines, skills, certificates, absences and stops."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from callboard.core.resources.rules import (
    HIGHEST_LEVEL,
    LOWEST_LEVEL,
    AbsenceKind,
    AbsenceTerms,
    CertificationTerms,
    MachineTerms,
    StopCause,
    StopTerms,
)
from callboard.web.forms import DayInput, PageForm
from callboard.web.templatetags.products import WORDS

if TYPE_CHECKING:
    from callboard.core.engagements.models import Department, Engagement
    from callboard.core.resources.models import Skill


def _rows(found: Iterable[Any]) -> dict[str, Any]:
    return {str(row.public_id): row for row in found}


def _day(label: Any, *, required: bool = True) -> forms.DateField:
    return forms.DateField(label=label, required=required, widget=DayInput())


class MachineForm(PageForm):
    """A machine or work center."""

    code = forms.CharField(label=_("Code"), max_length=30)
    name = forms.CharField(label=_("Name"), max_length=120)
    department = forms.ChoiceField(label=_("Department"))
    is_active = forms.BooleanField(label=_("In use"), required=False, initial=True)

    def __init__(self, departments: Iterable[Department], typed: Any = None, **more: Any) -> None:
        self.departments = _rows(departments)
        super().__init__(typed, **more)
        self.fields["department"].choices = [(key, row.name) for key, row in self.departments.items()]  # type: ignore[attr-defined]

    def department_row(self) -> Department:
        """The department that was chosen."""
        row: Department = self.departments[self.cleaned_data["department"]]
        return row

    def terms(self) -> MachineTerms:
        """What was typed."""
        typed = self.cleaned_data
        return MachineTerms(typed["code"], typed["name"], typed["is_active"])


class SkillForm(PageForm):
    """The name of a skill."""

    name = forms.CharField(label=_("Skill"), max_length=60)


class CertificationForm(PageForm):
    """Whose skill, how well, and until when."""

    engagement = forms.ChoiceField(label=_("Person"))
    skill = forms.ChoiceField(label=_("Skill"))
    level = forms.IntegerField(
        label=_("Level"), min_value=LOWEST_LEVEL, max_value=HIGHEST_LEVEL, help_text=_("1 learns it, 5 teaches it.")
    )
    valid_from = _day(_("Valid from"))
    valid_to = _day(_("Ends on"), required=False)

    def __init__(self, people: Iterable[Engagement], skills: Iterable[Skill], typed: Any = None, **more: Any) -> None:
        self.people, self.skills = _rows(people), _rows(skills)
        super().__init__(typed, **more)
        people_named = [(key, f"{row.party.name}, {row.position}") for key, row in self.people.items()]
        self.fields["engagement"].choices = people_named  # type: ignore[attr-defined]
        self.fields["skill"].choices = [(key, row.name) for key, row in self.skills.items()]  # type: ignore[attr-defined]

    def terms(self) -> CertificationTerms:
        """What was typed."""
        typed = self.cleaned_data
        return CertificationTerms(typed["level"], typed["valid_from"], typed["valid_to"])


class AbsenceForm(PageForm):
    """Who is away, when, and of what kind."""

    engagement = forms.ChoiceField(label=_("Person"))
    from_on = _day(_("First day away"))
    to_on = _day(_("Last day away"))
    kind = forms.ChoiceField(label=_("Kind"), choices=[(kind.value, WORDS[kind]) for kind in AbsenceKind])
    note = forms.CharField(
        label=_("Note"), max_length=200, required=False, help_text=_("Seen by those who see medical notes only.")
    )

    def __init__(self, people: Iterable[Engagement], typed: Any = None, **more: Any) -> None:
        self.people = _rows(people)
        super().__init__(typed, **more)
        named = [(key, f"{row.party.name}, {row.position}") for key, row in self.people.items()]
        self.fields["engagement"].choices = named  # type: ignore[attr-defined]

    def terms(self) -> AbsenceTerms:
        """What was typed."""
        typed = self.cleaned_data
        return AbsenceTerms(typed["from_on"], typed["to_on"], typed["kind"], typed["note"])


class StopForm(PageForm):
    """Why a machine stands, and who brings it back."""

    cause = forms.ChoiceField(label=_("Cause"), choices=[(cause.value, WORDS[cause]) for cause in StopCause])
    owner = forms.CharField(label=_("Who brings it back"), max_length=120, required=False)
    note = forms.CharField(label=_("What happened"), max_length=300, required=False)

    def terms(self) -> StopTerms:
        """What was typed."""
        typed = self.cleaned_data
        return StopTerms(typed["cause"], typed["note"], typed["owner"])

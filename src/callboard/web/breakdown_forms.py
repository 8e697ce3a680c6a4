"""Forms of the breakdown: lengths in eighths, times in minutes, colors."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy

from callboard.core.errors import Refused
from callboard.film.breakdown.actions import SceneFields
from callboard.film.breakdown.element_actions import ElementFields
from callboard.film.breakdown.palette_actions import CategoryFields
from callboard.film.breakdown.rules import eighths_from, minutes_from
from callboard.web.forms import Group, ListedInput, PageForm
from callboard.web.refusals import refusal_text

INT_EXT = [("", "–"), ("INT", "INT"), ("EXT", "EXT"), ("INT/EXT", "INT/EXT")]
TIMES = ["DAY", "NIGHT", "DAWN", "MORNING", "AFTERNOON", "EVENING", "DUSK", "SUNRISE", "SUNSET"]


class ReadField(forms.CharField):
    """Text that a rule reads; its refusal is shown beside the field."""

    def __init__(self, read: Callable[[str], Any], **kwargs: Any) -> None:
        self.read = read
        super().__init__(**kwargs)

    def clean(self, value: Any) -> Any:
        """Read what was typed."""
        written = super().clean(value)
        try:
            return self.read(written)
        except Refused as refusal:
            raise ValidationError(refusal_text(refusal)) from refusal


class SceneForm(PageForm):
    """The fields of a scene sheet."""

    groups: ClassVar[tuple[Group, ...]] = (
        (
            gettext_lazy("Heading"),
            ("number", "int_ext", "set_name", "time_of_day", "shot_as", "script_day"),
        ),
        (gettext_lazy("Length"), ("eighths", "minutes")),
        (gettext_lazy("Words"), ("synopsis", "notes")),
    )
    number = forms.CharField(label=gettext_lazy("Scene number"), max_length=20, required=False)
    int_ext = forms.ChoiceField(label=gettext_lazy("INT or EXT"), choices=INT_EXT, required=False)
    set_name = forms.CharField(label=gettext_lazy("Set"), max_length=200, widget=ListedInput("known-sets"))
    time_of_day = forms.CharField(
        label=gettext_lazy("Time of day"), max_length=30, required=False, widget=ListedInput("known-times")
    )
    shot_as = forms.CharField(
        label=gettext_lazy("Shot as"),
        max_length=30,
        required=False,
        help_text=gettext_lazy("When the light on the day differs from the story's: day for night."),
        widget=ListedInput("known-times"),
    )
    script_day = forms.CharField(label=gettext_lazy("Script day"), max_length=20, required=False)
    eighths = ReadField(
        eighths_from, label=gettext_lazy("Pages"), max_length=20, help_text=gettext_lazy("In eighths: 4/8, 1 4/8, 2")
    )
    minutes = ReadField(
        minutes_from,
        label=gettext_lazy("Shooting time"),
        max_length=20,
        required=False,
        help_text=gettext_lazy("Minutes, or hours and minutes: 45, 1:30"),
    )
    synopsis = forms.CharField(label=gettext_lazy("Synopsis"), max_length=300, required=False)
    notes = forms.CharField(
        label=gettext_lazy("Notes"), max_length=5000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def fields_of_scene(self) -> SceneFields:
        """What was typed, as the action takes it."""
        return SceneFields(**{name: self.cleaned_data[name] for name in SceneForm.base_fields})


class NewSceneForm(SceneForm):
    """A scene without a script."""

    groups = ((gettext_lazy("Episode"), ("episode",)), *SceneForm.groups)
    episode = forms.CharField(
        label=gettext_lazy("Episode"),
        max_length=10,
        required=False,
        help_text=gettext_lazy("Empty for a feature or a commercial."),
    )


class AddElementForm(PageForm):
    """Something a scene needs."""

    category = forms.UUIDField()
    name = forms.CharField(max_length=120)
    by_voice = forms.BooleanField(required=False)


class ElementForm(PageForm):
    """An element of the list."""

    number = forms.CharField(label=gettext_lazy("Number"), max_length=10, required=False)
    name = forms.CharField(label=gettext_lazy("Name"), max_length=120)
    quantity = forms.IntegerField(label=gettext_lazy("How many"), min_value=1, max_value=100_000)
    notes = forms.CharField(label=gettext_lazy("Notes"), max_length=300, required=False)

    def fields_of_element(self) -> ElementFields:
        """What was typed, as the action takes it."""
        return ElementFields(**self.cleaned_data)


class CategoryForm(PageForm):
    """A category of the palette."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=60)
    mark = forms.CharField(
        label=gettext_lazy("Mark"),
        max_length=12,
        required=False,
        help_text=gettext_lazy("Letters beside the color, so that color is never the only cue."),
    )
    color = forms.CharField(
        label=gettext_lazy("Color"), max_length=7, widget=forms.TextInput(attrs={"type": "color"}), initial="#616161"
    )

    def fields_of_category(self) -> CategoryFields:
        """What was typed, as the action takes it."""
        return CategoryFields(**self.cleaned_data)


class EstimateForm(PageForm):
    """A rule of thumb for shooting time."""

    minutes_per_page = forms.IntegerField(
        label=gettext_lazy("Minutes for a page"), min_value=5, max_value=600, initial=75
    )


def shown(form: PageForm) -> dict[str, object]:
    """A form's values by label, for the page that shows two states."""
    return {str(field.label): "" if field.value() is None else field.value() for field in form}

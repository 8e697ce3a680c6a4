"""Forms of the sheet: times as people type them, and refusals at the field they are about."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from callboard.core.calendars.rules import (
    NotATime,
    TimeHappensTwice,
    TimeSkippedByClockChange,
    read_minutes,
    show_minutes,
)
from callboard.core.errors import NotAllowed, NotFound, Refused, StaleEdit
from callboard.film.callsheets.rules import CallLeavesTheDay
from callboard.formats.eighths import eighths_text, read_eighths
from callboard.web.forms import PageForm
from callboard.web.refusals import refusal_text

if TYPE_CHECKING:
    from callboard.core.places.models import Place
    from callboard.film.callsheets.queries import CallView, SheetView

_OFFSET = re.compile(r"([+\-−–])\s*(?:(\d{1,2}):(\d{2})|(\d{1,3}))")
_ABOUT_TIMES = (CallLeavesTheDay, TimeSkippedByClockChange, TimeHappensTwice, NotATime)
TIME_HINT = _("7:45, 0745, 7:45p; 25:30 is half past one at night.")
CALL_ANCHORS = [
    ("general", _("moves with the general call")),
    ("fixed", _("fixed: stays when the day is pushed")),
    ("on_call", _("O/C: on call, no time")),
]
GROUP_ANCHORS = CALL_ANCHORS[:2]


class TimeField(forms.CharField):
    """A time of the production day in minutes; empty is None."""

    def __init__(self, *, may_be_before: bool = False, **kwargs: Any) -> None:
        kwargs.setdefault("required", False)
        kwargs.setdefault("max_length", 12)
        super().__init__(**kwargs)
        self.may_be_before = may_be_before
        self.widget.attrs |= {"autocomplete": "off", "class": "form-control time-input", "data-time": ""}

    def to_python(self, value: Any) -> Any:
        """Read it. Refuses as `read_minutes` does."""
        written = super().to_python(value)
        if not written:
            return None
        try:
            minutes = read_minutes(str(written))
        except NotATime as refusal:
            raise forms.ValidationError(refusal_text(refusal)) from None
        if minutes < 0 and not self.may_be_before:
            raise forms.ValidationError(_("This is before midnight of the day. Put it on the day before."))
        return minutes

    def validate(self, value: Any) -> None:
        """Only whether there has to be one."""
        if value is None and self.required:
            raise forms.ValidationError(self.error_messages["required"], code="required")

    def run_validators(self, value: Any) -> None:
        """Its length was bound by the widget; the value is a number by now."""

    def prepare_value(self, value: Any) -> Any:
        """Show minutes as a clock does."""
        return show_minutes(value) if isinstance(value, int) else value


class DueField(TimeField):
    """When somebody is due: a time, or as +45 or -0:30 from the general call (read by the form, which knows it)."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(may_be_before=True, **kwargs)
        self.general_call = 0

    def to_python(self, value: Any) -> Any:
        """Read a time or a distance from the general call."""
        match = _OFFSET.fullmatch(str(value or "").strip())
        if match is None:
            return super().to_python(value)
        sign, hours, minutes, alone = match.groups()
        offset = int(alone) if alone else int(hours) * 60 + int(minutes)
        return self.general_call + (offset if sign == "+" else -offset)


class EighthsField(forms.CharField):
    """Pages as the trade writes them, kept in eighths."""

    def to_python(self, value: Any) -> Any:
        """Read 1 4/8, 4/8 or 2; empty is none."""
        written = str(value or "").strip()
        eighths = read_eighths(written) if written else 0
        if eighths is None:
            raise forms.ValidationError(_("Write pages as 1 4/8 or 3/8."))
        return eighths

    def prepare_value(self, value: Any) -> Any:
        """Show eighths as pages."""
        return (eighths_text(value) if value else "") if isinstance(value, int) else value


class PlaceField(forms.ChoiceField):
    """One of the production's places, or none."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)
        self.places: dict[str, Place] = {}

    def offer(self, places: Sequence[Place], none: Any) -> None:
        """The places to choose from; `none` says what leaving it empty means."""
        self.places = {str(place.public_id): place for place in places}
        self.choices = [("", none), *((key, place.name) for key, place in self.places.items())]

    def clean(self, value: Any) -> Any:
        """The place itself."""
        return self.places.get(super().clean(value))

    def prepare_value(self, value: Any) -> Any:
        """The chosen key."""
        return str(value.public_id) if hasattr(value, "public_id") else value


class SheetForm(PageForm):
    """A form of the sheet: knows the version it shows, and at which field a refused time is said."""

    time_field: ClassVar[str | None] = None
    version: int | None = None

    @contextmanager
    def refusals(self) -> Iterator[None]:
        """As on every form, but what is refused about a time stands at that time."""
        try:
            yield
        except (NotFound, NotAllowed, StaleEdit):
            raise
        except Refused as refusal:
            is_about_time = isinstance(refusal, _ABOUT_TIMES)
            self.add_error(self.time_field if is_about_time else None, refusal_text(refusal))

    def shown(self) -> dict[str, object]:
        """The fields by label, as typed or as kept."""
        return {str(field.label): _shown_value(field) for field in self.visible_fields()}

    def at_version(self, version: int) -> SheetForm:
        """The same form, of a row at this version."""
        self.version = version
        return self


def _shown_value(field: forms.BoundField) -> object:
    value = field.value()
    if isinstance(field.field, forms.BooleanField):
        return _("yes") if value else _("no")
    choices = getattr(field.field, "choices", None)
    if choices is not None:
        return next((label for key, label in choices if str(key) == str(value or "")), "")
    return "" if value is None else value


class DueForm(SheetForm):
    """Shared by calls and groups: a time and what it hangs on.

    The time shown is kept beside the typed one: left alone, the call goes on hanging on the general call, though
    somebody pushed the day while the form was open.
    """

    time_field = "due"
    due = DueField(label=_("Due at"), help_text=_("A time, or +45 or -30 from the general call."))
    due_was = forms.CharField(required=False, widget=forms.HiddenInput)
    anchor_was = forms.CharField(required=False, widget=forms.HiddenInput)

    def use_general_call(self, general_call: int, pre_call: int = 0) -> None:
        """What distances are counted from."""
        self.general_call, self.pre_call = general_call, pre_call
        field = self.fields["due"]
        if isinstance(field, DueField):
            field.general_call = general_call

    def clean(self) -> dict[str, Any]:
        """A time unless it is O/C."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("anchor") != "on_call" and "due" in cleaned and cleaned["due"] is None:
            self.add_error("due", _("Give a time, or choose O/C."))
        return cleaned

    def due_fields(self) -> dict[str, Any]:
        """What the row keeps: nothing where nothing was changed."""
        anchor, due = self.cleaned_data["anchor"], self.cleaned_data["due"]
        typed = str(self.data.get("due", "")).strip()
        if anchor == self.cleaned_data["anchor_was"] and typed == self.cleaned_data["due_was"]:
            return {}
        if anchor == "on_call":
            return {"anchor": anchor, "minutes": 0}
        if anchor == "fixed":
            return {"anchor": anchor, "minutes": due}
        return {"anchor": anchor, "minutes": due - self.general_call + self.pre_call}


def minutes_field(label: Any) -> forms.IntegerField:
    """Whole minutes from 0 to half a day."""
    return forms.IntegerField(label=label, min_value=0, max_value=720, required=False)


class CallForm(DueForm):
    """One party's call."""

    anchor = forms.ChoiceField(label=_("The time"), choices=CALL_ANCHORS)
    is_called = forms.BooleanField(
        label=_("Called"), required=False, help_text=_("Off: on hold, listed but not called.")
    )
    make_up_minutes = minutes_field(_("Make-up minutes"))
    wardrobe_minutes = minutes_field(_("Wardrobe minutes"))
    travel_minutes = minutes_field(_("Minutes from pick-up"))
    status = forms.CharField(label=_("Status"), max_length=6, required=False, help_text=_("SW, W, WF, H …"))
    place = PlaceField(label=_("Place"))
    group = forms.ChoiceField(label=_("Background group"), required=False)
    remarks = forms.CharField(label=_("Remarks"), max_length=300, required=False)
    field_order = ["due", "anchor", "is_called", "make_up_minutes", "wardrobe_minutes", "travel_minutes"]

    @classmethod
    def of(cls, view: CallView, sheet: SheetView, places: Sequence[Place], typed: Any = None) -> CallForm:
        """The form of a call, filled with what it is or with what was typed."""
        call, due = view.call, view.times.on_set
        initial = {
            name: getattr(call, name)
            for name in ("anchor", "is_called", "make_up_minutes", "wardrobe_minutes", "travel_minutes", "status",
                         "place", "remarks")
        } | {
            "due": due,
            "due_was": "" if due is None else show_minutes(due),
            "anchor_was": call.anchor,
            "group": str(call.group.public_id) if call.group else "",
        }  # fmt: skip
        form = cls(typed, initial=initial)
        form.groups_by_key = {str(group.public_id): group for group in sheet.groups}
        form.use_general_call(sheet.sheet.general_call, view.terms.department_pre_call_minutes)
        form.fields["place"].offer(places, _("as for the day"))  # type: ignore[attr-defined]
        is_background = view.engagement.kind == "background"
        form.fields["group"].choices = [("", "—"), *((key, g.name) for key, g in form.groups_by_key.items())]  # type: ignore[attr-defined]
        if not is_background:
            del form.fields["group"]
        form.version = call.version
        return form

    groups_by_key: dict[str, Any]

    def changes(self) -> dict[str, Any]:
        """The fields to change."""
        typed = self.cleaned_data
        kept = {name: typed[name] for name in ("is_called", "status", "place", "remarks")}
        spans = {name: typed[name] or 0 for name in ("make_up_minutes", "wardrobe_minutes", "travel_minutes")}
        groups = {"group": self.groups_by_key.get(typed["group"])} if "group" in self.fields else {}
        return {**kept, **spans, **groups, **self.due_fields()}


class GroupForm(DueForm):
    """Background alike, called together."""

    name = forms.CharField(label=_("Group"), max_length=120)
    count = forms.IntegerField(label=_("How many"), min_value=1, max_value=5000)
    anchor = forms.ChoiceField(label=_("The time"), choices=GROUP_ANCHORS)
    wardrobe = forms.CharField(label=_("Wardrobe"), max_length=200, required=False)
    holding = forms.CharField(label=_("Holding"), max_length=200, required=False)
    field_order = ["name", "count", "due", "anchor", "wardrobe", "holding"]

    def changes(self) -> dict[str, Any]:
        """The fields to change."""
        names = ("name", "count", "wardrobe", "holding")
        return {name: self.cleaned_data[name] for name in names} | self.due_fields()


class RowForm(SheetForm):
    """A row of the day's work."""

    time_field = "starts_at_minutes"
    label = forms.CharField(label=_("Scene or line"), max_length=60)
    description = forms.CharField(label=_("What happens"), max_length=300, required=False)
    minutes = forms.IntegerField(label=_("Minutes"), min_value=0, max_value=1440)
    starts_at_minutes = TimeField(label=_("Starts at"), help_text=_("Empty: follows on the row before."))
    eighths = EighthsField(label=_("Pages"), required=False)
    cast_numbers = forms.CharField(label=_("Cast numbers"), max_length=120, required=False, help_text=_("1, 2, 5"))
    place = PlaceField(label=_("Place"))

    def changes(self) -> dict[str, Any]:
        """The fields to change."""
        return {name: self.cleaned_data[name] for name in self.fields}


class NoteForm(SheetForm):
    """What one department must know or bring."""

    text = forms.CharField(label=_("Note"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 5}))
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

"""What the pages' forms share: our widgets' classes, groups of fields, and refusals shown beside what was typed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, ClassVar

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext

from callboard.core.errors import NotAllowed, NotFound, Refused, StaleEdit
from callboard.web.refusals import refusal_text

Group = tuple[Any, tuple[str, ...]]
"""A legend (translatable) and the names of the fields under it."""


class PageForm(forms.Form):
    """A form of a page. `groups` orders its fields under legends; what is not named there comes first."""

    groups: ClassVar[tuple[Group, ...]] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            _dress(field.widget)

    def fieldsets(self) -> list[tuple[Any, list[BoundField]]]:
        """The fields under their legends."""
        named = {name for _, names in self.groups for name in names}
        first = [field for field in self.visible_fields() if field.name not in named]
        rest = [(legend, [self[name] for name in names if name in self.fields]) for legend, names in self.groups]
        return [(legend, fields) for legend, fields in (("", first), *rest) if fields]

    @contextmanager
    def refusals(self) -> Iterator[None]:
        """Show an action's refusal above the form, so that nothing typed is lost.

        What is not about the typed values goes on: the page is not theirs, or somebody else was faster.
        """
        try:
            yield
        except (NotFound, NotAllowed, StaleEdit):
            raise
        except Refused as refusal:
            self.add_error(None, refusal_text(refusal))


def readable_fields(form: forms.Form) -> dict[str, object]:
    """A form's visible fields by label, as a person reads them: choices by their names, yes and no as words."""
    return {str(field.label): _readable(field) for field in form.visible_fields()}


def _readable(field: BoundField) -> str:
    value: Any = field.value()
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    names = {str(key): str(name) for key, name in getattr(field.field, "choices", None) or ()}
    if isinstance(value, list | tuple):
        return ", ".join(names.get(str(item), str(item)) for item in value)
    return "" if value is None else names.get(str(value), str(value))


class DayInput(forms.DateInput):
    """The browser's own date picker."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs=attrs, format="%Y-%m-%d")


class ListedInput(forms.TextInput):
    """A text field that offers what is in a datalist of the page, and searches it as one types."""

    def __init__(self, list_id: str) -> None:
        super().__init__(attrs={"list": list_id, "autocomplete": "off"})


def _dress(widget: forms.Widget) -> None:
    if isinstance(widget, forms.CheckboxInput | forms.CheckboxSelectMultiple | forms.RadioSelect):
        widget.attrs.setdefault("class", "form-check-input")
    elif isinstance(widget, forms.Select):
        widget.attrs.setdefault("class", "form-select")
    elif not widget.is_hidden:
        widget.attrs.setdefault("class", "form-control")

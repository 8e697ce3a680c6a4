"""Forms of imports: the upload, and which column holds what."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from callboard.formats.columns import Field
from callboard.formats.limits import MAX_SHEETS_BYTES
from callboard.formats.tabular import Sheet, column_letters
from callboard.manufacturing.imports.rules import ImportKind, Settings
from callboard.manufacturing.imports.tables import COLUMNS
from callboard.web.forms import PageForm

if TYPE_CHECKING:
    from callboard.manufacturing.imports.models import ImportDraft

KIND_NAMES: dict[ImportKind, Any] = {
    ImportKind.ITEMS: gettext_lazy("Items"),
    ImportKind.SUPPLIERS: gettext_lazy("Suppliers’ prices"),
    ImportKind.ROUTINGS: gettext_lazy("Routings"),
    ImportKind.BOM_PAIRS: gettext_lazy("Bills of materials: parent and component"),
    ImportKind.BOM_LEVELS: gettext_lazy("Bills of materials: indented levels"),
    ImportKind.BOM_FLAT: gettext_lazy("Bill of materials of one product"),
    ImportKind.STOCK: gettext_lazy("Stock"),
    ImportKind.ORDERS: gettext_lazy("Clients’ orders"),
    ImportKind.CALENDAR: gettext_lazy("Calendar"),
}
"""In the order in which a new plant brings them in."""
KINDS = [(kind.value, name) for kind, name in KIND_NAMES.items()]
SIGNS = [
    ("", gettext_lazy("as the numbers show")),
    (".", gettext_lazy("point: 1.5")),
    (",", gettext_lazy("comma: 1,5")),
]
ORDERS = [
    ("", gettext_lazy("refuse dates that can be read both ways")),
    ("day", gettext_lazy("day first: 31/03/2027")),
    ("month", gettext_lazy("month first: 03/31/2027")),
]
_DAY_FIRST = {"": None, "day": True, "month": False}
COLUMN = "column_"


class UploadForm(PageForm):
    """A table from somebody's disk."""

    file = forms.FileField(
        label=gettext_lazy("Table"),
        max_length=200,
        help_text=gettext_lazy(
            "CSV or Excel workbook (.xlsx), up to 20 MB and 100,000 rows. Choose it or drop it here."
        ),
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx,.xlsm", "data-drop": ""}),
        error_messages={"empty": gettext_lazy("The file is empty. Save the table again.")},
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("What it holds"),
        choices=[("", gettext_lazy("Tell it by the headings")), *KINDS],
        required=False,
    )

    def content(self) -> bytes:
        """The bytes, one more than is taken at most: the reader refuses what is too large."""
        found: bytes = self.cleaned_data["file"].read(MAX_SHEETS_BYTES + 1)
        return found

    def chosen_kind(self) -> ImportKind | None:
        """What the person says it holds."""
        written = self.cleaned_data["kind"]
        return ImportKind(written) if written else None


class MatchForm(PageForm):
    """What the table holds, which column holds which field, and how numbers and dates are read."""

    kind = forms.ChoiceField(label=gettext_lazy("What it holds"), choices=KINDS)
    product = forms.CharField(
        label=gettext_lazy("Product whose components these are"),
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs={"list": "products", "autocomplete": "off"}),
    )
    decimal_sign = forms.ChoiceField(label=gettext_lazy("Decimal sign"), choices=SIGNS, required=False)
    date_order = forms.ChoiceField(label=gettext_lazy("Dates such as 03/04/2027"), choices=ORDERS, required=False)
    adds_missing = forms.BooleanField(
        label=gettext_lazy("Add places, departments, machines, skills and companies that are missing"), required=False
    )
    releases = forms.BooleanField(label=gettext_lazy("Release bills and routings that come in"), required=False)

    def __init__(self, *args: Any, table: Sheet, of: ImportKind, **kwargs: Any) -> None:
        self.table_kind = of
        super().__init__(*args, **kwargs)
        columns = [(str(at), f"{column_letters(at)} {heading}".strip()) for at, heading in enumerate(table.headings)]
        for one in COLUMNS[of]:
            self.fields[COLUMN + one.name] = _column_field(one, columns)
        if of is not ImportKind.BOM_FLAT:
            del self.fields["product"]
        for field in (self.fields[COLUMN + one.name] for one in COLUMNS[of]):
            field.widget.attrs.setdefault("class", "form-select")

    def settings_fields(self) -> list[forms.BoundField]:
        """What is said of the whole table."""
        return [field for field in self.visible_fields() if not field.name.startswith(COLUMN)]

    def matched_fields(self) -> list[forms.BoundField]:
        """Fields that have a column or must have one."""
        return [field for field in self._column_fields() if field.value() or "*" in str(field.label)]

    def other_fields(self) -> list[forms.BoundField]:
        """Fields that the table does not tell."""
        matched = {field.name for field in self.matched_fields()}
        return [field for field in self._column_fields() if field.name not in matched]

    def _column_fields(self) -> list[forms.BoundField]:
        return [field for field in self.visible_fields() if field.name.startswith(COLUMN)]

    def columns(self) -> dict[str, int | None]:
        """Field → column; None is a field that the table does not have."""
        return {
            name.removeprefix(COLUMN): int(value) if value else None
            for name, value in self.cleaned_data.items()
            if name.startswith(COLUMN)
        }

    def settings(self) -> Settings:
        """How the table is to be read."""
        said = self.cleaned_data
        return Settings(
            decimal_sign=said["decimal_sign"],
            is_day_first=_DAY_FIRST[said["date_order"]],
            product=said.get("product", "").strip(),
            adds_missing=said["adds_missing"],
            releases=said["releases"],
        )


def match_form(draft: ImportDraft, table: Sheet, columns: Mapping[str, int], settings: Settings) -> MatchForm:
    """The form as the draft stands."""
    order = {value: name for name, value in _DAY_FIRST.items()}
    initial: dict[str, Any] = {
        **vars(settings),
        "kind": draft.kind,
        "date_order": order[settings.is_day_first],
        **{COLUMN + name: str(column) for name, column in columns.items()},
    }
    return MatchForm(initial=initial, table=table, of=ImportKind(draft.kind))


def _column_field(one: Field, columns: list[tuple[str, str]]) -> forms.ChoiceField:
    empty = _("– choose a column –") if one.is_required else _("not in the table")
    label = f"{one.titles[0]} *" if one.is_required else one.titles[0]
    return forms.ChoiceField(label=label, choices=[("", empty), *columns], required=False)

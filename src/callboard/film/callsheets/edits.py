"""Which fields of a sheet, call, row or group people edit, and how one is made; the frame is the action's."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from callboard.core.engagements.models import Engagement
from callboard.core.organizations.models import VersionedModel
from callboard.film.callsheets.models import Call, CallSheet
from callboard.film.callsheets.queries import terms_of
from callboard.film.callsheets.rules import check_sheet_time

Row = TypeVar("Row", bound=VersionedModel)

SHEET_FIELDS = frozenset(
    {"title", "general_call", "shooting_call", "estimated_wrap", "breakfast", "lunch", "weather", "safety", "notes",
     "advance", "closed_set", "script_color", "schedule_color", "hospital", "company_moves", "transport", "equipment",
     "status", "main_place", "unit_base", "crew_parking", "day_number", "day_count"}
)  # fmt: skip
CALL_FIELDS = frozenset(
    {"anchor", "minutes", "make_up_minutes", "wardrobe_minutes", "travel_minutes", "status", "remarks", "is_called",
     "place", "group"}
)  # fmt: skip
ROW_FIELDS = frozenset({"label", "description", "eighths", "minutes", "starts_at_minutes", "cast_numbers", "place"})
# Times of the day itself; a call's own minutes may lie before midnight.
_TIMES = frozenset({"general_call", "shooting_call", "estimated_wrap", "breakfast", "lunch", "starts_at_minutes"})
GROUP_FIELDS = frozenset({"name", "count", "anchor", "minutes", "wardrobe", "holding"})


def change_fields(row: Row, fields: Mapping[str, Any], allowed: frozenset[str]) -> Row:
    """Set fields that people may edit, checked by the rules of calls where it is one; saves the row."""
    unknown = set(fields) - allowed
    if unknown:
        raise ValueError(f"not a field that people edit: {sorted(unknown)}")
    for name, value in fields.items():
        if name in _TIMES and value is not None:
            check_sheet_time(value)
        setattr(row, name, value)
    if isinstance(row, Call):
        terms_of(row)  # raises what the rules of calls refuse
    row.save()
    return row


def new_row(model: type[Row], sheet: CallSheet, **fields: Any) -> Row:
    """Make a row of the sheet."""
    row = model(organization_id=sheet.organization_id, call_sheet=sheet, **fields)
    row.save()
    return row


def new_call(sheet: CallSheet, engagement: Engagement) -> Call:
    """Put an engagement on the sheet with its own make-up, wardrobe and travel minutes; vendors are on call."""
    is_vendor = engagement.kind == Engagement.Kind.VENDOR
    return new_row(
        Call,
        sheet,
        engagement=engagement,
        anchor=Call.Anchor.ON_CALL if is_vendor else Call.Anchor.GENERAL,
        make_up_minutes=engagement.make_up_minutes,
        wardrobe_minutes=engagement.wardrobe_minutes,
        travel_minutes=engagement.travel_minutes,
    )

"""Problems as JSON and back: the form in which they cross to the planning process.

Every dataclass is an object of its fields (those at their default may be left out), dates are ISO text, fractions
"numerator/denominator" (or whole), sets sorted lists.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import MISSING, fields
from enum import Enum
from fractions import Fraction
from typing import Any

from callboard.planner.requirements.problem import (
    AlternativeUse,
    BomLine,
    Calendar,
    Demand,
    DemandKind,
    Item,
    LotKind,
    LotRule,
    MessageRules,
    OpenOrder,
    OrderKind,
    OrderStatus,
    Problem,
    Source,
    Stock,
)
from callboard.planner.requirements.refusals import NotAProblem

Form = Mapping[str, Any]


def problem_as_json(problem: Problem) -> dict[str, Any]:
    """Values for `json.dumps`; fields at their default are left out."""
    form: dict[str, Any] = _as_json(problem)
    return form


def problem_from_json(form: object) -> Problem:
    """The problem that `problem_as_json` gave. Raises NotAProblem, saying where."""
    if not isinstance(form, dict):
        raise NotAProblem(reason="it is no object")
    try:
        return Problem(**_arguments(Problem, form, _PARTS))
    except (KeyError, TypeError, ValueError, ZeroDivisionError) as error:
        raise NotAProblem(reason=f"{type(error).__name__}: {error}"[:300]) from error


def _as_json(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    if value is None or isinstance(value, str | int):
        return value
    if isinstance(value, dt.date | Fraction):
        return str(value)  # a date's text is its ISO form
    if isinstance(value, tuple | frozenset):
        return [_as_json(part) for part in (sorted(value) if isinstance(value, frozenset) else value)]
    return {
        name: _as_json(part)
        for name, default in _fields(type(value))
        if (part := getattr(value, name)) != default or default is MISSING
    }


_FIELDS: dict[type, tuple[tuple[str, Any], ...]] = {}


def _fields(kind: type) -> tuple[tuple[str, Any], ...]:
    """Names and defaults, looked up once for each class: a problem has a hundred thousand rows."""
    if kind not in _FIELDS:
        _FIELDS[kind] = tuple((field.name, field.default) for field in fields(kind))
    return _FIELDS[kind]


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{value!r} is no text")
    return value


def _number(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError(f"{value!r} is no whole number")
    return value


def _flag(value: Any) -> bool:
    if not isinstance(value, bool):
        raise TypeError(f"{value!r} is neither true nor false")
    return value


def _date(value: Any) -> dt.date:
    return dt.date.fromisoformat(_text(value))


def _fraction(value: Any) -> Fraction:
    return Fraction(value if isinstance(value, int) else _text(value))


def _date_or_none(value: Any) -> dt.date | None:
    return None if value is None else _date(value)


def _number_or_none(value: Any) -> int | None:
    return None if value is None else _number(value)


def _dates(value: Any) -> frozenset[dt.date]:
    return frozenset(_date(day) for day in _list(value))


def _weekdays(value: Any) -> frozenset[int]:
    return frozenset(_number(day) for day in _list(value))


def _list(value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise TypeError(f"{str(value)[:40]!r} is no list")
    return value


def _arguments(kind: type, form: Any, readers: Mapping[str, Any]) -> dict[str, Any]:
    if not isinstance(form, dict):
        raise TypeError(f"{kind.__name__}: {str(form)[:40]!r} is no object")
    unknown = form.keys() - readers.keys()
    if unknown:
        raise KeyError(f"{kind.__name__} has no {min(unknown)}")
    try:
        return {name: readers[name](value) for name, value in form.items()}
    except (TypeError, ValueError) as error:
        raise ValueError(f"{kind.__name__} {form.get('key', '')}: {error}") from error


def _reader(kind: type, readers: Mapping[str, Any]) -> Any:
    def read(form: Any) -> Any:
        return kind(**_arguments(kind, form, readers))

    return read


def _many(kind: type, readers: Mapping[str, Any]) -> Any:
    read = _reader(kind, readers)

    def read_all(forms: Any) -> Any:
        return tuple(read(form) for form in _list(forms))

    return read_all


_LOT = {
    "kind": LotKind,
    "hold_cost": _fraction,
    **dict.fromkeys(
        ("quantity", "periods", "minimum", "multiple", "maximum", "setup_cost", "bucket_days"), _number
    ),
}  # fmt: skip
_ITEM = {
    "key": _text,
    "lead_days": _number_or_none,
    "source": Source,
    "lot": _reader(LotRule, _LOT),
    "safety_stock": _number,
    "safety_days": _number,
    "rebuild_safety_at_once": _flag,
    "good_yield": _fraction,
    "shrinkage": _fraction,
    "phantom": _flag,
    "fence_days": _number,
    "calendar": _text,
    "unit_value": _fraction,
    "owner": _text,
}
_LINE = {
    "parent": _text,
    "component": _text,
    "per": _fraction,
    "batch": _number,
    "scrap": _fraction,
    "fixed": _number,
    "valid_from": _date_or_none,
    "valid_until": _date_or_none,
    "group": _text,
    "priority": _number,
    "use": AlternativeUse,
    "offset_days": _number,
}
_STOCK = {"item": _text, "quantity": _number, "reserved_for": _text, "expires": _date_or_none, "key": _text}
_ORDER = {
    "key": _text,
    "item": _text,
    "quantity": _number,
    "due": _date,
    "kind": OrderKind,
    "status": OrderStatus,
    "movable": _flag,
    "earliest": _date_or_none,
}
_DEMAND = {
    "key": _text,
    "item": _text,
    "quantity": _number,
    "due": _date,
    "kind": DemandKind,
    "priority": _number,
    "customer": _text,
    "parent": _text,
}
_RULES = dict.fromkeys(
    ("release_days", "review_days", "expedite_days", "defer_days", "least_quantity", "least_value"), _number
)
_PARTS = {
    "today": _date,
    "items": _many(Item, _ITEM),
    "calendars": _many(Calendar, {"key": _text, "weekdays": _weekdays, "closed": _dates, "opened": _dates}),
    "lines": _many(BomLine, _LINE),
    "stock": _many(Stock, _STOCK),
    "open_orders": _many(OpenOrder, _ORDER),
    "demands": _many(Demand, _DEMAND),
    "rules": _reader(MessageRules, _RULES),
}

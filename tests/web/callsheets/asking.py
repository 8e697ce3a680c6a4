"""Asking the pages of call sheets, and reading what they say."""

from __future__ import annotations

import datetime as dt
import re
from html import unescape
from typing import Any
from uuid import uuid4

from django.test import Client
from django.urls import reverse

from callboard.core.hours.actions import record_shift
from callboard.core.hours.rules import Shift
from callboard.core.organizations.models import Membership
from callboard.film.callsheets.models import CallSheet
from tests.builders import (
    FRIDAY_18H,
    SATURDAY,
)

NIGHT = dt.datetime(2027, 3, 5, 19, 30, tzinfo=dt.UTC)  # 20:30 in Berlin
HTMX: dict[str, Any] = {"HTTP_HX_REQUEST": "true"}


def url(name: str, sheet: CallSheet, *more: object) -> str:
    return reverse(f"callsheets:{name}", args=[sheet.production.public_id, sheet.public_id, *more])


def words(response: Any) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", response.content.decode())).split())


def post(client: Client, address: str, fields: dict[str, Any] | None = None, **extra: Any) -> Any:
    return client.post(address, {"request_key": uuid4().hex, **(fields or {})}, **extra)


def call_named(sheet: CallSheet, name: str) -> Any:
    return sheet.calls.get(engagement__party__name=name)


def call_form(call: Any, **fields: Any) -> dict[str, Any]:
    """The call's form as the page fills it; `fields` are what a person typed over it."""
    shown = {"anchor": call.anchor, "anchor_was": call.anchor, "is_called": "on", "version": call.version}
    spans = {name: getattr(call, name) for name in ("make_up_minutes", "wardrobe_minutes", "travel_minutes")}
    return shown | spans | {"status": call.status, "remarks": call.remarks, "place": ""} | fields


def dismissed_at_half_past_eight(sheet: CallSheet, name: str, by: Membership) -> None:
    party = call_named(sheet, name).engagement.party
    shift = Shift(NIGHT - dt.timedelta(hours=10), NIGHT)
    record_shift(sheet.production, party, shift, day=SATURDAY - dt.timedelta(days=1), by=by, at=FRIDAY_18H)

"""What the plan's messages ask for, in words."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

KINDS: dict[str, Any] = {
    "expedite": _("Expedite"),
    "past_due_receipt": _("Receipt is past due"),
    "past_due_start": _("Start is past due"),
    "short_inside_lead_time": _("Short inside lead time"),
    "below_safety": _("Below safety stock"),
    "release": _("Release"),
    "defer": _("Defer"),
    "decrease": _("Decrease"),
    "cancel": _("Cancel"),
}

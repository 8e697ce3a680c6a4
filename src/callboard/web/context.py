"""What every page's template may use."""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from callboard.core.organizations.permissions import may
from callboard.core.organizations.rules import Permission


def page(request: HttpRequest) -> dict[str, Any]:
    """The member, what they may do (`may.publish_calls`), and a fresh key for each form of the page."""
    member = getattr(request, "member", None)
    return {
        "member": member,
        "may": {p.name.lower(): may(member, p) for p in Permission} if member else {},
        "request_key": uuid.uuid4().hex,
        "is_demo": settings.DEMO,
        "has_mailbox": not settings.EMAIL_HOST,
    }

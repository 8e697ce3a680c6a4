"""What a member may do in the breakdown, and what the state of the production allows."""

from __future__ import annotations

from callboard.core.organizations.models import Production
from callboard.core.publishing.models import Edition


def cast_numbers_are_locked(production: Production) -> bool:
    """Whether a published sheet already names cast by number: those numbers stay."""
    return Edition.objects.filter(production=production).exists()

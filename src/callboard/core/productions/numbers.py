"""The next number of a series: work orders, purchase orders, shipments."""

from __future__ import annotations

from callboard.core.organizations.models import Production
from callboard.core.productions.models import NumberSeries


def next_number(production: Production, series: str, prefix: str) -> str:
    """Give out the next number, as WO-1001. Call it inside the action's transaction: a refused action takes none."""
    row, _ = NumberSeries.objects.select_for_update().get_or_create(
        organization_id=production.organization_id, production=production, name=series
    )
    row.last += 1
    row.save(update_fields=["last"])
    return f"{prefix}-{row.last}"

"""Numbers that a production gives out in order."""

from __future__ import annotations

from django.db import models

from callboard.core.organizations.models import Production, TenantModel
from callboard.core.organizations.rules import DataClass


class NumberSeries(TenantModel):
    """The last number given out of one series (work orders, purchase orders, shipments …) of a production."""

    data_classes = {"name": DataClass.PUBLIC, "last": DataClass.PUBLIC}
    production = models.ForeignKey(Production, on_delete=models.CASCADE, related_name="number_series")
    name = models.CharField(max_length=20)
    last = models.PositiveIntegerField(default=1000)

    class Meta(TenantModel.Meta):
        app_label = "core"
        constraints = [
            *TenantModel.Meta.constraints,
            models.UniqueConstraint(
                fields=["organization", "production", "name"], name="number_series_is_one_per_production_and_name"
            ),
        ]

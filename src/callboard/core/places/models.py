"""Places: real addresses with what people need to get there and be safe there."""

from __future__ import annotations

from django.db import models

from callboard.core.organizations.models import Production, VersionedModel
from callboard.core.organizations.rules import DataClass


class Place(VersionedModel):
    """A real address of a production. A set of the story is not a place: it is filmed at one."""

    class Kind(models.TextChoices):
        """What the place is for."""

        LOCATION = "location"
        STAGE = "stage"
        UNIT_BASE = "unit base"
        PARKING = "parking"
        HOLDING = "holding"
        HOSPITAL = "hospital"
        OFFICE = "office"

    data_classes = dict.fromkeys(
        (
            "kind",
            "name",
            "address",
            "latitude",
            "longitude",
            "parking",
            "access",
            "nearest_hospital",
            "hospital_phone",
            "map_url",
            "is_active",
        ),
        DataClass.CREW,
    ) | {"contact": DataClass.CONTACT}
    production = models.ForeignKey(Production, on_delete=models.PROTECT, related_name="places")
    kind = models.CharField(max_length=20, choices=Kind, default=Kind.LOCATION)
    name = models.CharField(max_length=120)
    address = models.CharField(max_length=300)
    latitude = models.DecimalField(max_digits=8, decimal_places=5, null=True, blank=True)
    longitude = models.DecimalField(max_digits=8, decimal_places=5, null=True, blank=True)
    parking = models.CharField(max_length=300, blank=True)
    access = models.TextField(blank=True)
    nearest_hospital = models.CharField(max_length=300, blank=True)
    hospital_phone = models.CharField(max_length=40, blank=True)
    contact = models.CharField(max_length=200, blank=True)
    map_url = models.URLField(blank=True)
    is_active = models.BooleanField(default=True)

    class Meta(VersionedModel.Meta):
        app_label = "core"
        constraints = [
            *VersionedModel.Meta.constraints,
            models.UniqueConstraint(
                fields=["organization", "production", "name"], name="place_name_is_unique_in_production"
            ),
        ]

    def __str__(self) -> str:
        return self.name

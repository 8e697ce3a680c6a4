"""What just changed, numbered, for pages that follow it live."""

from __future__ import annotations

from django.db import models

from callboard.core.facts.models import Fact
from callboard.core.organizations.models import Production
from callboard.core.organizations.rules import DataClass


class Event(Fact):
    """One change. Carries ids only: whoever follows asks again for what they may see."""

    data_classes = {"kind": DataClass.CREW, "subject_key": DataClass.CREW, "at": DataClass.CREW}
    production = models.ForeignKey(Production, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=40)
    subject_key = models.CharField(max_length=40, blank=True)
    at = models.DateTimeField()

    class Meta(Fact.Meta):
        app_label = "core"
        indexes = [models.Index(fields=["organization", "production", "id"], name="event_by_production")]

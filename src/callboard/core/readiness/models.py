"""Overrides: a named person let somebody be called though something stood in the way."""

from __future__ import annotations

from django.db import models

from callboard.core.facts.models import Fact
from callboard.core.organizations.models import Membership, Production
from callboard.core.organizations.rules import DataClass
from callboard.core.people.models import Party


class Override(Fact):
    """One blocker, lifted by somebody, with the reason; recorded, never printed."""

    data_classes = {
        "blocker_code": DataClass.CREW,
        "blocker_key": DataClass.CREW,
        "reason": DataClass.CREW,
        "day": DataClass.CREW,
        "at": DataClass.CREW,
    }
    production = models.ForeignKey(Production, on_delete=models.PROTECT, related_name="+")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="overrides")
    blocker_code = models.CharField(max_length=60)
    blocker_key = models.CharField(max_length=60)
    day = models.DateField()
    """The override holds for this production day only."""
    reason = models.CharField(max_length=300)
    by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta(Fact.Meta):
        app_label = "core"

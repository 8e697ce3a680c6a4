"""Hours as facts: when somebody was called and dismissed, in UTC."""

from __future__ import annotations

from django.db import models

from callboard.core.facts.models import Fact
from callboard.core.organizations.models import Production
from callboard.core.organizations.rules import DataClass
from callboard.core.people.models import Party


class WorkedShift(Fact):
    """A party's real first call and dismissal on one production day; a correction names the row it replaces."""

    data_classes = {
        "day": DataClass.CREW,
        "called_at": DataClass.CREW,
        "dismissed_at": DataClass.CREW,
        "reason": DataClass.CREW,
        "recorded_at": DataClass.CREW,
        "recorded_by_name": DataClass.CREW,
    }
    production = models.ForeignKey(Production, on_delete=models.PROTECT, related_name="+")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="shifts")
    day = models.DateField()
    """The production day the shift began on, also for a night shoot."""
    called_at = models.DateTimeField()
    dismissed_at = models.DateTimeField()
    replaces = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="replaced_by")
    reason = models.CharField(max_length=200, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by_name = models.CharField(max_length=120)

    class Meta(Fact.Meta):
        app_label = "core"
        constraints = [
            *Fact.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(dismissed_at__gt=models.F("called_at")), name="shift_ends_after_it_began"
            ),
        ]
        indexes = [models.Index(fields=["organization", "party", "-dismissed_at"], name="shift_by_party")]

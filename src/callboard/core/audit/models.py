"""The audit's table: who did what, when. It never feeds logic."""

from __future__ import annotations

from django.db import models

from callboard.core.facts.models import Fact
from callboard.core.organizations.models import Membership, Production
from callboard.core.organizations.rules import DataClass


class AuditEntry(Fact):
    """One action that took place, written in its transaction."""

    data_classes = {
        "actor_name": DataClass.CREW,
        "verb": DataClass.CREW,
        "subject_kind": DataClass.CREW,
        "subject_key": DataClass.CREW,
        "subject_name": DataClass.CREW,
        "detail": DataClass.CREW,
        "at": DataClass.CREW,
    }
    production = models.ForeignKey(Production, null=True, on_delete=models.PROTECT, related_name="+")
    actor = models.ForeignKey(Membership, null=True, on_delete=models.PROTECT, related_name="+")
    actor_name = models.CharField(max_length=120)
    verb = models.CharField(max_length=60)
    subject_kind = models.CharField(max_length=60, blank=True)
    subject_key = models.CharField(max_length=40, blank=True)
    subject_name = models.CharField(max_length=200, blank=True)
    detail = models.JSONField(default=dict)
    """Counts, old and new values of public fields; never contact, pay, minor or medical data."""
    at = models.DateTimeField()

    class Meta(Fact.Meta):
        app_label = "core"
        indexes = [models.Index(fields=["organization", "production", "-id"], name="audit_by_production")]

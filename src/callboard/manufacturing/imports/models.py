"""Imports: a file as it came, how its columns were matched, and what was found."""

from __future__ import annotations

from django.db import models

from callboard.core.attachments.models import Attachment
from callboard.core.organizations.models import Membership, Production, VersionedModel
from callboard.core.organizations.rules import DataClass
from callboard.manufacturing.imports.rules import ImportKind, ImportState


class ImportDraft(VersionedModel):
    """A table on its way in. Nothing of it stands anywhere else until it is taken."""

    data_classes = dict.fromkeys(
        (
            "kind",
            "state",
            "file_name",
            "sheet",
            "headings",
            "rows",
            "matching",
            "settings",
            "faults",
            "counts",
            "created_at",
            "taken_at",
        ),
        DataClass.CREW,
    )
    production = models.ForeignKey(Production, on_delete=models.PROTECT, related_name="imports")
    kind = models.CharField(max_length=50, choices=[(k.value, k.value) for k in ImportKind])
    state = models.CharField(
        max_length=20, choices=[(s.value, s.value) for s in ImportState], default=ImportState.MATCHING
    )
    file = models.ForeignKey(Attachment, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    file_name = models.CharField(max_length=200)
    sheet = models.CharField(max_length=100, blank=True)
    headings = models.JSONField(default=list)
    rows = models.JSONField(default=list)
    """The cells as read, each row with its number in the file."""
    matching = models.JSONField(default=dict)
    """Field name → column."""
    settings = models.JSONField(default=dict)
    faults = models.JSONField(default=list)
    counts = models.JSONField(default=dict)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    taken_at = models.DateTimeField(null=True, blank=True)

    class Meta(VersionedModel.Meta):
        app_label = "manufacturing"

"""Files that people gave us, kept by the hash of their content."""

from __future__ import annotations

from django.db import models

from callboard.core.facts.models import Fact
from callboard.core.organizations.models import Membership, Production
from callboard.core.organizations.rules import DataClass


class Attachment(Fact):
    """One uploaded or made file. The bytes lie in the file store under `sha256`."""

    data_classes = {
        "file_name": DataClass.CREW,
        "content_type": DataClass.CREW,
        "size": DataClass.CREW,
        "sha256": DataClass.CREW,
        "data_class": DataClass.CREW,
        "created_at": DataClass.CREW,
    }
    production = models.ForeignKey(Production, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    """Whose file it is: who does not see the production does not see the file."""
    file_name = models.CharField(max_length=200)
    content_type = models.CharField(max_length=80)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    data_class = models.CharField(max_length=10, choices=[(c.value, c.value) for c in DataClass])
    """How private the content is: who may open it follows from the role table."""
    created_by = models.ForeignKey(Membership, null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()

    class Meta(Fact.Meta):
        app_label = "core"

    def __str__(self) -> str:
        return self.file_name

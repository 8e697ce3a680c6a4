"""Capability links: whoever holds one may see or do one thing, as one party, until it ends."""

from __future__ import annotations

from django.db import models

from callboard.core.facts.models import Fact
from callboard.core.organizations.models import TenantModel
from callboard.core.organizations.rules import DataClass


class CapabilityLink(TenantModel):
    """One link. Only a keyed hash of its 32 random bytes is kept."""

    data_classes = {
        "token_hash": DataClass.SECRET,
        "purpose": DataClass.CREW,
        "holder_key": DataClass.CREW,
        "subject_key": DataClass.CREW,
        "created_at": DataClass.CREW,
        "expires_at": DataClass.CREW,
        "revoked_at": DataClass.CREW,
    }
    token_hash = models.CharField(max_length=64, unique=True)
    purpose = models.CharField(max_length=30)
    holder_key = models.UUIDField()
    """Public id of the party the link was made for (people stand above links, so it is no foreign key)."""
    subject_key = models.UUIDField()
    """Public id of what it shows, such as an edition."""
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta(TenantModel.Meta):
        app_label = "core"
        indexes = [models.Index(fields=["organization", "holder_key"], name="link_by_holder")]


class LinkOpening(Fact):
    """The page of a link was really shown in a browser (its beacon came back), which a mail scanner does not do."""

    data_classes = {"at": DataClass.CREW}
    link = models.ForeignKey(CapabilityLink, on_delete=models.PROTECT, related_name="openings")
    at = models.DateTimeField()

    class Meta(Fact.Meta):
        app_label = "core"

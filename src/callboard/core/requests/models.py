"""The table of keys under which unsafe requests were already answered."""

from __future__ import annotations

from django.db import models

from callboard.core.organizations.models import Membership, TenantModel
from callboard.core.organizations.rules import DataClass


class AnsweredRequest(TenantModel):
    """A request's key, what it asked, and how it was answered; written with the effect, in one transaction."""

    data_classes = {
        "key": DataClass.CREW,
        "fingerprint": DataClass.CREW,
        "status": DataClass.CREW,
        "answer": DataClass.SECRET,
        "at": DataClass.CREW,
    }
    member = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=80)
    fingerprint = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(default=0)
    answer = models.BinaryField(default=b"")
    """Headers that matter and body, as the door wrote them."""
    at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        app_label = "core"
        constraints = [
            *TenantModel.Meta.constraints,
            models.UniqueConstraint(fields=["organization", "member", "key"], name="request_key_is_answered_once"),
        ]

"""Parties: persons and companies of an organization, and the key that seals what is theirs."""

from __future__ import annotations

from django.db import models

from callboard.core.organizations.models import Membership, TenantModel, VersionedModel
from callboard.core.organizations.rules import DataClass


class Party(VersionedModel):
    """A person or a company: whoever can be engaged, called, or owe a paper."""

    class Kind(models.TextChoices):
        """A human being or a firm."""

        PERSON = "person"
        COMPANY = "company"

    data_classes = {
        "kind": DataClass.CREW,
        "name": DataClass.CREW,
        "email": DataClass.CONTACT,
        "phone": DataClass.CONTACT,
        "contact_name": DataClass.CONTACT,
        "birth_on": DataClass.MINOR,
        "is_minor": DataClass.CREW,
        "guardian_name": DataClass.MINOR,
        "guardian_email": DataClass.MINOR,
        "guardian_phone": DataClass.MINOR,
        "emergency_contact": DataClass.CONTACT,
        "diet": DataClass.CREW,
        "medical_note": DataClass.MEDICAL,
        "language": DataClass.CREW,
        "erased_at": DataClass.CREW,
    }
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.PERSON)
    name = models.CharField(max_length=160)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=40, blank=True)
    contact_name = models.CharField(max_length=160, blank=True)
    """Whom to ask for at a company, or a performer's agent."""
    birth_on = models.DateField(null=True, blank=True)
    is_minor = models.BooleanField(default=False)
    guardian_name = models.CharField(max_length=160, blank=True)
    guardian_email = models.EmailField(blank=True)
    guardian_phone = models.CharField(max_length=40, blank=True)
    emergency_contact = models.CharField(max_length=200, blank=True)
    diet = models.CharField(max_length=60, blank=True)
    medical_note = models.TextField(blank=True)
    language = models.CharField(max_length=10, blank=True)
    membership = models.OneToOneField(
        Membership, null=True, blank=True, on_delete=models.SET_NULL, related_name="party"
    )
    erased_at = models.DateTimeField(null=True, blank=True)

    class Meta(VersionedModel.Meta):
        app_label = "core"
        verbose_name_plural = "parties"
        indexes = [models.Index(fields=["organization", "name"], name="party_by_name")]

    def __str__(self) -> str:
        return self.name


class PartyKey(TenantModel):
    """The key under which a party's parts of editions and messages are sealed; without it they are unreadable."""

    data_classes = {"wrapped": DataClass.SECRET, "created_at": DataClass.CREW}
    party = models.OneToOneField(Party, on_delete=models.PROTECT, related_name="key")
    wrapped = models.BinaryField()
    """The key itself, encrypted under the installation's field key."""
    created_at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        app_label = "core"

"""Machines, skills and who holds them, who is away, and which machine is down."""

from __future__ import annotations

from django.db import models

from callboard.core.engagements.models import Department, Engagement
from callboard.core.organizations.models import Membership, Production, VersionedModel
from callboard.core.organizations.rules import DataClass
from callboard.core.resources.rules import AbsenceKind, StopCause


class Skill(VersionedModel):
    """Something that people are certified for."""

    data_classes = {"name": DataClass.PUBLIC}
    production = models.ForeignKey(Production, on_delete=models.CASCADE, related_name="skills")
    name = models.CharField(max_length=60)

    class Meta(VersionedModel.Meta):
        app_label = "core"
        constraints = [
            *VersionedModel.Meta.constraints,
            models.UniqueConstraint(
                fields=["organization", "production", "name"], name="skill_name_is_unique_in_production"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Machine(VersionedModel):
    """A machine or work center of a department."""

    data_classes = dict.fromkeys(("code", "name", "is_active"), DataClass.CREW)
    production = models.ForeignKey(Production, on_delete=models.PROTECT, related_name="machines")
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="machines")
    code = models.CharField(max_length=30)
    name = models.CharField(max_length=120)
    is_active = models.BooleanField(default=True)

    class Meta(VersionedModel.Meta):
        app_label = "core"
        constraints = [
            *VersionedModel.Meta.constraints,
            models.UniqueConstraint(
                fields=["organization", "production", "code"], name="machine_code_is_unique_in_production"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class Certification(VersionedModel):
    """Somebody's skill, at a level from 1 to 5, for as long as the certificate holds: [valid_from, valid_to)."""

    data_classes = dict.fromkeys(("level", "valid_from", "valid_to"), DataClass.CREW)
    engagement = models.ForeignKey(Engagement, on_delete=models.CASCADE, related_name="certifications")
    skill = models.ForeignKey(Skill, on_delete=models.PROTECT, related_name="certifications")
    level = models.PositiveSmallIntegerField(default=1)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta(VersionedModel.Meta):
        app_label = "core"
        constraints = [
            *VersionedModel.Meta.constraints,
            models.UniqueConstraint(
                fields=["organization", "engagement", "skill"], name="certification_is_one_per_person_and_skill"
            ),
        ]


class Absence(VersionedModel):
    """Somebody is away on the days from `from_on` to `to_on`, both included."""

    data_classes = dict.fromkeys(("from_on", "to_on", "kind", "ended_at"), DataClass.CREW) | {"note": DataClass.MEDICAL}
    engagement = models.ForeignKey(Engagement, on_delete=models.CASCADE, related_name="absences")
    from_on = models.DateField()
    to_on = models.DateField()
    kind = models.CharField(max_length=12, choices=[(kind.value, kind.value) for kind in AbsenceKind])
    note = models.CharField(max_length=200, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    """Taken back: they are in after all."""

    class Meta(VersionedModel.Meta):
        app_label = "core"


class MachineStop(VersionedModel):
    """A machine stands: since when, why, and who is bringing it back."""

    data_classes = dict.fromkeys(("cause", "note", "owner", "started_at", "ended_at"), DataClass.CREW)
    machine = models.ForeignKey(Machine, on_delete=models.PROTECT, related_name="stops")
    cause = models.CharField(max_length=20, choices=[(cause.value, cause.value) for cause in StopCause])
    note = models.CharField(max_length=300, blank=True)
    owner = models.CharField(max_length=120, blank=True)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    reported_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")

    class Meta(VersionedModel.Meta):
        app_label = "core"
        constraints = [
            *VersionedModel.Meta.constraints,
            models.UniqueConstraint(
                fields=["organization", "machine"],
                condition=models.Q(ended_at=None),
                name="machine_is_down_once_at_a_time",
            ),
        ]

"""Dispatch lists: per department and shift, who works on what, in which order."""

from __future__ import annotations

from django.db import models

from callboard.core.engagements.models import Department, Engagement
from callboard.core.organizations.models import Production, VersionedModel
from callboard.core.organizations.rules import DataClass
from callboard.core.resources.models import Machine
from callboard.manufacturing.work_orders.models import WorkOperation


class DispatchList(VersionedModel):
    """The work of one department in one shift. It is a draft until published; editions are of its topic."""

    data_classes = dict.fromkeys(("day", "shift", "starts_minutes", "ends_minutes", "note"), DataClass.CREW)
    production = models.ForeignKey(Production, on_delete=models.PROTECT, related_name="dispatch_lists")
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="dispatch_lists")
    day = models.DateField()
    """The production day: a shift over midnight belongs to the day it starts."""
    shift = models.CharField(max_length=30)
    starts_minutes = models.SmallIntegerField()
    """Minutes after midnight of the day, as the clocks show."""
    ends_minutes = models.SmallIntegerField()
    supervisor = models.ForeignKey(Engagement, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    note = models.TextField(blank=True)

    class Meta(VersionedModel.Meta):
        app_label = "manufacturing"
        constraints = [
            *VersionedModel.Meta.constraints,
            models.UniqueConstraint(
                fields=["organization", "production", "department", "day", "shift"],
                name="dispatch_list_is_one_per_department_day_and_shift",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.department}, {self.shift}, {self.day}"


class DispatchRow(VersionedModel):
    """One job of the list: an operation, on a machine, by somebody, from a time."""

    data_classes = dict.fromkeys(("rank", "quantity", "starts_minutes", "planned_minutes", "note"), DataClass.CREW)
    dispatch_list = models.ForeignKey(DispatchList, on_delete=models.CASCADE, related_name="rows")
    rank = models.PositiveIntegerField()
    operation = models.ForeignKey(WorkOperation, on_delete=models.PROTECT, related_name="dispatch_rows")
    quantity = models.BigIntegerField()
    machine = models.ForeignKey(Machine, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    operator = models.ForeignKey(Engagement, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    starts_minutes = models.SmallIntegerField()
    planned_minutes = models.PositiveIntegerField()
    note = models.CharField(max_length=300, blank=True)

    class Meta(VersionedModel.Meta):
        app_label = "manufacturing"

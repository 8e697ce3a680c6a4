"""Runs of requirements planning: proposals, who needs what from whom, and what to do about it."""

from __future__ import annotations

from django.db import models

from callboard.core.organizations.models import Membership, Production, TenantModel, VersionedModel
from callboard.core.organizations.rules import DataClass
from callboard.manufacturing.requirements.rules import MessageState, ProposalState, RunState
from callboard.stock.items.models import Item


class PlanRun(VersionedModel):
    """One run of requirements planning over a whole plant."""

    data_classes = dict.fromkeys(
        ("state", "today", "started_at", "finished_at", "counts", "faults", "seconds", "failure"), DataClass.CREW
    )
    production = models.ForeignKey(Production, on_delete=models.PROTECT, related_name="plan_runs")
    state = models.CharField(max_length=10, choices=[(s.value, s.value) for s in RunState], default=RunState.ASKED)
    today = models.DateField()
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    asked_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    counts = models.JSONField(default=dict)
    faults = models.JSONField(default=list)
    seconds = models.JSONField(default=dict)
    """How long reading, planning and writing took."""
    failure = models.CharField(max_length=300, blank=True)

    class Meta(VersionedModel.Meta):
        app_label = "manufacturing"

    def __str__(self) -> str:
        return f"Plan of {self.today}"


class Proposal(VersionedModel):
    """An order that the run proposes: to make or to buy."""

    data_classes = dict.fromkeys(
        (
            "key",
            "source",
            "quantity",
            "usable",
            "start_quantity",
            "start_on",
            "true_start_on",
            "due_on",
            "true_due_on",
            "projected_due_on",
            "state",
            "became_kind",
            "became",
        ),
        DataClass.CREW,
    )
    run = models.ForeignKey(PlanRun, on_delete=models.CASCADE, related_name="proposals")
    key = models.CharField(max_length=120)
    """Its key in the plan; pegging names it so."""
    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="proposals")
    source = models.CharField(max_length=8)
    quantity = models.BigIntegerField()
    usable = models.BigIntegerField()
    """What will be left after shrinkage."""
    start_quantity = models.BigIntegerField()
    """What to begin with so that `quantity` is good."""
    start_on = models.DateField()
    """Not before the day of the run."""
    true_start_on = models.DateField()
    """When it should have been started to be in time."""
    due_on = models.DateField()
    true_due_on = models.DateField()
    projected_due_on = models.DateField()
    """When it will be there if late components are waited for."""
    state = models.CharField(
        max_length=10, choices=[(s.value, s.value) for s in ProposalState], default=ProposalState.PROPOSED
    )
    became_kind = models.CharField(max_length=20, blank=True)
    became = models.UUIDField(null=True, blank=True)
    """The work order or purchase line it was firmed into."""

    class Meta(VersionedModel.Meta):
        app_label = "manufacturing"
        constraints = [
            *VersionedModel.Meta.constraints,
            models.UniqueConstraint(fields=["organization", "run", "key"], name="proposal_key_is_unique_in_run"),
        ]

    def __str__(self) -> str:
        return self.key


class MovedOrder(TenantModel):
    """An open order as the run uses it: where it is due, and where the plan has it."""

    data_classes = dict.fromkeys(
        ("key", "quantity", "used", "due_on", "planned_due_on", "projected_due_on"), DataClass.CREW
    )
    run = models.ForeignKey(PlanRun, on_delete=models.CASCADE, related_name="moved_orders")
    key = models.CharField(max_length=120)
    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="+")
    quantity = models.BigIntegerField()
    used = models.BigIntegerField()
    due_on = models.DateField()
    planned_due_on = models.DateField(null=True, blank=True)
    projected_due_on = models.DateField()

    class Meta(TenantModel.Meta):
        app_label = "manufacturing"


class Need(TenantModel):
    """A gross requirement of the run: a client's line, or what an order needs of a component."""

    data_classes = dict.fromkeys(("key", "quantity", "due_on", "parent"), DataClass.CREW)
    run = models.ForeignKey(PlanRun, on_delete=models.CASCADE, related_name="needs")
    key = models.CharField(max_length=200)
    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="+")
    quantity = models.BigIntegerField()
    due_on = models.DateField()
    parent = models.CharField(max_length=120, blank=True)
    """The order that needs it; empty for what comes from outside."""

    class Meta(TenantModel.Meta):
        app_label = "manufacturing"
        indexes = [
            models.Index(fields=["organization", "run", "key"], name="need_by_key"),
            models.Index(fields=["organization", "run", "item"], name="need_by_item"),
            models.Index(fields=["organization", "run", "parent"], name="need_by_parent"),
        ]


class PegEdge(TenantModel):
    """So much of one supply serves one need. Keys are the plan's."""

    data_classes = dict.fromkeys(("supply", "need", "quantity"), DataClass.CREW)
    run = models.ForeignKey(PlanRun, on_delete=models.CASCADE, related_name="edges")
    supply = models.CharField(max_length=120)
    need = models.CharField(max_length=200)
    quantity = models.BigIntegerField()

    class Meta(TenantModel.Meta):
        app_label = "manufacturing"
        indexes = [
            models.Index(fields=["organization", "run", "supply"], name="peg_by_supply"),
            models.Index(fields=["organization", "run", "need"], name="peg_by_need"),
        ]


class LateLine(TenantModel):
    """A client's line that cannot be served in time, and the chain down to what holds it up."""

    data_classes = dict.fromkeys(
        ("key", "client", "due_on", "projected_on", "late_days", "quantity_late", "chain"), DataClass.CREW
    )
    run = models.ForeignKey(PlanRun, on_delete=models.CASCADE, related_name="late_lines")
    key = models.CharField(max_length=120)
    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="+")
    client = models.CharField(max_length=160)
    due_on = models.DateField()
    projected_on = models.DateField()
    late_days = models.PositiveIntegerField()
    quantity_late = models.BigIntegerField()
    chain = models.JSONField(default=list)
    """Each step: supply, item, needed, available, lead days."""

    class Meta(TenantModel.Meta):
        app_label = "manufacturing"
        constraints = [
            *TenantModel.Meta.constraints,
            models.UniqueConstraint(fields=["organization", "run", "key"], name="late_line_key_is_unique_in_run"),
        ]


class ActionMessage(VersionedModel):
    """One thing to do about one order, ranked; never two about the same order."""

    data_classes = dict.fromkeys(
        (
            "rank",
            "kind",
            "order",
            "owner",
            "quantity",
            "from_on",
            "to_on",
            "late_days_avoided",
            "days",
            "reason",
            "benefit",
            "if_nothing_is_done",
            "demands",
            "state",
            "snoozed_until",
            "settled_at",
            "undo",
        ),
        DataClass.CREW,
    ) | {"value_minor": DataClass.PAY}
    run = models.ForeignKey(PlanRun, on_delete=models.CASCADE, related_name="messages")
    rank = models.PositiveIntegerField()
    kind = models.CharField(max_length=24)
    order = models.CharField(max_length=120)
    """Key of the proposal or open order it is about."""
    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="+")
    owner = models.CharField(max_length=120, blank=True)
    quantity = models.BigIntegerField()
    from_on = models.DateField()
    to_on = models.DateField(null=True, blank=True)
    late_days_avoided = models.IntegerField(default=0)
    value_minor = models.BigIntegerField(default=0)
    days = models.IntegerField(default=0)
    reason = models.JSONField()
    benefit = models.JSONField()
    if_nothing_is_done = models.JSONField()
    """Sentences: a message id as "text", and the "parameters" for its places."""
    demands = models.JSONField(default=list)
    state = models.CharField(
        max_length=10, choices=[(s.value, s.value) for s in MessageState], default=MessageState.OPEN
    )
    snoozed_until = models.DateField(null=True, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(Membership, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    undo = models.JSONField(default=dict)
    """What accepting it did, so that it can be taken back."""

    class Meta(VersionedModel.Meta):
        app_label = "manufacturing"
        constraints = [
            *VersionedModel.Meta.constraints,
            models.UniqueConstraint(fields=["organization", "run", "order"], name="message_is_one_per_run_and_order"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.order}"

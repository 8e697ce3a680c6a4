"""Cycle counts: lists to walk, and what was found."""

from __future__ import annotations

from django.db import models

from callboard.core.facts.models import Fact
from callboard.core.organizations.models import Membership, Production, VersionedModel
from callboard.core.organizations.rules import DataClass
from callboard.stock.counts.rules import CountState
from callboard.stock.items.models import Item, Lot
from callboard.stock.moves.models import Move, Store


class CountList(VersionedModel):
    """A list to walk and count. Blind: the counter is not told what the book says."""

    data_classes = dict.fromkeys(("number", "title", "opened_at", "closed_at"), DataClass.CREW)
    production = models.ForeignKey(Production, on_delete=models.PROTECT, related_name="count_lists")
    number = models.CharField(max_length=20)
    title = models.CharField(max_length=120, blank=True)
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta(VersionedModel.Meta):
        app_label = "stock"
        constraints = [
            *VersionedModel.Meta.constraints,
            models.UniqueConstraint(
                fields=["organization", "production", "number"], name="count_list_number_is_unique_in_production"
            ),
        ]

    def __str__(self) -> str:
        return self.number


class CountLine(VersionedModel):
    """One item (and lot) at one place, to be counted."""

    data_classes = dict.fromkeys(("state", "position"), DataClass.CREW)
    count_list = models.ForeignKey(CountList, on_delete=models.CASCADE, related_name="lines")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="+")
    lot = models.ForeignKey(Lot, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    store = models.ForeignKey(Store, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveIntegerField(default=0)
    state = models.CharField(
        max_length=10, choices=[(state.value, state.value) for state in CountState], default=CountState.TO_COUNT
    )
    posted = models.ForeignKey(Move, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta(VersionedModel.Meta):
        app_label = "stock"


class CountEntry(Fact):
    """What somebody counted, and what the book said at that very moment."""

    data_classes = dict.fromkeys(("counted", "book", "counted_at"), DataClass.CREW)
    line = models.ForeignKey(CountLine, on_delete=models.PROTECT, related_name="entries")
    counted = models.BigIntegerField()
    book = models.BigIntegerField()
    counted_at = models.DateTimeField()
    counted_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")

    class Meta(Fact.Meta):
        app_label = "stock"

"""Rows in bulk come out as rows written one by one would."""

from __future__ import annotations

import datetime as dt

from callboard.core.organizations.models import Organization
from callboard.manufacturing.requirements.actions import ask_for_plan
from callboard.manufacturing.requirements.bulk import write_rows
from callboard.manufacturing.requirements.models import MovedOrder, Proposal
from tests.builders import FRIDAY_18H, a_member
from tests.builders_plant import a_plant, an_item

DAY = dt.date(2027, 3, 19)


def test_texts_days_nothing_and_defaults_are_written(office: Organization) -> None:
    plant = a_plant(office)
    run = ask_for_plan(plant, by=a_member(office), at=FRIDAY_18H)
    item = an_item(plant)
    same = {"organization_id": office.pk, "run_id": run.pk, "item_id": item.pk}
    moved = {"quantity": 7, "used": 5, "due_on": DAY, "projected_due_on": DAY}
    days = dict.fromkeys(("start_on", "true_start_on", "due_on", "true_due_on", "projected_due_on"), DAY)
    proposed = {"source": "make", "quantity": 1, "usable": 1, "start_quantity": 1, **days}

    write_rows(MovedOrder, same, [{"key": "a\tb\\N", "planned_due_on": None, **moved}, {"key": "Ø\n", **moved}])
    write_rows(Proposal, same, ({"key": f"new > X > {number}", **proposed} for number in range(2001)))

    rows = MovedOrder.objects.order_by("pk").values_list("key", "quantity", "due_on", "planned_due_on", "item")
    assert list(rows) == [("a\tb\\N", 7, DAY, None, item.pk), ("Ø\n", 7, DAY, None, item.pk)]
    assert Proposal.objects.count() == len(set(Proposal.objects.values_list("public_id", flat=True))) == 2001
    last = Proposal.objects.get(key="new > X > 2000")
    assert (last.state, last.version, last.became, last.became_kind, last.run) == ("proposed", 1, None, "", run)

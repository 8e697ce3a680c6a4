"""T06 of the reliability rules: many hands at the last hundred units."""

from __future__ import annotations

import threading
from collections import Counter

import pytest
from django.db import connection, connections

from callboard.core.errors import Refused
from callboard.core.organizations.models import Organization
from callboard.core.organizations.scope import tenant_scope
from callboard.stock.moves.actions import StockTerms, issue_stock
from callboard.stock.moves.models import Move
from callboard.stock.moves.queries import balances
from tests.builders import FRIDAY_18H, a_department, a_member
from tests.builders_plant import a_plant, a_store, an_item, in_stock

HANDS, TRIES_EACH = 16, 20


@pytest.mark.postgresql
def test_of_the_last_hundred_units_exactly_a_hundred_are_issued(transactional_office: Organization) -> None:
    """Sixteen threads issue one at a time, each of two items in its own order; nobody waits for ever."""
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer at a time; concurrency is shown on PostgreSQL")
    office = transactional_office
    plant, ada = a_plant(office), a_member(office)
    shelf, paint_shop = a_store(plant), a_department(plant, "Paint shop")
    items = [an_item(plant, "BOLT"), an_item(plant, "NUT")]
    for item in items:
        in_stock(item, 100, shelf, by=ada, value_minor=10_000)
    start, answers = threading.Barrier(HANDS), Counter[str]()
    guard = threading.Lock()

    def take(number: int) -> None:
        start.wait()
        for turn in range(TRIES_EACH):
            terms = StockTerms(items[(number + turn) % 2], 1)
            try:
                with tenant_scope(office.pk):
                    issue_stock(plant, terms, shelf, paint_shop, by=ada, at=FRIDAY_18H)
                said = "issued"
            except Refused as refusal:
                said = type(refusal).__name__
            except Exception as fault:  # a deadlock would be seen here
                said = repr(fault)
            with guard:
                answers[said] += 1
        connections.close_all()

    threads = [threading.Thread(target=take, args=(number,)) for number in range(HANDS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)

    assert dict(answers) == {"issued": 200, "NotEnough": HANDS * TRIES_EACH - 200}
    assert balances(plant) == {}
    issued = Move.objects.filter(kind="issue").values_list("item_id", "value_minor")
    assert Counter(issued) == {(item.pk, 100): 100 for item in items}

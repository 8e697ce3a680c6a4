"""T03 of the reliability rules: any history of postings equals a dictionary, and nothing appears or is lost."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from typing import Any

import pytest
from django.db import transaction
from django.db.models import Sum
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from callboard.core.organizations.models import Organization
from callboard.stock.moves.models import Discrepancy, Move, Reservation, Store
from callboard.stock.moves.posting import MoveDraft, record_moves, record_reversal, world
from callboard.stock.moves.queries import allocations, available_of, balances, stock_of, values_of
from callboard.stock.moves.reserving import reserve
from callboard.stock.moves.rules import MoveKind, NotEnough, StoreKind
from tests.builders import FRIDAY_18H, a_member
from tests.builders_plant import a_lot, a_plant, a_store, an_item

SIZES = st.integers(1, 30)
PICK = st.integers(0, 1)
OURS = st.integers(0, 2)


class LedgerAgainstADictionary(RuleBasedStateMachine):
    """Two items (one by lot), three places, every kind of move, now and backdated."""

    office: Organization

    def __init__(self) -> None:
        super().__init__()
        self.frame = transaction.atomic()
        self.frame.__enter__()
        self.by, self.plant = a_member(self.office), a_plant(self.office)
        plain, glue = an_item(self.plant, "BAR", standard_cost_minor=70), an_item(self.plant, "GLUE", tracking="lot")
        lot = a_lot(glue)
        self.kinds = [(plain, None), (glue, lot)]
        self.ours = [a_store(self.plant, code) for code in ("A-01", "A-02")] + [world(self.plant, StoreKind.QUARANTINE)]
        self.at, self.model, self.log = FRIDAY_18H, Counter[tuple[int, int]](), list[tuple[dt.datetime, Any, int]]()
        self.open: list[Move] = []
        self.flagged = 0

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.frame.__exit__(None, None, None)

    def post(
        self, which: int, size: int, kind: MoveKind, source: Store, target: Store, *, hours: int = 0, **more: Any
    ) -> None:
        item, lot = self.kinds[which]
        from_floor = more.pop("from_floor", False)
        self.at += dt.timedelta(minutes=1)
        happened = self.at - dt.timedelta(hours=hours)
        draft = MoveDraft(item, size, kind, source, target, lot=lot, happened_at=happened, **more)
        is_short = source in self.ours and self.model[item.pk, source.pk] < size
        try:
            with transaction.atomic():
                [move] = record_moves(self.plant, [draft], by=self.by, at=self.at, from_floor=from_floor)
        except NotEnough:
            assert is_short
            assert not from_floor
            return
        assert from_floor or not is_short
        self.flagged += is_short
        self.apply(item.pk, size, source, target, happened)
        self.open.append(move)

    def apply(self, item: int, size: int, source: Store, target: Store, happened: dt.datetime) -> None:
        for store, sign in ((source, -1), (target, 1)):
            self.model[item, store.pk] += sign * size
            self.log.append((happened, (item, store.pk), sign * size))

    @rule(which=PICK, size=SIZES, place=OURS, value=st.none() | st.integers(0, 5000), hours=st.integers(0, 48))
    def receive(self, which: int, size: int, place: int, value: int | None, hours: int) -> None:
        supplier = world(self.plant, StoreKind.SUPPLIER)
        self.post(which, size, MoveKind.RECEIVE, supplier, self.ours[place], hours=hours, value_minor=value)

    @rule(which=PICK, size=SIZES, place=st.integers(0, 1), hours=st.integers(0, 48), from_floor=st.booleans())
    def issue(self, which: int, size: int, place: int, hours: int, from_floor: bool) -> None:
        taker = world(self.plant, StoreKind.PROCESS)
        self.post(which, size, MoveKind.ISSUE, self.ours[place], taker, hours=hours, from_floor=from_floor)

    @rule(which=PICK, size=SIZES, source=OURS, step=st.integers(1, 2))
    def transfer(self, which: int, size: int, source: int, step: int) -> None:
        self.post(which, size, MoveKind.TRANSFER, self.ours[source], self.ours[(source + step) % 3])

    @rule(which=PICK, size=SIZES, place=OURS)
    def scrap(self, which: int, size: int, place: int) -> None:
        self.post(which, size, MoveKind.SCRAP, self.ours[place], world(self.plant, StoreKind.SCRAP))

    @rule(which=PICK, size=SIZES, place=OURS, value=st.none() | st.integers(0, 5000))
    def produce(self, which: int, size: int, place: int, value: int | None) -> None:
        self.post(
            which, size, MoveKind.PRODUCE, world(self.plant, StoreKind.PROCESS), self.ours[place], value_minor=value
        )

    @rule(which=PICK, place=OURS, found=st.integers(0, 40))
    def count(self, which: int, place: int, found: int) -> None:
        differences, store = world(self.plant, StoreKind.COUNT), self.ours[place]
        gap = found - self.model[self.kinds[which][0].pk, store.pk]
        if gap > 0:
            self.post(which, gap, MoveKind.COUNT, differences, store)
        elif gap < 0:
            self.post(which, -gap, MoveKind.COUNT, store, differences)

    @precondition(lambda self: self.open)
    @rule(data=st.data())
    def reverse(self, data: st.DataObject) -> None:
        move = self.open.pop(data.draw(st.integers(0, len(self.open) - 1)))
        self.at += dt.timedelta(minutes=1)
        is_short = move.to_store in self.ours and self.model[move.item_id, move.to_store_id] < move.quantity
        try:
            with transaction.atomic():
                record_reversal(move, reason="Mistyped", by=self.by, at=self.at)
        except NotEnough:
            assert is_short
            return
        assert not is_short
        self.apply(move.item_id, move.quantity, move.to_store, move.from_store, self.at)

    @rule(which=PICK, size=st.integers(0, 60), days=st.integers(0, 9), key=st.integers(1, 4))
    def need(self, which: int, size: int, days: int, key: int) -> None:
        item, _ = self.kinds[which]
        day = FRIDAY_18H.date() + dt.timedelta(days=days)
        wanted = {"for_kind": "order line", "for_id": self.kinds[0][0].public_id.__class__(int=key), "label": "CO-1"}
        reserve(item, size, day, at=self.at, **wanted)  # type: ignore[arg-type]

    @invariant()
    def the_ledger_equals_the_dictionary(self) -> None:
        ours = {store.pk for store in self.ours}
        found = {(item, store): quantity for (item, _, store), quantity in balances(self.plant).items()}
        assert found == {key: quantity for key, quantity in self.model.items() if quantity and key[1] in ours}
        assert sum(self.model.values()) == 0
        assert Discrepancy.objects.count() == self.flagged

    @invariant()
    def the_past_equals_the_dictionary_too(self) -> None:
        moment, then = self.at - dt.timedelta(hours=24), Counter[tuple[int, int]]()
        ours = {store.pk for store in self.ours}
        for happened, key, change in self.log:
            if happened <= moment and key[1] in ours:
                then[key] += change
        found = balances(self.plant, until=moment)
        assert {(item, store): quantity for (item, _, store), quantity in found.items()} == {
            key: quantity for key, quantity in then.items() if quantity
        }

    @invariant()
    def value_is_conserved_and_has_the_sign_of_the_stock(self) -> None:
        accounts: dict[str, int] = defaultdict(int)
        for side, sign in (("to_store", 1), ("from_store", -1)):
            for kind, total in Move.objects.order_by().values_list(f"{side}__kind").annotate(Sum("value_minor")):
                accounts[kind] += sign * total
        ours = sum(accounts[kind] for kind in ("store", "quarantine"))
        assert (sum(accounts.values()), ours) == (0, sum(values_of(self.plant).values()))
        for item, line in stock_of(self.plant).items():
            assert line.on_hand * line.value_minor >= 0, item
            assert line.on_hand or not line.value_minor

    @invariant()
    def nobody_is_promised_what_is_not_there(self) -> None:
        given: dict[int, int] = defaultdict(int)
        for pk, one in allocations(self.plant).items():
            given[Reservation.objects.get(pk=pk).item_id] += one.allocated
        available = available_of(self.plant)
        assert all(0 <= total <= max(available.get(item, 0), 0) for item, total in given.items())


def _run(office: Organization, *, runs: int, steps: int) -> None:
    LedgerAgainstADictionary.office = office
    run_state_machine_as_test(
        LedgerAgainstADictionary,
        settings=settings(
            max_examples=runs, stateful_step_count=steps, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )


def test_a_short_history_equals_a_dictionary(office: Organization) -> None:
    _run(office, runs=8, steps=12)


@pytest.mark.long
def test_five_hundred_histories_of_fifty_steps_equal_a_dictionary(office: Organization) -> None:
    _run(office, runs=500, steps=50)

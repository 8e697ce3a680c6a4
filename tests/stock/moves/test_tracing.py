"""Genealogy: both ways, inferred edges marked, circles closed, the recall set counted."""

from __future__ import annotations

import time

import pytest

from callboard.core.organizations.models import Membership, Organization, Production
from callboard.stock.items.models import Lot
from callboard.stock.moves.models import LotUse
from callboard.stock.moves.posting import MoveDraft, record_moves, world
from callboard.stock.moves.rules import MoveKind, StoreKind
from callboard.stock.moves.tracing import LotStep, genealogy
from tests.builders import FRIDAY_18H, a_member
from tests.builders_plant import a_lot, a_plant, a_store, an_item, in_stock


@pytest.fixture
def plant(office: Organization) -> Production:
    return a_plant(office)


@pytest.fixture
def ada(office: Organization) -> Membership:
    return a_member(office)


def used(consumed: Lot, produced: Lot, quantity: int = 1, *, inferred: bool = False) -> None:
    LotUse(
        organization_id=consumed.organization_id,
        consumed=consumed,
        produced=produced,
        quantity=quantity,
        is_inferred=inferred,
        at=FRIDAY_18H,
        label=f"WO-{quantity}",
    ).save()


def lots(plant: Production, names: str) -> list[Lot]:
    return [a_lot(an_item(plant, name, tracking="lot"), f"{name}-1") for name in names]


def test_a_lot_is_followed_up_to_what_it_went_into_and_down_to_what_is_in_it(plant: Production) -> None:
    """Resin went into two pastes; paste P certainly into door D, paste Q perhaps into window W."""
    resin, paste, quick, door, window = lots(plant, "RPQDW")
    used(resin, paste, 5)
    used(resin, quick, 7)
    used(paste, door, 2)
    used(quick, window, 3, inferred=True)
    used(window, door, 1)
    traced = genealogy(resin)
    assert traced.up == [
        LotStep(paste, 1, 5, resin.item, False, "WO-5", False),
        LotStep(door, 2, 2, paste.item, False, "WO-2", False),
        LotStep(quick, 1, 7, resin.item, False, "WO-7", False),
        LotStep(window, 2, 3, quick.item, True, "WO-3", False),
        LotStep(door, 3, 1, window.item, True, "WO-1", True),
    ]
    assert traced.down == []
    assert (set(traced.recall), traced.certain_count) == ({resin, paste, quick, door, window}, 4)
    assert [(step.lot, step.depth, step.counted_in) for step in genealogy(door).down] == [
        (paste, 1, paste.item),
        (resin, 2, resin.item),
        (window, 1, window.item),
        (quick, 2, quick.item),
        (resin, 3, resin.item),
    ]


def test_rework_that_goes_round_in_a_circle_ends(plant: Production) -> None:
    first, second = lots(plant, "AB")
    used(first, second)
    used(second, first)
    assert [(step.lot, step.is_repeated) for step in genealogy(first).up] == [(second, False), (first, True)]
    assert genealogy(first).recall == [first, second]


def test_a_recall_says_what_can_still_be_stopped_and_what_left(plant: Production, ada: Membership) -> None:
    resin, door = lots(plant, "RD")
    used(resin, door)
    shelf, client = a_store(plant), world(plant, StoreKind.CLIENT)
    in_stock(resin.item, 4, shelf, by=ada, lot=resin)
    in_stock(door.item, 10, shelf, by=ada, lot=door)
    shipped = MoveDraft(door.item, 6, MoveKind.SHIP, shelf, client, lot=door, label="SH-1001 Northgate")
    [left] = record_moves(plant, [shipped], by=ada, at=FRIDAY_18H)
    traced = genealogy(resin)
    assert [(place.lot, place.store, place.quantity, place.is_ours) for place in traced.whereabouts] == [
        (door, shelf, 4, True),
        (resin, shelf, 4, True),
        (door, client, 6, False),
    ]
    assert traced.shipped == [left]


def test_a_recall_over_two_thousand_edges_takes_less_than_a_second(plant: Production) -> None:
    """A resin in 50 batches, each in 40 doors."""
    resin, paste, door = lots(plant, "RPD")
    new = [Lot(organization_id=plant.organization_id, item=paste.item, code=f"B{n}") for n in range(50)]
    batches = Lot.objects.bulk_create(new)
    new = [Lot(organization_id=plant.organization_id, item=door.item, code=f"D{n}") for n in range(2_000)]
    doors = Lot.objects.bulk_create(new)
    edges = [(resin, batch) for batch in batches]
    edges += [(batches[number % 50], each) for number, each in enumerate(doors)]
    LotUse.objects.bulk_create(
        LotUse(organization_id=plant.organization_id, consumed=source, produced=made, quantity=1, at=FRIDAY_18H)
        for source, made in edges
    )
    began = time.process_time()
    traced = genealogy(resin)
    assert time.process_time() - began < 1
    assert (len(traced.recall), len(traced.up), genealogy(doors[-1]).recall) == (2_051, 2_050, [doors[-1]])

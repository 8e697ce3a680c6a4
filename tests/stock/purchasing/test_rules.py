"""States of an order, what may be received, what it costs, and how suppliers keep their dates. No database."""

from __future__ import annotations

from datetime import date

import pytest

from callboard.stock.purchasing.rules import (
    NEXT_STATES,
    MoreThanOrdered,
    Performance,
    PromisedLine,
    PurchaseState,
    QuantityMissing,
    Receiving,
    WrongPurchaseState,
    check_next,
    check_receipt,
    outstanding,
    performance,
    receiving,
    value_of,
)

MONDAY, TUESDAY, WEDNESDAY, FRIDAY = (date(2027, 3, day) for day in (1, 2, 3, 5))
_S = PurchaseState


def test_the_state_table_is_this() -> None:
    assert {
        _S.DRAFT: {_S.SENT, _S.CANCELED},
        _S.SENT: {_S.CONFIRMED, _S.CLOSED, _S.CANCELED},
        _S.CONFIRMED: {_S.CONFIRMED, _S.CLOSED, _S.CANCELED},
        _S.CLOSED: set(),
        _S.CANCELED: set(),
    } == NEXT_STATES
    with pytest.raises(WrongPurchaseState):
        check_next("PO-1001", _S.DRAFT, _S.CONFIRMED)


@pytest.mark.parametrize(("received", "quantity"), [(0, 100), (0, 105), (60, 45), (100, 5)])
def test_up_to_five_in_a_hundred_more_than_ordered_is_taken_without_asking(received: int, quantity: int) -> None:
    said = check_receipt(item="STEEL", ordered=100, received=received, quantity=quantity, takes_more=False)

    assert said is None  # a refusal would have been raised


@pytest.mark.parametrize(("ordered", "received", "quantity"), [(100, 0, 106), (100, 60, 46), (10, 0, 11)])
def test_more_than_that_is_taken_only_when_somebody_says_so(ordered: int, received: int, quantity: int) -> None:
    with pytest.raises(MoreThanOrdered):
        check_receipt(item="STEEL", ordered=ordered, received=received, quantity=quantity, takes_more=False)
    check_receipt(item="STEEL", ordered=ordered, received=received, quantity=quantity, takes_more=True)


def test_the_refusal_names_quantities_in_units_not_in_steps() -> None:
    with pytest.raises(MoreThanOrdered) as refused:
        check_receipt(item="STEEL", ordered=1500, received=0, quantity=2500, takes_more=False, decimals=3)
    assert refused.value.parameters == {"item": "STEEL", "received": "2.5", "outstanding": "1.5", "percent": 5}


def test_nothing_cannot_be_received() -> None:
    with pytest.raises(QuantityMissing):
        check_receipt(item="STEEL", ordered=100, received=0, quantity=0, takes_more=True)


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ([(10, 0), (5, 0)], Receiving.NOTHING),
        ([(10, 10), (5, 0)], Receiving.PART),
        ([(10, 10), (5, 6)], Receiving.ALL),
        ([], Receiving.NOTHING),
    ],
)
def test_part_received_follows_from_the_receipts(lines: list[tuple[int, int]], expected: Receiving) -> None:
    assert receiving(lines) is expected


def test_what_is_outstanding_is_never_below_zero() -> None:
    assert [outstanding(10, came) for came in (0, 4, 12)] == [10, 6, 0]


@pytest.mark.parametrize(
    ("quantity", "price", "per", "value"), [(3, 10, 1, 30), (1500, 450, 1000, 675), (1, 5, 2, 2), (3, 5, 2, 8)]
)
def test_a_receipt_costs_its_share_of_the_price_and_half_goes_to_even(
    quantity: int, price: int, per: int, value: int
) -> None:
    assert value_of(quantity, price, per) == value


def test_a_supplier_is_measured_by_first_promises_over_the_lines_that_were_due() -> None:
    """Ten of each promised for Tuesday, looked at on Friday: kept; in two parts, the second late; never came."""
    lines = [
        PromisedLine(10, TUESDAY, ((MONDAY, 10),)),
        PromisedLine(10, TUESDAY, ((MONDAY, 6), (WEDNESDAY, 4))),
        PromisedLine(10, TUESDAY, ((MONDAY, 6),)),
        PromisedLine(10, FRIDAY, ()),
    ]

    found = performance(lines, today=FRIDAY)

    assert found == Performance(due=3, on_time=1, late=1, open_past_due=1)
    assert found.percent == 33
    assert performance([], today=FRIDAY).percent is None

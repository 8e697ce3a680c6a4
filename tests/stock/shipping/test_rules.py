"""States of a shipment, how much may be packed, and the numbers on packages. No database."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callboard.stock.shipping.rules import (
    NEXT_STATES,
    MoreThanOutstanding,
    NotASscc,
    NothingOutstanding,
    ShipmentState,
    WrongShipmentState,
    check_next,
    check_outstanding,
    following_sscc,
    read_sscc,
    sscc_check_digit,
)

_S = ShipmentState


def test_the_state_table_is_this() -> None:
    assert {
        _S.PACKING: {_S.SHIPPED, _S.CANCELED},
        _S.SHIPPED: {_S.DELIVERED},
        _S.DELIVERED: set(),
        _S.CANCELED: set(),
    } == NEXT_STATES
    with pytest.raises(WrongShipmentState):
        check_next("SH-1001", _S.SHIPPED, _S.CANCELED)


def test_no_client_gets_more_than_they_wait_for() -> None:
    check_outstanding(label="SO-1/1", item="BRACKET", asked=10, outstanding=10)
    with pytest.raises(MoreThanOutstanding) as refused:
        check_outstanding(label="SO-1/1", item="STEEL", asked=1501, outstanding=1500, decimals=3)
    assert refused.value.parameters == {"label": "SO-1/1", "item": "STEEL", "asked": "1.501", "outstanding": "1.5"}
    with pytest.raises(NothingOutstanding):
        check_outstanding(label="SO-1/1", item="BRACKET", asked=1, outstanding=0)


def test_the_check_digit_of_an_sscc() -> None:
    """By hand, from the left: 3 × (0+4+1+3+5+0+0+0+1) + (3+0+2+4+0+0+0+0) = 42 + 9 = 51, and 9 fill it up to 60."""
    assert sscc_check_digit("03401234500000001") == 9


@pytest.mark.parametrize(
    "written", ["034012345000000019", "03401234500000001", "(00) 0340 1234 5000 0000 19", "00034012345000000019"]
)
def test_an_sscc_is_read_as_typed_or_scanned(written: str) -> None:
    assert read_sscc(written) == "034012345000000019"


@pytest.mark.parametrize("written", ["034012345000000018", "0340123450000000", "03401234500000001X", "٠" * 18])
def test_what_a_scanner_would_refuse_is_refused(written: str) -> None:
    with pytest.raises(NotASscc):
        read_sscc(written)


def test_no_sscc_is_no_fault() -> None:
    assert read_sscc(" ") == ""


@given(st.from_regex(r"[0-9]{17}", fullmatch=True))
def test_every_read_sscc_sums_up_to_a_multiple_of_ten_and_one_wrong_digit_never_does(body: str) -> None:
    whole = read_sscc(body)
    assert sum(int(digit) * (3 if place % 2 == 0 else 1) for place, digit in enumerate(whole)) % 10 == 0
    wrong = f"{(int(whole[0]) + 1) % 10}{whole[1:]}"
    with pytest.raises(NotASscc):
        read_sscc(wrong)


def test_numbers_count_on_inside_the_serial_and_end_with_it() -> None:
    assert following_sscc("034012345000000019") == read_sscc("03401234500000002")
    assert following_sscc(read_sscc("03401234599999999")) == ""
    assert following_sscc("") == ""

"""How many pieces are where, folded from reports."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callboard.manufacturing.shop_floor.flow_rules import (
    Cost,
    Earned,
    Station,
    StationFlow,
    Use,
    balance,
    fold,
    is_done,
    left_behind,
    make_up,
    most,
    net_counts,
    to_backflush,
)
from callboard.manufacturing.shop_floor.rules import TIMES, ReportKind

R = ReportKind
MILL_WELD_PACK = [Station(10, 60, "mill"), Station(20, 60, "weld"), Station(30, 60, "weld")]


def flows(counts: dict[int, dict[ReportKind, int]], stations: Any = MILL_WELD_PACK) -> list[StationFlow[int]]:
    return fold(stations, counts)


def test_nothing_has_started_until_something_is_reported() -> None:
    assert [flow.reached for flow in flows({})] == [0, 0, 0]
    assert flows({10: {R.START: 1}})[0].waiting == 60


def test_between_departments_pieces_are_sent_accepted_and_disputed() -> None:
    mill, weld, _ = flows({10: {R.GOOD: 57, R.SCRAP: 3, R.SEND: 57}, 20: {R.ACCEPT: 55, R.DISPUTE: 1}})
    assert (mill.waiting, mill.ready, mill.sent) == (0, 0, 57)
    assert (weld.reached, weld.in_transit, weld.disputed, weld.waiting) == (55, 1, 1, 55)


def test_inside_a_department_they_go_on_by_themselves() -> None:
    _, weld, pack = flows({10: {R.SEND: 60, R.GOOD: 60}, 20: {R.ACCEPT: 60, R.GOOD: 40}, 30: {R.GOOD: 38, R.SCRAP: 1}})
    assert (weld.ready, pack.reached, pack.waiting, pack.is_handed_over) == (0, 40, 1, False)


def test_to_a_vendor_and_back_they_are_handed_over() -> None:
    stations = [Station(10, 9, "mill"), Station(20, 9, "mill", is_outside=True), Station(30, 9, "mill")]
    assert [flow.is_handed_over for flow in flows({}, stations)] == [False, True, True]


def test_found_pieces_reach_the_operation_and_lost_ones_never_do() -> None:
    counts = {10: {R.GOOD: 60, R.SEND: 60}, 20: {R.ACCEPT: 55, R.DISPUTE: 5, R.FOUND: 2, R.LOST: 1}}
    _, weld, _ = flows(counts)
    assert (weld.reached, weld.disputed, weld.lost, balance(flows(counts)).scrapped) == (57, 2, 1, 1)


def test_what_may_be_reported_is_what_is_there() -> None:
    mill, weld, _ = flows({10: {R.GOOD: 50, R.REWORK: 4, R.SEND: 45}, 20: {R.ACCEPT: 30, R.DISPUTE: 2}})
    assert [most(kind, mill, 60, is_first=True) for kind in (R.GOOD, R.SCRAP, R.REWORKED, R.SEND)] == [6, 6, 4, 5]
    assert [most(kind, weld, 60, is_first=False) for kind in (R.ACCEPT, R.FOUND, R.GOOD)] == [13, 2, 30]
    assert most(R.GOOD, flows({})[0], 60, is_first=True) == 60


def test_the_sixty_brackets_lack_five_and_three_when_the_two_are_found() -> None:
    counts = {10: {R.GOOD: 57, R.SCRAP: 3, R.SEND: 57}, 20: {R.ACCEPT: 55, R.DISPUTE: 2, R.GOOD: 50}}
    two = MILL_WELD_PACK[:2]
    assert make_up(60, flows(counts, two)) == 5
    assert make_up(60, flows(counts, two), being_made_up=5) == 0
    counts[20][R.FOUND] = 2
    assert make_up(60, flows(counts, two)) == 3
    assert make_up(60, flows({}, two)) == 0


def test_an_order_is_done_when_every_piece_is_good_scrapped_or_lost() -> None:
    one = [Station(10, 60, "mill")]
    assert not is_done(flows({10: {R.GOOD: 50}}, one))
    assert is_done(flows({10: {R.GOOD: 50, R.SCRAP: 10}}, one))
    assert not is_done(flows({10: {R.GOOD: 50, R.REWORK: 10}}, one))
    assert not is_done(flows({10: {R.SCRAP: 60}}, one))


def test_what_the_first_operation_never_worked_is_not_left_behind() -> None:
    counts = {10: {R.GOOD: 20, R.SEND: 15}, 20: {R.ACCEPT: 9, R.DISPUTE: 1}}
    assert left_behind(flows(counts)) == 20  # 5 to send, 5 on the way, 1 disputed, 9 at the weld


@pytest.mark.parametrize(
    ("use", "made", "wanted"),
    [
        (Use(5000, 3), 60, 100_000),
        (Use(5000, 3, issued=30_000), 30, 20_000),
        (Use(5000, 3, issued=90_000), 30, 0),
        (Use(1, 3), 1, 1),
        (Use(0, 1, fixed=7), 1, 7),
        (Use(0, 1, fixed=7, issued=7), 50, 0),
        (Use(5000, 3), 0, 0),
    ],
)
def test_backflush_follows_what_was_made_less_what_was_issued(use: Use, made: int, wanted: int) -> None:
    assert to_backflush(use, made) == wanted


def test_completed_pieces_are_worth_their_share_and_the_last_ones_all_that_is_left() -> None:
    backflushed, picked = Cost(600, True, unfinished=10), Cost(900, False, unfinished=10)
    assert Earned([backflushed]).value(20, 60, is_all=False) == 400
    assert Earned([picked]).value(20, 60, is_all=False) == 300
    assert Earned([backflushed, picked]).value(55, 60, is_all=True) == 1500


HISTORY = st.lists(
    st.tuples(
        st.sampled_from([10, 20, 30]),
        st.sampled_from([kind.value for kind in ReportKind]),
        st.booleans(),
        st.integers(0, 70),
    ),
    max_size=60,
)


@given(HISTORY, st.lists(st.sampled_from(["mill", "weld", "vendor"]), min_size=3, max_size=3))
def test_what_was_started_is_accounted_for_to_the_unit_whatever_was_reported(
    history: list[tuple[int, str, bool, int]], departments: list[str]
) -> None:
    stations = [
        Station(number, 60, department, department == "vendor")
        for number, department in zip((10, 20, 30), departments, strict=True)
    ]
    handed = {flow.key for flow in fold(stations, {}) if flow.is_handed_over}
    sent_on = {stations[index].key for index in range(2) if stations[index + 1].key in handed}
    possible = [
        (number, kind, is_reversal, quantity)
        for number, kind, is_reversal, quantity in history
        if (kind not in INCOMING or number in handed) and (kind != R.SEND or number in sent_on)
    ]
    found = balance(fold(stations, net_counts(possible)))
    assert (
        found.started == found.wip + found.in_transit + found.disputed + found.scrapped + found.rework + found.completed
    )
    assert found.is_balanced


INCOMING = {R.ACCEPT, R.DISPUTE, R.FOUND, R.LOST}


@given(HISTORY)
def test_a_history_taken_back_report_by_report_leaves_nothing(history: list[tuple[int, str, bool, int]]) -> None:
    both = [(n, kind, back, q) for n, kind, _, q in history for back in (False, True)]
    assert all(not value for count in net_counts(both).values() for value in count.values())
    assert balance(fold(MILL_WELD_PACK, net_counts(both))).started == 0
    assert {R.START, R.STOP} == TIMES

"""The wall: groups, columns, cells, days to the first call, filters, order and counts."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from callboard.paperwork.documents.rules import Due, KindRule, PaperOnFile, PaperState, Standing
from callboard.paperwork.documents.wall_rules import (
    EngagedParty,
    HeldPaper,
    WallAsked,
    WallCell,
    WallKind,
    hang_wall,
    wall_row,
)

SATURDAY = date(2027, 3, 6)
MONDAY = date(2027, 3, 8)
DEAL_MEMO = WallKind(1, UUID(int=1), "Deal memo", KindRule(frozenset({"crew"})))
INSURANCE = WallKind(2, UUID(int=2), "Certificate of insurance", KindRule(frozenset({"vendor"})))
START_FORM = WallKind(
    3, UUID(int=3), "Start form", KindRule(frozenset({"crew"}), due=Due.WITHIN_DAYS_OF_START, due_days=3)
)
KINDS = [DEAL_MEMO, INSURANCE, START_FORM]


def a_paper(state: PaperState, out_on: date | None = None, **on_file: Any) -> HeldPaper:
    return HeldPaper(uuid4(), PaperOnFile(state, **on_file), out_on=out_on)


def engaged(name: str, kind: str = "crew", **fields: Any) -> EngagedParty:
    defaults: dict[str, Any] = {
        "id": abs(hash(name)),
        "public_id": uuid4(),
        "party_id": abs(hash(name)),
        "name": name,
        "kind": kind,
        "position": "Grip",
        "department": "",
        "department_position": 0,
        "is_head": False,
        "drives": False,
        "is_minor_marked": False,
        "birth_on": None,
        "starts_on": SATURDAY,
    }
    return EngagedParty(**(defaults | fields))


SIGNED = a_paper(PaperState.SIGNED)
FORM_LATER = a_paper(PaperState.NEEDED, due_on=date(2027, 3, 9))


def cleared(name: str, **fields: Any) -> EngagedParty:
    return engaged(name, papers={1: SIGNED, 3: FORM_LATER}, **fields)


def names(asked: WallAsked, *parties: EngagedParty, today: date = date(2027, 3, 1)) -> list[list[str]]:
    wall = hang_wall([wall_row(party, KINDS, today=today) for party in parties], KINDS, asked)
    return [[row.engaged.name for row in group.rows] for group in wall.groups]


def test_a_row_shows_each_paper_with_what_holds_the_next_call() -> None:
    memo = a_paper(PaperState.OUT, out_on=date(2027, 2, 26))
    row = wall_row(engaged("Gaffer", papers={1: memo, 3: FORM_LATER}), KINDS, today=date(2027, 3, 1))

    assert row.cells == (
        WallCell(DEAL_MEMO, Standing.OUT, memo, days_out=3, is_holding=True, due_on=None),
        WallCell(START_FORM, Standing.NEEDED, FORM_LATER, days_out=None, is_holding=False, due_on=date(2027, 3, 9)),
    )
    assert (row.days_to_call, row.is_working, row.is_cleared) == (5, False, False)


def test_a_paper_that_nobody_put_on_file_is_needed_all_the_same() -> None:
    row = wall_row(engaged("Gaffer"), [DEAL_MEMO], today=SATURDAY)
    assert row.cells == (WallCell(DEAL_MEMO, Standing.NEEDED, None, days_out=None, is_holding=True, due_on=None),)


def test_a_certificate_that_runs_out_before_the_call_holds_it_though_it_is_good_today() -> None:
    until_friday = a_paper(PaperState.SIGNED, valid_until=SATURDAY - timedelta(days=1))
    row = wall_row(engaged("Camera house", "vendor", papers={2: until_friday}), KINDS, today=date(2027, 3, 1))
    assert [(cell.standing, cell.is_holding) for cell in row.cells] == [(Standing.SIGNED, True)]


@pytest.mark.parametrize(
    ("next_call_on", "today", "expected"),
    [
        (None, date(2027, 3, 1), (5, False)),  # before the engagement starts
        (None, MONDAY, (0, True)),  # started, no call known
        (MONDAY, date(2027, 3, 1), (7, False)),  # a call sheet knows better than the start
        (MONDAY, MONDAY, (0, False)),
    ],
)
def test_days_to_the_call_count_from_the_call_sheet_or_the_start(
    next_call_on: date | None, today: date, expected: tuple[int, bool]
) -> None:
    row = wall_row(engaged("Gaffer"), KINDS, today=today, next_call_on=next_call_on)
    assert (row.days_to_call, row.is_working) == expected


def test_groups_stand_in_order_and_have_only_the_columns_that_concern_them() -> None:
    rows = [wall_row(party, KINDS, today=SATURDAY) for party in (engaged("Gaffer"), engaged("Camera house", "vendor"))]
    wall = hang_wall(rows, KINDS, WallAsked())

    assert [(group.kind, [kind.name for kind in group.kinds]) for group in wall.groups] == [
        ("crew", ["Deal memo", "Start form"]),
        ("vendor", ["Certificate of insurance"]),
    ]
    assert [(row.engaged.name, [cell and cell.standing for _, cell in line]) for row, line in wall.groups[0].lines] == [
        ("Gaffer", [Standing.NEEDED, Standing.NEEDED])
    ]


def test_a_signed_paper_that_is_no_longer_needed_stays_on_the_wall() -> None:
    kept = a_paper(PaperState.SIGNED)
    row = wall_row(engaged("Hamlet", "cast", papers={1: kept}), KINDS, today=SATURDAY)
    assert row.cells == (WallCell(DEAL_MEMO, Standing.SIGNED, kept, days_out=None, is_holding=False, due_on=None),)


def test_heads_of_department_come_first_departments_in_the_order_of_the_crew_list() -> None:
    camera: dict[str, Any] = {"department": "Camera", "department_position": 1}
    grip: dict[str, Any] = {"department": "Grip", "department_position": 2}
    parties = [
        engaged("Zoe", **camera),
        engaged("Ann", **grip),
        engaged("Bea"),
        engaged("Yan", is_head=True, **grip),
        engaged("Xen", is_head=True, **camera),
    ]
    assert names(WallAsked(), *parties) == [["Xen", "Zoe", "Yan", "Ann", "Bea"]]


def test_sorted_by_days_to_the_call_those_who_hold_come_before_the_cleared() -> None:
    parties = [engaged("Late", starts_on=MONDAY), cleared("Ready"), engaged("Open")]
    assert names(WallAsked(sort="days"), *parties) == [["Open", "Ready", "Late"]]


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        (WallAsked(only="next"), [["Open"]]),
        (WallAsked(only="open"), [["Late", "Open"], ["Camera house"]]),
        (WallAsked(only="signed"), [["Ready"]]),
        (WallAsked(kind="vendor"), [["Camera house"]]),
        (WallAsked(department="Electric"), [["Late"]]),
        (WallAsked(paper=str(DEAL_MEMO.public_id)), [["Late", "Open"]]),
        (WallAsked(search="  camera HOUSE"), [["Camera house"]]),
        (WallAsked(search="nobody"), []),
        (WallAsked(sort="name"), [["Late", "Open", "Ready"], ["Camera house"]]),
    ],
)
def test_the_wall_shows_what_was_asked_for(asked: WallAsked, expected: list[list[str]]) -> None:
    parties = [
        engaged("Open"),
        cleared("Ready"),
        engaged("Late", starts_on=MONDAY, department="Electric"),
        engaged("Camera house", "vendor", starts_on=MONDAY),
    ]
    found = names(asked, *parties)
    assert [sorted(group) for group in found] == expected
    if asked.sort:
        assert found == expected


def test_counts_are_those_of_the_whole_production_whatever_is_shown() -> None:
    rows = [
        wall_row(party, KINDS, today=SATURDAY)
        for party in (engaged("Open"), cleared("Ready"), engaged("Late", starts_on=MONDAY))
    ]
    wall = hang_wall(rows, KINDS, WallAsked(search="ready"))

    assert [len(group.rows) for group in wall.groups] == [1]
    assert (wall.party_count, wall.cleared_count, wall.holding_next_count) == (3, 1, 1)
    assert (wall.next_call_on, wall.held_count) == (SATURDAY, 2)
    assert wall.standing_counts == {Standing.NEEDED: 5, Standing.SIGNED: 1}
    assert (wall.groups[0].party_count, wall.groups[0].cleared_count) == (3, 1)


def test_nobody_engaged_makes_an_empty_wall() -> None:
    wall = hang_wall([], KINDS, WallAsked())
    assert (wall.groups, wall.party_count, wall.next_call_on) == ((), 0, None)


def test_the_next_call_is_one_that_a_sheet_names_and_not_the_day_somebody_came_on_board() -> None:
    """On Monday the gaffer is on board without a call; the grip, not cleared, is called on Tuesday."""
    tuesday = MONDAY + timedelta(days=1)
    rows = [
        wall_row(cleared("Gaffer"), KINDS, today=MONDAY),
        wall_row(engaged("Grip"), KINDS, today=MONDAY, next_call_on=tuesday),
    ]
    wall = hang_wall(rows, KINDS, WallAsked(only="next"))
    assert (wall.next_call_on, wall.holding_next_count) == (tuesday, 1)
    assert [len(group.rows) for group in wall.groups] == [1]


def test_before_there_is_a_sheet_the_next_call_is_the_next_start() -> None:
    today = SATURDAY + timedelta(days=1)
    rows = [
        wall_row(engaged(name, starts_on=day), KINDS, today=today) for name, day in (("A", SATURDAY), ("B", MONDAY))
    ]
    assert hang_wall(rows, KINDS, WallAsked()).next_call_on == MONDAY
    assert hang_wall(rows[:1], KINDS, WallAsked()).next_call_on == today
    assert hang_wall([], KINDS, WallAsked()).next_call_on is None

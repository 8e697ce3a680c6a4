"""A whole board in a new order, as one move."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import pytest

from callboard.core.errors import NotAllowed, NotFound
from callboard.core.organizations.models import Membership, Organization, Production
from callboard.core.organizations.rules import Role
from callboard.film.stripboard.actions import (
    StripAt,
    create_banner,
    create_board,
    create_break,
    place_strips,
    undo_move,
)
from callboard.film.stripboard.arranging import arrange_board
from callboard.film.stripboard.models import Board, Strip
from callboard.film.stripboard.move_rules import MovedOnSince
from callboard.film.stripboard.queries import board_view
from tests.builders import FRIDAY_18H, a_member, a_production, a_scene, access


@pytest.fixture
def ada(office: Organization) -> Membership:
    return a_member(office, name="Ada")


@pytest.fixture
def show(office: Organization) -> Production:
    production = a_production(office, starts_on=date(2027, 3, 1))
    for number in "1234":
        a_scene(production, number)
    return production


@pytest.fixture
def board(show: Production, ada: Membership) -> Board:
    """Scenes 1, 2 and a banner on the first day, closed by a break; 3 on the open second; 4 set aside."""
    made = create_board(show, name="First pass", starts_on=date(2027, 3, 1), by=ada, at=FRIDAY_18H)
    strips = [strip(made, number) for number in "123"]
    place_strips(made, [StripAt(row.public_id, row.version) for row in strips], after=None, by=ada, at=FRIDAY_18H)
    create_break(made, after=strip(made, "2").public_id, by=ada, at=FRIDAY_18H)
    create_banner(made, after=strip(made, "2").public_id, text="Lunch", by=ada, at=FRIDAY_18H)
    return made


def strip(board: Board, number: str) -> Strip:
    return board.strips.get(scene__number=number)


def rows(board: Board) -> tuple[list[str], list[str]]:
    """The board from top to bottom, and the boneyard."""
    found = board.strips.exclude(area="removed").select_related("scene").order_by("rank")
    names = {row: row.scene.number if row.scene else row.text or "--" for row in found}
    return (
        [name for row, name in names.items() if row.area == "board"],
        [name for row, name in names.items() if row.area == "boneyard"],
    )


def test_rows_are_put_into_the_order_named_and_the_rest_is_set_aside(board: Board, ada: Membership) -> None:
    wanted = [strip(board, "4").public_id, None, strip(board, "1").public_id, strip(board, "2").public_id]

    move = arrange_board(board, wanted, by=ada, at=FRIDAY_18H)

    assert rows(board) == (["4", "--", "1", "2"], ["Lunch", "3"])
    assert board_view(board).last_move == move
    undo_move(move, by=ada, at=FRIDAY_18H)
    assert rows(board) == (["1", "2", "Lunch", "--", "3"], ["4"])


def test_rows_that_stand_are_not_touched_so_that_an_edit_of_theirs_does_not_hinder_the_undo(
    board: Board, ada: Membership
) -> None:
    standing = list(board.strips.filter(area="board").order_by("rank"))
    before = {row.pk: row.version for row in standing}

    wanted = [strip(board, "4").public_id, *(row.public_id for row in standing)]
    move = arrange_board(board, wanted, by=ada, at=FRIDAY_18H)

    assert {row.pk: row.version for row in board.strips.filter(pk__in=before)} == before
    moved = strip(board, "4")
    place_strips(board, [StripAt(moved.public_id, moved.version)], after=None, area="boneyard", by=ada, at=FRIDAY_18H)
    with pytest.raises(MovedOnSince):
        undo_move(move, by=ada, at=FRIDAY_18H)


def test_a_row_of_another_board_or_named_twice_is_refused(board: Board, ada: Membership) -> None:
    for wanted in ([uuid4()], [strip(board, "1").public_id] * 2):
        with pytest.raises(NotFound):
            arrange_board(board, wanted, by=ada, at=FRIDAY_18H)

    assert rows(board)[0] == ["1", "2", "Lunch", "--", "3"]


def test_only_who_may_move_strips_arranges_them(board: Board, office: Organization) -> None:
    kit = a_member(office, Role.CREW, "Kit")
    access(kit, board.production)

    with pytest.raises(NotAllowed):
        arrange_board(board, [], by=kit, at=FRIDAY_18H)

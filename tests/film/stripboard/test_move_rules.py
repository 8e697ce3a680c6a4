"""Moving strips: ranks between neighbors, moves, and what can be taken back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callboard.film.stripboard.move_rules import (
    DIGITS,
    Move,
    NotARank,
    NotOnTheBoard,
    Position,
    RanksOutOfOrder,
    move_after,
    rank_between,
    ranks_between,
    ranks_in_order,
    undo_and_redo,
)

ranks = st.text(DIGITS, min_size=1, max_size=8).filter(lambda rank: not rank.endswith("0"))
ends = st.none() | ranks


def test_a_strip_goes_between_two_neighbors_and_the_neighbors_stay():
    assert [rank_between(None, None), rank_between("i", "j"), rank_between("i", None)] == ["i", "ii", "j"]
    assert "0" < rank_between(None, "01") < "01"


def test_three_hundred_strips_appended_one_by_one_have_short_ranks():
    board = [rank_between(None, None)]
    while len(board) < 300:
        board.append(rank_between(board[-1], None))

    assert board == sorted(set(board))
    assert max(len(rank) for rank in board) <= 10


def test_a_thousand_strips_put_at_the_same_place_still_have_an_order():
    low, high = "i", "j"
    for _ in range(1000):
        middle = rank_between(low, high)
        assert low < middle < high
        high = middle


@given(ends, ends, st.integers(0, 60))
def test_ranks_lie_strictly_between_their_neighbors_in_rising_order(one: str | None, other: str | None, count: int):
    before, after = (min(one, other), max(one, other)) if one and other else (one, other)
    if before is not None and before == after:
        after = None

    made = ranks_between(before, after, count)

    order = [*([before] if before else []), *made, *([after] if after else [])]
    assert len(made) == count
    assert order == sorted(set(order))
    assert [rank for rank in made if rank.endswith("0") or not set(rank) <= set(DIGITS)] == []


@given(st.lists(st.integers(0, 100), max_size=60))
def test_strips_inserted_anywhere_stand_where_they_were_put(places: list[int]):
    board: list[str] = []
    for place in places:
        index = place % (len(board) + 1)
        before = board[index - 1] if index else None
        after = board[index] if index < len(board) else None
        board.insert(index, rank_between(before, after))
        assert board == sorted(set(board))


@given(st.lists(ranks, unique=True))
def test_ranks_have_one_order_by_bytes_and_by_dictionary(board: list[str]):
    assert sorted(board) == sorted(board, key=lambda rank: [(char.isalpha(), char.casefold()) for char in rank])


@pytest.mark.parametrize("rank", ["", "i0", "I", "a-b", "é"])
def test_what_is_no_rank_is_refused(rank: str):
    with pytest.raises(NotARank):
        rank_between(rank, None)


def test_neighbors_in_the_wrong_order_are_refused():
    with pytest.raises(RanksOutOfOrder, match="Load the board again"):
        rank_between("j", "i")
    with pytest.raises(RanksOutOfOrder):
        ranks_between("i", "i", 2)


BOARD = {
    "sc 1": Position("board", "4"),
    "sc 2": Position("board", "8"),
    "sc 3": Position("board", "c"),
    "sc 9": Position("boneyard", "i"),
}


def board_after(moves: list[Move]) -> dict[str, Position]:
    return BOARD | {move.strip: Position(move.area, move.rank) for move in moves}


def order(area: str, positions: dict[str, Position]) -> list[str]:
    placed = [(position.rank, strip) for strip, position in positions.items() if position.area == area]
    return [strip for _, strip in sorted(placed)]


def test_two_strips_go_behind_scene_1_in_the_order_they_were_picked():
    moves = move_after(["sc 3", "sc 9"], after="sc 1", area="board", positions=BOARD)

    moved = board_after(moves)

    assert [move.strip for move in moves] == ["sc 3", "sc 9"]
    assert order("board", moved) == ["sc 1", "sc 3", "sc 9", "sc 2"]
    assert order("boneyard", moved) == []


def test_without_a_neighbor_a_strip_goes_first():
    moved = board_after(move_after(["sc 2"], after=None, area="boneyard", positions=BOARD))

    assert [order("board", moved), order("boneyard", moved)] == [["sc 1", "sc 3"], ["sc 2", "sc 9"]]


def test_a_move_behind_a_strip_that_has_gone_elsewhere_is_refused():
    with pytest.raises(NotOnTheBoard, match="“sc 9” is not there any more"):
        move_after(["sc 1"], after="sc 9", area="board", positions=BOARD)
    with pytest.raises(NotOnTheBoard, match="“sc 77”"):
        move_after(["sc 77"], after=None, area="board", positions=BOARD)
    with pytest.raises(NotOnTheBoard):
        move_after(["sc 1"], after="sc 1", area="board", positions=BOARD)


@given(
    st.lists(st.sampled_from(sorted(BOARD)), unique=True, min_size=1, max_size=3),
    st.none() | st.sampled_from(["sc 1", "sc 2", "sc 3"]),
)
def test_moved_strips_stand_in_one_piece_behind_their_neighbor(strips: list[str], after: str | None):
    if after in strips:
        return
    moved = board_after(move_after(strips, after=after, area="board", positions=BOARD))

    staying = [strip for strip in order("board", BOARD) if strip not in strips]
    index = staying.index(after) + 1 if after else 0
    assert order("board", moved) == [*staying[:index], *strips, *staying[index:]]


def test_undo_and_redo_are_two_stacks() -> None:
    """Moves 1 and 2; 3 undoes 2, 4 undoes 1, 5 redoes 1 (it undoes 4); then a new move ends the redoing of 2."""
    history: list[tuple[int, int | None]] = [(1, None), (2, None), (3, 2), (4, 1), (5, 4)]

    assert undo_and_redo(history[:4]) == ([], [3, 4])
    assert undo_and_redo(history) == ([5], [3])
    assert undo_and_redo([*history, (6, None)]) == ([5, 6], [])


def in_new_order(rows: list[tuple[str, str | None]]) -> tuple[dict[str, str], list[str]]:
    """The ranks given, and the keys as they then sort."""
    new = ranks_in_order(rows)
    after = {key: new.get(key, rank) for key, rank in rows}
    assert None not in after.values()
    return new, sorted(after, key=lambda key: str(after[key]))


def test_a_new_order_moves_the_fewest_rows() -> None:
    """Of a b c d e in the order a d b c new e only d and the new one get ranks: b and c keep theirs."""
    rows: list[tuple[str, str | None]] = [("a", "1"), ("d", "4"), ("b", "2"), ("c", "3"), ("new", None), ("e", "5")]

    new, order = in_new_order(rows)

    assert (set(new), order) == ({"d", "new"}, ["a", "d", "b", "c", "new", "e"])


def test_an_order_that_stands_already_moves_nothing() -> None:
    assert ranks_in_order([("a", "1"), ("b", "2")]) == {}
    assert ranks_in_order([]) == {}


@given(st.permutations(range(12)), st.sets(st.integers(0, 11)))
def test_any_order_is_reached_whatever_was_there(order: list[int], new: set[int]) -> None:
    ranks = ranks_between(None, None, 12)
    rows = [(str(number), None if number in new else ranks[number]) for number in order]

    assert in_new_order(rows)[1] == [key for key, _ in rows]

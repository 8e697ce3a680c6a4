"""Moving strips, splitting scenes, and taking it back."""

from __future__ import annotations

from datetime import date

import pytest

from callboard.core.audit.models import AuditEntry
from callboard.core.errors import NotAllowed, NotFound, StaleEdit
from callboard.core.organizations.models import Membership, Organization, Production
from callboard.core.organizations.rules import Role
from callboard.film.stripboard.actions import (
    NothingToUndo,
    ScenesAreSetAside,
    StripAt,
    change_strip,
    create_banner,
    create_board,
    create_break,
    gather_new_scenes,
    join_strips,
    place_strips,
    remove_row,
    split_strip,
    undo_move,
)
from callboard.film.stripboard.models import Board, Strip
from callboard.film.stripboard.move_rules import MovedOnSince
from callboard.film.stripboard.queries import board_view, undo_and_redo_of
from callboard.film.stripboard.rules import SplitDoesNotSum
from tests.builders import FRIDAY_18H, a_member, a_production, a_scene, access, an_organization


@pytest.fixture
def ada(office: Organization) -> Membership:
    return a_member(office, name="Ada")


@pytest.fixture
def show(office: Organization) -> Production:
    production = a_production(office, starts_on=date(2027, 3, 1))
    for number, eighths in (("1", 8), ("2", 4), ("3", 12), ("4", 1)):
        a_scene(production, number, eighths=eighths, minutes=eighths * 10)
    return production


@pytest.fixture
def board(show: Production, ada: Membership) -> Board:
    return create_board(show, name="First pass", starts_on=date(2027, 3, 5), by=ada, at=FRIDAY_18H)


def strip(board: Board, number: str) -> Strip:
    return board.strips.exclude(area="removed").filter(scene__number=number).order_by("rank")[0]


def seen(strip: Strip) -> StripAt:
    return StripAt(strip.public_id, strip.version)


def layout(board: Board) -> list[tuple[str, list[str]]]:
    """The board as (date, scene numbers), then the boneyard."""
    view = board_view(board)
    days = [
        (f"{day.day.on:%a %d}", [c.scene.number if c.scene else c.strip.text for c in day.cards]) for day in view.days
    ]
    return [*days, ("boneyard", [card.scene.number for card in view.boneyard if card.scene])]


def test_a_new_board_has_every_scene_in_the_boneyard(board: Board) -> None:
    assert layout(board) == [("boneyard", ["1", "2", "3", "4"])]
    assert board.is_active


def test_strips_move_together_in_the_order_given_and_days_follow_the_calendar(board: Board, ada: Membership) -> None:
    """Friday 5 March, then Sunday is off: the second shooting day is Saturday, the third Monday."""
    place_strips(board, [seen(strip(board, n)) for n in ("3", "1")], after=None, by=ada, at=FRIDAY_18H)
    create_break(board, after=strip(board, "3").public_id, by=ada, at=FRIDAY_18H)
    create_break(board, after=strip(board, "1").public_id, by=ada, at=FRIDAY_18H)
    place_strips(
        board,
        [seen(strip(board, "4"))],
        after=board_view(board).days[1].break_card.strip.public_id,
        by=ada,
        at=FRIDAY_18H,
    )  # type: ignore[union-attr]

    assert layout(board) == [("Fri 05", ["3"]), ("Sat 06", ["1"]), ("Mon 08", ["4"]), ("boneyard", ["2"])]
    assert [(d.day.eighths, d.day.minutes) for d in board_view(board).days] == [(12, 120), (8, 80), (1, 10)]


def test_a_strip_that_somebody_moved_since_is_not_moved(board: Board, ada: Membership) -> None:
    as_bob_saw_it = seen(strip(board, "1"))
    place_strips(board, [seen(strip(board, "1"))], after=None, by=ada, at=FRIDAY_18H)

    with pytest.raises(StaleEdit) as refusal:
        place_strips(board, [as_bob_saw_it], after=None, area="boneyard", by=ada, at=FRIDAY_18H)

    assert refusal.value.parameters["public_id"] == str(as_bob_saw_it.public_id)
    assert layout(board) == [("Fri 05", ["1"]), ("boneyard", ["2", "3", "4"])]


def test_undo_puts_strips_back_and_redo_does_it_again(board: Board, ada: Membership) -> None:
    move = place_strips(board, [seen(strip(board, "2"))], after=None, by=ada, at=FRIDAY_18H)

    undone = undo_move(move, by=ada, at=FRIDAY_18H)
    assert layout(board) == [("boneyard", ["1", "2", "3", "4"])]

    undo_move(undone, by=ada, at=FRIDAY_18H)
    assert layout(board) == [("Fri 05", ["2"]), ("boneyard", ["1", "3", "4"])]
    with pytest.raises(NothingToUndo):
        undo_move(move, by=ada, at=FRIDAY_18H)


def test_an_undo_is_refused_when_the_strip_has_moved_on(board: Board, ada: Membership) -> None:
    move = place_strips(board, [seen(strip(board, "2"))], after=None, by=ada, at=FRIDAY_18H)
    place_strips(board, [seen(strip(board, "2"))], after=None, area="boneyard", by=ada, at=FRIDAY_18H)

    with pytest.raises(MovedOnSince):
        undo_move(move, by=ada, at=FRIDAY_18H)


def test_two_moves_of_one_strip_are_taken_back_one_after_the_other(board: Board, ada: Membership) -> None:
    place_strips(board, [seen(strip(board, "2")), seen(strip(board, "3"))], after=None, by=ada, at=FRIDAY_18H)
    place_strips(board, [seen(strip(board, "2"))], after=strip(board, "3").public_id, by=ada, at=FRIDAY_18H)
    assert layout(board)[0] == ("Fri 05", ["3", "2"])

    for expected in (("Fri 05", ["2", "3"]), ("boneyard", ["1", "2", "3", "4"])):
        undoable, _ = undo_and_redo_of(board, ada)
        assert undoable is not None
        undo_move(undoable, by=ada, at=FRIDAY_18H)
        assert layout(board)[0] == expected
    for expected in (("Fri 05", ["2", "3"]), ("Fri 05", ["3", "2"])):
        _, redoable = undo_and_redo_of(board, ada)
        assert redoable is not None
        undo_move(redoable, by=ada, at=FRIDAY_18H)
        assert layout(board)[0] == expected
    assert undo_and_redo_of(board, ada)[1] is None


def test_a_strip_that_comes_back_gets_a_place_of_its_own(board: Board, ada: Membership, office: Organization) -> None:
    """Scene 4 takes the very rank that scene 2 left between 1 and 3; when 2 comes back, more still fits in."""
    place_strips(board, [seen(strip(board, n)) for n in ("1", "2", "3")], after=None, by=ada, at=FRIDAY_18H)
    aside = place_strips(board, [seen(strip(board, "2"))], after=None, area="boneyard", by=ada, at=FRIDAY_18H)
    bob = a_member(office, name="Bob")
    place_strips(board, [seen(strip(board, "4"))], after=strip(board, "1").public_id, by=bob, at=FRIDAY_18H)

    undo_move(aside, by=ada, at=FRIDAY_18H)

    ranks = [row.rank for row in board.strips.filter(area="board").order_by("rank")]
    assert len(set(ranks)) == 4
    place_strips(board, [seen(strip(board, "1"))], after=strip(board, "4").public_id, by=ada, at=FRIDAY_18H)
    assert layout(board)[0] == ("Fri 05", ["4", "1", "2", "3"])


def test_a_split_scene_keeps_its_pages_and_minutes_and_can_be_joined_again(board: Board, ada: Membership) -> None:
    split_strip(board, seen(strip(board, "3")), pieces=[5, 7], by=ada, at=FRIDAY_18H)
    pieces = board.strips.filter(scene__number="3").order_by("rank")
    assert [(p.eighths, p.minutes) for p in pieces] == [(5, 50), (7, 70)]
    assert [(c.piece, c.pieces) for c in board_view(board).boneyard if c.scene and c.scene.number == "3"] == [
        (1, 2),
        (2, 2),
    ]

    join_strips(board, seen(strip(board, "3")), by=ada, at=FRIDAY_18H)
    whole = board.strips.exclude(area="removed").get(scene__number="3")
    assert (whole.eighths, whole.minutes) == (12, 120)


def test_undoing_a_split_leaves_one_whole_strip(board: Board, ada: Membership) -> None:
    move = split_strip(board, seen(strip(board, "1")), pieces=[4, 4], by=ada, at=FRIDAY_18H)
    undo_move(move, by=ada, at=FRIDAY_18H)

    assert [(s.eighths, s.minutes) for s in board.strips.exclude(area="removed").filter(scene__number="1")] == [(8, 80)]


def test_pieces_that_do_not_make_the_scene_are_refused(board: Board, ada: Membership) -> None:
    with pytest.raises(SplitDoesNotSum):
        split_strip(board, seen(strip(board, "1")), pieces=[4, 5], by=ada, at=FRIDAY_18H)
    assert strip(board, "1").version == 1


def test_banners_take_time_change_and_go_away_again(board: Board, ada: Membership) -> None:
    create_banner(board, after=None, text="Company move", minutes=45, by=ada, at=FRIDAY_18H)
    banner = board.strips.get(kind="banner")
    change_strip(board, seen(banner), text="Company move to the pier", minutes=60, by=ada, at=FRIDAY_18H)
    assert layout(board)[0] == ("Fri 05", ["Company move to the pier"])
    assert board_view(board).days[0].day.minutes == 60

    remove_row(board, seen(board.strips.get(kind="banner")), by=ada, at=FRIDAY_18H)
    assert board_view(board).days == ()


def test_a_scene_is_set_aside_never_removed(board: Board, ada: Membership) -> None:
    with pytest.raises(ScenesAreSetAside):
        remove_row(board, seen(strip(board, "1")), by=ada, at=FRIDAY_18H)


def test_scenes_of_a_new_draft_are_gathered_into_the_boneyard(board: Board, ada: Membership, show: Production) -> None:
    a_scene(show, "5")
    assert board_view(board).scenes_without_strip == 1

    assert gather_new_scenes(board, by=ada, at=FRIDAY_18H) == 1
    assert layout(board) == [("boneyard", ["1", "2", "3", "4", "5"])]


def test_every_edit_is_in_the_audit_and_a_role_without_the_permission_is_refused(
    board: Board, ada: Membership, show: Production, office: Organization
) -> None:
    place_strips(board, [seen(strip(board, "2"))], after=None, by=ada, at=FRIDAY_18H)
    assert list(AuditEntry.objects.order_by("id").values_list("actor_name", "verb")) == [
        ("Ada", "create board"),
        ("Ada", "place strips"),
    ]

    reader = a_member(office, Role.CREW, "Reader")
    with pytest.raises(NotFound):
        undo_move(board.moves.get(), by=reader, at=FRIDAY_18H)
    access(reader, show)
    with pytest.raises(NotAllowed):
        undo_move(board.moves.get(), by=reader, at=FRIDAY_18H)


def test_a_stranger_finds_nothing_to_move(board: Board) -> None:
    stranger = a_member(an_organization("Other house"), name="Charlie")
    with pytest.raises(NotFound):
        place_strips(board, [seen(strip(board, "1"))], after=None, by=stranger, at=FRIDAY_18H)


def test_the_board_is_read_in_the_same_number_of_queries_whatever_its_size(
    show: Production, ada: Membership, django_assert_num_queries: object
) -> None:
    board = create_board(show, name="Counted", starts_on=date(2027, 3, 5), by=ada, at=FRIDAY_18H)
    for _ in range(2):
        with django_assert_num_queries(6):  # type: ignore[operator]
            board_view(Board.objects.select_related("production").get(pk=board.pk))  # one for the board itself
        a_scene(show, "9")
        gather_new_scenes(board, by=ada, at=FRIDAY_18H)


def test_public_holidays_of_the_productions_country_are_days_off(show: Production, ada: Membership) -> None:
    """Good Friday 26 March, Easter Monday 29 March 2027: Thursday is followed by Saturday, then Tuesday."""
    show.country = "DE"
    show.save()
    board = create_board(show, name="Easter", starts_on=date(2027, 3, 25), by=ada, at=FRIDAY_18H)
    for number in ("3", "2", "1"):
        place_strips(board, [seen(strip(board, number))], after=None, by=ada, at=FRIDAY_18H)
        create_break(board, after=strip(board, number).public_id, by=ada, at=FRIDAY_18H)

    assert layout(board)[:3] == [("Thu 25", ["1"]), ("Sat 27", ["2"]), ("Tue 30", ["3"])]

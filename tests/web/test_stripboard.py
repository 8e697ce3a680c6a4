"""The board's pages: what they say, edits as operations, both states of a stale edit, and who may do what."""

from __future__ import annotations

import itertools
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from callboard.core.organizations.models import Membership, Organization, Production
from callboard.core.organizations.rules import Role
from callboard.film.breakdown.models import Element, ElementCategory, SceneElement
from callboard.film.stripboard.actions import StripAt, create_board, create_break, place_strips
from callboard.film.stripboard.models import Board, Strip
from callboard.film.stripboard.queries import board_view
from callboard.film.stripboard.rules import PALETTE
from tests.builders import FRIDAY_18H, a_member, a_place, a_production, a_scene, access, an_organization

_keys = itertools.count(1)


@pytest.fixture
def ada(office: Organization) -> Membership:
    return a_member(office, Role.ASSISTANT_DIRECTOR, "Ada")


@pytest.fixture
def show(office: Organization, ada: Membership) -> Production:
    """Four scenes of 1, 4/8, 1 4/8 and 10 pages; MARA (1) is in the first, IVO (2) in the second."""
    production = a_production(office, starts_on=date(2027, 3, 25), country="DE")
    access(ada, production)
    for number, eighths, light in (("1", 8, "DAY"), ("2", 4, "NIGHT"), ("3", 12, "DAY"), ("4", 80, "DAY")):
        a_scene(
            production, number, eighths=eighths, minutes=eighths * 10, time_of_day=light, synopsis=f"Story {number}"
        )
    category = ElementCategory.objects.create(
        organization=office, production=production, name="Cast", color="#c00000", is_cast=True
    )
    for number, name in (("1", "MARA"), ("2", "IVO")):
        element = Element.objects.create(
            organization=office, production=production, category=category, number=number, name=name
        )
        SceneElement.objects.create(organization=office, scene=production.scenes.get(number=number), element=element)
    return production


@pytest.fixture
def board(show: Production, ada: Membership) -> Board:
    """Scene 1 and 2 on Thursday 25 March, scene 4 on the Saturday after Good Friday; scene 3 in the boneyard."""
    made = create_board(show, name="First pass", starts_on=date(2027, 3, 25), by=ada, at=FRIDAY_18H)
    seen = [StripAt(row.public_id, row.version) for row in (strip(made, n) for n in ("1", "2", "4"))]
    place_strips(made, seen, after=None, by=ada, at=FRIDAY_18H)
    create_break(made, after=strip(made, "2").public_id, by=ada, at=FRIDAY_18H)
    return made


def strip(board: Board, number: str) -> Strip:
    return board.strips.exclude(area="removed").filter(scene__number=number).order_by("rank")[0]


def stamp(row: Strip) -> str:
    return f"{row.public_id}:{row.version}"


def logged_in(member: Membership) -> Client:
    client = Client()
    client.force_login(member.user)
    return client


def post(member: Membership, board: Board, verb: str, *, fragment: bool = True, **fields: Any) -> Any:
    """An edit as the page's script sends it, with what it is shown in the end."""
    headers = {"HX-Request": "true"} if fragment else {}
    address = f"/p/{board.production.public_id}/board/{board.public_id}/{verb}/"
    key = fields.pop("request_key", f"key-{next(_keys)}")
    return logged_in(member).post(address, {"request_key": key, **fields}, headers=headers, follow=True)


def text_of(response: Any) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", response.content.decode()).split())


def order(board: Board) -> list[list[str]]:
    return [[card.scene.number for card in day.cards if card.scene] for day in board_view(board).days]


def test_the_board_says_days_dates_totals_cast_and_days_off(board: Board, show: Production, ada: Membership) -> None:
    a_place(show, "Old harbor", latitude="53.545", longitude="9.983")
    said = text_of(logged_in(ada).get(f"/p/{show.public_id}/board/"))

    assert "Shooting days 2 Pages scheduled 11 4/8 of 13 Strips scheduled 3 Unscheduled 1" in said
    assert "Day 1 of 2 · Thu 25 March 2027 1 4/8 pages 2:00 h Sunrise 06:11, sunset 18:41 (Old harbor)" in said
    assert "1 INT DAY KITCHEN Story 1 1 MARA 1 pg 1:20 h" in said
    assert "2 INT NIGHT KITCHEN Story 2 2 IVO 4/8 pg 0:40 h" in said
    assert "Fri 26 March — Good Friday" in said
    assert "Day 2 of 2 · Sat 27 March 2027 10 pages 13:20 h — longer than 12 hours" in said
    assert "Boneyard 1 strip, 1 4/8 pages" in said


def test_each_strip_has_its_look_its_height_and_its_version(board: Board, show: Production, ada: Membership) -> None:
    page = logged_in(ada).get(f"/p/{show.public_id}/board/").content.decode()
    night = strip(board, "2")
    tag = re.search(rf'<div [^>]*id="strip-{night.public_id}"[^>]*>', page)

    assert tag is not None
    assert 'class="strip is-scene look-int_night pattern-edge tall-4"' in tag[0]
    assert f'data-version="{night.version}"' in tag[0]
    assert 'aria-label="Scene 2, INT NIGHT, KITCHEN, IVO, 4/8 pages, 40 minutes"' in tag[0]


def test_the_style_sheet_has_the_papers_and_patterns_of_the_palette() -> None:
    style = Path(__file__).parents[2] / "frontend" / "src" / "style" / "_stripboard.scss"
    written = style.read_text(encoding="utf-8")
    pattern = r'"(\w+)": \(\s*(#[0-9a-f]{6}),\s*(#[0-9a-f]{6}),?\s*\)'
    looks = {key: (paper, ink) for key, paper, ink in re.findall(pattern, written)}

    assert looks == {look.key: (look.paper, look.ink) for look in PALETTE.values()}
    bands = set(re.findall(r'^  "([a-z-]+)":\s*(?:repeating|linear|radial)', written, re.MULTILINE))
    assert {look.pattern for look in PALETTE.values()} - bands == {"plain", "solid"}


def test_a_move_answers_with_the_rows_and_says_what_happened(board: Board, ada: Membership) -> None:
    moved = post(ada, board, "place", strip=stamp(strip(board, "3")), after=str(strip(board, "1").public_id))

    assert moved.redirect_chain[0][1] == 302
    assert 'data-announcement="Scene 3 moved to day 1, after Scene 1."' in moved.content.decode()
    assert "Undo : Scene 3 moved" in text_of(moved)
    assert "<html" not in moved.content.decode()
    assert order(board) == [["1", "3", "2"], ["4"]]


def test_one_key_moves_once_however_often_it_is_sent(board: Board, ada: Membership) -> None:
    address = f"/p/{board.production.public_id}/board/{board.public_id}/place/"
    fields = {"strip": stamp(strip(board, "3")), "after": "", "request_key": "pressed-twice"}
    first, again = (logged_in(ada).post(address, fields, headers={"HX-Request": "true"}) for _ in range(2))

    assert (first.status_code, again.status_code) == (302, 302)
    assert first["Location"] == again["Location"]
    assert board.moves.filter(verb="place").count() == 2  # the one of the scene's beginning, and this


def test_a_stale_move_shows_both_states_and_can_be_made_anyway(
    board: Board, ada: Membership, office: Organization
) -> None:
    bob = a_member(office, name="Bob")
    as_ada_saw_it = stamp(strip(board, "2"))
    seen = StripAt(strip(board, "2").public_id, strip(board, "2").version)
    place_strips(board, [seen], after=strip(board, "4").public_id, by=bob, at=FRIDAY_18H)

    refused = post(ada, board, "place", strip=as_ada_saw_it, after="", area="board")

    assert refused.status_code == 409
    said = text_of(refused)
    assert "You wanted Scene 2 at the top of the board." in said
    assert "Scene 2 : Bob moved it to day 2, after Scene 4 at 18:00." in said
    assert "Keep theirs" in said
    assert "Move it anyway" in said
    assert order(board) == [["1"], ["4", "2"]]

    fields = dict(
        re.findall(r'<input type="hidden" name="(strip|after|area)" value="([^"]*)"', refused.content.decode())
    )
    assert post(ada, board, "place", **fields).status_code == 200
    assert order(board) == [["2", "1"], ["4"]]


def test_undo_takes_back_ones_own_last_move_and_redo_makes_it_again(
    board: Board, ada: Membership, office: Organization, show: Production
) -> None:
    bob = a_member(office, name="Bob")
    post(ada, board, "place", strip=stamp(strip(board, "3")), after="")
    post(ada, board, "place", strip=stamp(strip(board, "3")), after=str(strip(board, "4").public_id))
    post(bob, board, "place", strip=stamp(strip(board, "1")), after=str(strip(board, "2").public_id))

    def press(which: str) -> None:
        page = logged_in(ada).get(f"/p/{show.public_id}/board/").content.decode()
        move = re.search(rf'id="{which}"[^>]*data-move="([^"]+)"', page)
        assert move is not None
        assert post(ada, board, "undo", move=move[1]).status_code == 200

    press("undo")
    assert order(board) == [["3", "2", "1"], ["4"]]
    press("undo")
    assert order(board) == [["2", "1"], ["4"]]
    press("redo")
    press("redo")
    assert order(board) == [["2", "1"], ["4", "3"]]
    press("undo")
    assert order(board) == [["3", "2", "1"], ["4"]]


def test_rows_are_split_joined_changed_added_and_removed(board: Board, ada: Membership) -> None:
    after = str(strip(board, "1").public_id)
    added = post(ada, board, "banner", after=after, text="Lunch", minutes="60")
    assert 'data-announcement="Lunch added: day 1, after Scene 1."' in added.content.decode()
    banner = board.strips.get(kind="banner")
    changed = post(ada, board, "change", strip=stamp(banner), text="Late lunch", minutes="45")
    assert "Late lunch 0:45 h" in text_of(changed)
    removed = post(ada, board, "remove", strip=stamp(board.strips.get(kind="banner")))
    assert 'data-announcement="Late lunch removed."' in removed.content.decode()

    halves = post(ada, board, "split", strip=stamp(strip(board, "1")), piece=["3", "5"])
    assert "part 1 of 2" in text_of(halves)
    assert [row.eighths for row in board.strips.filter(scene__number="1").order_by("rank")] == [3, 5]
    wrong = post(ada, board, "split", strip=stamp(strip(board, "2")), piece=["3", "5"])
    assert (wrong.status_code, "The pieces come to 1 pages and the scene has 4/8." in text_of(wrong)) == (422, True)
    joined = post(ada, board, "join", strip=stamp(strip(board, "1")))
    assert "part 1 of 2" not in text_of(joined)

    assert "Day 2 of 3" in text_of(post(ada, board, "break", after=after))


@pytest.mark.parametrize(
    ("verb", "fields"),
    [
        ("place", {"strip": "nonsense"}),
        ("place", {}),
        ("place", {"strip": "{strip}", "area": "attic"}),
        ("place", {"strip": "{strip}", "after": "7"}),
        ("change", {"strip": "{strip}", "minutes": "soon"}),
        ("split", {"strip": "{strip}", "piece": ["½", "1"]}),
        ("undo", {"move": ""}),
    ],
)
def test_an_edit_that_cannot_be_read_is_refused(
    board: Board, ada: Membership, verb: str, fields: dict[str, Any]
) -> None:
    known = stamp(strip(board, "1"))
    filled: dict[str, Any] = {name: known if value == "{strip}" else value for name, value in fields.items()}
    refused = post(ada, board, verb, **filled)

    assert refused.status_code == 422
    assert "This edit of the board could not be read" in text_of(refused)
    assert order(board) == [["1", "2"], ["4"]]


def test_without_a_script_a_form_goes_back_to_the_board(board: Board, ada: Membership, show: Production) -> None:
    moved = post(ada, board, "place", fragment=False, strip=stamp(strip(board, "3")), after="")

    assert moved.redirect_chain[-1][0] == f"/p/{show.public_id}/board/"
    assert order(board) == [["3", "1", "2"], ["4"]]


def test_a_crew_member_reads_the_board_and_changes_nothing(
    board: Board, office: Organization, show: Production
) -> None:
    cleo = a_member(office, Role.CREW, "Cleo")
    access(cleo, show)

    page = logged_in(cleo).get(f"/p/{show.public_id}/board/")
    assert page.status_code == 200
    assert "Day 1 of 2 · Thu 25 March 2027" in text_of(page)
    assert not re.search("strip-grip|strip-menu|menu-dialog|aria-selected", page.content.decode())

    refused = post(cleo, board, "place", strip=stamp(strip(board, "3")), after="")
    assert (refused.status_code, order(board)) == (403, [["1", "2"], ["4"]])
    assert logged_in(cleo).get(f"/p/{show.public_id}/board/{board.public_id}/settings/").status_code == 403


def test_a_stranger_finds_no_board(board: Board, show: Production) -> None:
    stranger = a_member(an_organization("Other house"), name="Charlie")

    addresses = ["", f"{board.public_id}/", f"{board.public_id}/rows/", f"{board.public_id}/one-liner/"]
    pages = [logged_in(stranger).get(f"/p/{show.public_id}/board/{end}").status_code for end in addresses]
    assert pages == [404, 404, 404, 404]
    assert post(stranger, board, "place", strip=stamp(strip(board, "3")), after="").status_code == 404
    assert order(board) == [["1", "2"], ["4"]]


def test_the_first_board_is_made_from_the_empty_page(show: Production, ada: Membership) -> None:
    empty = logged_in(ada).get(f"/p/{show.public_id}/board/")
    assert "No board yet. The script’s 4 scenes will be in its boneyard" in text_of(empty)

    form = {"name": "Plan A", "starts_on": "", "request_key": "first"}
    refused = logged_in(ada).post(f"/p/{show.public_id}/board/new/", form)
    assert (refused.status_code, "This field is required." in text_of(refused)) == (422, True)

    made = logged_in(ada).post(f"/p/{show.public_id}/board/new/", form | {"starts_on": "2027-04-01"}, follow=True)
    assert "Plan A" in text_of(made)
    assert "Boneyard 4 strips, 13 pages" in text_of(made)
    assert "Day 1 · Thu 1 April empty: drop strips here" in text_of(made)


def test_settings_move_the_first_day_and_a_stale_form_shows_both(
    board: Board, ada: Membership, show: Production
) -> None:
    address = f"/p/{show.public_id}/board/{board.public_id}/settings/"
    form = {"name": "Second pass", "starts_on": "2027-04-01", "version": "1"}
    changed = logged_in(ada).post(address, form | {"request_key": "one"}, follow=True)
    assert "Second pass" in text_of(changed)
    assert "Day 1 of 2 · Thu 1 April 2027" in text_of(changed)

    stale = logged_in(ada).post(address, form | {"request_key": "two", "name": "Third pass"})
    assert stale.status_code == 409
    assert "Third pass Second pass" in text_of(stale)


def test_scenes_of_a_new_draft_are_offered_and_gathered(board: Board, ada: Membership, show: Production) -> None:
    a_scene(show, "5")
    assert "1 scene of the script has no strip yet." in text_of(logged_in(ada).get(f"/p/{show.public_id}/board/"))

    gathered = post(ada, board, "gather", fragment=False)
    assert "1 scene is now in the boneyard." in text_of(gathered)
    assert "Boneyard 2 strips" in text_of(gathered)


def test_the_one_liner_lists_the_days_for_printing(board: Board, ada: Membership, show: Production) -> None:
    said = text_of(logged_in(ada).get(f"/p/{show.public_id}/board/{board.public_id}/one-liner/"))

    assert "First pass · 2 shooting days, 11 4/8 pages" in said
    assert "Day 1 of 2 · Thu 25 March 2027 1 4/8 pages, 2:00 h" in said
    assert "1 INT DAY KITCHEN Story 1 1 MARA 1 1:20" in said


def test_the_page_asks_as_often_for_one_scene_as_for_many(
    board: Board, ada: Membership, show: Production, django_assert_num_queries: Any
) -> None:
    client = logged_in(ada)
    address = f"/p/{show.public_id}/board/{board.public_id}/rows/"
    client.get(address)
    for number in ("5", "6"):
        with django_assert_num_queries(15):
            client.get(address)
        a_scene(show, number)
        post(ada, board, "gather", fragment=False)

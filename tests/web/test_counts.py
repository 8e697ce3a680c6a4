"""The pages of counting: what is due, a blind list, recount, posting."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from callboard.core.organizations.models import Membership, Organization, Production
from callboard.core.organizations.rules import Role
from callboard.stock.counts.models import CountEntry, CountLine, CountList
from callboard.stock.items.models import Item
from callboard.stock.moves.models import Store
from callboard.stock.moves.queries import balances
from tests.builders import a_member, access, an_organization
from tests.builders_plant import a_lot, a_plant, a_store, an_item, in_stock

EARLIER = timezone.now() - timedelta(hours=1)
"""The door's clock is the real one: what is counted lay there before."""


@pytest.fixture
def plant(office: Organization) -> Production:
    return a_plant(office)


@pytest.fixture
def ada(office: Organization) -> Membership:
    return a_member(office)


@pytest.fixture
def shelf(plant: Production) -> Store:
    return a_store(plant)


@pytest.fixture
def keeper(ada: Membership, logged_in: Any) -> Any:
    return logged_in(ada)


def at(plant: Production, path: str = "") -> str:
    return f"/p/{plant.public_id}/counts/{path}"


def text(answer: Any) -> str:
    return " ".join(answer.content.decode().replace("\N{NO-BREAK SPACE}", " ").split())


def field(line: CountLine) -> str:
    return f"counted-{line.public_id}"


def test_a_count_from_what_is_due_to_what_is_posted(
    plant: Production, ada: Membership, shelf: Store, keeper: Any
) -> None:
    bar = an_item(plant, "BAR", unit="m", decimals=3, abc_class="A")
    nut = an_item(plant, "NUT", abc_class="C")
    in_stock(bar, 80_000, shelf, by=ada, at=EARLIER)
    in_stock(nut, 4321, shelf, by=ada, at=EARLIER)
    assert "2 items due for a count" in text(keeper.get(at(plant)))
    answer = keeper.post(at(plant, "new/"), title="Friday", only_due="on")
    made = CountList.objects.get()
    path = at(plant, f"{made.public_id}/")
    assert (answer.status_code, answer["Location"]) == (302, path)
    blind = text(keeper.get(path))
    assert ("BAR" in blind, "80 m" in blind, "4321" in blind) == (True, False, False)

    bars, nuts = CountLine.objects.order_by("item__code")
    assert keeper.post(path, **{field(bars): "79 m", field(nuts): "4300"}).status_code == 302
    page = text(keeper.get(path))
    assert "1 is off: count it again." in page
    assert ("80 m" in page, "79 m" in page) == (False, False)
    assert '<td class="number">4321 pcs</td> <td class="number"><strong>-21 pcs</strong></td>' in page
    assert keeper.post(path, **{field(bars): "79000 mm"}).status_code == 302
    page = text(keeper.get(path))
    assert ("<strong>-1 m</strong>" in page, "Post 2 lines" in page) == (True, True)

    assert keeper.post(at(plant, f"{made.public_id}/post/")).status_code == 302
    assert "Posted: 2 differences." in text(keeper.get(path))
    assert balances(plant) == {(bar.pk, None, shelf.pk): 79_000, (nut.pk, None, shelf.pk): 4300}
    assert keeper.post(at(plant, f"{made.public_id}/close/"), version=1).status_code == 302
    page = text(keeper.get(at(plant)))
    assert ("CC-1001 is closed." in page, "0 items due for a count" in page) == (True, True)


def test_one_wrong_field_keeps_all_typed_and_records_none(
    plant: Production, ada: Membership, shelf: Store, keeper: Any
) -> None:
    for code in ("BAR", "NUT"):
        in_stock(an_item(plant, code), 100, shelf, by=ada, at=EARLIER)
    keeper.post(at(plant, "new/"))
    bars, nuts = CountLine.objects.order_by("item__code")
    path = at(plant, f"{CountList.objects.get().public_id}/")
    answer = keeper.post(path, **{field(bars): "100", field(nuts): "1,200"})
    page = text(answer)
    assert answer.status_code == 422
    assert 'value="100"' in page
    assert "can be read as" in page
    assert not CountEntry.objects.exists()


def test_a_stray_lot_is_put_on_the_list(plant: Production, ada: Membership, shelf: Store, keeper: Any) -> None:
    glue = an_item(plant, "GLUE", tracking="lot")
    in_stock(an_item(plant, "BAR"), 5, shelf, by=ada, at=EARLIER)
    lot = a_lot(glue)
    keeper.post(at(plant, "new/"))
    path = at(plant, f"{CountList.objects.get().public_id}/found/")
    for typed, said in (
        ({"item": "NOPE"}, "no item with this code"),
        ({"item": "GLUE"}, "Name one of the item&#x27;s own lots"),
    ):
        answer = keeper.post(path, store="A-01", **typed)
        assert (answer.status_code, said in text(answer)) == (422, True)
    assert keeper.post(path, store="A-01", item="GLUE", lot="L-1").status_code == 302
    assert list(CountLine.objects.order_by("pk").values_list("item__code", "lot")) == [("BAR", None), ("GLUE", lot.pk)]


def test_a_list_taken_along_is_blind(plant: Production, ada: Membership, shelf: Store, keeper: Any) -> None:
    in_stock(an_item(plant, "BAR"), 100, shelf, by=ada, at=EARLIER)
    keeper.post(at(plant, "new/"))
    made, line = CountList.objects.get(), CountLine.objects.get()
    path = at(plant, f"{made.public_id}/list.csv")
    before = keeper.get(path).content.decode("utf-8-sig").splitlines()
    assert before == ["Place,Code,Name,Lot,Unit,State,Counted,Difference", "A-01,BAR,Bar,,pcs,to count,,"]
    keeper.post(at(plant, f"{made.public_id}/"), **{field(line): "98"})
    assert keeper.get(path).content.decode("utf-8-sig").splitlines()[1] == "A-01,BAR,Bar,,pcs,counted,98,-2"


def test_nothing_to_count_is_said_and_classes_are_renewed(
    plant: Production, ada: Membership, shelf: Store, keeper: Any
) -> None:
    answer = keeper.post(at(plant, "new/"), classes=["A"])
    assert (answer.status_code, "Nothing in stock fits this choice" in text(answer)) == (422, True)
    in_stock(an_item(plant), 5, shelf, by=ada, at=EARLIER)
    assert keeper.post(at(plant, "classes/")).status_code == 302
    assert "Classes renewed: 0 A, 0 B, 1 C." in text(keeper.get(at(plant)))
    assert Item.objects.get().abc_class == "C"


def test_counting_is_closed_to_strangers_and_to_who_does_not_count(
    office: Organization, plant: Production, ada: Membership, shelf: Store, keeper: Any, logged_in: Any
) -> None:
    """A head of a department counts; who posts the difference is another."""
    in_stock(an_item(plant), 5, shelf, by=ada, at=EARLIER)
    crew, head = a_member(office, Role.CREW, "Cleo"), a_member(office, Role.HEAD_OF_DEPARTMENT, "Hal")
    for member in (crew, head):
        access(member, plant)
    keeper.post(at(plant, "new/"))
    made, line = CountList.objects.get(), CountLine.objects.get()
    paths = ["", "new/", f"{made.public_id}/", f"{made.public_id}/list.csv"]
    stranger = logged_in(a_member(an_organization("Other house"), name="Sam"))
    assert [stranger.get(at(plant, path)).status_code for path in paths] == [404] * 4
    assert [logged_in(crew).get(at(plant, path)).status_code for path in paths] == [403] * 4
    posts = [f"{made.public_id}/", f"{made.public_id}/post/", f"{made.public_id}/close/", "classes/", "new/"]
    assert [logged_in(crew).post(at(plant, path), version=1).status_code for path in posts] == [403] * 5
    counter = logged_in(head)
    assert counter.post(at(plant, posts[0]), **{field(line): "5"}).status_code == 302
    assert counter.post(at(plant, posts[1])).status_code == 403
    assert "Post 1 line" not in text(counter.get(at(plant, posts[0])))


@pytest.mark.parametrize("count", [1, 3])
def test_the_pages_take_the_same_queries_for_one_line_and_for_three(
    plant: Production, ada: Membership, shelf: Store, keeper: Any, django_assert_num_queries: Any, count: int
) -> None:
    for number in range(count):
        in_stock(an_item(plant, f"P-{number}"), 5, shelf, by=ada, at=EARLIER)
    keeper.post(at(plant, "new/"))
    path = at(plant, f"{CountList.objects.get().public_id}/")
    keeper.post(path, **{field(line): "5" for line in CountLine.objects.all()})
    keeper.get(path)
    with django_assert_num_queries(11):
        keeper.get(path)
    with django_assert_num_queries(12):
        keeper.get(at(plant))

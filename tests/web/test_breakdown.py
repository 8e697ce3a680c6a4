"""The breakdown in the browser: list, sheet, elements, palette."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from django.test import Client
from python_calamine import CalamineWorkbook

from callboard.core.organizations.models import Membership, Organization, Production
from callboard.core.organizations.rules import Role
from callboard.film.breakdown.actions import add_element, seed_palette
from callboard.film.breakdown.models import Element, ElementCategory, Scene, SceneElement
from callboard.film.scripts.actions import import_script
from tests.builders import (
    FRIDAY_18H,
    FakeMailServer,
    a_member,
    a_production,
    a_scene,
    access,
    an_engagement,
    an_organization,
)
from tests.film.scripts.scripts import FERRY, NO_NUMBERS

pytestmark = pytest.mark.django_db

SHEET = {
    "number": "2",
    "int_ext": "EXT",
    "set_name": "PIER",
    "time_of_day": "NIGHT",
    "eighths": "1 4/8",
    "minutes": "1:30",
    "synopsis": "Mara runs.",
    "notes": "Tide table!",
}
_keys = iter(range(10_000))


@pytest.fixture
def ada(office: Organization, mail_server: FakeMailServer, client: Client) -> Membership:
    ada = a_member(office)
    client.force_login(ada.user)
    return ada


@pytest.fixture
def show(ada: Membership) -> Production:
    """Three scenes of a ferry, imported."""
    production = a_production(ada.organization)
    import_script(production, FERRY, "ferry.fountain", "", by=ada, at=FRIDAY_18H)
    return production


def page(production: Production, rest: str = "") -> str:
    return f"/p/{production.public_id}/breakdown/{rest}"


def post(client: Client, address: str, **fields: str) -> Any:
    headers = {"HX-Request": "true"} if fields.pop("htmx", "") else {}
    return client.post(address, {"request_key": f"key{next(_keys)}", **fields}, headers=headers)


def text_of(response: Any) -> str:
    return " ".join(response.content.decode().split())


def scene_address(production: Production, number: str, rest: str = "") -> str:
    return page(production, f"scenes/{Scene.objects.get(number=number).public_id}/{rest}")


def test_the_list_shows_every_scene_with_totals(client: Client, show: Production) -> None:
    text = text_of(client.get(page(show)))

    assert "<dt>Scenes</dt><dd>3</dd>" in text
    assert "<dt>Pages</dt><dd>5/8 <small>3 estimated</small></dd>" in text
    assert text.count('class="scene-row') == 3
    assert 'title="MARA">1</span>' in text
    assert 'title="THE HARBOR MASTER (voice)">(3)</span>' in text
    assert text.count('title="taken from the scene before"') == 2


def test_filters_narrow_the_table_and_its_totals(client: Client, show: Production) -> None:
    response = client.get(page(show), {"set_name": "PIER", "words": "jonas"}, headers={"HX-Target": "scene-list"})

    text = text_of(response)
    assert text.startswith('<div id="scene-list"')
    assert (text.count('class="scene-row'), "<dd>1 <small>of 3</small></dd>" in text) == (1, True)
    assert "export.csv?set_name=PIER&amp;words=jonas" in text
    assert "No scene fits." in text_of(client.get(page(show), {"words": "submarine"}))


def test_the_list_goes_out_as_csv_and_as_a_workbook(client: Client, show: Production) -> None:
    Scene.objects.filter(number="2").update(synopsis="=cmd()")

    as_csv = client.get(page(show, "export.csv"), {"set_name": "PIER"})
    rows = list(csv.reader(io.StringIO(as_csv.content.decode("utf-8-sig"))))

    assert rows[0][:5] == ["Episode", "Scene", "I/E", "Set", "Time of day"]
    assert [row[1:8] for row in rows[1:]] == [
        ["2", "EXT", "PIER", "NIGHT", "yes", "2/8", "2"],
        ["3", "EXT", "PIER", "NIGHT", "yes", "1/8", "1"],
    ]
    assert rows[1][11] == "'=cmd()"
    assert as_csv["Content-Disposition"] == 'attachment; filename="saltmarsh-breakdown.csv"'
    workbook = CalamineWorkbook.from_filelike(io.BytesIO(client.get(page(show, "export.xlsx")).content))
    assert [row[1] for row in workbook.get_sheet_by_index(0).to_python()] == ["Scene", "1", "2", "3"]
    assert client.get(page(show, "export.pdf")).status_code == 404


def test_a_sheet_shows_text_elements_and_neighbors(client: Client, show: Production) -> None:
    text = text_of(client.get(scene_address(show, "2")))

    assert "Scene 2 of 3" in text
    assert '<p class="script-character">JONAS</p>' in text
    assert 'rel="prev"' in text
    assert 'data-key="n"' in text
    assert "<strong>2</strong> JONAS" in text
    assert '<option value="THE HARBOR MASTER"></option>' in text


def test_a_sheet_is_saved_in_eighths_and_hours(client: Client, show: Production) -> None:
    address = scene_address(show, "2")

    response = post(client, address, version="1", go_on="1", **SHEET)

    scene = Scene.objects.get(number="2")
    assert response.url == scene_address(show, "3")
    assert (scene.eighths, scene.eighths_estimated, scene.minutes, scene.synopsis, scene.notes, scene.version) == (
        12,
        False,
        90,
        "Mara runs.",
        "Tide table!",
        2,
    )
    assert 'value="1 4/8"' in text_of(client.get(address))


def test_what_cannot_be_read_is_said_beside_the_field_and_nothing_is_lost(client: Client, show: Production) -> None:
    response = post(client, scene_address(show, "2"), version="1", **SHEET | {"eighths": "1.5", "number": "1"})

    text = text_of(response)
    assert response.status_code == 422
    assert "“1.5” is not a length. Write pages and eighths, like 4/8, 1 4/8 or 2; one eighth at least." in text
    assert "Tide table!" in text
    taken = post(client, scene_address(show, "2"), version="1", **SHEET | {"number": "1"})
    assert "Scene 1 already exists in this episode." in text_of(taken)
    assert list(Scene.objects.order_by("number").values_list("version", flat=True)) == [1, 1, 1]


def test_a_stale_sheet_shows_both_states_and_can_be_saved_over(client: Client, show: Production) -> None:
    address = scene_address(show, "2")
    post(client, address, version="1", **SHEET | {"synopsis": "Jonas waits."})

    response = post(client, address, version="1", **SHEET)

    text = text_of(response)
    assert response.status_code == 409
    assert "<td>Mara runs.</td><td>Jonas waits.</td>" in text
    assert Scene.objects.get(number="2").synopsis == "Jonas waits."
    post(client, address, version="2", **SHEET)
    assert Scene.objects.values_list("synopsis", "version").get(number="2") == ("Mara runs.", 3)


def test_a_scene_is_omitted_and_brought_back(client: Client, show: Production) -> None:
    address = scene_address(show, "2", "omit/")

    post(client, address, version="1")
    assert "<dt>Omitted</dt><dd>1</dd>" in text_of(client.get(page(show)))
    post(client, address, version="2", restore="1")

    assert Scene.objects.values_list("is_omitted", "version").get(number="2") == (False, 3)


def test_elements_are_added_and_taken_out_without_leaving_the_sheet(client: Client, show: Production) -> None:
    props = ElementCategory.objects.get(name="Props")
    address = scene_address(show, "2", "elements/")

    added = post(client, address, category=str(props.public_id), name=" Coil of  rope ", htmx="yes")

    text = text_of(added)
    assert text.startswith('<section id="scene-elements"')
    assert "Coil of rope" in text
    assert "autofocus" in text
    rope = Element.objects.get(name="Coil of rope")
    removed = post(client, f"{address}{rope.public_id}/remove/", htmx="yes")
    assert f"elements/{rope.public_id}/remove/" not in text_of(removed)
    assert list(SceneElement.objects.filter(element=rope)) == []


def test_adding_without_script_comes_back_to_the_sheet(client: Client, show: Production) -> None:
    cast = ElementCategory.objects.get(name="Cast")

    response = post(
        client, scene_address(show, "3", "elements/"), category=str(cast.public_id), name="mara", by_voice="1"
    )

    assert response.url == scene_address(show, "3")
    link = SceneElement.objects.get(scene__number="3")
    assert (link.element.name, link.by_voice) == ("MARA", True)
    post(client, scene_address(show, "3", f"elements/{link.element.public_id}/voice/"), by_voice="0")
    link.refresh_from_db()
    assert link.by_voice is False


def test_an_element_without_a_name_is_refused_on_the_sheet(client: Client, show: Production) -> None:
    props = ElementCategory.objects.get(name="Props")

    response = post(client, scene_address(show, "3", "elements/"), category=str(props.public_id), name=" ", htmx="yes")

    assert (response.status_code, "Choose a category and write a name." in text_of(response)) == (422, True)


def test_a_scene_is_written_by_hand(client: Client, ada: Membership) -> None:
    """A commercial has no script."""
    spot = a_production(ada.organization, "Spot")
    assert "No scenes yet." in text_of(client.get(page(spot)))

    response = post(client, page(spot, "scenes/new/"), episode="", **SHEET)

    scene = Scene.objects.get()
    assert response.url == page(spot, f"scenes/{scene.public_id}/")
    assert (scene.heading, scene.eighths) == ("EXT. PIER - NIGHT", 12)
    again = post(client, page(spot, "scenes/new/"), episode="", **SHEET)
    assert (again.status_code, "Scene 2 already exists" in text_of(again)) == (422, True)


def test_missing_numbers_and_times_are_filled_in(client: Client, ada: Membership) -> None:
    production = a_production(ada.organization, "Tea")
    import_script(production, NO_NUMBERS, "tea.fountain", "", by=ada, at=FRIDAY_18H)
    assert "Number 3 scenes" in text_of(client.get(page(production)))

    post(client, page(production, "number/"))
    post(client, page(production, "estimate/"), minutes_per_page="80")
    post(client, page(production, "estimate/"), minutes_per_page="0")

    assert list(Scene.objects.order_by("sort_key").values_list("number", "set_name", "minutes")) == [
        ("1", "KITCHEN", 10),
        ("2", "GARDEN", 10),
        ("3", "KITCHEN", 10),
    ]


def test_elements_stand_under_their_categories_with_scene_counts(client: Client, show: Production) -> None:
    text = text_of(client.get(page(show, "elements/")))

    assert 'Cast <span class="text-body-secondary">(3)</span>' in text
    mara = Element.objects.get(name="MARA")
    assert f'?element={mara.public_id}">2<span' in text
    assert text.index("MARA") < text.index("JONAS") < text.index("THE HARBOR MASTER")


def test_a_character_is_renamed_cast_and_merged(client: Client, show: Production) -> None:
    mara, jonas = Element.objects.get(name="MARA"), Element.objects.get(name="JONAS")
    lena = an_engagement(show, "Lena Hart", "cast", position="Mara")
    address = page(show, f"elements/{mara.public_id}/")

    post(client, address, version=str(mara.version), number="1", name="Mara Voss", quantity="1", notes="")
    post(client, f"{address}play/", version=str(mara.version + 1), engagement=str(lena.public_id))
    shown = text_of(client.get(address))

    assert "<h1>Mara Voss</h1>" in shown
    assert f'<option value="{lena.public_id}" selected>Lena Hart (Mara)</option>' in shown
    stale = post(client, address, version="1", number="1", name="Mara V.", quantity="1", notes="")
    assert (stale.status_code, "<td>Mara V.</td><td>Mara Voss</td>" in text_of(stale)) == (409, True)
    merged = post(
        client,
        page(show, f"elements/{jonas.public_id}/merge/"),
        version=str(jonas.version),
        into=str(mara.public_id),
    )
    assert merged.url == address
    assert sorted(Element.objects.values_list("name", flat=True)) == ["Mara Voss", "THE HARBOR MASTER"]


def test_an_unused_element_is_removed_and_a_used_one_stays(client: Client, show: Production) -> None:
    jonas = Element.objects.get(name="JONAS")
    address = page(show, f"elements/{jonas.public_id}/remove/")

    refused = post(client, address, version=str(jonas.version))
    told = text_of(client.get(refused.url))
    assert "“JONAS” is still in 1 scenes. Take it out of them first." in told
    assert Element.objects.filter(name="JONAS").exists()
    SceneElement.objects.filter(element=jonas).delete()
    post(client, address, version=str(jonas.version))

    assert not Element.objects.filter(name="JONAS").exists()


def test_cast_is_numbered_anew(client: Client, show: Production) -> None:
    Element.objects.filter(name="MARA").update(number="40")

    post(client, page(show, "elements/number/"), anew="1")

    assert Element.objects.get(name="MARA").number == "1"


def test_the_palette_is_edited(client: Client, show: Production) -> None:
    grip = ElementCategory.objects.get(name="Grip")

    post(client, page(show, f"palette/{grip.public_id}/"), version="1", name="Grips", mark="GP", color="#010203")
    post(client, page(show, f"palette/{grip.public_id}/order/"), up="1")
    post(client, page(show, "palette/add/"), name="Drones", mark="D", color="#aabbcc")
    text = text_of(client.get(page(show, "palette/")))

    assert 'fill="#010203"/></svg>GP' in text
    assert text.index(">Grips<") < text.index(">Camera<") < text.index(">Drones<")
    stale = post(client, page(show, f"palette/{grip.public_id}/"), version="1", name="G", mark="", color="#000000")
    bad = post(client, page(show, "palette/add/"), name="Cranes", mark="CR", color="blue")
    assert (stale.status_code, bad.status_code) == (409, 422)
    assert "“blue” is not a color." in text_of(bad)
    drones = ElementCategory.objects.get(name="Drones")
    post(client, page(show, f"palette/{drones.public_id}/remove/"), version="1")
    assert not ElementCategory.objects.filter(name="Drones").exists()
    assert "A category without elements can be removed." in text_of(
        client.get(page(show, f"palette/{grip.public_id}/"))
    )


def test_crew_read_and_may_not_write(client: Client, show: Production, ada: Membership) -> None:
    grip = a_member(ada.organization, Role.CREW, "Gil")
    access(grip, show)
    address = scene_address(show, "2")
    client.force_login(grip.user)

    text = text_of(client.get(address))
    refused = post(client, address, version="1", **SHEET)

    assert "JONAS" in text
    assert not any(words in text for words in ("Omit this scene", "Take out of this scene", ">Save<"))
    assert (refused.status_code, Scene.objects.get(number="2").version) == (403, 1)


def test_a_stranger_finds_nothing(client: Client, show: Production) -> None:
    mara, cast = Element.objects.get(name="MARA"), ElementCategory.objects.get(name="Cast")
    sheet = scene_address(show, "2")
    client.force_login(a_member(an_organization("Other Films"), name="Sid").user)

    rest = ("", "export.csv", "scenes/new/", "elements/", f"elements/{mara.public_id}/", "palette/")
    answers = [client.get(page(show, part)) for part in (*rest, f"palette/{cast.public_id}/")]
    answers += [client.get(sheet), post(client, sheet, version="1", **SHEET)]

    assert {answer.status_code for answer in answers} == {404}
    assert all(b"MARA" not in answer.content for answer in answers)


@pytest.mark.parametrize("count", [1, 3])
def test_pages_ask_the_same_for_one_scene_and_three(
    client: Client, ada: Membership, count: int, django_assert_num_queries: Any
) -> None:
    production = a_production(ada.organization)
    seed_palette(production)
    for number in range(1, count + 1):
        scene = a_scene(production, str(number))
        for category in ElementCategory.objects.filter(name__in=["Cast", "Props"]):
            add_element(scene, category, f"{category} {number}", by=ada, at=FRIDAY_18H)
    first = Scene.objects.order_by("number")[0]

    with django_assert_num_queries(FRAME + 4):
        assert client.get(page(production)).content.count(b'class="scene-row') == count
    with django_assert_num_queries(FRAME + 2):
        assert client.get(page(production, "elements/")).content.count(b'<th scope="row">') == 2 * count
    with django_assert_num_queries(FRAME + 9):
        assert b"What the scene needs" in client.get(page(production, f"scenes/{first.public_id}/")).content


FRAME = 6
"""Session, user, membership, production, the navigation's productions, the second factor."""

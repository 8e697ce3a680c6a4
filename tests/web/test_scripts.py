"""Scripts in the browser: upload, look, import, report."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from callboard.core.attachments.models import Attachment
from callboard.core.organizations.models import Membership, Organization, Production
from callboard.core.organizations.rules import Role
from callboard.film.breakdown.models import Scene
from callboard.film.scripts.actions import import_script
from callboard.film.scripts.models import Script
from tests.builders import FRIDAY_18H, FakeMailServer, a_member, a_production, access, an_organization
from tests.film.scripts.scripts import FERRY, FERRY_SECOND_DRAFT, TRUNCATED_FDX

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada(office: Organization, mail_server: FakeMailServer, client: Client) -> Membership:
    ada = a_member(office)
    client.force_login(ada.user)
    return ada


@pytest.fixture
def show(ada: Membership) -> Production:
    return a_production(ada.organization)


def page(production: Production, rest: str = "") -> str:
    return f"/p/{production.public_id}/scripts/{rest}"


def upload(client: Client, production: Production, content: bytes, name: str = "ferry.fountain") -> Any:
    return client.post(page(production, "upload/"), {"file": SimpleUploadedFile(name, content)})


def text_of(response: Any) -> str:
    return " ".join(response.content.decode().split())


def test_a_script_is_looked_at_then_imported(client: Client, show: Production) -> None:
    shown = client.get(upload(client, show, FERRY).url + "?episode=2")

    assert list(Scene.objects.all()) == []
    text = text_of(shown)
    assert "ferry.fountain is read. Nothing is written yet." in text
    assert "Import these 3 scenes as episode 2" in text
    assert "<dt>Pages</dt><dd>5/8</dd>" in text
    assert "<strong>THE HARBOR MASTER</strong> 1 scene" in text
    assert "Line 13" in text
    assert "“EXT. PIER - CONTINUOUS”: the time of day, NIGHT, is taken from the scene before." in text

    kept = Attachment.objects.get()
    address = page(show, f"uploads/{kept.public_id}/import/")
    done = client.post(address, {"episode": "2", "request_key": "k1"}, follow=True)

    assert list(Scene.objects.order_by("sort_key").values_list("number", "episode__number")) == [
        ("1", "2"),
        ("2", "2"),
        ("3", "2"),
    ]
    assert "3 scenes are in the breakdown." in text_of(done)
    again = client.post(address, {"episode": "2", "request_key": "k1"})
    assert (again.status_code, Script.objects.count()) == (302, 1)
    listed = text_of(client.get(page(show)))
    assert "The Last Ferry</a>" in listed
    assert "2 notes" in listed


def test_a_second_draft_shows_what_becomes_of_the_scenes_before_and_after(
    client: Client, show: Production, ada: Membership
) -> None:
    import_script(show, FERRY, "ferry.fountain", "", by=ada, at=FRIDAY_18H)

    shown = text_of(client.get(upload(client, show, FERRY_SECOND_DRAFT).url))

    for words in ("1 new", "1 changed", "1 unchanged", "1 omitted", "Scene 3 is no longer in the script."):
        assert words in shown


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (TRUNCATED_FDX, "cut.fdx", "cut.fdx was not imported. Line 4"),
        (b"%PDF-1.7", "script.fdx", "script.fdx was not imported. Line 1: this is a PDF"),
        (b"", "empty.fountain", "The file is empty. Export the script again from your writing program."),
        (b"Dear aunt,\n\nall is well.\n", "aunt.txt", "aunt.txt was not imported: there is no scene heading in it."),
    ],
)
def test_a_bad_file_is_refused_with_line_and_fix_on_the_page(
    client: Client, show: Production, content: bytes, name: str, said: str
) -> None:
    response = upload(client, show, content, name)

    assert response.status_code == 422
    assert said in text_of(response)
    assert "Not imported, and nothing was changed." in text_of(response)
    assert (Attachment.objects.count(), Scene.objects.count()) == (0, 0)


def test_the_file_comes_back_as_it_was(client: Client, show: Production, ada: Membership) -> None:
    script = import_script(show, FERRY, "ferry.fountain", "", by=ada, at=FRIDAY_18H)

    response = client.get(page(show, f"{script.public_id}/file/"))

    assert (response.content, response["Content-Disposition"]) == (FERRY, 'attachment; filename="ferry.fountain"')


def test_the_report_says_when_everything_was_clear(client: Client, show: Production, ada: Membership) -> None:
    content = b"INT. HALL - DAY #1#\n\nMARA\nHello.\n"
    script = import_script(show, content, "hall.fountain", "", by=ada, at=FRIDAY_18H)

    text = text_of(client.get(page(show, f"{script.public_id}/")))

    assert "Everything was read, and nothing had to be guessed." in text


def test_crew_see_scripts_without_the_upload_and_may_not_import(
    client: Client, show: Production, ada: Membership
) -> None:
    import_script(show, FERRY, "ferry.fountain", "", by=ada, at=FRIDAY_18H)
    grip = a_member(ada.organization, Role.CREW, "Gil")
    access(grip, show)
    client.force_login(grip.user)

    listed, refused = client.get(page(show)), upload(client, show, FERRY)

    assert "The Last Ferry" in text_of(listed)
    assert "Import a screenplay" not in text_of(listed)
    assert (refused.status_code, "Your role does not allow this." in text_of(refused)) == (403, True)
    assert Script.objects.count() == 1


def test_a_stranger_finds_nothing(client: Client, show: Production, ada: Membership) -> None:
    script = import_script(show, FERRY, "ferry.fountain", "", by=ada, at=FRIDAY_18H)
    client.force_login(a_member(an_organization("Other Films"), name="Sid").user)

    addresses = ("", f"{script.public_id}/", f"{script.public_id}/file/", f"uploads/{script.attachment.public_id}/")
    answers = [client.get(page(show, address)) for address in addresses]
    answers.append(upload(client, show, FERRY))

    assert [answer.status_code for answer in answers] == [404] * 5
    assert all(b"Ferry" not in answer.content for answer in answers)


def test_an_upload_of_another_production_is_not_found(client: Client, show: Production, ada: Membership) -> None:
    upload(client, show, FERRY)
    other = a_production(ada.organization, "Other")

    for public_id in (Attachment.objects.get().public_id, uuid4()):
        assert client.get(page(other, f"uploads/{public_id}/")).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_asks_the_same_for_one_script_and_three(
    client: Client, show: Production, ada: Membership, count: int, django_assert_num_queries: Any
) -> None:
    for episode in range(count):
        import_script(show, FERRY, "ferry.fountain", str(episode), by=ada, at=FRIDAY_18H)

    with django_assert_num_queries(LIST_QUERIES):
        response = client.get(page(show))

    assert response.content.count(b"The Last Ferry</a>") == count


LIST_QUERIES = 7
"""Session, user, membership, production, scripts, the navigation's productions, the second factor."""

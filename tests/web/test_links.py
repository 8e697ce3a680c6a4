"""The pages behind a link and behind a printed code, as a phone, a mail scanner and a guesser see them."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from secrets import token_urlsafe
from typing import Any

import pytest
from django.core import signing
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from callboard.core.links.actions import revoke_links
from callboard.core.links.models import LinkOpening
from callboard.core.organizations.scope import every_organization, tenant_scope
from callboard.core.ports import file_store
from callboard.core.publishing.actions import acknowledge_by_phone
from callboard.core.publishing.models import Acknowledgement, Edition, EditionPart
from callboard.film.callsheets.rules import CallTimes
from callboard.web import links
from callboard.web.link_limits import UNKNOWN_TRIES, UnknownTries
from tests.builders import FakeMailServer, an_engagement
from tests.web.published import OLD_HARBOR, Saltmarsh, a_part, now

pytestmark = pytest.mark.django_db
GERMAN_PHONE = {"HTTP_ACCEPT_LANGUAGE": "de-DE,de;q=0.9"}
AMERICAN_PHONE = {"HTTP_ACCEPT_LANGUAGE": "en-US,en;q=0.9"}


@pytest.fixture
def saltmarsh(mail_server: FakeMailServer) -> Saltmarsh:
    return Saltmarsh(mail_server)


@pytest.fixture(autouse=True)
def fresh_tries() -> Iterator[None]:
    links.unknown_tries._tries.clear()
    yield
    links.unknown_tries._tries.clear()


def a_party(scene: Saltmarsh, name: str) -> Any:
    with tenant_scope(scene.organization.pk):
        return an_engagement(scene.production, name).party


def form_token(body: str) -> str:
    found = re.search(r'data-form-token="([^"]+)"', body)
    assert found is not None
    return found[1]


def page(token: str, **headers: str) -> str:
    response = Client().get(f"/l/{token}/", **headers)  # type: ignore[arg-type]
    assert response.status_code == 200
    return response.content.decode()


def words(body: str) -> str:
    """What a reader sees, on one line."""
    main = body[body.index("<main") :]
    return " ".join(re.sub(r"<[^>]+>", " ", main).split())


def facts_said() -> tuple[int, int]:
    with every_organization("the test looks at everything"):
        return Acknowledgement.objects.count(), LinkOpening.objects.count()


def test_the_page_says_when_and_where_and_all_that_the_part_holds(saltmarsh: Saltmarsh) -> None:
    grip = a_party(saltmarsh, "Bo Grip")
    times = CallTimes(pick_up=390, report=420, make_up=420, wardrobe=450, on_set=465, first_call=390)
    saltmarsh.publish({grip: a_part(times=times, status="W", unit="Main unit")})

    shown = words(page(saltmarsh.token(grip), **GERMAN_PHONE))

    for said in (
        "Saltmarsh Day 4 · edition 1, White Bo Grip · Grip Your call 06:30 Saturday, 6 March 2027",
        "Pick-up 06:30 Report 07:00 Make-up 07:00 Wardrobe 07:30 On set 07:45 General crew call 07:00",
        "Report to Old harbor Quay 4, 20457 Hamburg Open in a map",
        "Parking: Lot B behind the crane Finding the way: Through the blue gate",
        "Safety Slippery quay: boots Nearest hospital: St. Georg, Lohmühlenstr. 5",
        "Your scenes 12A KITCHEN The lamp falls",
        "Shoot day 4 of 12 Unit Main unit Your status W Walkie channel 3",
        "Whom to call Ada Fenn 1st AD +49 40 555 0101",
        "Confirm my call",
    ):
        assert said in shown
    assert 'href="tel:+49405550101"' in page(saltmarsh.token(grip))


def test_an_american_phone_reads_the_time_with_am_and_pm(saltmarsh: Saltmarsh) -> None:
    grip = a_party(saltmarsh, "Bo Grip")
    saltmarsh.publish({grip: a_part(minutes=17 * 60 + 45)})

    shown = words(page(saltmarsh.token(grip), **AMERICAN_PHONE))

    assert "Your call 5:45\xa0PM Saturday, March 6, 2027".replace("\xa0", " ") in shown.replace("\xa0", " ")


def test_a_call_after_midnight_is_dated_with_the_day_on_which_one_gets_up(saltmarsh: Saltmarsh) -> None:
    grip = a_party(saltmarsh, "Bo Grip")
    saltmarsh.publish({grip: a_part(minutes=25 * 60 + 30)})

    assert "Your call 01:30 Sunday, 7 March 2027" in words(page(saltmarsh.token(grip), **GERMAN_PHONE))


def test_ten_scanners_with_get_and_head_confirm_nothing_and_use_nothing_up(saltmarsh: Saltmarsh) -> None:
    grip = a_party(saltmarsh, "Bo Grip")
    saltmarsh.publish({grip: a_part()})
    address = f"/l/{saltmarsh.token(grip)}/"

    for _ in range(10):
        scanner = Client(HTTP_USER_AGENT="scanner", HTTP_SEC_PURPOSE="prefetch")
        assert (scanner.get(address).status_code, scanner.head(address).status_code) == (200, 200)
        assert [scanner.get(f"{address}{part}").status_code for part in ("confirm/", "opened/")] == [405, 405]
        assert dict(scanner.cookies) == {}

    assert facts_said() == (0, 0)
    assert "Confirm my call" in page(saltmarsh.token(grip))


def test_confirming_twice_is_one_fact_and_the_page_says_when(saltmarsh: Saltmarsh) -> None:
    grip = a_party(saltmarsh, "Bo Grip")
    saltmarsh.publish({grip: a_part()})
    token = saltmarsh.token(grip)
    form = {"form_token": form_token(page(token))}

    answers = [Client(enforce_csrf_checks=True).post(f"/l/{token}/confirm/", form) for _ in range(2)]

    assert [(answer.status_code, answer["Location"]) for answer in answers] == [(302, f"/l/{token}/")] * 2
    assert facts_said() == (1, 0)
    shown = words(page(token, **GERMAN_PHONE))
    assert re.search(r"Confirmed \d\d:\d\d", shown)
    assert "Confirm my call" not in shown


def test_a_post_without_the_form_token_of_this_very_link_is_refused(saltmarsh: Saltmarsh) -> None:
    """None, a forged one, another link's, and one that lay around for three days."""
    grip, gaffer = a_party(saltmarsh, "Bo Grip"), a_party(saltmarsh, "Cleo Gaffer")
    saltmarsh.publish({grip: a_part(), gaffer: a_part()})
    token, other = saltmarsh.token(grip), saltmarsh.token(gaffer)
    with every_organization("the test looks at everything"):
        part = EditionPart.objects.get(party=grip)
    stale = _signed_long_ago(token, str(part.public_id))
    forms: list[dict[str, str]] = [
        {},
        {"form_token": "forged"},
        {"form_token": form_token(page(other))},
        {"form_token": stale},
    ]

    for form in forms:
        for door in ("confirm/", "opened/"):
            assert Client().post(f"/l/{token}/{door}", form).status_code == 403

    assert facts_said() == (0, 0)


def _signed_long_ago(token: str, value: str) -> str:
    class Earlier(signing.TimestampSigner):
        def timestamp(self) -> str:
            return signing.b62_encode(int((now() - timedelta(days=3)).timestamp()))

    return Earlier(salt=f"callboard.link.{token}").sign(value)


def test_only_the_script_of_a_page_that_is_seen_marks_it_opened(saltmarsh: Saltmarsh) -> None:
    grip = a_party(saltmarsh, "Bo Grip")
    saltmarsh.publish({grip: a_part()})
    token = saltmarsh.token(grip)

    answer = Client(enforce_csrf_checks=True).post(f"/l/{token}/opened/", {"form_token": form_token(page(token))})

    assert (answer.status_code, answer.content, facts_said()) == (204, b"", (0, 1))


def test_a_re_issue_shows_the_newest_part_and_what_changed_behind_the_old_link(saltmarsh: Saltmarsh) -> None:
    grip = a_party(saltmarsh, "Bo Grip")
    saltmarsh.publish({grip: a_part()})
    old_link = saltmarsh.token(grip)
    pushed = a_part(minutes=465, place=replace(OLD_HARBOR, parking="Lot C"))
    saltmarsh.publish({grip: pushed})

    shown = words(page(old_link, **AMERICAN_PHONE)).replace("\u202f", " ").replace("\xa0", " ")

    assert "The White sheet was replaced. Below is the newest, Blue." in shown
    assert "Your call 7:45 AM" in shown
    assert "What changed Your call before: 7:00 AM → now: 7:45 AM" in shown
    assert "Parking before: Lot B behind the crane → now: Lot C" in shown


def test_confirming_what_was_replaced_meanwhile_shows_the_new_part_instead(saltmarsh: Saltmarsh) -> None:
    grip = a_party(saltmarsh, "Bo Grip")
    saltmarsh.publish({grip: a_part()})
    token = saltmarsh.token(grip)
    form = {"form_token": form_token(page(token))}
    saltmarsh.publish({grip: a_part(minutes=465)})

    answer = Client().post(f"/l/{token}/confirm/", form, **GERMAN_PHONE)  # type: ignore[arg-type]

    assert answer.status_code == 409
    shown = words(answer.content.decode())
    assert "Your call changed while this page was open." in shown
    assert "Your call 07:45" in shown
    assert facts_said() == (0, 0)


def test_a_quiet_re_issue_keeps_the_confirmation_and_says_that_nothing_changed(saltmarsh: Saltmarsh) -> None:
    grip = a_party(saltmarsh, "Bo Grip")
    saltmarsh.publish({grip: a_part()})
    token = saltmarsh.token(grip)
    Client().post(f"/l/{token}/confirm/", {"form_token": form_token(page(token))})
    saltmarsh.publish({grip: a_part()})

    shown = words(page(saltmarsh.token(grip)))

    assert "Nothing changed for you with Blue." in shown
    assert re.search(r"Confirmed \d", shown)


def test_somebody_no_longer_called_is_told_so_in_the_largest_words(saltmarsh: Saltmarsh) -> None:
    grip, gaffer = a_party(saltmarsh, "Bo Grip"), a_party(saltmarsh, "Cleo Gaffer")
    saltmarsh.publish({grip: a_part(), gaffer: a_part()})
    saltmarsh.publish({gaffer: a_part()})

    body = page(saltmarsh.token(grip))

    assert "You are NOT called Saturday, 6 March 2027" in words(body)
    assert "I have read this" in words(body)
    assert "Old harbor" not in body


def test_a_confirmation_on_the_phone_shows_as_one(saltmarsh: Saltmarsh) -> None:
    grip = a_party(saltmarsh, "Bo Grip")
    saltmarsh.publish({grip: a_part()})
    with tenant_scope(saltmarsh.organization.pk):
        part = EditionPart.objects.select_related("party", "edition__production").get()
        acknowledge_by_phone(part, by=saltmarsh.coordinator, at=now())

    assert "Confirmed on the phone" in words(page(saltmarsh.token(grip)))


def test_unknown_ended_and_revoked_links_answer_alike_and_without_a_name(saltmarsh: Saltmarsh) -> None:
    """One that expired last week, one that was revoked, one that never was, one character off."""
    grip, gaffer = a_party(saltmarsh, "Canary Grip"), a_party(saltmarsh, "Canary Gaffer")
    saltmarsh.publish({grip: a_part("Canary")}, at=now() - timedelta(days=7))
    expired = saltmarsh.token(grip)
    saltmarsh.publish({gaffer: a_part("Canary")}, topic="callsheet:sunday", expected_number=1)
    revoked = saltmarsh.token(gaffer)
    near_miss = revoked[:-1] + ("A" if revoked[-1] != "A" else "B")
    with tenant_scope(saltmarsh.organization.pk):
        revoke_links(gaffer.public_id, at=now())

    answers = [Client().get(f"/l/{token}/") for token in (expired, revoked, near_miss, token_urlsafe(32))]

    assert [answer.status_code for answer in answers] == [404] * 4
    assert len({answer.content for answer in answers}) == 1
    assert "Canary" not in answers[0].content.decode()
    assert "Call the production office" in answers[0].content.decode()


def test_nothing_of_anybody_else_is_behind_a_link(saltmarsh: Saltmarsh) -> None:
    parties = [a_party(saltmarsh, f"Canary{number}") for number in range(5)]
    saltmarsh.publish({party: a_part(party.name) for party in parties})

    for party in parties:
        body = page(saltmarsh.token(party))
        assert set(re.findall(r"Canary\d", body)) == {party.name}


def test_the_page_may_not_be_kept_indexed_or_passed_on(saltmarsh: Saltmarsh) -> None:
    grip = a_party(saltmarsh, "Bo Grip")
    saltmarsh.publish({grip: a_part()})

    for address in (f"/l/{saltmarsh.token(grip)}/", "/l/unknown/", "/s/unknown/"):
        response = Client().get(address)
        assert {name: response[name] for name in ("Cache-Control", "Referrer-Policy", "X-Robots-Tag")} == {
            "Cache-Control": "no-store, private",
            "Referrer-Policy": "no-referrer",
            "X-Robots-Tag": "noindex, nofollow, noarchive",
        }
        assert dict(response.cookies) == {}


def test_no_token_is_ever_written_into_the_log(saltmarsh: Saltmarsh, caplog: pytest.LogCaptureFixture) -> None:
    """Read, refused by method and by form, replaced, revoked, and braked."""
    caplog.set_level(logging.DEBUG)
    grip = a_party(saltmarsh, "Bo Grip")
    saltmarsh.publish({grip: a_part()})
    token = saltmarsh.token(grip)
    form = {"form_token": form_token(page(token))}
    saltmarsh.publish({grip: a_part(minutes=465)})

    statuses = [
        Client().get(f"/l/{token}/confirm/").status_code,
        Client().post(f"/l/{token}/confirm/").status_code,
        Client().post(f"/l/{token}/confirm/", form).status_code,
        Client().post(f"/l/{token}/opened/").status_code,
    ]
    with tenant_scope(saltmarsh.organization.pk):
        revoke_links(grip.public_id, at=now())
    statuses.append(Client().get(f"/l/{token}/").status_code)

    assert statuses == [405, 403, 409, 403, 404]
    assert [record for record in caplog.records if token in record.getMessage()] == []


def test_guessing_is_braked_from_the_thirtieth_try_even_for_a_right_guess(saltmarsh: Saltmarsh) -> None:
    grip = a_party(saltmarsh, "Bo Grip")
    saltmarsh.publish({grip: a_part()})
    guesser = Client(REMOTE_ADDR="203.0.113.9")

    statuses = [guesser.get(f"/l/{token_urlsafe(32)}/").status_code for _ in range(UNKNOWN_TRIES + 2)]

    assert statuses == [404] * UNKNOWN_TRIES + [429] * 2
    assert guesser.get(f"/l/{saltmarsh.token(grip)}/").status_code == 429
    assert Client(REMOTE_ADDR="203.0.113.10").get(f"/l/{saltmarsh.token(grip)}/").status_code == 200


def test_the_brake_lets_go_after_its_minute() -> None:
    seconds = [0.0]
    tries = UnknownTries(limit=2, window_seconds=60, clock=lambda: seconds[0])
    tries.count("a")
    seconds[0] = 30
    tries.count("a")
    assert (tries.is_over("a"), tries.is_over("b")) == (True, False)
    seconds[0] = 60
    assert not tries.is_over("a")


def test_a_head_of_department_sees_the_whole_sheet_and_its_pdf_and_a_grip_does_not(saltmarsh: Saltmarsh) -> None:
    head, grip = a_party(saltmarsh, "Key Grip"), a_party(saltmarsh, "Bo Grip")
    with tenant_scope(saltmarsh.organization.pk):
        pdf = file_store().put(b"%PDF-1.7 the sheet")
    cast = {"number": "7", "character": "Wren", "artist": "Mo Alder", "report": "06:15"}
    crew = {"name": "Camera", "crew": [{"position": "Focus", "name": "Ivy", "call": "06:45"}]}
    sheet = {"front": {"cast": [cast]}, "back": {"departments": [crew]}}
    saltmarsh.publish({head: a_part(), grip: a_part()}, heads=[head], payload=sheet, pdf_sha256=pdf)

    whole, own = page(saltmarsh.token(head)), page(saltmarsh.token(grip))

    assert "Cast (1) No. Role Name Report 7 Wren Mo Alder 06:15" in words(whole)
    assert "Camera (1) Position Name Call Focus Ivy 06:45" in words(whole)
    assert "Mo Alder" not in own
    printed = Client().get(f"/l/{saltmarsh.token(head)}/sheet.pdf")
    assert (printed["Content-Type"], b"".join(printed)) == ("application/pdf", b"%PDF-1.7 the sheet")
    assert Client().get(f"/l/{saltmarsh.token(grip)}/sheet.pdf").status_code == 404


def test_a_link_page_costs_the_same_few_queries_for_one_party_and_for_three(saltmarsh: Saltmarsh) -> None:
    parties = [a_party(saltmarsh, name) for name in ("Ann", "Bob", "Cyd")]
    counts = []
    for number in (1, 3):
        saltmarsh.publish({party: a_part() for party in parties[:number]})
        with CaptureQueriesContext(
            connection,
        ) as queries:
            page(saltmarsh.token(parties[0]))
        counts.append(len(queries))

    assert counts == [8, 8]


def status_of(edition: Edition) -> str:
    response = Client().get(f"/s/{edition.check_code}/", **GERMAN_PHONE)  # type: ignore[arg-type]
    assert response.status_code == 200
    return words(response.content.decode())


def test_a_printed_sheet_is_current_until_the_next_edition_and_then_void(saltmarsh: Saltmarsh) -> None:
    canary = a_party(saltmarsh, "Canary Grip")
    white = saltmarsh.publish({canary: a_part("Canary")})
    assert status_of(white).startswith("CURRENT This sheet is the newest. Go by it. This sheet Day 4")

    blue = saltmarsh.publish({canary: a_part("Canary", minutes=465)})

    assert status_of(blue).startswith("CURRENT")
    void = status_of(white)
    assert void.startswith("VOID Do not go by this sheet. Blue replaced it.")
    assert "Edition 1 · White" in void
    assert "Newest 2 · Blue" in void
    assert "Canary" not in void


def test_an_unknown_code_answers_like_an_unknown_link() -> None:
    assert Client().get("/s/nothing/").content == Client().get("/l/nothing/").content

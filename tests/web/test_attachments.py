"""Files are handed out to be saved, to those only who are shown their class."""

from __future__ import annotations

from typing import Any

from callboard.core.attachments.actions import keep_file
from callboard.core.organizations.models import Organization
from callboard.core.organizations.rules import DataClass, Role
from tests.builders import FRIDAY_18H, FakeMailServer, a_member, a_production, access, an_organization

PDF_BYTES = b"%PDF-1.7 a signed deal memo"


def test_a_file_is_saved_never_run(office: Organization, logged_in: Any, mail_server: FakeMailServer) -> None:
    ada, production = a_member(office), a_production(office)
    kept = keep_file(ada, production, PDF_BYTES, "Mémo.pdf", data_class=DataClass.PAY, at=FRIDAY_18H)

    answer = logged_in(ada).get(f"/p/{production.public_id}/files/{kept.public_id}/")

    assert b"".join(answer.streaming_content) == PDF_BYTES
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == "attachment; filename*=utf-8''M%C3%A9mo.pdf"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"


def test_a_file_is_closed_to_others(office: Organization, logged_in: Any, mail_server: FakeMailServer) -> None:
    ada, production, director = a_member(office), a_production(office), a_member(office, Role.DIRECTOR, "Dee")
    access(director, production)
    kept = keep_file(ada, production, PDF_BYTES, "memo.pdf", data_class=DataClass.PAY, at=FRIDAY_18H)
    path = f"/p/{production.public_id}/files/{kept.public_id}/"
    assert logged_in(director).get(path).status_code == 403
    assert logged_in(a_member(an_organization("Other house"), name="Sam")).get(path).status_code == 404

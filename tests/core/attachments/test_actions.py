"""Files are kept once, and opened by those who are shown their class."""

from __future__ import annotations

import pytest

from callboard.core.attachments.actions import keep_file
from callboard.core.attachments.models import Attachment
from callboard.core.attachments.queries import attachment_by_id, content_of
from callboard.core.attachments.rules import KindNotTaken
from callboard.core.errors import NotAllowed, NotFound
from callboard.core.organizations.models import Organization
from callboard.core.organizations.rules import DataClass, Role
from callboard.core.organizations.scope import tenant_scope
from tests.builders import FRIDAY_18H, FakeMailServer, a_member, a_production, access, an_organization

PDF_BYTES = b"%PDF-1.7 a signed deal memo"


def test_a_kept_file_comes_back_byte_for_byte(office: Organization, mail_server: FakeMailServer) -> None:
    ada, production = a_member(office), a_production(office)

    kept = keep_file(ada, production, PDF_BYTES, "memo", data_class=DataClass.PAY, at=FRIDAY_18H)

    assert (kept.file_name, kept.content_type, kept.size) == ("memo.pdf", "application/pdf", len(PDF_BYTES))
    assert content_of(attachment_by_id(ada, production, kept.public_id)) == PDF_BYTES


def test_a_refused_file_leaves_no_row(office: Organization, mail_server: FakeMailServer) -> None:
    with pytest.raises(KindNotTaken):
        keep_file(a_member(office), a_production(office), b"MZ", "a.pdf", data_class=DataClass.PAY, at=FRIDAY_18H)
    assert Attachment.objects.count() == 0


def test_a_file_opens_for_its_class_and_its_production_only(office: Organization, mail_server: FakeMailServer) -> None:
    """The director sees the production but no pay; the accountant sees pay, but of their own production only."""
    ada, ours, theirs = a_member(office), a_production(office, "Ours"), a_production(office, "Theirs")
    kept = keep_file(ada, ours, PDF_BYTES, "memo.pdf", data_class=DataClass.PAY, at=FRIDAY_18H)
    director, accountant = a_member(office, Role.DIRECTOR, "Dee"), a_member(office, Role.ACCOUNTANT, "Acc")
    access(director, ours)
    access(accountant, theirs)

    with pytest.raises(NotAllowed):
        attachment_by_id(director, ours, kept.public_id)
    with pytest.raises(NotFound):
        attachment_by_id(accountant, ours, kept.public_id)
    with pytest.raises(NotFound):
        attachment_by_id(accountant, theirs, kept.public_id)
    access(accountant, ours)
    assert attachment_by_id(accountant, ours, kept.public_id) == kept


def test_a_stranger_keeps_and_opens_nothing(office: Organization, mail_server: FakeMailServer) -> None:
    production, stranger = a_production(office), a_member(an_organization("Other house"))
    kept = keep_file(a_member(office), production, PDF_BYTES, "m.pdf", data_class=DataClass.CREW, at=FRIDAY_18H)
    with tenant_scope(stranger.organization_id), pytest.raises(NotFound):
        attachment_by_id(stranger, production, kept.public_id)
    with tenant_scope(stranger.organization_id), pytest.raises(NotFound):
        keep_file(stranger, production, PDF_BYTES, "m.pdf", data_class=DataClass.CREW, at=FRIDAY_18H)

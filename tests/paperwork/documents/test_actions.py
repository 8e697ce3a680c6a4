"""Papers go out, come back signed with a copy, are rejected, waived, voided; each step is recorded."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from callboard.core.attachments.models import Attachment
from callboard.core.attachments.rules import FileEmpty, KindNotTaken
from callboard.core.audit.models import AuditEntry
from callboard.core.engagements.models import Engagement
from callboard.core.errors import NotAllowed, NotFound, StaleEdit
from callboard.core.events.models import Event
from callboard.core.organizations.models import Membership, Organization, Production
from callboard.core.organizations.rules import Role
from callboard.paperwork.documents.actions import (
    SignedUpload,
    reject_paper,
    send_paper,
    send_papers,
    sign_paper,
    void_paper,
    waive_paper,
)
from callboard.paperwork.documents.kind_actions import seed_paper_kinds
from callboard.paperwork.documents.models import Paper, SignedCopy
from callboard.paperwork.documents.rules import (
    EndsBeforeSigned,
    ReasonMissing,
    SignedInTheFuture,
    WrongPaperState,
)
from tests.builders import (
    FRIDAY_18H,
    SATURDAY,
    FakeMailServer,
    a_member,
    a_production,
    access,
    an_engagement,
    an_organization,
)

FRIDAY = SATURDAY - timedelta(days=1)
SCAN = b"%PDF-1.4 a signed deal memo"
COPY = SignedUpload(SCAN, "deal memo.pdf", signed_on=FRIDAY)


@pytest.fixture(autouse=True)
def _files(mail_server: FakeMailServer) -> None:
    """Files are kept in memory."""


def a_gaffer(office: Organization) -> tuple[Membership, Production, Engagement]:
    ada, saltmarsh = a_member(office), a_production(office)
    gaffer = an_engagement(saltmarsh, "Gil", position="Gaffer", starts_on=SATURDAY)
    seed_paper_kinds(saltmarsh, by=ada, at=FRIDAY_18H)
    return ada, saltmarsh, gaffer


def paper_named(name: str, engagement: Engagement) -> Paper:
    return Paper.objects.get(kind__name=name, engagement=engagement)


def test_a_paper_that_is_sent_is_out_since_then_and_the_wall_hears_of_it(office: Organization) -> None:
    ada, saltmarsh, gaffer = a_gaffer(office)
    memo = paper_named("Deal memo", gaffer)

    sent = send_paper(memo, by=ada, at=FRIDAY_18H, version=1)

    row = Paper.objects.get(pk=memo.pk)
    assert (row.state, row.out_at, row.version) == ("out", FRIDAY_18H, 2)
    assert sent.version == 2
    entry = AuditEntry.objects.latest("id")
    assert (entry.verb, entry.actor_name, entry.subject_name, entry.detail) == (
        "send paper",
        "Ada",
        "Deal memo: Gil (Gaffer)",
        {"before": "needed", "after": "out"},
    )
    told = Event.objects.latest("id")
    assert (told.production, told.kind, told.subject_key) == (saltmarsh, "documents", str(memo.public_id))


def test_signing_files_the_copy_with_who_checked_it(office: Organization) -> None:
    ada, _, gaffer = a_gaffer(office)
    memo = paper_named("Deal memo", gaffer)

    sign_paper(memo, SignedUpload(SCAN, "memo.pdf", FRIDAY, date(2027, 12, 31)), by=ada, at=FRIDAY_18H)

    row = Paper.objects.get(pk=memo.pk)
    assert (row.state, row.signed_on, row.valid_until, row.checked_by_name, row.checked_at) == (
        "signed",
        FRIDAY,
        date(2027, 12, 31),
        "Ada",
        FRIDAY_18H,
    )
    copy = SignedCopy.objects.get()
    assert (copy.paper, copy.checked_by_name, copy.at) == (memo, "Ada", FRIDAY_18H)
    assert (copy.attachment.file_name, copy.attachment.data_class, copy.attachment.size) == (
        "memo.pdf",
        "pay",
        len(SCAN),
    )


def test_a_renewed_copy_is_filed_beside_the_old_one(office: Organization) -> None:
    ada, _, gaffer = a_gaffer(office)
    memo = paper_named("Deal memo", gaffer)
    sign_paper(memo, SignedUpload(b"%PDF-1.4 old", "old.pdf", FRIDAY, FRIDAY), by=ada, at=FRIDAY_18H)
    sign_paper(memo, SignedUpload(b"%PDF-1.4 new", "new.pdf", FRIDAY), by=ada, at=FRIDAY_18H)

    assert list(SignedCopy.objects.order_by("id").values_list("attachment__file_name", flat=True)) == [
        "old.pdf",
        "new.pdf",
    ]
    assert Paper.objects.get(pk=memo.pk).valid_until is None


@pytest.mark.parametrize(
    ("copy", "refusal"),
    [
        (SignedUpload(b"", "empty.pdf", FRIDAY), FileEmpty),
        (SignedUpload(b"MZ a program", "memo.pdf", FRIDAY), KindNotTaken),
        (SignedUpload(SCAN, "memo.pdf", SATURDAY), SignedInTheFuture),
        (SignedUpload(SCAN, "memo.pdf", FRIDAY, FRIDAY - timedelta(days=1)), EndsBeforeSigned),
    ],
)
def test_a_copy_that_cannot_be_right_is_refused_and_nothing_is_kept(
    office: Organization, copy: SignedUpload, refusal: type[Exception]
) -> None:
    ada, _, gaffer = a_gaffer(office)
    memo = paper_named("Deal memo", gaffer)

    with pytest.raises(refusal):
        sign_paper(memo, copy, by=ada, at=FRIDAY_18H)
    assert (Paper.objects.get(pk=memo.pk).state, SignedCopy.objects.count(), Attachment.objects.count()) == (
        "needed",
        0,
        0,
    )


def test_the_production_s_own_day_counts_for_the_date_of_signing(office: Organization) -> None:
    ada, _, gaffer = a_gaffer(office)
    just_after_midnight_in_berlin = FRIDAY_18H.replace(hour=23, minute=30)

    signed = sign_paper(
        paper_named("Deal memo", gaffer),
        SignedUpload(SCAN, "memo.pdf", SATURDAY),
        by=ada,
        at=just_after_midnight_in_berlin,
    )
    assert signed.signed_on == SATURDAY


def test_a_rejected_paper_says_why_and_can_be_sent_again(office: Organization) -> None:
    ada, _, gaffer = a_gaffer(office)
    memo = paper_named("Deal memo", gaffer)
    sign_paper(memo, COPY, by=ada, at=FRIDAY_18H)

    reject_paper(memo, reason="Page 2 carries the wrong name", by=ada, at=FRIDAY_18H)

    row = Paper.objects.get(pk=memo.pk)
    assert (row.state, row.reason, row.signed_on) == ("rejected", "Page 2 carries the wrong name", None)
    assert SignedCopy.objects.count() == 1
    assert AuditEntry.objects.latest("id").detail == {
        "before": "signed",
        "after": "rejected",
        "reason": "Page 2 carries the wrong name",
    }
    assert (send_paper(memo, by=ada, at=FRIDAY_18H).state, Paper.objects.get(pk=memo.pk).reason) == ("out", "")


def test_waiving_needs_a_reason_and_a_role_that_may(office: Organization) -> None:
    ada, saltmarsh, gaffer = a_gaffer(office)
    accountant = a_member(office, Role.ACCOUNTANT, "Amir")
    access(accountant, saltmarsh)
    memo = paper_named("Deal memo", gaffer)

    with pytest.raises(ReasonMissing):
        waive_paper(memo, reason="because", by=ada, at=FRIDAY_18H)
    with pytest.raises(NotAllowed):
        waive_paper(memo, reason="Day player, paid by invoice", by=accountant, at=FRIDAY_18H)
    assert Paper.objects.get(pk=memo.pk).state == "needed"

    waived = waive_paper(memo, reason="Day player, paid by invoice", by=ada, at=FRIDAY_18H)
    assert (waived.state, waived.reason, waived.checked_by_name) == ("waived", "Day player, paid by invoice", "Ada")


def test_a_voided_paper_may_be_made_out_anew(office: Organization) -> None:
    ada, _, gaffer = a_gaffer(office)
    memo = paper_named("Deal memo", gaffer)

    assert void_paper(memo, reason="Made out to the wrong company", by=ada, at=FRIDAY_18H).state == "void"
    assert sign_paper(memo, COPY, by=ada, at=FRIDAY_18H).state == "signed"


def test_many_go_out_together_or_none_does(office: Organization) -> None:
    ada, _, gaffer = a_gaffer(office)
    memo, safety = paper_named("Deal memo", gaffer), paper_named("Safety acknowledgment", gaffer)
    sign_paper(safety, COPY, by=ada, at=FRIDAY_18H)

    with pytest.raises(WrongPaperState, match=r"Safety acknowledgment.* is signed and cannot become out"):
        send_papers([memo, safety], by=ada, at=FRIDAY_18H)
    assert Paper.objects.get(pk=memo.pk).state == "needed"

    start_form = paper_named("Start form", gaffer)
    assert [paper.state for paper in send_papers([memo, start_form], by=ada, at=FRIDAY_18H)] == ["out", "out"]
    assert list(AuditEntry.objects.order_by("-id").values_list("verb", flat=True)[:3]) == [
        "send papers",
        "send paper",
        "send paper",
    ]
    assert send_papers([], by=ada, at=FRIDAY_18H) == []


def test_a_stale_form_is_refused(office: Organization) -> None:
    ada, _, gaffer = a_gaffer(office)
    memo = paper_named("Deal memo", gaffer)
    send_paper(memo, by=ada, at=FRIDAY_18H, version=1)

    with pytest.raises(StaleEdit):
        void_paper(memo, reason="Made out to the wrong company", by=ada, at=FRIDAY_18H, version=1)
    assert Paper.objects.get(pk=memo.pk).state == "out"


def test_a_stranger_finds_nothing(office: Organization) -> None:
    _, _, gaffer = a_gaffer(office)
    memo = paper_named("Deal memo", gaffer)
    stranger = a_member(an_organization("Other house"), name="Mallory")

    with pytest.raises(NotFound):
        send_paper(memo, by=stranger, at=FRIDAY_18H)

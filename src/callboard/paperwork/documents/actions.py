"""Moving papers: out, signed with a copy, rejected, waived, void."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from callboard.core.attachments.actions import keep_file
from callboard.core.audit.actions import acting
from callboard.core.events.actions import announce
from callboard.core.organizations.models import Membership, Production
from callboard.core.organizations.rules import DataClass, Permission
from callboard.paperwork.documents.models import Paper, SignedCopy
from callboard.paperwork.documents.rules import (
    PaperState,
    check_can_become,
    check_dates,
    sound_reason,
)


@dataclass(frozen=True)
class Step:
    """One step of a paper: what the history calls it, where it leads, and who may take it."""

    verb: str
    to: PaperState
    may: Permission = Permission.CHECK_PAPERS


SEND = Step("send paper", PaperState.OUT)
SIGN = Step("sign paper", PaperState.SIGNED)
REJECT = Step("reject paper", PaperState.REJECTED)
WAIVE = Step("waive paper", PaperState.WAIVED, Permission.WAIVE_PAPERS)
VOID = Step("void paper", PaperState.VOID)


@dataclass(frozen=True)
class SignedUpload:
    """A signed paper as it was handed in. `valid_until` is its last good day; None: it does not run out."""

    content: bytes
    file_name: str
    signed_on: date
    valid_until: date | None = None


def send_paper(paper: Paper, *, by: Membership, at: datetime, version: int | None = None) -> Paper:
    """Note that the paper lies with the party now. Raises NotAllowed, WrongPaperState, StaleEdit."""
    with _taking(SEND, paper, by=by, at=at, version=version) as row:
        row.out_at, row.reason = at, ""
    return row


def send_papers(papers: Sequence[Paper], *, by: Membership, at: datetime) -> list[Paper]:
    """Note many as out, all or none. (Many cannot be signed at once: each signature needs its copy.)"""
    if not papers:
        return []
    production = papers[0].engagement.production
    with acting(by, "send papers", at=at, may=SEND.may, production=production) as record:
        sent = [send_paper(paper, by=by, at=at) for paper in papers]
        record.note(count=len(sent))
    return sent


def sign_paper(paper: Paper, copy: SignedUpload, *, by: Membership, at: datetime, version: int | None = None) -> Paper:
    """File the signed copy; whoever files it has looked at it and answers for that.

    Raises NotAllowed, WrongPaperState, StaleEdit, SignedInTheFuture, EndsBeforeSigned, and what
    `keep_file` refuses (empty, too large, not a kind of file that is taken).
    """
    with _taking(SIGN, paper, by=by, at=at, version=version) as row:
        today = at.astimezone(ZoneInfo(row.engagement.production.zone)).date()
        check_dates(signed_on=copy.signed_on, valid_until=copy.valid_until, today=today)
        attachment = keep_file(
            by,
            row.engagement.production,
            copy.content,
            copy.file_name,
            data_class=DataClass(row.kind.data_class),
            at=at,
        )
        SignedCopy(
            organization_id=row.organization_id, paper=row, attachment=attachment, checked_by_name=by.name, at=at
        ).save()
        row.signed_on, row.valid_until, row.reason = copy.signed_on, copy.valid_until, ""
        row.checked_by_name, row.checked_at = by.name, at
    return row


def reject_paper(paper: Paper, *, reason: str, by: Membership, at: datetime, version: int | None = None) -> Paper:
    """Say that what came back is not good. Raises NotAllowed, ReasonMissing, WrongPaperState, StaleEdit."""
    return _put_aside(REJECT, paper, reason, by=by, at=at, version=version)


def waive_paper(paper: Paper, *, reason: str, by: Membership, at: datetime, version: int | None = None) -> Paper:
    """Decide that the party works without it. Raises NotAllowed, ReasonMissing, WrongPaperState, StaleEdit."""
    return _put_aside(WAIVE, paper, reason, by=by, at=at, version=version)


def void_paper(paper: Paper, *, reason: str, by: Membership, at: datetime, version: int | None = None) -> Paper:
    """Let the paper no longer count; a party that still needs one is held until there is a new one.

    Raises NotAllowed, ReasonMissing, WrongPaperState, StaleEdit.
    """
    return _put_aside(VOID, paper, reason, by=by, at=at, version=version)


def _put_aside(step: Step, paper: Paper, reason: str, *, by: Membership, at: datetime, version: int | None) -> Paper:
    with _taking(step, paper, by=by, at=at, version=version) as row:
        row.reason = sound_reason(reason)
        row.out_at = row.signed_on = row.valid_until = row.checked_at = None
        row.checked_by_name = by.name
    return row


@contextmanager
def _taking(step: Step, paper: Paper, *, by: Membership, at: datetime, version: int | None) -> Iterator[Paper]:
    """Lock the row, check the step against the table, let the caller fill in, save, record and tell the wall."""
    production: Production = paper.engagement.production
    with acting(by, step.verb, at=at, may=step.may, production=production, on=paper) as record:
        row = (
            Paper.objects.select_for_update(of=("self",))
            .select_related("kind", "engagement__party", "engagement__production")
            .get(pk=paper.pk)
        )
        before = PaperState(row.state)
        row.claim_version(row.version if version is None else version)
        check_can_become(before, step.to, paper=str(row))
        yield row
        row.state = step.to.value
        row.save()
        record.note(before=before.value, after=step.to.value, **({"reason": row.reason} if row.reason else {}))
        announce(production, "documents", about=row, at=at)

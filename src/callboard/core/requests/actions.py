"""Answer a request once: key, fingerprint and effect share one transaction."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.db import IntegrityError, transaction

from callboard.core.organizations.models import Membership
from callboard.core.organizations.scope import tenant_scope
from callboard.core.requests.models import AnsweredRequest
from callboard.core.requests.rules import check_same_request

Answer = tuple[int, bytes]


def answer_once(
    member: Membership, key: str, asked: str, effect: Callable[[], Answer], *, at: datetime
) -> tuple[Answer, bool]:
    """Run `effect` unless this member's key was answered before; returns the answer and whether it is a replay.

    The claim comes first and commits only with the effect: two at once are serialized by the unique constraint, and a
    crash in between leaves neither. An answer of 400 or above is not kept: the sender mends the request and may retry.
    Raises KeyUsedForAnotherRequest.
    """
    with tenant_scope(member.organization_id):
        stored = _stored(member, key, asked)
        if stored is not None:
            return stored, True
        try:
            with transaction.atomic():
                claim = AnsweredRequest(
                    organization_id=member.organization_id, member=member, key=key, fingerprint=asked, at=at
                )
                claim.save()
                status, body = effect()
                if status >= 400:
                    raise _NotKept((status, body))
                AnsweredRequest.objects.filter(pk=claim.pk).update(status=status, answer=body)
        except _NotKept as refused:
            return refused.answer, False
        except IntegrityError:
            stored = _stored(member, key, asked)
            if stored is None:
                raise
            return stored, True
    return (status, body), False


class _NotKept(Exception):
    def __init__(self, answer: Answer) -> None:
        self.answer = answer


def _stored(member: Membership, key: str, asked: str) -> Answer | None:
    row = AnsweredRequest.objects.filter(member=member, key=key).first()
    if row is None:
        return None
    check_same_request(row.fingerprint, asked)
    return row.status, bytes(row.answer)

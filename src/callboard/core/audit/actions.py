"""The frame around every action: one transaction, permission, version check, audit row."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from callboard.core.audit.models import AuditEntry
from callboard.core.organizations.models import Membership, Production, TenantModel, VersionedModel
from callboard.core.organizations.permissions import check_may
from callboard.core.organizations.rules import Permission
from callboard.core.organizations.scope import tenant_scope


@dataclass
class Record:
    """What the audit row of the action under way will say."""

    subject: TenantModel | None = None
    production: Production | None = None
    detail: dict[str, object] = field(default_factory=dict)

    def about(self, subject: TenantModel) -> None:
        """Name the row that the action made or changed."""
        self.subject = subject

    def belongs_to(self, production: Production) -> None:
        """Put the audit row into the history of a production that the action itself made."""
        self.production = production

    def note(self, **detail: object) -> None:
        """Add public facts to the audit row: counts and names, never private data."""
        self.detail.update(detail)


@contextmanager
def acting(
    by: Membership,
    verb: str,
    *,
    at: datetime,
    may: Permission,
    production: Production | None = None,
    on: TenantModel | None = None,
    version: int | None = None,
) -> Iterator[Record]:
    """Run one action: permission first, then version, then the change and its audit row in one transaction.

    `on` is the row the action is about; with `version` its version is claimed, so that a stale edit is refused.
    Raises NotAllowed, NotFound, StaleEdit. Whatever the body raises rolls everything back.
    """
    with tenant_scope(by.organization_id), transaction.atomic():
        check_may(by, may, production)
        if version is not None:
            if not isinstance(on, VersionedModel):
                raise TypeError("only versioned rows can be edited at a version")
            on.claim_version(version)
        record = Record(subject=on, production=production)
        yield record
        _write(record, verb, at=at, organization_id=by.organization_id, actor=by)


@contextmanager
def acting_by_link(
    name: str, verb: str, *, organization_id: int, at: datetime, production: Production, on: TenantModel
) -> Iterator[Record]:
    """Run an action of somebody who holds a link and has no log-in (a crew member confirming a call)."""
    with tenant_scope(organization_id), transaction.atomic():
        record = Record(subject=on, production=production)
        yield record
        _write(record, verb, at=at, organization_id=organization_id, actor=None, name=name)


def _write(
    record: Record,
    verb: str,
    *,
    at: datetime,
    organization_id: int,
    actor: Membership | None,
    name: str = "",
) -> None:
    subject = record.subject
    AuditEntry(
        organization_id=organization_id,
        production=record.production,
        actor=actor,
        actor_name=actor.name if actor else name,
        verb=verb,
        subject_kind=(subject._meta.model_name or "") if subject else "",
        subject_key=str(subject.public_id) if subject else "",
        subject_name=str(subject)[:200] if subject else "",
        detail=record.detail,
        at=at,
    ).save()

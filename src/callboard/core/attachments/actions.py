"""Keeping files that people give us."""

from __future__ import annotations

from datetime import datetime

from callboard.core.attachments.models import Attachment
from callboard.core.attachments.rules import check_file, safe_file_name
from callboard.core.organizations.models import Membership, Production
from callboard.core.organizations.permissions import check_may
from callboard.core.organizations.rules import DataClass, Permission
from callboard.core.ports import file_store


def keep_file(
    member: Membership, production: Production, content: bytes, name: str, *, data_class: DataClass, at: datetime
) -> Attachment:
    """Keep an upload, as a step of a larger action, inside its transaction and under its permission and audit row.

    The type is what the bytes are, never what the sender says. Bytes are stored before the row: a roll-back leaves
    bytes that nothing names, never a row without bytes. Raises FileEmpty, FileTooLarge, KindNotTaken.
    """
    check_may(member, Permission.SEE_PRODUCTION, production)
    kind = check_file(name, content)
    attachment = Attachment(
        organization=production.organization,
        production=production,
        file_name=safe_file_name(name, kind),
        content_type=kind.content_type,
        size=len(content),
        sha256=file_store().put(content),
        data_class=data_class,
        created_by=member,
        created_at=at,
    )
    attachment.save()
    return attachment

"""Opening files again."""

from __future__ import annotations

from uuid import UUID

from callboard.core.attachments.models import Attachment
from callboard.core.errors import NotAllowed, NotFound
from callboard.core.organizations.models import Membership, Production
from callboard.core.organizations.permissions import check_may, may_see
from callboard.core.organizations.rules import DataClass, Permission
from callboard.core.ports import file_store


def attachment_by_id(member: Membership, production: Production, public_id: UUID) -> Attachment:
    """A file of the production, for those who are shown its class of data. Raises NotFound, NotAllowed."""
    check_may(member, Permission.SEE_PRODUCTION, production)
    found = Attachment.objects.filter(production=production, public_id=public_id).first()
    if found is None:
        raise NotFound()
    if not may_see(member, DataClass(found.data_class)):
        raise NotAllowed()
    return found


def content_of(attachment: Attachment) -> bytes:
    """The bytes of a file. Raises FileNotFoundError when the file store has lost it."""
    return file_store().get(attachment.sha256)

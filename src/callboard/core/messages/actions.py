"""The outbox at work. (The rest of this room is written beside it.)"""

from __future__ import annotations

from datetime import datetime

from callboard.core.messages.models import MailboxItem
from callboard.core.organizations.scope import tenant_scope
from callboard.core.ports import OutgoingMail


def drop_into_mailbox(mail: OutgoingMail, *, at: datetime) -> MailboxItem:
    """Take a mail as a mail server would."""
    with tenant_scope(mail.organization_id):
        item = MailboxItem(
            organization_id=mail.organization_id,
            message_id=mail.message_id,
            to=mail.to,
            subject=mail.subject[:300],
            text=mail.text,
            html=mail.html,
            received_at=at,
        )
        item.save()
    return item

"""The one file that knows everyone: it plugs adapters into ports and checks into readiness."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings

from callboard.adapters.files import FolderFileStore
from callboard.adapters.mail import MailboxMail, SmtpMail
from callboard.core import ports


def wire() -> None:
    """Plug in. Called once, when the apps are ready."""
    ports.plug(
        mail=SmtpMail() if settings.EMAIL_HOST else MailboxMail(),
        files=FolderFileStore(Path(settings.MEDIA_ROOT)),
    )

"""Two ways a mail leaves: by SMTP, or into the mailbox page."""

from __future__ import annotations

import smtplib
from email.utils import formatdate

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.utils import timezone

from callboard.core.messages.actions import drop_into_mailbox
from callboard.core.ports import MailDeferred, MailRefused, MailUnknown, OutgoingMail


class MailboxMail:
    """Puts mail into the mailbox page: the demo's mail server."""

    def send(self, mail: OutgoingMail) -> str:
        """Keep the mail where people can look at it."""
        drop_into_mailbox(mail, at=timezone.now())
        return "250 kept in the mailbox"


class SmtpMail:
    """Hands mail to the SMTP server of the settings."""

    def send(self, mail: OutgoingMail) -> str:
        """Send one mail, telling apart refused, deferred, and unknown."""
        message = _as_email(mail)
        try:
            connection = get_connection("django.core.mail.backends.smtp.EmailBackend")
            connection.open()
        except (OSError, smtplib.SMTPException) as fault:
            raise MailDeferred(str(fault)) from fault
        try:
            message.connection = connection
            message.send()
        except smtplib.SMTPRecipientsRefused as refusal:
            raise _refusal(refusal.recipients[mail.to][0], str(refusal.recipients[mail.to][1])) from refusal
        except smtplib.SMTPResponseException as refusal:
            raise _refusal(refusal.smtp_code, str(refusal.smtp_error)) from refusal
        except (smtplib.SMTPServerDisconnected, OSError) as fault:
            # The line broke inside the conversation: after the final dot nobody can know.
            raise MailUnknown(str(fault)) from fault
        finally:
            connection.close()
        return "250 handed over"


def _as_email(mail: OutgoingMail) -> EmailMultiAlternatives:
    message = EmailMultiAlternatives(
        subject=mail.subject,
        body=mail.text,
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[mail.to],
        headers={
            "Message-ID": mail.message_id,
            "Date": formatdate(localtime=False),
            "Auto-Submitted": "auto-generated",
            "Content-Language": mail.language,
        },
    )
    if mail.html:
        message.attach_alternative(mail.html, "text/html")
    return message


def _refusal(code: int, answer: str) -> MailRefused | MailDeferred:
    text = f"{code} {answer}"
    return MailRefused(text) if code >= 500 else MailDeferred(text)

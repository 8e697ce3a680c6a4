"""Two ways a mail leaves: by SMTP, or into the mailbox page."""

from __future__ import annotations

import re
import smtplib
import socket
import ssl
import threading
import time
from contextlib import suppress
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import formatdate, parseaddr
from functools import cache

from django.conf import settings
from django.utils import timezone

from callboard.core.messages.actions import drop_into_mailbox
from callboard.core.ports import MailDeferred, MailRefused, MailUnknown, OutgoingMail

KEPT_OPEN_SECONDS = 5.0
"""A line that rested longer is opened anew: the server may have hung up meanwhile."""
_GO_AHEAD = 354


class MailboxMail:
    """Puts mail into the mailbox page: the demo's mail server."""

    def send(self, mail: OutgoingMail) -> str:
        """Keep the mail where people can look at it."""
        drop_into_mailbox(mail, at=timezone.now())
        return "250 kept in the mailbox"


class SmtpMail:
    """Hands mail to the SMTP server of the settings, over a line that stays open from one mail to the next.

    It walks through SMTP step by step, because what a fault means hangs on the step: before the text has left nothing
    was handed over; from then until the server's answer nobody can know (RFC 1047).
    """

    def __init__(self) -> None:
        self._own = threading.local()  # each sender thread has a line of its own

    def send(self, mail: OutgoingMail) -> str:
        """Send one mail; raises MailRefused, MailDeferred, MailUnknown."""
        to = _ascii_address(mail.to)
        content = _as_bytes(mail, to)
        try:
            line = self._line_with_sender()
            _check_recipient(line, to)
            _check_may_send_text(line)
        except (OSError, smtplib.SMTPException) as fault:
            self._hang_up()
            raise MailDeferred(_said(fault)) from fault
        except (MailRefused, MailDeferred):
            self._start_over()
            raise
        try:
            code, answer = _send_text(line, content)
        except (OSError, smtplib.SMTPException) as fault:
            self._hang_up()
            raise MailUnknown(_said(fault)) from fault
        self._own.used_at = time.monotonic()
        if code // 100 != 2:
            raise _refusal(code, answer)
        return _shown(code, answer)

    def _line_with_sender(self) -> smtplib.SMTP:
        """A line on which the server took our address as sender; a kept one that proves dead is opened anew."""
        line: smtplib.SMTP | None = getattr(self._own, "line", None)
        if line is not None and time.monotonic() - self._own.used_at < KEPT_OPEN_SECONDS:
            try:
                _announce_sender(line)
            except (OSError, smtplib.SMTPException, MailDeferred):
                self._hang_up()
            else:
                return line
        self._hang_up()
        self._own.line, self._own.used_at = _open_line(), time.monotonic()
        _announce_sender(self._own.line)
        return self._own.line  # type: ignore[no-any-return]

    def _start_over(self) -> None:
        """Keep the line after a refusal, for the next mail; where that fails, hang up."""
        line: smtplib.SMTP | None = getattr(self._own, "line", None)
        # A line that cannot start over is of no use: it is hung up, and the refusal before it is what counts.
        with suppress(OSError, smtplib.SMTPException):
            if line is not None and line.sock is not None and line.rset()[0] == 250:
                self._own.used_at = time.monotonic()
                return
        self._hang_up()

    def _hang_up(self) -> None:
        line: smtplib.SMTP | None = getattr(self._own, "line", None)
        self._own.line = None
        if line is not None:
            line.close()


@cache
def _own_name() -> str:
    return socket.getfqdn()  # asks the name server: once


def _open_line() -> smtplib.SMTP:
    line = _dial()
    try:
        if settings.EMAIL_USE_TLS:
            line.starttls(context=ssl.create_default_context())
        if settings.EMAIL_HOST_USER:
            line.login(settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD)
        line.ehlo_or_helo_if_needed()
    except BaseException:
        line.close()
        raise
    return line


def _dial() -> smtplib.SMTP:
    """A line to the server, encrypted from the first byte where the settings say so; its certificate is checked."""
    server, name, seconds = (settings.EMAIL_HOST, settings.EMAIL_PORT), _own_name(), settings.EMAIL_TIMEOUT
    if settings.EMAIL_USE_SSL:
        return smtplib.SMTP_SSL(*server, name, timeout=seconds, context=ssl.create_default_context())
    return smtplib.SMTP(*server, name, timeout=seconds)


def _announce_sender(line: smtplib.SMTP) -> None:
    code, answer = line.mail(parseaddr(settings.DEFAULT_FROM_EMAIL)[1])
    if code != 250:
        # Not the recipient's fault: the settings or the server are wrong, and may be mended before the deadline.
        raise MailDeferred(_shown(code, answer))


def _check_recipient(line: smtplib.SMTP, to: str) -> None:
    code, answer = line.rcpt(to)
    if code not in (250, 251):
        raise _refusal(code, answer)


def _check_may_send_text(line: smtplib.SMTP) -> None:
    code, answer = line.docmd("data")
    if code != _GO_AHEAD:
        raise _refusal(code, answer)


def _send_text(line: smtplib.SMTP, content: bytes) -> tuple[int, bytes]:
    line.send(re.sub(rb"(?m)^\.", b"..", content) + b".\r\n")
    return line.getreply()


def _as_bytes(mail: OutgoingMail, to: str) -> bytes:
    message = EmailMessage(policy=SMTP)
    message["Subject"] = mail.subject
    message["From"] = settings.DEFAULT_FROM_EMAIL
    message["To"] = to
    message["Message-ID"] = mail.message_id
    message["Date"] = formatdate(localtime=False)
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(mail.text, cte="quoted-printable")
    if mail.html:
        message.add_alternative(mail.html, subtype="html", cte="quoted-printable")
    message["Content-Language"] = mail.language  # setting the content would have taken it away
    content = message.as_bytes()
    return content if content.endswith(b"\r\n") else content + b"\r\n"


def _ascii_address(address: str) -> str:
    """The address with its domain in ASCII; refuses what cannot be an address at all."""
    local, _, domain = address.rpartition("@")
    try:
        written = f"{local}@{domain.encode('idna').decode()}"
        written.encode("ascii")
    except UnicodeError as fault:
        raise MailRefused(f"553 {address} cannot be written as an address") from fault
    if not local or not domain or re.search(r"[\s<>,;]", written):
        raise MailRefused(f"553 {address} is not an address")
    return written


def _refusal(code: int, answer: bytes) -> MailRefused | MailDeferred:
    return MailRefused(_shown(code, answer)) if code >= 500 else MailDeferred(_shown(code, answer))


def _shown(code: int, answer: bytes) -> str:
    return f"{code} {answer.decode(errors='replace')}"


def _said(fault: Exception) -> str:
    if isinstance(fault, smtplib.SMTPResponseException):
        return f"{fault.smtp_code} {fault.smtp_error!r}"
    return f"{type(fault).__name__}: {fault}"

"""A real SMTP server on the loopback that answers by a script."""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections import Counter
from collections.abc import Callable
from email import message_from_bytes, policy
from email.message import EmailMessage

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

Script = Callable[[str, str], str | None]
"""(step, recipient) → an answer in place of the usual one; "drop" breaks the line. Steps: mail, rcpt, data, dot."""


class ScriptedServer:
    """Takes mail, refuses, defers or hangs up, as its script says."""

    def __init__(self, tls: ssl.SSLContext | None = None) -> None:
        self.script: Script = lambda step, recipient: None
        self.taken: list[EmailMessage] = []
        self.recipients: list[str] = []
        self.line_count = 0
        self.port = _free_port()
        self.controller = Controller(self, hostname="127.0.0.1", port=self.port, enable_SMTPUTF8=False, ssl_context=tls)

    async def handle_EHLO(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, name: str, answers: list[str]
    ) -> list[str]:
        self.line_count += 1
        session.host_name = name
        return answers

    async def handle_MAIL(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        answer = self._answer(server, "mail", address)
        if answer is None:
            envelope.mail_from = address
        return answer or "250 OK"

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        answer = self._answer(server, "rcpt", address)
        if answer is None:
            envelope.rcpt_tos.append(address)
        return answer or "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        [recipient] = envelope.rcpt_tos
        assert isinstance(envelope.content, bytes)
        answer = self._answer(server, "dot", recipient)
        if answer is None or answer == "drop":
            self.taken.append(message_from_bytes(envelope.content, policy=policy.default))
            self.recipients.append(recipient)
        return answer or "250 taken"

    def times_taken(self) -> Counter[str]:
        return Counter(self.recipients)

    def _answer(self, server: SMTP, step: str, recipient: str) -> str | None:
        answer = self.script(step, recipient)
        if answer == "drop":
            assert isinstance(server.transport, asyncio.Transport)
            server.transport.abort()
        return answer


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port

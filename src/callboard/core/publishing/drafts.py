"""What a floor above hands over to be published."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from callboard.core.organizations.models import Production
from callboard.core.people.models import Party
from callboard.core.publishing.rules import Payload


@dataclass(frozen=True)
class PartDraft:
    """One party's own part. Who `gets_all` is shown the whole sheet and told of all its changes."""

    party: Party
    payload: Payload
    gets_all: bool = False


@dataclass(frozen=True)
class EditionDraft:
    """A sheet ready to be frozen.

    `topic` ("callsheet:<public id>") is the same for all editions of one sheet. `payload` is the sheet without what is
    only one party's. After `deadline` nobody is mailed any more. `expected_number` is the number that the preview
    showed and the PDF carries; `check_code` is the code in its QR (see models.new_check_code).
    """

    production: Production
    topic: str
    kind: str
    title: str
    day: date
    payload: Payload
    payload_schema: int
    parts: Sequence[PartDraft]
    deadline: datetime
    expected_number: int
    check_code: str
    pdf_sha256: str = ""

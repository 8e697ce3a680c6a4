"""Publish a call sheet: freeze it as an edition, print it, and hand each party's part to publishing."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any
from zoneinfo import ZoneInfo

from callboard.core.calendars.rules import DayClock
from callboard.core.organizations.models import Membership
from callboard.core.organizations.permissions import check_may
from callboard.core.organizations.rules import Permission
from callboard.core.ports import file_store
from callboard.core.publishing.actions import publish_edition
from callboard.core.publishing.drafts import EditionDraft, PartDraft
from callboard.core.publishing.models import Edition, new_check_code
from callboard.core.publishing.plans import EditionPlan
from callboard.core.publishing.queries import check_address, current_edition, preview_edition
from callboard.core.publishing.rules import edition_color
from callboard.film.callsheets.document import call_sheet_document
from callboard.film.callsheets.models import CallSheet
from callboard.film.callsheets.part_rules import to_payload
from callboard.film.callsheets.parts import PartyPart, personal_parts
from callboard.film.callsheets.queries import SheetView, sheet_view
from callboard.formats.pdf.callsheet import CallSheetDocument, EditionMark
from callboard.formats.pdf.paper_colors import paper_color
from callboard.formats.pdf.process import render_in_child
from callboard.formats.pdf.rendering import Paper

KIND = "callsheet"
SHEET_SCHEMA = 1
# A sheet without an estimated wrap is taken to help nobody this long after its general call.
LONGEST_DAY_MINUTES = 14 * 60


@dataclass(frozen=True)
class NextEdition:
    """The number and color that the next edition of a sheet gets."""

    number: int
    color: str


def topic_of(sheet: CallSheet) -> str:
    """What all editions of one sheet share."""
    return f"{KIND}:{sheet.public_id}"


def next_edition(sheet: CallSheet) -> NextEdition:
    """The number and color that come next."""
    current = current_edition(topic_of(sheet))
    number = current.number + 1 if current else 1
    return NextEdition(number, edition_color(sheet.production.edition_colors, number))


def preview_call_sheet(sheet: CallSheet, *, by: Membership, at: dt.datetime) -> EditionPlan:
    """Whom publishing would tell what, and whose call it would hold; nothing is written."""
    view = sheet_view(sheet)
    following = next_edition(sheet)
    document = call_sheet_document(view, _mark(sheet, following, check_code="", by=by, at=at))
    return preview_edition(_draft(view, document, following, check_code=new_check_code()), by=by, at=at)


def publish_call_sheet(sheet: CallSheet, *, expected_number: int, by: Membership, at: dt.datetime) -> Edition:
    """Freeze the sheet as its next edition, with its PDF, and tell each party their own part.

    `expected_number` is the one that the preview showed. Raises NotAllowed, NumberTaken, NobodyToSendTo,
    PublishingTooLate, RenderingFailed.
    """
    check_may(by, Permission.PUBLISH_CALLS, sheet.production)
    view = sheet_view(sheet)
    following = NextEdition(expected_number, edition_color(sheet.production.edition_colors, expected_number))
    check_code = new_check_code()
    document = call_sheet_document(view, _mark(sheet, following, check_code=check_code, by=by, at=at))
    pdf = render_in_child(document, paper=_paper(sheet))
    draft = _draft(view, document, following, check_code=check_code, pdf_sha256=file_store().put(pdf))
    return publish_edition(draft, by=by, at=at)


def draft_pdf(sheet: CallSheet, *, by: Membership, at: dt.datetime) -> bytes:
    """The sheet as it stands, marked as preliminary, without a QR code: nothing of it is published."""
    check_may(by, Permission.SEE_PRODUCTION, sheet.production)
    mark = EditionMark(
        label="Draft", status="preliminary", color=paper_color(""), issued=_issued(sheet, at), issued_by=by.name
    )
    return render_in_child(call_sheet_document(sheet_view(sheet), mark), paper=_paper(sheet))


def _mark(sheet: CallSheet, following: NextEdition, *, check_code: str, by: Membership, at: dt.datetime) -> EditionMark:
    return EditionMark(
        label=f"Edition {following.number}",
        status="final" if sheet.status == "final" else "preliminary",
        color=paper_color(following.color),
        issued=_issued(sheet, at),
        issued_by=by.name,
        status_url=check_address(check_code),
    )


def _issued(sheet: CallSheet, at: dt.datetime) -> str:
    return f"{at.astimezone(ZoneInfo(sheet.production.zone)):%d %b %Y %H:%M}"


def _paper(sheet: CallSheet) -> Paper:
    return "us-letter" if sheet.production.paper == "us-letter" else "a4"


def _draft(
    view: SheetView, document: CallSheetDocument, following: NextEdition, *, check_code: str, pdf_sha256: str = ""
) -> EditionDraft:
    sheet = view.sheet
    return EditionDraft(
        production=sheet.production,
        topic=topic_of(sheet),
        kind=KIND,
        title=_title(sheet),
        day=sheet.day,
        payload=asdict(document),
        payload_schema=SHEET_SCHEMA,
        parts=[_part_draft(part) for part in personal_parts(view)],
        deadline=_deadline(sheet),
        expected_number=following.number,
        check_code=check_code,
        pdf_sha256=pdf_sha256,
    )


def _part_draft(part: PartyPart) -> PartDraft:
    return PartDraft(part.party, to_payload(part.part), gets_all=part.gets_all)


def _title(sheet: CallSheet) -> str:
    day = f"Day {sheet.day_number}" if sheet.day_number else sheet.title or "Call sheet"
    return f"{day}, {sheet.day:%a %d %b %Y}"


def _deadline(sheet: CallSheet) -> dt.datetime:
    minutes = sheet.estimated_wrap if sheet.estimated_wrap is not None else sheet.general_call + LONGEST_DAY_MINUTES
    clock = DayClock(sheet.day, sheet.production.zone)
    return clock.moment(sheet.general_call) + dt.timedelta(minutes=max(minutes - sheet.general_call, 60))


def is_out_of_date(sheet: CallSheet, edition: Edition) -> bool:
    """Whether the sheet, or a place it names, says something else than its published edition does."""
    return payload_now(sheet_view(sheet), edition) != _as_stored(edition.payload)


def payload_now(view: SheetView, edition: Edition) -> dict[str, Any]:
    """The sheet as it stands, under the edition's own mark: comparable with what was published."""
    mark = EditionMark(**_mark_fields(edition.payload["edition"]))
    return _as_stored(asdict(call_sheet_document(view, mark)))


def _as_stored(payload: Mapping[str, Any]) -> dict[str, Any]:
    stored: dict[str, Any] = json.loads(json.dumps(payload))
    return stored


def _mark_fields(stored: Mapping[str, Any]) -> dict[str, Any]:
    return {**stored, "color": paper_color(stored["color"]["name"])}

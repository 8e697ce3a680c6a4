"""The demonstration's paperwork: nearly everything signed, with the gaps that a coordinator worries about."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING

import typst

from callboard.paperwork.documents.actions import SignedUpload, send_paper, sign_paper

if TYPE_CHECKING:
    from callboard.core.engagements.models import Engagement
    from callboard.core.organizations.models import Membership

# Which paper of whom is not in hand, and whether it is out for signature.
STILL_OPEN = {
    "Bertil Aronsen": ("Performer contract", True),
    "Breakwater Grip and Lighting": ("Certificate of insurance", False),
    "Ray Dominguez": ("Driver's license", False),
    "Wren Maddox": ("Child's work permit or license", True),
}
_COPY = (
    "#set page(width: 210mm, height: 148mm, margin: 20mm)\n"
    "= Demonstration copy\n"
    "This stands for a signed paper. It was made up and binds nobody."
)


def sign_most_papers(engaged: Iterable[Engagement], by: Membership, *, at: dt.datetime) -> None:
    """File a signed copy for every paper but those that the story leaves open."""
    copy = typst.Compiler(_COPY.encode()).compile(format="pdf")
    if not isinstance(copy, bytes):
        raise TypeError("one page was asked for, as one file")
    signed_on = (at - dt.timedelta(days=9)).date()
    for engagement in engaged:
        papers = list(engagement.papers.select_related("kind").order_by("kind__position"))
        open_paper, is_out = STILL_OPEN.get(engagement.party.name, ("", False))
        for paper in papers:
            if paper.kind.name == open_paper:
                if is_out:
                    send_paper(paper, by=by, at=at - dt.timedelta(days=3))
                continue
            file_name = f"{paper.kind.name} {engagement.party.name}.pdf"
            sign_paper(paper, SignedUpload(copy, file_name, signed_on), by=by, at=at)

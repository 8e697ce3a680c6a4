"""What readiness asks of the papers before a call: two queries, for one party or for ninety."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from callboard.core.errors import gettext_noop
from callboard.core.organizations.models import Production
from callboard.core.readiness.rules import Blocker, Requirement
from callboard.paperwork.documents.queries import engaged_parties, wall_kinds
from callboard.paperwork.documents.rules import PaperOnFile, Standing

_CODE = "paper"
_OFFICE = gettext_noop("Production office")

REQUIREMENTS: dict[Standing, Requirement] = {
    Standing.NEEDED: Requirement(
        _CODE,
        gettext_noop("%(paper)s has not been sent"),
        _OFFICE,
        gettext_noop("Send %(paper)s to %(party)s and file the signed copy."),
    ),
    Standing.OUT: Requirement(
        _CODE,
        gettext_noop("%(paper)s is out and not signed"),
        _OFFICE,
        gettext_noop("Call %(party)s for the signed copy of %(paper)s and file it."),
    ),
    Standing.REJECTED: Requirement(
        _CODE,
        gettext_noop("%(paper)s was rejected"),
        _OFFICE,
        gettext_noop("Send %(paper)s to %(party)s again, with what has to change."),
    ),
    Standing.VOID: Requirement(
        _CODE,
        gettext_noop("%(paper)s is void"),
        _OFFICE,
        gettext_noop("Make out a new %(paper)s for %(party)s and have it signed."),
    ),
    Standing.EXPIRED: Requirement(
        _CODE,
        gettext_noop("%(paper)s has run out"),
        _OFFICE,
        gettext_noop("Ask %(party)s for a renewed %(paper)s and file it."),
    ),
}


def papers_before_call(production: Production, party_ids: Sequence[int], on: date) -> Iterator[Blocker]:
    """Papers that are due by the day and not signed, or no longer valid on it."""
    kinds = wall_kinds(production)
    for engaged in engaged_parties(production, party_ids):
        for kind, paper in engaged.unmet_on(on, kinds):
            yield REQUIREMENTS[paper.standing_on(on)].unmet_by(
                engaged.party_id,
                key=f"{engaged.id}:{kind.id}",
                due_on=_due(paper, on),
                paper=kind.name,
                # A child is never the one to be rung up.
                party=f"{engaged.name} (guardian)" if engaged.is_minor else engaged.name,
            )


def _due(paper: PaperOnFile, call_on: date) -> date:
    """A paper without a date of its own is due on the day of the call."""
    return paper.due_on or call_on

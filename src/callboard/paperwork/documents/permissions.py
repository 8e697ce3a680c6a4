"""Who sees the wall, and who may open a signed copy."""

from __future__ import annotations

from callboard.core.errors import NotAllowed
from callboard.core.organizations.models import Membership, Production
from callboard.core.organizations.permissions import check_may, may_see
from callboard.core.organizations.rules import DataClass, Permission
from callboard.paperwork.documents.models import Paper


def check_sees_wall(member: Membership, production: Production) -> None:
    """The wall names who owes what; it is for those who clear people, not for the crew."""
    check_may(member, Permission.SEE_WALL, production)


def may_open_copies(member: Membership, paper: Paper) -> bool:
    """Whether the member's role sees what the paper holds (pay, a minor's particulars)."""
    return may_see(member, DataClass(paper.kind.data_class))


def check_may_open_copies(member: Membership, paper: Paper) -> None:
    """Refuse to hand over a copy whose content is not for the member's role."""
    if not may_open_copies(member, paper):
        raise NotAllowed()

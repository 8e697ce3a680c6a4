"""Reading who is on board, each member what they may see of it."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Case, Q, QuerySet, When

from callboard.core.engagements.columns import OWN_CONTACT, Column, columns_for
from callboard.core.engagements.models import Department, Engagement
from callboard.core.engagements.rules import show_amount
from callboard.core.errors import NotFound
from callboard.core.organizations.models import Membership, Production
from callboard.core.organizations.permissions import check_may
from callboard.core.organizations.rules import ROLE_TABLE, DataClass, Permission, Role

Cell = str | dt.date | bool | None

_GROUP = Case(
    When(department__isnull=False, then=1), When(kind="cast", then=0), When(kind="crew", then=2),
    When(kind="background", then=3), default=4,
)  # fmt: skip
"""Cast stands before the departments; whoever has none comes after them, vendors last."""

_SORTS = {
    "department": (_GROUP, "department__position", "department__name", "-is_head", "position", "party__name"),
    "name": ("party__name", "position"),
    "position": ("position", "party__name"),
    "start": ("starts_on", "party__name"),
}
SORTS = tuple(_SORTS)


@dataclass(frozen=True)
class CrewFilter:
    """What of the crew list is asked for."""

    kind: str = ""
    department: str = ""
    search: str = ""
    sort: str = "department"
    with_ended: bool = False


@dataclass(frozen=True)
class CrewRow:
    """One engagement as its reader may see it: the cells of their columns, and nothing else."""

    public_id: UUID
    party_id: UUID
    department: str
    channel: str
    is_ended: bool
    is_erased: bool
    cells: dict[str, Cell]

    @property
    def group(self) -> str:
        """Under which heading the row stands: its department, or without one its kind."""
        return self.department or str(self.cells["kind"]).capitalize()


def engagements_of(member: Membership, production: Production) -> QuerySet[Engagement]:
    """The production's engagements, with party and department, in the order of the crew list."""
    check_may(member, Permission.SEE_PRODUCTION, production)
    rows = Engagement.objects.filter(production=production).select_related("party", "department")
    return rows.order_by(*_SORTS["department"])


def engagement_by_id(member: Membership, production: Production, public_id: UUID) -> Engagement:
    """One engagement of the production. Raises NotFound."""
    found = engagements_of(member, production).filter(public_id=public_id).first()
    if found is None:
        raise NotFound()
    return found


def crew_columns(member: Membership) -> tuple[Column, ...]:
    """The columns this member's role is shown."""
    return columns_for(ROLE_TABLE[Role(member.role)].sees)


def crew_list(member: Membership, production: Production, asked: CrewFilter) -> list[CrewRow]:
    """The crew list as this member may see it: one query, whatever its length."""
    rows = engagements_of(member, production)
    if not asked.with_ended:
        rows = rows.filter(ended_at=None)
    if asked.kind:
        rows = rows.filter(kind=asked.kind)
    if asked.department:
        rows = rows.filter(department__name=asked.department)
    if asked.search.strip():
        found = asked.search.strip()
        rows = rows.filter(
            Q(party__name__icontains=found) | Q(position__icontains=found) | Q(department__name__icontains=found)
        )
    rows = rows.order_by(*_SORTS.get(asked.sort, _SORTS["department"]))
    return rows_shown_to(member, rows)


def rows_shown_to(member: Membership, engagements: Iterable[Engagement]) -> list[CrewRow]:
    """Engagements as rows with only the cells that the member's role is shown."""
    keys = {column.key for column in crew_columns(member)}
    sees_minors = DataClass.MINOR in ROLE_TABLE[Role(member.role)].sees
    return [_row(engagement, keys, sees_minors=sees_minors) for engagement in engagements]


def engagement_counts(member: Membership, production: Production) -> dict[str, int]:
    """How many are on board by kind."""
    kinds = engagements_of(member, production).filter(ended_at=None).values_list("kind", flat=True)
    return dict(Counter(kinds))


def starting_between(member: Membership, production: Production, first: dt.date, last: dt.date) -> list[CrewRow]:
    """Who starts in these days, both included."""
    rows = engagements_of(member, production).filter(ended_at=None, starts_on__range=(first, last))
    return rows_shown_to(member, rows.order_by(*_SORTS["start"]))


def departments_of(member: Membership, production: Production) -> QuerySet[Department]:
    """The production's departments in the order of its crew list."""
    check_may(member, Permission.SEE_PRODUCTION, production)
    return Department.objects.filter(production=production).order_by("position", "name")


def department_by_id(member: Membership, production: Production, public_id: UUID) -> Department:
    """One department of the production. Raises NotFound."""
    found = departments_of(member, production).filter(public_id=public_id).first()
    if found is None:
        raise NotFound()
    return found


def _row(engagement: Engagement, keys: set[str], *, sees_minors: bool) -> CrewRow:
    party, department = engagement.party, engagement.department
    cells = {key: value for key, value in _cells(engagement).items() if key in keys}
    if party.is_minor and not sees_minors:
        cells |= {key: "" for key in OWN_CONTACT if key in cells}
    return CrewRow(
        public_id=engagement.public_id,
        party_id=party.public_id,
        department=department.name if department else "",
        channel=department.channel if department else "",
        is_ended=engagement.ended_at is not None,
        is_erased=party.erased_at is not None,
        cells=cells,
    )


def _cells(engagement: Engagement) -> dict[str, Cell]:
    own = (
        "name", "phone", "email", "contact_name", "emergency_contact", "diet", "is_minor", "birth_on", "guardian_name",
        "guardian_email", "guardian_phone", "medical_note",
    )  # fmt: skip
    terms = ("position", "kind", "is_head", "starts_on", "ends_on", "drives", "status_note", "currency", "deal_note")
    has_pay = engagement.rate_minor is not None
    return {
        **{key: getattr(engagement.party, key) for key in own},
        **{key: getattr(engagement, key) for key in terms},
        "department": engagement.department.name if engagement.department else "",
        "rate": show_amount(engagement.rate_minor, engagement.currency),
        "rate_per": engagement.rate_per if has_pay else "",
        "hold_rate": show_amount(engagement.hold_rate_minor, engagement.currency),
        "kit": show_amount(engagement.kit_minor, engagement.currency),
    }

"""What the delivery page shows of a sheet: figures, the rows that were asked for, and what holds whom."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from callboard.core.errors import NotFound
from callboard.core.publishing.delivery import DeliveryRow, delivery
from callboard.core.publishing.delivery_rules import NEEDS_A_CALL, DeliveryState
from callboard.core.publishing.queries import editions_of, open_holds
from callboard.core.publishing.rules import Audience, kind_named
from callboard.core.readiness.queries import open_blockers
from callboard.core.readiness.rules import Blocker, Sentence
from callboard.formats.tables import Value
from callboard.web.link_callsheet import dialed
from callboard.web.locales import Reader

if TYPE_CHECKING:
    from callboard.core.organizations.models import Membership, Production
    from callboard.core.publishing.models import Edition, HeldPart

SHEETS_OFFERED = 12
_S = DeliveryState

GROUPS: dict[str, tuple[Any, frozenset[DeliveryState]]] = {
    "queued": (_("Queued"), frozenset({_S.QUEUED, _S.SENDING, _S.UNKNOWN})),
    "sent": (_("Sent"), frozenset({_S.SENT})),
    "opened": (_("Opened"), frozenset({_S.OPENED})),
    "confirmed": (_("Confirmed"), frozenset({_S.CONFIRMED})),
    "silent": (_("Silent"), frozenset({_S.SILENT})),
    "bounced": (_("Bounced"), frozenset({_S.BOUNCED, _S.EXPIRED})),
    "held": (_("Held"), frozenset({_S.HELD})),
    "no-mail": (_("No mail"), frozenset({_S.SUPERSEDED})),
}
"""The figures above the table; every row is counted in exactly one."""
_RARE = frozenset({"no-mail"})

STATES: dict[DeliveryState, tuple[Any, str]] = {
    _S.BOUNCED: (_("Bounced"), "bad"),
    _S.EXPIRED: (_("Not sent in time"), "bad"),
    _S.HELD: (_("Held"), "warn"),
    _S.SILENT: (_("Silent"), "warn"),
    _S.UNKNOWN: (_("Perhaps sent"), "wait"),
    _S.QUEUED: (_("Queued"), "wait"),
    _S.SENDING: (_("Sending"), "wait"),
    _S.SENT: (_("Sent"), "none"),
    _S.OPENED: (_("Opened"), "none"),
    _S.CONFIRMED: (_("Confirmed"), "ok"),
    _S.SUPERSEDED: (_("No mail"), "none"),
}
AUDIENCES: dict[Audience, Any] = {
    Audience.CALLED: _("Called"),
    Audience.CHANGED: _("Changed"),
    Audience.QUIET: _("Unchanged"),
    Audience.CANCELED: _("Not called any more"),
    Audience.HELD: _("Held"),
}
SORTS = {
    "department": _("Department"),
    "name": _("Name"),
    "state": _("What needs a look first"),
    "confirmed": _("Last confirmed"),
}


@dataclass(frozen=True)
class Asked:
    """Which rows, in which order."""

    group: str = ""
    department: str = ""
    search: str = ""
    sort: str = "department"

    @classmethod
    def of(cls, request: HttpRequest) -> Asked:
        """What the address asks for; what is not known counts as not asked."""
        group, sort = request.GET.get("state", ""), request.GET.get("sort", "")
        return cls(
            group=group if group in GROUPS else "",
            department=request.GET.get("department", ""),
            search=request.GET.get("search", "").strip(),
            sort=sort if sort in SORTS else "department",
        )


@dataclass(frozen=True)
class Figure:
    """One count, which is also a filter."""

    key: str
    label: Any
    count: int


@dataclass(frozen=True)
class ShownBlocker:
    """What holds somebody, whose it is, and what to do next."""

    code: str
    key: str
    what: str
    owner: str
    next_step: str


@dataclass(frozen=True)
class ShownRow:
    """One party as the page shows it."""

    row: DeliveryRow
    state: Any
    state_look: str
    audience: Any
    sent: str
    opened: str
    confirmed: str
    next_try: str
    dial: str
    blockers: Sequence[ShownBlocker]

    @property
    def is_unsettled(self) -> bool:
        """Whether telling them on the phone would still add something."""
        return self.row.part_key is not None and self.row.confirmed_at is None

    @property
    def is_bounced(self) -> bool:
        """Whether the address wants mending."""
        return self.row.state is DeliveryState.BOUNCED


@dataclass(frozen=True)
class Board:
    """A sheet's delivery, as far as it was asked for."""

    topic: str
    edition: Edition | None
    published: str
    sheets: Sequence[Edition]
    figures: Sequence[Figure]
    total: int
    departments: Sequence[str]
    rows: Sequence[ShownRow]
    asked: Asked
    sorts: dict[str, Any]


def newest_topic(member: Membership, production: Production) -> str:
    """The sheet that was published last; empty when none was."""
    newest = editions_of(member, production).values_list("topic", flat=True).first()
    return newest or ""


def board_of(
    member: Membership, production: Production, topic: str, asked: Asked, *, at: datetime, reader: Reader
) -> Board:
    """Read the board. Raises NotAllowed, and NotFound for a sheet that is not this production's."""
    rows = delivery(member, production, topic, at=at)
    edition = editions_of(member, production, topic).defer("payload").first() if topic else None
    if topic and edition is None:
        raise NotFound()
    blockers = _blockers(production, edition) if edition and any(row.hold_key for row in rows) else {}
    shown = [_shown(row, blockers, lambda moment: _when(moment, production.zone, at, reader)) for row in rows]
    return Board(
        topic=topic,
        edition=edition,
        published=reader.moment(edition.published_at, production.zone) if edition else "",
        sheets=_sheets(member, production),
        figures=_figures(rows),
        total=len(rows),
        departments=list(dict.fromkeys(row.department for row in rows if row.department)),
        rows=_sorted([one for one in shown if _is_asked(one, asked)], asked.sort),
        asked=asked,
        sorts=SORTS,
    )


def needs_a_call(board: Board) -> list[ShownRow]:
    """The rows that only a phone call can mend."""
    return [shown for shown in board.rows if shown.row.state in NEEDS_A_CALL]


def hold_blockers(hold: HeldPart) -> list[tuple[Blocker, date]]:
    """What stands in the way of a held party now, with the day it is about."""
    check_kind, day = kind_named(hold.edition.kind).check_kind, hold.edition.day
    if check_kind is None or day is None:
        return []
    found = open_blockers(check_kind, hold.edition.production, [hold.party_id], day)
    return [(blocker, day) for blocker in found[hold.party_id]]


def table_headings() -> list[str]:
    """Columns of the exported table."""
    return [
        gettext("Department"),
        gettext("Name"),
        gettext("Position"),
        gettext("Told as"),
        gettext("Edition"),
        gettext("State"),
        gettext("Sent"),
        gettext("Opened"),
        gettext("Confirmed"),
        gettext("Phone"),
        gettext("Held for"),
    ]


def table_rows(board: Board) -> list[list[Value]]:
    """The rows of the exported table, as shown."""
    return [
        [
            shown.row.department,
            shown.row.name,
            shown.row.position,
            str(shown.audience),
            shown.row.number,
            str(shown.state),
            shown.sent,
            shown.opened,
            shown.confirmed,
            shown.row.phone,
            "; ".join(blocker.what for blocker in shown.blockers),
        ]
        for shown in board.rows
    ]


def _blockers(production: Production, edition: Edition) -> dict[UUID, list[ShownBlocker]]:
    """What holds each held party now: cleared since it was published, the list is empty."""
    check_kind = kind_named(edition.kind).check_kind
    holds = list(open_holds(edition))
    if check_kind is None or edition.day is None:
        return {hold.public_id: [] for hold in holds}
    found = open_blockers(check_kind, production, [hold.party_id for hold in holds], edition.day)
    return {hold.public_id: [_shown_blocker(one) for one in found[hold.party_id]] for hold in holds}


def _shown_blocker(blocker: Blocker) -> ShownBlocker:
    what, next_step = _sentence(blocker.what), _sentence(blocker.next_step)
    return ShownBlocker(blocker.code, blocker.key, what, gettext(blocker.owner), next_step)


def _sentence(sentence: Sentence) -> str:
    return gettext(sentence.text) % sentence.parameters


def _when(moment: datetime | None, zone: str, at: datetime, reader: Reader) -> str:
    return reader.lately(moment, zone, at=at) if moment else ""


def _shown(
    row: DeliveryRow, blockers: dict[UUID, list[ShownBlocker]], when: Callable[[datetime | None], str]
) -> ShownRow:
    label, look = STATES[row.state]
    return ShownRow(
        row=row,
        state=label,
        state_look=look,
        audience=AUDIENCES[row.audience],
        sent=when(row.sent_at),
        opened=when(row.opened_at),
        confirmed=when(row.confirmed_at),
        next_try=when(row.next_attempt_at) if row.attempt_count else "",
        dial=dialed(row.phone),
        blockers=blockers.get(row.hold_key, []) if row.hold_key else [],
    )


def _figures(rows: Sequence[DeliveryRow]) -> list[Figure]:
    counted = {key: sum(row.state in states for row in rows) for key, (_label, states) in GROUPS.items()}
    return [Figure(key, GROUPS[key][0], count) for key, count in counted.items() if count or key not in _RARE]


def _is_asked(shown: ShownRow, asked: Asked) -> bool:
    row = shown.row
    words = f"{row.name} {row.position} {row.department}".casefold()
    return (
        (not asked.group or row.state in GROUPS[asked.group][1])
        and (not asked.department or row.department == asked.department)
        and asked.search.casefold() in words
    )


def _sorted(rows: list[ShownRow], sort: str) -> list[ShownRow]:
    if sort == "name":
        return sorted(rows, key=lambda shown: shown.row.name.casefold())
    if sort == "state":
        order = list(DeliveryState)
        return sorted(rows, key=lambda shown: order.index(shown.row.state))
    if sort == "confirmed":
        last = [shown for shown in rows if shown.row.confirmed_at is None]
        first = [(shown.row.confirmed_at, place, shown) for place, shown in enumerate(rows) if shown.row.confirmed_at]
        return [shown for _at, _place, shown in sorted(first, reverse=True)] + last
    return rows  # as they come: cast, then departments in their order


def _sheets(member: Membership, production: Production) -> list[Edition]:
    """The newest edition of each of the last sheets."""
    newest: dict[str, Edition] = {}
    for edition in editions_of(member, production).defer("payload")[: SHEETS_OFFERED * 10]:
        newest.setdefault(edition.topic, edition)
    return list(newest.values())[:SHEETS_OFFERED]

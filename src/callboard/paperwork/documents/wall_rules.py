"""The contract wall: parties by kinds of paper, with days to their first call. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from callboard.paperwork.documents.rules import IN_ORDER, KindRule, PaperOnFile, PaperState, Standing, is_under_age

GROUPS = ("cast", "crew", "vendor", "background")
"""The order of the groups on the wall."""


@dataclass(frozen=True)
class WallKind:
    """A column: a kind of paper."""

    id: int
    public_id: UUID
    name: str
    rule: KindRule


@dataclass(frozen=True)
class HeldPaper:
    """A paper's row, as the wall shows it."""

    public_id: UUID
    on_file: PaperOnFile
    out_on: date | None = None
    """Where the production is: the day it was sent."""
    signed_on: date | None = None
    checked_by_name: str = ""


@dataclass(frozen=True)
class EngagedParty:
    """An engagement with its papers by kind."""

    id: int
    public_id: UUID
    party_id: int
    name: str
    kind: str
    position: str
    department: str
    department_position: int
    is_head: bool
    drives: bool
    is_minor_marked: bool
    birth_on: date | None
    starts_on: date
    papers: Mapping[int, HeldPaper] = field(default_factory=dict)

    @property
    def is_minor(self) -> bool:
        """Under age when the engagement starts."""
        return is_under_age(marked=self.is_minor_marked, birth_on=self.birth_on, on=self.starts_on)

    def needs(self, kind: WallKind) -> bool:
        """Whether this party owes a paper of the kind."""
        return kind.rule.is_needed_by(self.kind, drives=self.drives, is_minor=self.is_minor)

    def on_file(self, kind: WallKind) -> PaperOnFile:
        """The paper of the kind; one that nobody put on file yet is needed all the same."""
        held = self.papers.get(kind.id)
        return held.on_file if held else PaperOnFile(PaperState.NEEDED, kind.rule.due_on(self.starts_on))

    def unmet_on(self, day: date, kinds: Iterable[WallKind]) -> list[tuple[WallKind, PaperOnFile]]:
        """The papers that keep this party from being called that day."""
        required = [(kind, self.on_file(kind)) for kind in kinds if self.needs(kind)]
        return [(kind, paper) for kind, paper in required if paper.blocks_on(day)]


@dataclass(frozen=True)
class WallCell:
    """Where one party's paper of one kind stands today."""

    kind: WallKind
    standing: Standing
    paper: HeldPaper | None
    days_out: int | None
    is_holding: bool
    """Keeps the party from its next call."""
    due_on: date | None


@dataclass(frozen=True)
class WallRow:
    """One engagement on the wall."""

    engaged: EngagedParty
    next_call_on: date
    days_to_call: int
    is_working: bool
    """Started already, and no call is known: as good as called today."""
    has_call: bool
    """A call sheet names the party: `next_call_on` is that day, and not the start of the engagement."""
    cells: tuple[WallCell, ...]

    @property
    def is_cleared(self) -> bool:
        """Cleared for the next call."""
        return not any(cell.is_holding for cell in self.cells)

    @property
    def holding_names(self) -> list[str]:
        """The papers that keep the party from its next call."""
        return [cell.kind.name for cell in self.cells if cell.is_holding]

    def cell(self, kind: WallKind) -> WallCell | None:
        """The cell below a column; None when nothing is needed and nothing is on file."""
        return next((cell for cell in self.cells if cell.kind.id == kind.id), None)


@dataclass(frozen=True)
class WallGroup:
    """The rows of one kind of party, with the columns that concern them."""

    kind: str
    kinds: tuple[WallKind, ...]
    rows: tuple[WallRow, ...]
    party_count: int
    """Of the group in the whole production, whatever is shown."""
    cleared_count: int

    @property
    def lines(self) -> list[tuple[WallRow, list[tuple[WallKind, WallCell | None]]]]:
        """Each row with one entry per column."""
        return [(row, [(kind, row.cell(kind)) for kind in self.kinds]) for row in self.rows]


@dataclass(frozen=True)
class WallAsked:
    """What the reader wants to see: filters, search and order."""

    kind: str = ""
    department: str = ""
    paper: str = ""
    """Public id of a kind of paper: only who owes it and has it not in order."""
    only: str = ""
    """"next" (who holds the next call), "open" (not cleared), or a standing."""
    search: str = ""
    sort: str = ""
    """"days" (to the next call), "name", or as on the crew list."""


@dataclass(frozen=True)
class Wall:
    """The wall as asked for; the counts are those of the whole production."""

    groups: tuple[WallGroup, ...]
    kinds: tuple[WallKind, ...]
    departments: tuple[str, ...]
    next_call_on: date | None
    party_count: int
    cleared_count: int
    holding_next_count: int
    standing_counts: Mapping[Standing, int]

    @property
    def held_count(self) -> int:
        """How many are not cleared for their next call."""
        return self.party_count - self.cleared_count


def wall_row(
    engaged: EngagedParty, kinds: Sequence[WallKind], *, today: date, next_call_on: date | None = None
) -> WallRow:
    """One party's line; without a known call its engagement's start counts as the first."""
    call_on = max(next_call_on or engaged.starts_on, today)
    return WallRow(
        engaged=engaged,
        next_call_on=call_on,
        days_to_call=(call_on - today).days,
        is_working=next_call_on is None and engaged.starts_on < today,
        has_call=next_call_on is not None,
        cells=tuple(
            _cell(engaged, kind, today=today, call_on=call_on)
            for kind in kinds
            if engaged.needs(kind) or _still_shown(engaged.papers.get(kind.id))
        ),
    )


def _still_shown(held: HeldPaper | None) -> bool:
    """A signed paper stays on the wall when the party no longer needs it."""
    return held is not None and held.on_file.state is PaperState.SIGNED


def _cell(engaged: EngagedParty, kind: WallKind, *, today: date, call_on: date) -> WallCell:
    paper = engaged.on_file(kind)
    held = engaged.papers.get(kind.id)
    sent_on = held.out_on if held and paper.state is PaperState.OUT else None
    return WallCell(
        kind=kind,
        standing=paper.standing_on(today),
        paper=held,
        days_out=(today - sent_on).days if sent_on else None,
        is_holding=engaged.needs(kind) and paper.blocks_on(call_on),
        due_on=paper.due_on,
    )


def hang_wall(rows: Sequence[WallRow], kinds: Sequence[WallKind], asked: WallAsked) -> Wall:
    """Count everybody, then keep, order and group what was asked for."""
    next_call_on = _next_call_on(rows)
    kept = [row for row in rows if _is_asked_for(row, asked, next_call_on)]
    return Wall(
        groups=tuple(_groups(kept, rows, kinds, asked.sort)),
        kinds=tuple(kinds),
        departments=tuple(sorted({row.engaged.department for row in rows if row.engaged.department})),
        next_call_on=next_call_on,
        party_count=len(rows),
        cleared_count=sum(row.is_cleared for row in rows),
        holding_next_count=sum(_stands_as(row, "next", next_call_on) for row in rows),
        standing_counts=Counter(cell.standing for row in rows for cell in row.cells),
    )


def _next_call_on(rows: Sequence[WallRow]) -> date | None:
    """The first day that a call sheet names; before there is a sheet, the first start of an engagement."""
    called = [row.next_call_on for row in rows if row.has_call]
    starting = [row.next_call_on for row in rows if not row.is_working]
    return min(called or starting or [row.next_call_on for row in rows], default=None)


def _is_asked_for(row: WallRow, asked: WallAsked, next_call_on: date | None) -> bool:
    engaged = row.engaged
    wanted = asked.search.strip().casefold()
    return (
        (not asked.kind or engaged.kind == asked.kind)
        and (not asked.department or engaged.department == asked.department)
        and (not asked.paper or _owes(row, asked.paper))
        and (not asked.only or _stands_as(row, asked.only, next_call_on))
        and (not wanted or wanted in f"{engaged.name} {engaged.position} {engaged.department}".casefold())
    )


def _owes(row: WallRow, kind_public_id: str) -> bool:
    return any(str(cell.kind.public_id) == kind_public_id and cell.standing not in IN_ORDER for cell in row.cells)


def _stands_as(row: WallRow, only: str, next_call_on: date | None) -> bool:
    if only == "next":
        return not row.is_cleared and row.next_call_on == next_call_on
    if only == "open":
        return not row.is_cleared
    return any(cell.standing == only for cell in row.cells)


def _groups(
    kept: Sequence[WallRow], everybody: Sequence[WallRow], kinds: Sequence[WallKind], sort: str
) -> Iterable[WallGroup]:
    for group in GROUPS:
        theirs = sorted((row for row in kept if row.engaged.kind == group), key=lambda row: _order(row, sort))
        if theirs:
            shown = {cell.kind.id for row in theirs for cell in row.cells}
            cleared = [row.is_cleared for row in everybody if row.engaged.kind == group]
            columns = tuple(kind for kind in kinds if kind.id in shown)
            yield WallGroup(group, columns, tuple(theirs), party_count=len(cleared), cleared_count=sum(cleared))


def _order(row: WallRow, sort: str) -> tuple[object, ...]:
    engaged = row.engaged
    by_name = (engaged.name.casefold(), engaged.position)
    if sort == "name":
        return by_name
    if sort == "days":
        return (row.days_to_call, row.is_cleared, *by_name)
    # Departments in the order of the crew list, those without one last; heads first.
    return (not engaged.department, engaged.department_position, engaged.department, not engaged.is_head, *by_name)

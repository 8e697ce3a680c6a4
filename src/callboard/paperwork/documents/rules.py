"""Papers: their states, who needs which, and who is cleared for a day. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from callboard.core.errors import Refused, gettext_noop
from callboard.core.organizations.rules import DataClass

SHORTEST_REASON = 10
LONGEST_REASON = 300
OF_AGE = 18


class PaperState(StrEnum):
    """Where one paper stands, as people moved it."""

    NEEDED = "needed"
    OUT = "out"
    SIGNED = "signed"
    REJECTED = "rejected"
    WAIVED = "waived"
    VOID = "void"


_S = PaperState

NEXT_STATES: dict[PaperState, frozenset[PaperState]] = {
    _S.NEEDED: frozenset({_S.OUT, _S.SIGNED, _S.WAIVED, _S.VOID}),
    _S.OUT: frozenset({_S.SIGNED, _S.REJECTED, _S.WAIVED, _S.VOID}),
    # Signed again: a renewed certificate takes the place of the old one while that one still holds.
    _S.SIGNED: frozenset({_S.SIGNED, _S.REJECTED, _S.VOID}),
    _S.REJECTED: frozenset({_S.OUT, _S.SIGNED, _S.WAIVED, _S.VOID}),
    _S.WAIVED: frozenset({_S.OUT, _S.SIGNED, _S.VOID}),
    # A voided paper that is still required holds its party like a needed one.
    _S.VOID: frozenset({_S.NEEDED, _S.OUT, _S.SIGNED, _S.WAIVED}),
}


def state_diagram() -> str:
    """The table above as a Mermaid state diagram, for docs/film/paper-states.md (a test compares them)."""
    lines = ["stateDiagram-v2", "    [*] --> needed"]
    for state, following in NEXT_STATES.items():
        lines += [f"    {state} --> {after}" for after in PaperState if after in following]
    return "\n".join(lines)


class WrongPaperState(Refused):
    """The paper cannot go there from where it stands."""

    text = gettext_noop("“%(paper)s” is %(state)s and cannot become %(wanted)s. Reload the page and look again.")


def check_can_become(state: PaperState, wanted: PaperState, *, paper: str) -> None:
    """Refuse a step that the table does not have."""
    if wanted not in NEXT_STATES[state]:
        raise WrongPaperState(paper=paper, state=state.value, wanted=wanted.value)


def can_become(state: PaperState, wanted: PaperState) -> bool:
    """Whether to offer the step at all."""
    return wanted in NEXT_STATES[state]


class ReasonMissing(Refused):
    """Rejecting, waiving and voiding say why."""

    text = gettext_noop("Write why, in %(shortest)s to %(longest)s characters.")


class SignedInTheFuture(Refused):
    """A signature cannot be dated later than today."""

    text = gettext_noop("The paper cannot have been signed on %(signed_on)s: that day is still to come.")


class EndsBeforeSigned(Refused):
    """A paper cannot run out before it was signed."""

    text = gettext_noop("The paper cannot run out on %(valid_until)s, before it was signed. Check both dates.")


def sound_reason(reason: str) -> str:
    """The reason without spaces around it. Raises ReasonMissing."""
    said = " ".join(reason.split())
    if not SHORTEST_REASON <= len(said) <= LONGEST_REASON:
        raise ReasonMissing(shortest=SHORTEST_REASON, longest=LONGEST_REASON)
    return said


def check_dates(*, signed_on: date, valid_until: date | None, today: date) -> None:
    """Refuse a signature from the future and a validity that ends before it."""
    if signed_on > today:
        raise SignedInTheFuture(signed_on=signed_on.isoformat())
    if valid_until is not None and valid_until < signed_on:
        raise EndsBeforeSigned(valid_until=valid_until.isoformat())


# Who needs which paper.


class Due(StrEnum):
    """The moment by which a paper must be in hand."""

    BEFORE_FIRST_CALL = "before first call"
    WITHIN_DAYS_OF_START = "within days of start"
    BEFORE_FIRST_DRIVE = "before first drive"


@dataclass(frozen=True)
class KindRule:
    """Who needs a kind of paper: an engagement of these kinds, or whoever drives; minors included or alone."""

    for_kinds: frozenset[str]
    for_drivers: bool = False
    only_minors: bool = False
    for_minors: bool = True
    due: Due = Due.BEFORE_FIRST_CALL
    due_days: int = 0

    def is_needed_by(self, kind: str, *, drives: bool, is_minor: bool) -> bool:
        """Whether a party of this kind owes the paper."""
        if not (kind in self.for_kinds or (self.for_drivers and drives)):
            return False
        return self.for_minors if is_minor else not self.only_minors

    def due_on(self, starts_on: date) -> date | None:
        """The last day on which it may come in; None: before the first call (or drive), whenever that is."""
        return starts_on + timedelta(days=self.due_days) if self.due is Due.WITHIN_DAYS_OF_START else None


@dataclass(frozen=True)
class PaperPreset:
    """A kind of paper that a new production starts with."""

    name: str
    rule: KindRule
    data_class: DataClass = DataClass.PAY


_CREW, _CAST, _BACKGROUND, _VENDOR = "crew", "cast", "background", "vendor"

# A start to be edited, not advice: which papers the customary new-hire packets, performer contracts and vendor files
# hold (domain notes of November 2026, section 3.9, after Bectu's TV drama guide and US deal memo guides). A child needs
# a parent's signature in place of a performer's contract, and the permit or license of the place of work; the rules of
# each country differ, so the name says only what must be on file.
PRESETS: tuple[PaperPreset, ...] = (
    PaperPreset(gettext_noop("Deal memo"), KindRule(frozenset({_CREW}))),
    PaperPreset(gettext_noop("Performer contract"), KindRule(frozenset({_CAST}), for_minors=False)),
    PaperPreset(
        gettext_noop("Parent's consent and minor's contract"),
        KindRule(frozenset({_CAST, _BACKGROUND}), only_minors=True),
        DataClass.MINOR,
    ),
    PaperPreset(
        gettext_noop("Child's work permit or license"),
        KindRule(frozenset({_CAST, _BACKGROUND}), only_minors=True),
        DataClass.MINOR,
    ),
    PaperPreset(gettext_noop("Voucher and release"), KindRule(frozenset({_BACKGROUND}), for_minors=False)),
    PaperPreset(gettext_noop("Rental agreement"), KindRule(frozenset({_VENDOR}))),
    PaperPreset(gettext_noop("Certificate of insurance"), KindRule(frozenset({_VENDOR}))),
    PaperPreset(gettext_noop("Safety acknowledgment"), KindRule(frozenset({_CREW}))),
    PaperPreset(
        gettext_noop("Driver's license"),
        KindRule(frozenset(), for_drivers=True, due=Due.BEFORE_FIRST_DRIVE),
    ),
    PaperPreset(
        gettext_noop("Start form"),
        KindRule(frozenset({_CREW, _CAST}), due=Due.WITHIN_DAYS_OF_START, due_days=3),
    ),
)


def paper_step(state: PaperState, *, is_needed: bool) -> PaperState:
    """Where a paper goes by itself when what its party needs has changed; what was decided or signed stays."""
    if is_needed:
        return PaperState.NEEDED if state is PaperState.VOID else state
    return PaperState.VOID if state in {PaperState.NEEDED, PaperState.OUT, PaperState.REJECTED} else state


class KindUnsound(Refused):
    """A kind of paper that nobody would need, or without a name."""

    text = gettext_noop("Give the paper a name and say who needs it: at least one kind of party, or whoever drives.")


class KindNeverApplies(Refused):
    """Only minors, and not for minors: nobody is left."""

    text = gettext_noop("“Only minors” and “not for minors” leave nobody. Choose one of them.")


class KindNameTaken(Refused):
    """Two kinds of one name cannot be told apart on the wall."""

    text = gettext_noop("There is a paper named “%(name)s” already. Change that one, or choose another name.")


def check_kind(
    *, name: str, taken_names: Iterable[str], is_for_somebody: bool, only_minors: bool, for_minors: bool
) -> None:
    """Refuse a kind of paper without a name of its own or that nobody would need."""
    if not name.strip() or not is_for_somebody:
        raise KindUnsound()
    if only_minors and not for_minors:
        raise KindNeverApplies()
    if name.strip().casefold() in {taken.casefold() for taken in taken_names}:
        raise KindNameTaken(name=name.strip())


def is_under_age(*, marked: bool, birth_on: date | None, on: date) -> bool:
    """A minor: marked as one, or not yet eighteen by the date of birth."""
    if marked or birth_on is None:
        return marked
    return on.year - birth_on.year - ((on.month, on.day) < (birth_on.month, birth_on.day)) < OF_AGE


# Who is cleared.


class Standing(StrEnum):
    """How a paper stands on a day, seen from the wall: the state, or what the day makes of it."""

    NEEDED = "needed"
    OUT = "out"
    SIGNED = "signed"
    REJECTED = "rejected"
    WAIVED = "waived"
    VOID = "void"
    EXPIRED = "expired"
    NOT_NEEDED = "not needed"


IN_ORDER = frozenset({Standing.SIGNED, Standing.WAIVED, Standing.NOT_NEEDED})


@dataclass(frozen=True)
class PaperOnFile:
    """One required paper of one party, as far as being cleared depends on it."""

    state: PaperState
    due_on: date | None = None
    valid_until: date | None = None

    def standing_on(self, day: date) -> Standing:
        """The state, but a signed paper that has run out by then is expired. It holds on its last day."""
        if self.state is PaperState.SIGNED and self.valid_until is not None and self.valid_until < day:
            return Standing.EXPIRED
        return Standing(self.state.value)

    def is_due_by(self, day: date) -> bool:
        """Whether it must be in hand on that day. Without a date it is due before the first call: always."""
        return self.due_on is None or self.due_on <= day

    def blocks_on(self, day: date) -> bool:
        """Due by the day and not in order on it."""
        return self.is_due_by(day) and self.standing_on(day) not in IN_ORDER


def is_cleared(required: Iterable[PaperOnFile], day: date) -> bool:
    """Every required paper that is due by the day is signed or waived, and valid on it."""
    return not any(paper.blocks_on(day) for paper in required)

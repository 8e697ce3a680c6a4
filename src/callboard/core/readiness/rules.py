"""Readiness: what stands between a party and its call, asked upward by registration. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Protocol

from callboard.core.errors import Refused, gettext_noop

SHORTEST_REASON = 10
LONGEST_REASON = 300


class ProductionRow(Protocol):
    """A production, as far as a check needs to know it."""

    @property
    def pk(self) -> Any:
        """Its key."""
        ...


@dataclass(frozen=True)
class Sentence:
    """A message id with its parameters; a door shows it in the reader's language."""

    text: str
    parameters: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.text % self.parameters


@dataclass(frozen=True)
class Blocker:
    """One thing that is not ready: what, for whom, by when, whose it is, and what to do next.

    `code` and `key` name it from one look to the next (an override holds on to them); `key` is unique in its code
    and party.
    """

    code: str
    key: str
    party_id: int
    what: Sentence
    owner: str
    next_step: Sentence
    due_on: date | None = None


@dataclass(frozen=True)
class Requirement:
    """Something that must hold before a call; unmet, it becomes a blocker for each party that it is unmet by."""

    code: str
    what: str
    owner: str
    next_step: str

    def unmet_by(self, party_id: int, *, key: str, due_on: date | None, **parameters: object) -> Blocker:
        """Make the blocker for one party; the parameters fill both sentences."""
        return Blocker(
            code=self.code,
            key=key,
            party_id=party_id,
            what=Sentence(self.what, parameters),
            owner=self.owner,
            next_step=Sentence(self.next_step, parameters),
            due_on=due_on,
        )


Check = Callable[[Any, Sequence[int], date], Iterable[Blocker]]
"""(production, party ids, day) → blockers, set-based: as many queries for ninety parties as for one."""


class NoCheckRegistered(Refused):
    """Nothing knows how to tell whether this kind of subject is ready: refused, not passed."""

    text = gettext_noop("Nothing checks whether a “%(kind)s” is ready, so it is held. Ask whoever runs the server.")


class CheckAnsweredForAnother(RuntimeError):
    """A check named a party that it was not asked about: a fault of ours."""


@dataclass
class CheckRegister:
    """The set-based checks of each kind of subject, in the order in which they were registered."""

    checks: dict[str, list[Check]] = field(default_factory=dict)

    def register(self, kind: str, check: Check) -> None:
        """Add a check; the same one twice counts once."""
        known = self.checks.setdefault(kind, [])
        if check not in known:
            known.append(check)

    def blockers_for(
        self, kind: str, production: ProductionRow, subjects: Sequence[int], on: date
    ) -> dict[int, list[Blocker]]:
        """Ask every check of the kind once, for all; each subject is in the answer. Raises NoCheckRegistered."""
        if not self.checks.get(kind):
            raise NoCheckRegistered(kind=kind)
        found: dict[int, list[Blocker]] = {subject: [] for subject in subjects}
        if not found:
            return found
        for check in self.checks[kind]:
            for blocker in check(production, list(found), on):
                if blocker.party_id not in found:
                    raise CheckAnsweredForAnother(f"{blocker.code} for {blocker.party_id}")
                found[blocker.party_id].append(blocker)
        return found


_register = CheckRegister()


def register_check(kind: str, check: Check) -> None:
    """Plug a check in (config/wiring.py, at start). The kinds so far: "call", a party about to be called for a day."""
    _register.register(kind, check)


def blockers_for(kind: str, production: ProductionRow, subjects: Sequence[int], on: date) -> dict[int, list[Blocker]]:
    """Every blocker of each subject on that day, overridden or not. Raises NoCheckRegistered."""
    return _register.blockers_for(kind, production, subjects, on)


class ReasonTooShort(Refused):
    """Somebody else must be able to understand later why this was done."""

    text = gettext_noop("Write why, in %(shortest)s to %(longest)s characters: somebody will ask.")


class AlreadyOverridden(Refused):
    """The blocker is lifted for this day already."""

    text = gettext_noop("%(name)s lifted this for the day already.")


class OverrideForAnother(Refused):
    """The blocker is not this party's."""

    text = gettext_noop("This does not stand in the way of %(party)s. Reload the page and look again.")


def sound_reason(reason: str) -> str:
    """The reason without spaces around it. Raises ReasonTooShort."""
    said = " ".join(reason.split())
    if not SHORTEST_REASON <= len(said) <= LONGEST_REASON:
        raise ReasonTooShort(shortest=SHORTEST_REASON, longest=LONGEST_REASON)
    return said


Lifted = tuple[int, str, str]
"""Party id, blocker's code, blocker's key."""


def still_open(blockers: Mapping[int, Sequence[Blocker]], lifted: set[Lifted]) -> dict[int, list[Blocker]]:
    """The blockers that nobody lifted, each subject still in the answer."""
    return {
        subject: [one for one in theirs if (one.party_id, one.code, one.key) not in lifted]
        for subject, theirs in blockers.items()
    }

"""Rules of resources: machines, skills, absences and stops. Pure: no database, no clock, no Django."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from callboard.core.errors import Refused, gettext_noop

LOWEST_LEVEL, HIGHEST_LEVEL = 1, 5


class AbsenceKind(StrEnum):
    """Why somebody is not in."""

    SICK = "sick"
    LEAVE = "leave"
    TRAINING = "training"
    OTHER = "other"


class StopCause(StrEnum):
    """Why a machine stands."""

    BREAKDOWN = "breakdown"
    NO_MATERIAL = "no material"
    NO_PEOPLE = "no people"
    TOOL = "tool"
    QUALITY = "quality"
    SETUP = "setup"
    PLANNED = "planned maintenance"
    OTHER = "other"


class CertificateState(StrEnum):
    """Where a certificate stands on a day."""

    VALID = "valid"
    ENDING = "ending"
    EXPIRED = "expired"
    NOT_YET = "not yet"


class NameMissing(Refused):
    """Lists and calls name it."""

    text = gettext_noop("Give it a code and a name.")


class CodeTaken(Refused):
    """Two machines of one code would be mixed up on the floor."""

    text = gettext_noop("There is a machine %(code)s already. Give this one another code.")


class SkillTaken(Refused):
    """Two skills of one name could not be told apart."""

    text = gettext_noop("There is a skill called %(name)s already.")


class LevelOutOfRange(Refused):
    """Levels go from 1 to 5."""

    text = gettext_noop("Give a level from 1 (learns it) to 5 (teaches it).")


class ValidOnNoDay(Refused):
    """A certificate that ends before it begins."""

    text = gettext_noop("It holds until %(valid_to)s and from %(valid_from)s. The end must lie behind the beginning.")


class BackBeforeAway(Refused):
    """The dates are the wrong way round."""

    text = gettext_noop("The last day %(to_on)s lies before the first day %(from_on)s. Check both dates.")


class AwayAlready(Refused):
    """Somebody is away once at a time."""

    text = gettext_noop("%(name)s is away from %(from_on)s to %(to_on)s already. End that absence first.")


class AbsenceEnded(Refused):
    """Taken back once is taken back."""

    text = gettext_noop("This absence has been taken back already.")


class DownAlready(Refused):
    """A machine is down once at a time."""

    text = gettext_noop("%(machine)s is down already. Change that stop, or end it first.")


class CauseUnknown(Refused):
    """A stop is counted under its cause."""

    text = gettext_noop("Choose one of the causes that the page offers, and keep owner and note short.")


class RunsAgain(Refused):
    """Ended once is ended."""

    text = gettext_noop("This stop has ended already.")


class EndsBeforeStop(Refused):
    """Nothing runs again before it stood, and nothing stands in the future."""

    text = gettext_noop("It stood from %(started_at)s. It cannot have ended before, nor begun later than now.")


class OfAnotherProduction(Refused):
    """Machines, skills and people are joined within one production."""

    text = gettext_noop("This belongs to another production. Choose from those of this one.")


@dataclass(frozen=True)
class MachineTerms:
    """What a machine is called; its department comes apart, as a row."""

    code: str
    name: str
    is_active: bool = True


@dataclass(frozen=True)
class CertificationTerms:
    """How well somebody has a skill, and for which days: [valid_from, valid_to)."""

    level: int
    valid_from: dt.date
    valid_to: dt.date | None = None


@dataclass(frozen=True)
class AbsenceTerms:
    """Away on these days, both included. The note may say what is nobody's business: it is medical."""

    from_on: dt.date
    to_on: dt.date
    kind: str = AbsenceKind.SICK
    note: str = ""


@dataclass(frozen=True)
class StopTerms:
    """Why a machine stands, and who brings it back. `started_at` None is the moment of the report."""

    cause: str
    note: str = ""
    owner: str = ""
    started_at: dt.datetime | None = None


def check_machine(terms: MachineTerms) -> None:
    """Refuse a machine nobody could name."""
    if not (terms.code.strip() and terms.name.strip()):
        raise NameMissing()


def check_certification(terms: CertificationTerms) -> None:
    """Refuse a level that there is not, and a certificate that holds on no day."""
    if not LOWEST_LEVEL <= terms.level <= HIGHEST_LEVEL:
        raise LevelOutOfRange()
    if terms.valid_to is not None and terms.valid_to <= terms.valid_from:
        raise ValidOnNoDay(valid_from=terms.valid_from.isoformat(), valid_to=terms.valid_to.isoformat())


def check_absence(terms: AbsenceTerms) -> None:
    """Refuse dates that are the wrong way round."""
    AbsenceKind(terms.kind)
    if terms.to_on < terms.from_on:
        raise BackBeforeAway(from_on=terms.from_on.isoformat(), to_on=terms.to_on.isoformat())


def known_cause(written: str) -> StopCause:
    """The cause of that name. Raises CauseUnknown."""
    try:
        return StopCause(written)
    except ValueError:
        raise CauseUnknown() from None


def certificate_state(
    valid_from: dt.date, valid_to: dt.date | None, on: dt.date, *, warn_days: int = 30
) -> CertificateState:
    """Where a certificate [valid_from, valid_to) stands on a day; "ending" within so many days before its end."""
    if on < valid_from:
        return CertificateState.NOT_YET
    if valid_to is None or on < valid_to - dt.timedelta(days=warn_days):
        return CertificateState.VALID
    return CertificateState.ENDING if on < valid_to else CertificateState.EXPIRED


@dataclass(frozen=True)
class Held:
    """Somebody's valid certificate: key of the person, key of the skill, level."""

    person: int
    skill: int
    level: int


def substitutes(
    needs: Mapping[int, int], held: Iterable[Held], *, away: Iterable[int], of: int
) -> dict[int, list[int]]:
    """Skill → people who could stand in for `of`: certified at the needed level or above, and not away.

    `needs` is skill → level; the best first, then by key.
    """
    gone = set(away) | {of}
    found: dict[int, list[tuple[int, int]]] = {skill: [] for skill in needs}
    for each in held:
        if each.skill in needs and each.level >= needs[each.skill] and each.person not in gone:
            found[each.skill].append((-each.level, each.person))
    return {skill: [person for _, person in sorted(rows)] for skill, rows in found.items()}

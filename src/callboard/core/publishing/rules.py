"""Rules of publishing: numbers and colors, who is told what, who confirms. Pure: no database, no clock, no Django.

*Newest* is the part of a party that was published last; *told* is the last one that surely reached them (its mail was
taken, or they confirmed it). They differ while mail is on its way, and a person is always told against what they know.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from callboard.core.errors import Refused, StaleEdit, gettext_noop
from callboard.core.organizations.rules import Permission

Payload = Mapping[str, Any]
Changes = Sequence[Mapping[str, Any]]

USUAL_COLORS = ("White", "Blue", "Pink", "Yellow", "Green", "Goldenrod", "Buff", "Salmon", "Cherry")
"""The customary order, for productions that set none."""
LINK_OUTLIVES_DEADLINE = timedelta(days=2)
"""People look up the address during the day itself; after that the link says nothing any more."""
SILENT_AFTER = timedelta(hours=1)
"""Sent for so long and not confirmed: worth a phone call."""


class Audience(StrEnum):
    """How a party is told of an edition."""

    CALLED = "called"  # a first part: asks for a confirmation
    CHANGED = "changed"  # told what changed: asks again
    QUIET = "quiet"  # same part on a new sheet: confirmation kept
    CANCELED = "canceled"  # no longer called: asks for a confirmation
    HELD = "held"  # not cleared: gets no part of this edition


MOST_PRESSING_FIRST = (Audience.CHANGED, Audience.CANCELED, Audience.CALLED, Audience.HELD, Audience.QUIET)
"""The order in which mail leaves: whoever would go to the wrong place or time comes first."""


class NobodyToSendTo(Refused):
    """An edition that reaches nobody."""

    text = gettext_noop("Nobody is called on this sheet. Call at least one person before publishing.")


class CalledTwice(Refused):
    """A party gets one part of an edition."""

    text = gettext_noop("%(name)s stands on this sheet twice. Keep one of the two calls.")


class PartyErased(Refused):
    """Nothing can be addressed to somebody who was erased."""

    text = gettext_noop("Somebody on this sheet was erased and cannot be called. Remove their call.")


class PublishingTooLate(Refused):
    """After its deadline an edition would be mailed to nobody."""

    text = gettext_noop("The time until which this sheet can be sent has passed. Nobody would be mailed: call them.")


class NumberTaken(StaleEdit):
    """Somebody else published the topic meanwhile."""

    text = gettext_noop(
        "Edition %(number)s (%(color)s) of this sheet was published meanwhile. Look at it, then publish yours anew."
    )


class PartReplaced(Refused):
    """What was shown is not what holds any more."""

    text = gettext_noop("This call was replaced by a newer one. Look at the new one and confirm that.")


class StillHeld(Refused):
    """What stood in the way still does."""

    text = gettext_noop("%(name)s is still held: %(what)s. Clear it or override it first.")


class HoldOver(Refused):
    """The hold was released, or a newer edition decides anew."""

    text = gettext_noop("This hold on %(name)s is over. Look at the current edition.")


class UnknownEditionKind(RuntimeError):
    """No floor registered this kind of edition: a fault of ours."""


@dataclass(frozen=True)
class MessageText:
    """A mail's words."""

    subject: str
    text: str
    html: str = ""


@dataclass(frozen=True)
class PartToTell:
    """All that a mail to one party may say. `link` shows the newest part and takes the confirmation.

    `payload` is None for parties who are held or canceled: their mail must not repeat what is void, nor say why.
    `sheet` is there for those who get all.
    """

    audience: Audience
    production: str
    zone: str
    title: str
    number: int
    color: str
    replaces: str
    day: str
    name: str
    addressee: str
    link: str
    payload: Payload | None
    changes: Changes
    gets_all: bool
    sheet: Payload | None


CompareParts = Callable[[Payload, Payload], list[dict[str, Any]]]


@dataclass(frozen=True)
class EditionKind:
    """What a floor above tells publishing of one kind of edition.

    `changes` compares two parts by meaning: empty if and only if they mean the same. `sheet_changes`, where given,
    compares two whole sheets: those who get all are told of these, too. Without `check_kind` nobody is ever held.
    `may` is what a member needs to publish it, to let go of its holds and to enter confirmations made by phone;
    `may_draft` what they need to see whom it would tell.
    """

    name: str
    changes: CompareParts
    write_message: Callable[[PartToTell], MessageText]
    payload_schema: int
    check_kind: str | None = "call"
    sheet_changes: CompareParts | None = None
    may: Permission = Permission.PUBLISH_CALLS
    may_draft: Permission = Permission.DRAFT_CALLS


@dataclass
class KindRegister:
    """The kinds of editions, by name."""

    kinds: dict[str, EditionKind] = field(default_factory=dict)

    def register(self, kind: EditionKind) -> None:
        """Add a kind, or put a newer one in its place."""
        self.kinds[kind.name] = kind

    def named(self, name: str) -> EditionKind:
        """The kind of that name. Raises UnknownEditionKind."""
        try:
            return self.kinds[name]
        except KeyError:
            raise UnknownEditionKind(name) from None


_register = KindRegister()


def register_kind(kind: EditionKind) -> None:
    """Plug a kind of edition in (config/wiring.py, at start)."""
    _register.register(kind)


def kind_named(name: str) -> EditionKind:
    """The kind of that name. Raises UnknownEditionKind."""
    return _register.named(name)


def edition_color(colors: Sequence[str], number: int) -> str:
    """The color of edition `number` (from 1): after the last color the list starts again as "2nd White"."""
    names = colors or USUAL_COLORS
    lap, place = divmod(number - 1, len(names))
    return names[place] if lap == 0 else f"{ordinal(lap + 1)} {names[place]}"


def ordinal(number: int) -> str:
    """1st, 2nd, 3rd, 4th … 11th, 12th, 13th … 21st."""
    if number % 100 in (11, 12, 13):
        return f"{number}th"
    return f"{number}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th') }"


@dataclass(frozen=True)
class KnownPart:
    """A part that a party has of an earlier edition. `payload` is empty for a canceled one."""

    root_id: int
    is_canceled: bool
    payload: Payload


@dataclass(frozen=True)
class Standing:
    """Where a party stands in a topic before the next edition."""

    newest: KnownPart | None = None
    told: KnownPart | None = None
    is_held_since: bool = False
    """Held in an edition after their newest part, and told that it is void."""

    @property
    def believes_to_be_called(self) -> bool:
        """Whether they hold a part that nobody took back."""
        return self.newest is not None and not self.newest.is_canceled and not self.is_held_since


@dataclass(frozen=True)
class Telling:
    """How one party is told, what is said to have changed, and under which part a confirmation counts."""

    audience: Audience
    changes: Changes = ()
    same_as: int | None = None


def telling_of(standing: Standing, payload: Payload, compare: CompareParts) -> Telling:
    """Decide how somebody who is called now is told.

    Quiet only if the part means the same as their newest one and that one surely reached them. A part that did not
    change but never arrived is told like a first or changed one; a confirmation of its twin still counts for it.
    """
    newest, told = standing.newest, standing.told
    if newest is None:
        return Telling(Audience.CALLED)
    is_same = standing.believes_to_be_called and not compare(newest.payload, payload)
    root = newest.root_id if is_same else None
    if is_same and told is not None and told.root_id == newest.root_id:
        return Telling(Audience.QUIET, same_as=root)
    if told is not None and not told.is_canceled:
        changes = compare(told.payload, payload)
        if not changes and not is_same and not newest.is_canceled:
            changes = compare(newest.payload, payload)  # they may have the newest one without our knowing
        if changes:
            return Telling(Audience.CHANGED, changes, same_as=root)
    return Telling(Audience.CALLED, same_as=root)


def told_of_sheet(telling: Telling, sheet_changes: Changes) -> Telling:
    """For somebody who gets all: a sheet that changed is no quiet matter, though their own part is the same."""
    if telling.audience is not Audience.QUIET or not sheet_changes:
        return telling
    return Telling(Audience.CHANGED, sheet_changes)


def needs_void_notice(standing: Standing) -> bool:
    """Whether somebody held now must be told that the old sheet is void: nobody is left believing in it."""
    return standing.believes_to_be_called


def check_can_publish(*, reached_count: int, names_twice: Sequence[str], at: datetime, deadline: datetime) -> None:
    """Refuse an edition that reaches nobody, or that calls somebody twice, or comes too late.

    Raises CalledTwice, NobodyToSendTo, PublishingTooLate.
    """
    if names_twice:
        raise CalledTwice(name=", ".join(names_twice))
    if reached_count == 0:
        raise NobodyToSendTo()
    if at >= deadline:
        raise PublishingTooLate()

"""Readiness asks upward by registration; what nobody checks is refused."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import pytest

from callboard.core.readiness.rules import (
    Blocker,
    CheckAnsweredForAnother,
    CheckRegister,
    NoCheckRegistered,
    ReasonTooShort,
    Requirement,
    Sentence,
    sound_reason,
    still_open,
)

SATURDAY = date(2027, 3, 6)
GAFFER, GRIP, DRIVER = 11, 12, 13
PERMIT = Requirement("permit", "%(permit)s is missing", "Locations", "Ask the town for %(permit)s.")


@dataclass(frozen=True)
class ARow:
    pk: int = 1


def a_permit_blocker(party_id: int, key: str = "bridge") -> Blocker:
    return PERMIT.unmet_by(party_id, key=key, due_on=SATURDAY, permit="The bridge permit")


def nobody_may_cross_the_bridge(production: object, parties: Sequence[int], on: date) -> list[Blocker]:
    return [a_permit_blocker(party) for party in parties]


def the_driver_is_tired(production: object, parties: Sequence[int], on: date) -> list[Blocker]:
    rest = Requirement("rest", "Rest is short", "Assistant directors", "Call later.")
    return [rest.unmet_by(DRIVER, key="rest", due_on=None)] if DRIVER in parties else []


def test_an_unmet_requirement_becomes_a_blocker_with_owner_and_next_step() -> None:
    blocker = a_permit_blocker(GAFFER)

    assert blocker == Blocker(
        code="permit",
        key="bridge",
        party_id=GAFFER,
        what=Sentence("%(permit)s is missing", {"permit": "The bridge permit"}),
        owner="Locations",
        next_step=Sentence("Ask the town for %(permit)s.", {"permit": "The bridge permit"}),
        due_on=SATURDAY,
    )
    assert (str(blocker.what), str(blocker.next_step)) == (
        "The bridge permit is missing",
        "Ask the town for The bridge permit.",
    )


def test_every_check_of_the_kind_is_asked_once_and_every_subject_is_in_the_answer() -> None:
    asked: list[list[int]] = []
    register = CheckRegister()

    def remember(production: object, parties: Sequence[int], on: date) -> list[Blocker]:
        asked.append(list(parties))
        return []

    register.register("call", remember)
    register.register("call", the_driver_is_tired)

    found = register.blockers_for("call", ARow(), [GAFFER, DRIVER, GRIP, GAFFER], SATURDAY)

    assert asked == [[GAFFER, DRIVER, GRIP]]
    assert {party: [blocker.code for blocker in theirs] for party, theirs in found.items()} == {
        GAFFER: [],
        DRIVER: ["rest"],
        GRIP: [],
    }


def test_a_kind_without_a_check_is_refused_and_not_passed() -> None:
    with pytest.raises(NoCheckRegistered, match="Nothing checks whether a “work order” is ready"):
        CheckRegister().blockers_for("work order", ARow(), [GAFFER], SATURDAY)


def test_the_same_check_registered_twice_counts_once() -> None:
    register = CheckRegister()
    register.register("call", nobody_may_cross_the_bridge)
    register.register("call", nobody_may_cross_the_bridge)

    assert register.blockers_for("call", ARow(), [GAFFER], SATURDAY) == {GAFFER: [a_permit_blocker(GAFFER)]}


def test_a_check_that_answers_for_a_party_nobody_asked_about_is_a_fault() -> None:
    def wrong(production: object, parties: Sequence[int], on: date) -> list[Blocker]:
        return [a_permit_blocker(DRIVER)]

    register = CheckRegister()
    register.register("call", wrong)
    with pytest.raises(CheckAnsweredForAnother):
        register.blockers_for("call", ARow(), [GAFFER], SATURDAY)


def test_nobody_asked_about_means_no_check_is_run() -> None:
    register = CheckRegister()
    register.register("call", nobody_may_cross_the_bridge)
    assert register.blockers_for("call", ARow(), [], SATURDAY) == {}


def test_a_lifted_blocker_is_gone_for_its_own_party_and_key_only() -> None:
    blockers = {
        GAFFER: [a_permit_blocker(GAFFER, "bridge"), a_permit_blocker(GAFFER, "quay")],
        GRIP: [a_permit_blocker(GRIP, "bridge")],
    }

    assert still_open(blockers, {(GAFFER, "permit", "bridge"), (GRIP, "rest", "bridge")}) == {
        GAFFER: [a_permit_blocker(GAFFER, "quay")],
        GRIP: [a_permit_blocker(GRIP, "bridge")],
    }


@pytest.mark.parametrize("reason", ["", "   ok    ", "too short", "x" * 301])
def test_a_reason_that_nobody_could_follow_later_is_refused(reason: str) -> None:
    with pytest.raises(ReasonTooShort):
        sound_reason(reason)


def test_a_reason_is_kept_without_stray_spaces() -> None:
    assert sound_reason("  insurer confirmed\n by phone ") == "insurer confirmed by phone"

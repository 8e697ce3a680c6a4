"""Keys and decisions of a plan."""

from __future__ import annotations

import pytest

from callboard.manufacturing.requirements.rules import (
    AlreadySettled,
    MessageState,
    ProposalState,
    check_undecided,
    counts_by_kind,
    line_key,
    material_key,
    purchase_key,
)


def test_orders_are_named_in_the_plan_as_on_paper() -> None:
    assert line_key("SO-1001", 2) == "SO-1001/2"
    assert purchase_key("PO-1004", 1) == "PO-1004/1"
    assert material_key("WO-1001", "BAR", 3) == "WO-1001 · BAR · 3"


def test_what_is_open_snoozed_or_proposed_can_be_decided_and_nothing_else() -> None:
    for open_state in (MessageState.OPEN, MessageState.SNOOZED, ProposalState.PROPOSED):
        check_undecided(open_state)
    for done in (MessageState.ACCEPTED, MessageState.DISMISSED, ProposalState.FIRMED, ProposalState.DISMISSED):
        with pytest.raises(AlreadySettled, match=f"decided already: {done.value}"):
            check_undecided(done)


def test_messages_are_counted_by_kind() -> None:
    assert counts_by_kind(["defer", "expedite", "defer"]) == {"defer": 2, "expedite": 1}

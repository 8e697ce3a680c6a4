"""States, retries and deadlines."""

from __future__ import annotations

from datetime import timedelta

import pytest

from callboard.core.messages.rules import (
    NEXT_STATES,
    BeingSent,
    DeadlinePassed,
    Handover,
    MessageReplaced,
    MessageState,
    Outcome,
    check_can_send_again,
    is_settled,
    retry_at,
    state_after,
    without_address,
)
from tests.builders import FRIDAY_18H

TOMORROW = FRIDAY_18H + timedelta(hours=11)


def test_waits_grow_from_ten_seconds_to_five_minutes() -> None:
    waits = [(retry_at(attempts, FRIDAY_18H) - FRIDAY_18H).total_seconds() for attempts in range(1, 8)]

    assert waits == [10, 30, 60, 120, 300, 300, 300]


@pytest.mark.parametrize(
    ("outcome", "expected"),
    [("sent", "sent"), ("bounced", "bounced"), ("deferred", "queued"), ("unknown", "unknown"), ("lost", "unknown")],
)
def test_an_attempt_leaves_the_message_where_it_can_go_on(outcome: str, expected: str) -> None:
    state = state_after(Handover(Outcome(outcome)), attempt_count=1, at=FRIDAY_18H, deadline=TOMORROW)

    assert state == MessageState(expected)
    assert state in NEXT_STATES[MessageState.SENDING]


@pytest.mark.parametrize("outcome", ["deferred", "unknown"])
def test_what_can_only_be_tried_after_its_deadline_is_given_up_at_once(outcome: str) -> None:
    almost = TOMORROW - timedelta(seconds=10)

    assert state_after(Handover(Outcome(outcome)), attempt_count=1, at=almost, deadline=TOMORROW) == "expired"


def test_every_state_has_its_row_and_only_replaced_messages_are_at_an_end() -> None:
    assert set(NEXT_STATES) == set(MessageState)
    assert [state for state, following in NEXT_STATES.items() if not following] == [MessageState.SUPERSEDED]
    assert {state.value for state in MessageState if not is_settled(state)} == {"queued", "sending", "unknown"}


def test_what_may_be_sent_again_follows_the_table() -> None:
    may = set()
    for state in MessageState:
        try:
            check_can_send_again(state=state, is_newest=True, deadline=TOMORROW, at=FRIDAY_18H, name="Kim")
        except (BeingSent, MessageReplaced):
            continue
        may.add(state)

    assert may == {s for s in MessageState if MessageState.QUEUED in NEXT_STATES[s]} - {"sending"} | {"queued"}


def test_a_replaced_or_late_message_is_not_sent_again() -> None:
    with pytest.raises(MessageReplaced, match="went to Kim"):
        check_can_send_again(state=MessageState.SENT, is_newest=False, deadline=TOMORROW, at=FRIDAY_18H, name="Kim")
    with pytest.raises(DeadlinePassed, match="too late to send this to Kim"):
        check_can_send_again(state=MessageState.SENT, is_newest=True, deadline=TOMORROW, at=TOMORROW, name="Kim")


def test_a_kept_answer_does_not_name_the_address() -> None:
    assert (
        without_address("550 5.1.1 <kim@x.example>:\r\n no such user", "kim@x.example") == "550 5.1.1 <…>: no such user"
    )
    assert without_address("x" * 400, "") == "x" * 300

from __future__ import annotations

import json
import os
import signal
import time

import pytest

from callboard.planner.asker import Asker


class OtherEnd:
    """The two pipes of an asker, seen from outside."""

    def __init__(self):
        self.asker_reads, self.writes = os.pipe()
        self.reads, self.asker_writes = os.pipe()
        self.asker = Asker(self.asker_reads, self.asker_writes)

    def send(self, content):
        os.write(self.writes, content)

    def heard_stop(self, seconds=5.0):
        """Whether the asker knows within this time that it is to stop."""
        until = time.monotonic() + seconds
        while not self.asker.is_stopped() and time.monotonic() < until:
            time.sleep(0.001)
        return self.asker.is_stopped()


@pytest.fixture
def other_end():
    before = signal.getsignal(signal.SIGTERM)
    end = OtherEnd()
    yield end
    signal.signal(signal.SIGTERM, before)
    for pipe in (end.writes, end.reads):
        os.close(pipe)


def test_the_first_line_is_what_is_asked(other_end):
    other_end.send(b'{"kind": ')
    other_end.send(b'"shooting"}\n')
    assert other_end.asker.asked() == b'{"kind": "shooting"}'


def test_what_has_no_end_of_line_ends_with_the_input(other_end):
    other_end.send(b"{}")
    os.close(other_end.writes)
    assert other_end.asker.asked() == b"{}"
    other_end.writes = os.dup(other_end.reads)


def test_a_line_stop_is_heard_even_in_two_halves(other_end):
    other_end.send(b"{}\n")
    other_end.asker.asked()
    other_end.asker.listen()
    assert not other_end.heard_stop(0.05)
    other_end.send(b"please don't stop\nst")
    assert not other_end.heard_stop(0.05)
    other_end.send(b"op\n")
    assert other_end.heard_stop()


def test_a_stop_that_comes_with_the_question_is_heard(other_end):
    other_end.send(b"{}\nstop\n")
    other_end.asker.asked()
    other_end.asker.listen()
    assert other_end.heard_stop()


def test_the_end_of_the_input_is_no_wish_to_stop(other_end):
    other_end.send(b"{}\n")
    other_end.asker.asked()
    other_end.asker.listen()
    os.close(other_end.writes)
    assert not other_end.heard_stop(0.05)
    other_end.writes = os.dup(other_end.reads)


def test_a_signal_stops(other_end):
    other_end.asker.listen()
    os.kill(os.getpid(), signal.SIGTERM)
    assert other_end.heard_stop()


def test_lines_go_out_whole(other_end):
    other_end.asker.say({"progress": {"cost": 7, "who": "Zoë"}})
    assert json.loads(os.read(other_end.reads, 1_000)) == {"progress": {"cost": 7, "who": "Zoë"}}


def test_who_no_longer_reads_does_not_want_more(other_end):
    os.close(other_end.reads)
    other_end.asker.say({})
    assert other_end.asker.is_stopped()
    other_end.reads = os.dup(other_end.writes)

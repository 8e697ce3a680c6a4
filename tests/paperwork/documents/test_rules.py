"""States of papers as a table, who needs which, and who is cleared."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callboard.paperwork.documents import models
from callboard.paperwork.documents.rules import (
    NEXT_STATES,
    PRESETS,
    Due,
    EndsBeforeSigned,
    KindNameTaken,
    KindNeverApplies,
    KindRule,
    KindUnsound,
    PaperOnFile,
    PaperState,
    ReasonMissing,
    SignedInTheFuture,
    Standing,
    WrongPaperState,
    can_become,
    check_can_become,
    check_dates,
    check_kind,
    is_cleared,
    is_under_age,
    paper_step,
    sound_reason,
    state_diagram,
)

SATURDAY = date(2027, 3, 6)
DAYS = st.dates(min_value=date(2027, 1, 1), max_value=date(2027, 12, 31))
PAPERS = st.builds(PaperOnFile, st.sampled_from(PaperState), due_on=st.none() | DAYS, valid_until=st.none() | DAYS)


def test_the_picture_in_the_docs_is_the_table() -> None:
    page = (Path(__file__).parents[3] / "docs/film/paper-states.md").read_text()
    drawn = re.search(r"```mermaid\n(.*?)\n```", page, re.DOTALL)
    assert drawn is not None
    assert drawn.group(1) == state_diagram()


def test_tables_and_rules_name_the_same_moments_and_every_state_has_its_steps() -> None:
    assert [due.value for due in Due] == models.PaperKind.Due.values
    assert set(NEXT_STATES) == set(PaperState)


def test_a_paper_goes_only_where_the_table_leads() -> None:
    check_can_become(PaperState.OUT, PaperState.SIGNED, paper="Deal memo")
    with pytest.raises(WrongPaperState, match="“Deal memo” is needed and cannot become rejected"):
        check_can_become(PaperState.NEEDED, PaperState.REJECTED, paper="Deal memo")


def test_a_signed_paper_is_signed_again_when_it_is_renewed_but_never_sent_out_from_under_its_party() -> None:
    assert [state for state in PaperState if can_become(PaperState.SIGNED, state)] == [
        PaperState.SIGNED,
        PaperState.REJECTED,
        PaperState.VOID,
    ]


@pytest.mark.parametrize(
    ("kind", "drives", "is_minor", "papers"),
    [
        ("crew", False, False, ["Deal memo", "Safety acknowledgment", "Start form"]),
        ("crew", True, False, ["Deal memo", "Safety acknowledgment", "Driver's license", "Start form"]),
        ("cast", False, False, ["Performer contract", "Start form"]),
        (
            "cast",
            False,
            True,
            ["Parent's consent and minor's contract", "Child's work permit or license", "Start form"],
        ),
        ("vendor", False, False, ["Rental agreement", "Certificate of insurance"]),
        ("vendor", True, False, ["Rental agreement", "Certificate of insurance", "Driver's license"]),
        ("background", False, False, ["Voucher and release"]),
        ("background", False, True, ["Parent's consent and minor's contract", "Child's work permit or license"]),
    ],
)
def test_the_presets_ask_each_kind_of_party_for_its_papers(
    kind: str, drives: bool, is_minor: bool, papers: list[str]
) -> None:
    needed = [p.name for p in PRESETS if p.rule.is_needed_by(kind, drives=drives, is_minor=is_minor)]
    assert needed == papers


def test_a_paper_within_three_days_of_the_start_is_due_on_the_third_day_after_it() -> None:
    start_form = KindRule(frozenset({"crew"}), due=Due.WITHIN_DAYS_OF_START, due_days=3)
    assert start_form.due_on(SATURDAY) == date(2027, 3, 9)
    assert KindRule(frozenset({"crew"})).due_on(SATURDAY) is None


@pytest.mark.parametrize(
    ("marked", "birth_on", "expected"),
    [
        (False, None, False),
        (True, None, True),
        (True, date(1990, 1, 1), True),
        (False, date(2009, 3, 7), True),  # eighteen tomorrow
        (False, date(2009, 3, 6), False),  # eighteen today
        (False, date(2018, 5, 1), True),
    ],
)
def test_a_minor_is_marked_as_one_or_not_yet_eighteen(marked: bool, birth_on: date | None, expected: bool) -> None:
    assert is_under_age(marked=marked, birth_on=birth_on, on=SATURDAY) is expected


def test_a_paper_that_nobody_needs_any_more_becomes_void_unless_somebody_signed_or_waived_it() -> None:
    assert {state: paper_step(state, is_needed=False) for state in PaperState} == {
        PaperState.NEEDED: PaperState.VOID,
        PaperState.OUT: PaperState.VOID,
        PaperState.SIGNED: PaperState.SIGNED,
        PaperState.REJECTED: PaperState.VOID,
        PaperState.WAIVED: PaperState.WAIVED,
        PaperState.VOID: PaperState.VOID,
    }
    assert [state for state in PaperState if paper_step(state, is_needed=True) is not state] == [PaperState.VOID]


def test_a_signed_paper_holds_on_its_last_day_and_not_on_the_next() -> None:
    insurance = PaperOnFile(PaperState.SIGNED, valid_until=SATURDAY)
    assert insurance.standing_on(SATURDAY) is Standing.SIGNED
    assert insurance.standing_on(SATURDAY + timedelta(days=1)) is Standing.EXPIRED
    assert (insurance.blocks_on(SATURDAY), insurance.blocks_on(SATURDAY + timedelta(days=1))) == (False, True)


def test_a_paper_not_due_yet_blocks_nobody_until_its_day() -> None:
    start_form = PaperOnFile(PaperState.NEEDED, due_on=SATURDAY)
    assert (start_form.blocks_on(SATURDAY - timedelta(days=1)), start_form.blocks_on(SATURDAY)) == (False, True)


@given(papers=st.lists(PAPERS), day=DAYS)
def test_cleared_means_every_paper_due_by_the_day_is_waived_or_signed_and_valid(
    papers: list[PaperOnFile], day: date
) -> None:
    cleared = is_cleared(papers, day)

    expected = True
    for paper in papers:
        if paper.due_on is not None and paper.due_on > day:
            continue
        if paper.state is PaperState.WAIVED:
            continue
        if paper.state is PaperState.SIGNED and (paper.valid_until is None or day <= paper.valid_until):
            continue
        expected = False
    assert cleared is expected


@given(papers=st.lists(PAPERS), extra=PAPERS, day=DAYS)
def test_one_more_required_paper_never_clears_anybody(papers: list[PaperOnFile], extra: PaperOnFile, day: date) -> None:
    assert not (is_cleared([*papers, extra], day) and not is_cleared(papers, day))


@given(papers=st.lists(PAPERS), day=DAYS, later=st.integers(min_value=1, max_value=400))
def test_time_alone_never_clears_anybody(papers: list[PaperOnFile], day: date, later: int) -> None:
    if not is_cleared(papers, day):
        assert not is_cleared(papers, day + timedelta(days=later))


def test_a_signature_is_not_dated_tomorrow_and_a_paper_does_not_end_before_it() -> None:
    check_dates(signed_on=SATURDAY, valid_until=SATURDAY, today=SATURDAY)
    with pytest.raises(SignedInTheFuture, match="2027-03-07"):
        check_dates(signed_on=SATURDAY + timedelta(days=1), valid_until=None, today=SATURDAY)
    with pytest.raises(EndsBeforeSigned, match="2027-03-05"):
        check_dates(signed_on=SATURDAY, valid_until=SATURDAY - timedelta(days=1), today=SATURDAY)


def test_a_reason_says_more_than_a_word() -> None:
    assert sound_reason(" wrong  name on page 2 ") == "wrong name on page 2"
    with pytest.raises(ReasonMissing):
        sound_reason("no")


def test_a_kind_of_paper_has_a_name_of_its_own_and_somebody_who_needs_it() -> None:
    def check(
        name: str = "NDA", is_for_somebody: bool = True, only_minors: bool = False, for_minors: bool = True
    ) -> None:
        check_kind(
            name=name,
            taken_names=["Deal memo"],
            is_for_somebody=is_for_somebody,
            only_minors=only_minors,
            for_minors=for_minors,
        )

    check()
    with pytest.raises(KindUnsound):
        check(name="  ")
    with pytest.raises(KindUnsound):
        check(is_for_somebody=False)
    with pytest.raises(KindNeverApplies):
        check(only_minors=True, for_minors=False)
    with pytest.raises(KindNameTaken, match="“deal memo”"):
        check(name=" deal memo ")

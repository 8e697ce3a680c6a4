"""Certificates by day, and who could stand in."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from callboard.core.resources.rules import (
    AbsenceTerms,
    BackBeforeAway,
    CertificateState,
    CertificationTerms,
    Held,
    LevelOutOfRange,
    ValidOnNoDay,
    certificate_state,
    check_absence,
    check_certification,
    substitutes,
)

JUNE = date(2027, 6, 1)


@pytest.mark.parametrize(
    ("on", "state"),
    [
        (date(2027, 1, 1) - timedelta(1), CertificateState.NOT_YET),
        (date(2027, 1, 1), CertificateState.VALID),
        (JUNE - timedelta(31), CertificateState.VALID),
        (JUNE - timedelta(30), CertificateState.ENDING),
        (JUNE - timedelta(1), CertificateState.ENDING),
        (JUNE, CertificateState.EXPIRED),
    ],
)
def test_a_certificate_holds_from_its_first_day_until_the_day_before_its_last(
    on: date, state: CertificateState
) -> None:
    assert certificate_state(date(2027, 1, 1), JUNE, on) == state


def test_substitutes_hold_the_skill_at_the_level_and_are_in_the_best_first() -> None:
    weld, mill = 1, 2
    held = [Held(10, weld, 3), Held(11, weld, 2), Held(12, weld, 5), Held(13, weld, 4), Held(11, mill, 5)]
    assert substitutes({weld: 3, mill: 1}, held, away=[13], of=10) == {weld: [12], mill: [11]}


def test_wrong_dates_and_levels_are_refused() -> None:
    for terms, refusal in (
        (CertificationTerms(0, JUNE), LevelOutOfRange),
        (CertificationTerms(6, JUNE), LevelOutOfRange),
        (CertificationTerms(1, JUNE, JUNE), ValidOnNoDay),
    ):
        with pytest.raises(refusal):
            check_certification(terms)
    with pytest.raises(BackBeforeAway):
        check_absence(AbsenceTerms(JUNE, JUNE - timedelta(1)))

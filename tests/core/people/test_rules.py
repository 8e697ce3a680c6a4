"""Whom a message reaches, who is a minor, how a phone number is kept."""

from __future__ import annotations

from datetime import date

import pytest

from callboard.core.people.rules import (
    BornInTheFuture,
    GuardianMissing,
    NameMissing,
    PartyDetails,
    ReadPhone,
    check_details,
    contact_address,
    is_under_age,
    minor_by,
    read_phone,
)

TODAY = date(2027, 3, 5)


def test_a_minors_messages_go_to_the_guardian_and_never_to_the_child() -> None:
    child = PartyDetails("Finn", email="finn@x.example", guardian_email="liv@x.example", is_minor=True)
    assert contact_address(child) == "liv@x.example"
    assert contact_address(PartyDetails("Finn", email="finn@x.example", is_minor=True)) == ""
    assert (
        contact_address(PartyDetails("Liv", email="liv@x.example", guardian_email="old@x.example")) == "liv@x.example"
    )


@pytest.mark.parametrize(
    ("born", "on", "under"),
    [
        (date(2009, 3, 5), date(2027, 3, 4), True),
        (date(2009, 3, 5), date(2027, 3, 5), False),
        (date(2008, 2, 29), date(2026, 2, 28), True),
        (date(2008, 2, 29), date(2026, 3, 1), False),
    ],
)
def test_a_person_is_under_age_until_the_eighteenth_birthday(born: date, on: date, under: bool) -> None:
    assert is_under_age(born, on) is under


def test_the_date_of_birth_decides_over_what_was_ticked() -> None:
    assert minor_by(PartyDetails("Old", birth_on=date(1980, 1, 1), is_minor=True), today=TODAY) is False
    assert minor_by(PartyDetails("Young", is_minor=True), today=TODAY) is True


@pytest.mark.parametrize(
    ("details", "refusal"),
    [
        (PartyDetails("  "), NameMissing),
        (PartyDetails("Finn", birth_on=date(2030, 1, 1)), BornInTheFuture),
        (PartyDetails("Finn", is_minor=True), GuardianMissing),
        (PartyDetails("Finn", birth_on=date(2018, 1, 1), guardian_name="Liv"), GuardianMissing),
    ],
)
def test_details_nobody_could_be_reached_with_are_refused(details: PartyDetails, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        check_details(details, today=TODAY)


@pytest.mark.parametrize(
    ("written", "country", "kept"),
    [
        ("040 123 45 67", "DE-HH", ReadPhone("+49 40 1234567", is_odd=False)),
        ("+1 (415) 555-2671", "DE", ReadPhone("+1 415-555-2671", is_odd=False)),
        ("12", "DE", ReadPhone("12", is_odd=True)),
        ("ask  Liv", "DE", ReadPhone("ask Liv", is_odd=True)),
        ("040 1234567", "", ReadPhone("040 1234567", is_odd=True)),
        ("", "DE", ReadPhone("", is_odd=False)),
    ],
)
def test_a_phone_number_is_kept_the_international_way_or_as_written(
    written: str, country: str, kept: ReadPhone
) -> None:
    assert read_phone(written, country) == kept

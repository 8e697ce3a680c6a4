"""Two who press at the same moment, on a database that lets them."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection, connections

from callboard.core.organizations.models import Organization
from callboard.core.publishing.actions import acknowledge_part, publish_edition
from callboard.core.publishing.models import Acknowledgement, Edition, EditionPart
from callboard.core.publishing.rules import NumberTaken
from tests.builders import FRIDAY_18H, a_member, a_production
from tests.core.publishing.scenes import a_crew, a_draft, part_of, token_of

EVENING = FRIDAY_18H + timedelta(hours=1)
pytestmark = pytest.mark.postgresql


@pytest.fixture(autouse=True)
def needs_postgresql(transactional_office: Organization) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer at a time; concurrency is shown on PostgreSQL")


def at_once(effect: Callable[[int], object], count: int = 4) -> list[object]:
    """What each of several threads got that ran the effect at the same moment: a value or a refusal."""
    start, got = threading.Barrier(count), list[object]()

    def run(number: int) -> None:
        start.wait()
        try:
            got.append(effect(number))
        except NumberTaken as refusal:
            got.append(refusal)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return got


def test_of_four_who_press_at_the_same_moment_one_has_an_effect(transactional_office: Organization) -> None:
    """A first edition, a second one, and a confirmation; one scene, since clearing such tables away takes long."""
    ada, production = a_member(transactional_office), a_production(transactional_office)
    crew = a_crew(production, "Gaffer", "Grip")
    for published_before in (0, 1):
        drafts = [a_draft(production, dict.fromkeys(crew, f"0{published_before}:{number}0")) for number in range(4)]

        got = at_once(lambda number: publish_edition(drafts[number], by=ada, at=EVENING))  # noqa: B023 - run at once

        assert sorted(type(one).__name__ for one in got) == ["Edition", "NumberTaken", "NumberTaken", "NumberTaken"]
        assert Edition.objects.count() == published_before + 1
        assert EditionPart.objects.count() == 2 * (published_before + 1)

    edition = Edition.objects.get(number=2)
    token, part = token_of(edition, crew[0]), part_of(edition, crew[0])

    got = at_once(lambda _: acknowledge_part(token, part.public_id, at=EVENING))

    assert got == [Acknowledgement.objects.get()] * 4

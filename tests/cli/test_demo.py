"""The demonstration shows a living production: what its story promises is really there."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime

import pytest

from callboard.adapters.mail import MailboxMail
from callboard.cli.demo.story import load_demo
from callboard.core import ports
from callboard.core.engagements.models import Engagement
from callboard.core.organizations.models import Membership, Production
from callboard.core.organizations.scope import every_organization, tenant_scope
from callboard.core.publishing.models import Acknowledgement, Edition, HeldPart
from callboard.film.breakdown.models import Episode, Scene
from callboard.film.callsheets.models import CallSheet
from callboard.film.callsheets.queries import sheet_view
from callboard.film.planning.actions import adopt_plan, ask_for_plan
from callboard.film.planning.rules import PlanAsk
from callboard.film.planning.running import carry_out
from callboard.film.planning.views import run_view
from callboard.film.stripboard.models import Board
from callboard.film.stripboard.queries import board_view
from tests.builders import FakeMailServer, MemoryFiles

SATURDAY_EVENING = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)
"""18:00 on Saturday 21 November in California: tomorrow is a Sunday, so the first shooting day is Monday."""


@pytest.fixture
def demo(mail_server: FakeMailServer, db: None) -> None:
    """As `callboard demo` loads it: mail goes to the mailbox page, whose links people then open."""
    ports.plug(mail=MailboxMail(), files=MemoryFiles())
    load_demo(at=SATURDAY_EVENING)


def test_the_demonstration_is_a_living_production(demo: None) -> None:
    with every_organization("the test looks at all of the demonstration"):
        show = Production.objects.get(title="The Tide Clock")
        kinds = Counter(Engagement.objects.filter(production=show).values_list("kind", flat=True))
        assert kinds == {"cast": 8, "crew": 25, "background": 4, "vendor": 3}
        assert (Episode.objects.filter(production=show).count(), Scene.objects.filter(production=show).count()) == (
            2,
            14,
        )
        assert Engagement.objects.filter(production=show, party__is_minor=True).count() == 1
        assert show.places.filter(kind__in=["location", "stage"]).count() == 4
        assert Production.objects.filter(kind="commercial").count() == 1

        days = board_view(Board.objects.get(production=show)).days
        assert [day.day.on for day in days] == [
            date(2026, 11, 23),
            date(2026, 11, 24),
            date(2026, 11, 25),
            date(2026, 11, 27),
        ]

        editions = list(Edition.objects.filter(production=show).order_by("number"))
        assert [(edition.color, edition.day) for edition in editions] == [
            ("White", date(2026, 11, 23)),
            ("Blue", date(2026, 11, 23)),
        ]
        held = HeldPart.objects.filter(edition=editions[1]).values_list("party__name", flat=True)
        assert sorted(held) == ["Bertil Aronsen", "Breakwater Grip and Lighting", "Ray Dominguez", "Wren Maddox"]
        assert Acknowledgement.objects.filter(part__edition=editions[1]).exists()


def test_nobody_in_the_demonstration_is_called_against_the_rules(demo: None) -> None:
    """A newcomer's first sheet breaks no rest and no minor's hours; what is held is held for papers."""
    with every_organization("the test looks at all of the demonstration"):
        for sheet in CallSheet.objects.select_related("production"):
            assert [str(view.engagement) for view in sheet_view(sheet).breaking] == []


def test_the_planner_saves_money_on_the_demonstrations_board_and_breaks_no_rule(demo: None) -> None:
    """The first pass holds people between their days, and has the child on a day with night work."""
    with every_organization("the worker serves all"):
        board = Board.objects.select_related("production").get(production__title="The Tide Clock")
        ada = Membership.objects.get(user__email="ada@demo.example")
    with tenant_scope(board.organization_id):
        run = ask_for_plan(board, PlanAsk(seconds=2), by=ada, at=SATURDAY_EVENING)
        view = run_view(ada, carry_out(run, lambda: SATURDAY_EVENING))

        assert (view.failure, view.conflicts, len(view.conflicts_before)) == ("", (), 1)
        assert view.saving is not None
        assert view.saving >= 500_000  # cents
        assert view.days[0].is_locked  # called already
        move = adopt_plan(run, version=run.version, by=ada, at=SATURDAY_EVENING)
        assert board_view(board).last_move == move

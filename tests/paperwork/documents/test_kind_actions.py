"""A production's kinds of paper, and what each engagement owes because of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.utils.translation import override as language

from callboard.core.engagements.models import Engagement
from callboard.core.errors import NotAllowed, StaleEdit
from callboard.core.events.models import Event
from callboard.core.organizations.models import Organization
from callboard.core.organizations.rules import Role
from callboard.paperwork.documents.actions import send_paper
from callboard.paperwork.documents.kind_actions import (
    KindAsked,
    change_paper_kind,
    create_paper_kind,
    require_all_papers,
    require_papers,
    seed_paper_kinds,
)
from callboard.paperwork.documents.models import Paper, PaperKind
from callboard.paperwork.documents.rules import PRESETS, Due, KindNameTaken
from tests.builders import FRIDAY_18H, SATURDAY, a_member, a_party, a_production, access, an_engagement

NDA = KindAsked("Secrecy agreement", ("crew", "cast"))


def owed(engagement: Engagement) -> dict[str, str]:
    return dict(
        Paper.objects.filter(engagement=engagement).order_by("kind__position").values_list("kind__name", "state")
    )


def test_a_new_production_starts_with_the_customary_kinds_and_everybody_owes_theirs(office: Organization) -> None:
    ada, saltmarsh = a_member(office), a_production(office)
    gaffer = an_engagement(saltmarsh, "Gil", starts_on=SATURDAY)

    with language("en"):
        kinds = seed_paper_kinds(saltmarsh, by=ada, at=FRIDAY_18H)

    assert [kind.name for kind in kinds] == [preset.name for preset in PRESETS]
    assert [kind.data_class for kind in kinds] == [preset.data_class for preset in PRESETS]
    assert owed(gaffer) == {"Deal memo": "needed", "Safety acknowledgment": "needed", "Start form": "needed"}
    assert dict(Paper.objects.values_list("kind__name", "due_on")) == {
        "Deal memo": None,
        "Safety acknowledgment": None,
        "Start form": date(2027, 3, 9),
    }


def test_seeding_again_leaves_what_was_edited(office: Organization) -> None:
    ada, saltmarsh = a_member(office), a_production(office)
    create_paper_kind(saltmarsh, NDA, by=ada, at=FRIDAY_18H)

    assert [kind.name for kind in seed_paper_kinds(saltmarsh, by=ada, at=FRIDAY_18H)] == ["Secrecy agreement"]


def test_requiring_again_changes_nothing_and_tells_nobody(office: Organization) -> None:
    ada, saltmarsh = a_member(office), a_production(office)
    seed_paper_kinds(saltmarsh, by=ada, at=FRIDAY_18H)
    child = an_engagement(saltmarsh, "Mia", "cast", party=a_party(office, "Mia", is_minor=True), position="Nell")

    assert require_papers(child, by=ada, at=FRIDAY_18H) == 3
    told = Event.objects.count()
    assert require_papers(child, by=ada, at=FRIDAY_18H) == 0
    assert Event.objects.count() == told
    assert owed(child) == {
        "Parent's consent and minor's contract": "needed",
        "Child's work permit or license": "needed",
        "Start form": "needed",
    }


def test_a_changed_engagement_voids_what_it_no_longer_needs_and_brings_it_back(office: Organization) -> None:
    ada, saltmarsh = a_member(office), a_production(office)
    seed_paper_kinds(saltmarsh, by=ada, at=FRIDAY_18H)
    runner = an_engagement(saltmarsh, "Ria", drives=True, starts_on=SATURDAY)
    require_papers(runner, by=ada, at=FRIDAY_18H)
    send_paper(Paper.objects.get(kind__name="Driver's license"), by=ada, at=FRIDAY_18H)

    Engagement.objects.filter(pk=runner.pk).update(drives=False, starts_on=SATURDAY + timedelta(days=2))
    assert require_papers(runner, by=ada, at=FRIDAY_18H) == 2
    assert owed(runner)["Driver's license"] == "void"
    assert Paper.objects.get(kind__name="Start form").due_on == date(2027, 3, 11)

    Engagement.objects.filter(pk=runner.pk).update(drives=True)
    assert require_papers(runner, by=ada, at=FRIDAY_18H) == 1
    assert owed(runner)["Driver's license"] == "needed"


def test_a_new_kind_is_required_at_once_from_everyone_it_concerns(office: Organization) -> None:
    ada, saltmarsh = a_member(office), a_production(office)
    gaffer, lead = an_engagement(saltmarsh, "Gil"), an_engagement(saltmarsh, "Lea", "cast", position="Nora")
    house = an_engagement(saltmarsh, "Camera house", "vendor", position="Cameras")

    create_paper_kind(saltmarsh, NDA, by=ada, at=FRIDAY_18H)

    assert [owed(one) for one in (gaffer, lead, house)] == [
        {"Secrecy agreement": "needed"},
        {"Secrecy agreement": "needed"},
        {},
    ]


def test_a_changed_kind_follows_through_to_every_engagement(office: Organization) -> None:
    ada, saltmarsh = a_member(office), a_production(office)
    gaffer, lead = an_engagement(saltmarsh, "Gil", starts_on=SATURDAY), an_engagement(saltmarsh, "Lea", "cast")
    kind = create_paper_kind(saltmarsh, NDA, by=ada, at=FRIDAY_18H)

    only_crew = replace(NDA, for_kinds=("crew",), due=Due.WITHIN_DAYS_OF_START, due_days=1)
    change_paper_kind(kind, only_crew, by=ada, at=FRIDAY_18H, version=1)

    assert (owed(gaffer), owed(lead)) == ({"Secrecy agreement": "needed"}, {"Secrecy agreement": "void"})
    assert Paper.objects.get(engagement=gaffer).due_on == date(2027, 3, 7)
    with pytest.raises(StaleEdit):
        change_paper_kind(kind, NDA, by=ada, at=FRIDAY_18H, version=1)


def test_two_kinds_of_one_name_are_refused(office: Organization) -> None:
    ada, saltmarsh = a_member(office), a_production(office)
    create_paper_kind(saltmarsh, NDA, by=ada, at=FRIDAY_18H)

    with pytest.raises(KindNameTaken):
        create_paper_kind(saltmarsh, replace(NDA, name="secrecy AGREEMENT"), by=ada, at=FRIDAY_18H)
    assert PaperKind.objects.count() == 1


def test_everybody_s_papers_are_brought_up_at_once(office: Organization) -> None:
    ada, saltmarsh = a_member(office), a_production(office)
    seed_paper_kinds(saltmarsh, by=ada, at=FRIDAY_18H)
    for name in ("Gil", "Ria", "Tom"):
        an_engagement(saltmarsh, name)

    assert require_all_papers(saltmarsh, by=ada, at=FRIDAY_18H) == 9
    assert require_all_papers(saltmarsh, by=ada, at=FRIDAY_18H) == 0


def test_who_may_not_change_the_production_may_not_seed_it(office: Organization) -> None:
    saltmarsh, bob = a_production(office), a_member(office, Role.ASSISTANT_DIRECTOR, "Bob")
    access(bob, saltmarsh)

    with pytest.raises(NotAllowed):
        seed_paper_kinds(saltmarsh, by=bob, at=FRIDAY_18H)
    assert list(PaperKind.objects.all()) == []

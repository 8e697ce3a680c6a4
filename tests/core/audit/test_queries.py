"""The history, narrowed to a person, a verb, and local days."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from callboard.core.audit.models import AuditEntry
from callboard.core.audit.queries import HistoryFilter, history_asked, history_choices
from callboard.core.errors import NotAllowed, NotFound
from callboard.core.organizations.models import Organization, Production
from callboard.core.organizations.rules import Role
from tests.builders import a_member, a_production, access, an_organization


def an_entry(production: Production, name: str, verb: str, at: datetime) -> AuditEntry:
    entry = AuditEntry(
        organization=production.organization, production=production, actor_name=name, verb=verb, detail={}, at=at
    )
    entry.save()
    return entry


def test_days_are_the_productions_own_and_both_included(office: Organization) -> None:
    """23:30 UTC on March 5 is half past midnight of March 6 in Berlin."""
    production, ada = a_production(office), a_member(office)
    evening = an_entry(production, "Ada", "engage", datetime(2027, 3, 5, 22, 30, tzinfo=UTC))
    night = an_entry(production, "Bo", "change place", datetime(2027, 3, 5, 23, 30, tzinfo=UTC))

    def asked(**narrowed: object) -> list[AuditEntry]:
        return list(history_asked(ada, production, HistoryFilter(**narrowed)))  # type: ignore[arg-type]

    assert asked() == [night, evening]
    assert asked(first=date(2027, 3, 6)) == [night]
    assert asked(last=date(2027, 3, 5)) == [evening]
    assert asked(person="Bo") == [night]
    assert asked(verb="engage") == [evening]
    assert history_choices(ada, production) == (["Ada", "Bo"], ["change place", "engage"])


def test_the_history_is_for_those_who_may_see_it(office: Organization) -> None:
    production, crew = a_production(office), a_member(office, Role.CREW)
    access(crew, production)
    with pytest.raises(NotAllowed):
        history_asked(crew, production, HistoryFilter())
    with pytest.raises(NotFound):
        history_asked(a_member(an_organization("Other house")), production, HistoryFilter())

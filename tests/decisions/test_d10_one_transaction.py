"""Decision 10: permission, version, change and audit row are one frame and one transaction."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.db import connection

from callboard.core.audit.actions import acting
from callboard.core.audit.models import AuditEntry
from callboard.core.errors import NotAllowed, NotFound, StaleEdit
from callboard.core.organizations.models import Organization
from callboard.core.organizations.rules import Permission, Role
from callboard.core.places.models import Place
from tests.builders import FRIDAY_18H, a_member, a_place, a_production, access
from tests.core.messages.scenes import transactional_office  # noqa: F401 - a fixture


def test_an_action_leaves_its_change_and_one_row_of_who_did_what(office: Organization) -> None:
    ada, production = a_member(office), a_production(office)

    with acting(ada, "create place", at=FRIDAY_18H, may=Permission.CHANGE_PLACES, production=production) as record:
        place = a_place(production, "Old harbor")
        record.about(place)
        record.note(count=1)

    entry = AuditEntry.objects.get()
    assert (entry.actor, entry.actor_name, entry.verb, entry.at) == (ada, "Ada", "create place", FRIDAY_18H)
    assert (entry.subject_kind, entry.subject_key, entry.detail) == ("place", str(place.public_id), {"count": 1})


def test_a_fault_after_the_change_takes_change_and_audit_row_back(office: Organization) -> None:
    ada, production = a_member(office), a_production(office)

    def an_action_that_breaks_off() -> None:
        with acting(ada, "create place", at=FRIDAY_18H, may=Permission.CHANGE_PLACES, production=production):
            a_place(production, "Old harbor")
            raise RuntimeError("the machine went away")

    with pytest.raises(RuntimeError):
        an_action_that_breaks_off()

    assert (Place.objects.count(), AuditEntry.objects.count()) == (0, 0)


def test_who_may_not_is_refused_before_anything_is_touched(office: Organization) -> None:
    kit, production = a_member(office, Role.CREW, "Kit"), a_production(office)
    frame = {"at": FRIDAY_18H, "may": Permission.CHANGE_PLACES, "production": production}

    with pytest.raises(NotFound), acting(kit, "create place", **frame):  # type: ignore[arg-type]
        a_place(production)
    access(kit, production)
    with pytest.raises(NotAllowed), acting(kit, "create place", **frame):  # type: ignore[arg-type]
        a_place(production)

    assert (Place.objects.count(), AuditEntry.objects.count()) == (0, 0)


def test_an_edit_at_an_old_version_is_refused_and_takes_nothing(office: Organization) -> None:
    ada, production = a_member(office), a_production(office)
    place = a_place(production)
    frame = {"at": FRIDAY_18H, "may": Permission.CHANGE_PLACES, "production": production, "on": place}

    with acting(ada, "change place", version=1, **frame):  # type: ignore[arg-type]
        pass
    with pytest.raises(StaleEdit), acting(ada, "change place", version=1, **frame):  # type: ignore[arg-type]
        pass

    assert Place.objects.get().version == 2
    assert AuditEntry.objects.count() == 1


@pytest.mark.usefixtures("transactional_office")
def test_the_frame_is_the_only_transaction_reads_wait_for_nobody() -> None:
    assert settings.ATOMIC_REQUESTS is False
    assert connection.settings_dict["ATOMIC_REQUESTS"] is False
    assert not connection.in_atomic_block

"""Nobody reads or writes another organization's rows."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, connection
from django.db.utils import DatabaseError

from callboard.core.facts.triggers import missing_triggers
from callboard.core.organizations.models import Organization, Production
from callboard.core.organizations.scope import OtherOrganization, UnscopedQuery, tenant_scope
from callboard.core.places.models import Place
from tests.builders import a_place, a_production, an_organization


def test_a_query_without_a_scope_is_refused(db: None) -> None:
    with pytest.raises(UnscopedQuery):
        list(Production.objects.all())


def test_a_scope_shows_only_its_own_organizations_rows(office: Organization) -> None:
    ours = a_production(office, "Ours")
    other = an_organization("Other house")
    with tenant_scope(other.pk):
        theirs = a_production(other, "Theirs")

    assert list(Production.objects.all()) == [ours]
    with tenant_scope(other.pk):
        assert list(Production.objects.all()) == [theirs]


def test_writing_in_another_organizations_name_is_refused(office: Organization) -> None:
    other = an_organization("Other house")
    with pytest.raises(OtherOrganization):
        a_production(other)


def test_a_row_that_points_into_another_organization_is_refused_by_the_database(office: Organization) -> None:
    other = an_organization("Other house")
    with tenant_scope(other.pk):
        theirs = a_production(other)
    place = a_place(a_production(office))

    with pytest.raises((IntegrityError, DatabaseError), match="another organization"):
        Place.objects.filter(pk=place.pk).update(production=theirs)


def test_the_databases_catalog_shows_every_declared_trigger(db: None) -> None:
    assert missing_triggers(connection) == []

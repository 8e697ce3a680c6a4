"""Making, finding, counting and ending links."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from callboard.core.links.actions import create_links, record_opening, revoke_links
from callboard.core.links.models import CapabilityLink, LinkOpening
from callboard.core.links.queries import holder_of_link
from callboard.core.links.rules import LinkEnded, LinkUnknown
from callboard.core.organizations.models import Organization
from callboard.core.organizations.queries import keyed_hash
from callboard.core.organizations.scope import UnscopedQuery, every_organization, tenant_scope
from tests.builders import FRIDAY_18H, an_organization

TOMORROW = FRIDAY_18H + timedelta(days=1)
KIM, LU, SHEET = uuid4(), uuid4(), uuid4()


def links(*holders: tuple[UUID, UUID]) -> list[str]:
    return create_links("part", holders, TOMORROW, FRIDAY_18H)


def test_links_are_made_in_order_in_one_query_and_kept_as_keyed_hashes_only(office: Organization) -> None:
    with CaptureQueriesContext(connection) as captured:
        tokens = links((KIM, SHEET), (LU, SHEET))

    assert len(captured.captured_queries) == 1
    rows = {link.holder_key: link for link in CapabilityLink.objects.all()}
    assert {holder: link.token_hash for holder, link in rows.items()} == {
        KIM: keyed_hash(tokens[0]), LU: keyed_hash(tokens[1]),
    }  # fmt: skip
    assert not any(token in str(vars(link)) for token in tokens for link in rows.values())


def test_a_link_leads_to_its_holder_from_outside_any_organization(office: Organization) -> None:
    other = an_organization("Other house")
    with tenant_scope(other.pk):
        [token] = links((KIM, SHEET))

    link = holder_of_link(token, "part", FRIDAY_18H)

    assert (link.organization_id, link.holder_key, link.subject_key) == (other.pk, KIM, SHEET)


def test_near_misses_and_other_purposes_are_unknown(office: Organization) -> None:
    [token] = links((KIM, SHEET))

    for wrong, purpose in [("", "part"), (token[:-1], "part"), (token.swapcase(), "part"), (token, "signing")]:
        with pytest.raises(LinkUnknown):
            holder_of_link(wrong, purpose, FRIDAY_18H)


def test_an_expired_link_has_ended(office: Organization) -> None:
    [token] = links((KIM, SHEET))

    with pytest.raises(LinkEnded):
        holder_of_link(token, "part", TOMORROW)


def test_revoking_ends_a_holders_links_to_one_subject_or_to_all(office: Organization) -> None:
    other_sheet = uuid4()
    first, second, third, lus = links((KIM, SHEET), (KIM, other_sheet), (KIM, other_sheet), (LU, SHEET))

    assert revoke_links(KIM, subject_key=SHEET, at=FRIDAY_18H) == 1
    with pytest.raises(LinkEnded):
        holder_of_link(first, "part", FRIDAY_18H)
    assert holder_of_link(second, "part", FRIDAY_18H).holder_key == KIM
    assert revoke_links(KIM, at=FRIDAY_18H) == 2
    with pytest.raises(LinkEnded):
        holder_of_link(third, "part", FRIDAY_18H)
    assert holder_of_link(lus, "part", FRIDAY_18H).holder_key == LU


def test_reloading_a_page_at_once_is_one_opening(office: Organization) -> None:
    [token] = links((KIM, SHEET))
    link = holder_of_link(token, "part", FRIDAY_18H)

    seen = [record_opening(link, FRIDAY_18H + timedelta(seconds=seconds)) for seconds in (0, 30, 60)]

    assert [opening is not None for opening in seen] == [True, False, True]
    assert LinkOpening.objects.count() == 2


def test_links_are_made_for_one_organization(office: Organization) -> None:
    with every_organization("a test"), pytest.raises(UnscopedQuery):
        links((KIM, SHEET))

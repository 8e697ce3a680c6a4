"""A plant and its coordinator."""

from __future__ import annotations

from typing import Any

import pytest

from callboard.core.organizations.models import Membership, Organization, Production
from tests.builders import FRIDAY_18H, a_member
from tests.builders_plant import (
    a_plant,
)

WHO = dict[str, Any]


@pytest.fixture
def ada(office: Organization) -> Membership:
    return a_member(office)


@pytest.fixture
def who(ada: Membership) -> WHO:
    return {"by": ada, "at": FRIDAY_18H}


@pytest.fixture
def plant(office: Organization) -> Production:
    return a_plant(office)

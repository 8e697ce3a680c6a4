"""Who must stay, and whose log-in needs more than a password."""

from __future__ import annotations

import pytest

from callboard.core.members.rules import NobodyLeftToManage, check_somebody_manages, needs_second_factor
from callboard.core.organizations.rules import Role


def test_somebody_who_manages_members_always_remains() -> None:
    check_somebody_manages(name="Ada", role_after=Role.LINE_PRODUCER, other_managers=0)
    check_somebody_manages(name="Ada", role_after=None, other_managers=1)
    with pytest.raises(NobodyLeftToManage):
        check_somebody_manages(name="Ada", role_after=Role.DIRECTOR, other_managers=0)


def test_roles_that_call_people_out_or_let_members_in_need_a_second_factor() -> None:
    assert [role for role in Role if needs_second_factor(role)] == [
        Role.COORDINATOR,
        Role.LINE_PRODUCER,
        Role.ASSISTANT_DIRECTOR,
    ]

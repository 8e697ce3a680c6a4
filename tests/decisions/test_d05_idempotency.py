"""Decision 5: the same request twice has one effect; key, fingerprint and effect share one transaction."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from callboard.api.routes import mounted
from callboard.core.organizations.models import Membership, Organization
from callboard.core.places.models import Place
from callboard.core.requests.actions import Answer, answer_once
from callboard.core.requests.models import AnsweredRequest
from callboard.core.requests.rules import KeyUsedForAnotherRequest, fingerprint
from tests.builders import FRIDAY_18H, a_member, a_place, a_production

ASKED = fingerprint("POST", "/places/", b"Old harbor")


@pytest.fixture
def ada(office: Organization) -> Membership:
    return a_member(office)


def adding_a_place(ada: Membership, status: int = 200) -> Callable[[], Answer]:
    production = a_production(ada.organization)

    def effect() -> Answer:
        a_place(production, f"Place {Place.objects.count() + 1}")
        return status, b"made"

    return effect


def test_a_retry_gets_the_first_answer_and_changes_nothing(ada: Membership) -> None:
    effect = adding_a_place(ada)

    first = answer_once(ada, "key-1", ASKED, effect, at=FRIDAY_18H)
    again = answer_once(ada, "key-1", ASKED, effect, at=FRIDAY_18H)

    assert (first, again) == (((200, b"made"), False), ((200, b"made"), True))
    assert Place.objects.count() == 1


def test_the_same_key_for_something_else_is_refused(ada: Membership) -> None:
    effect = adding_a_place(ada)
    answer_once(ada, "key-1", ASKED, effect, at=FRIDAY_18H)

    with pytest.raises(KeyUsedForAnotherRequest):
        answer_once(ada, "key-1", fingerprint("POST", "/places/", b"Lighthouse"), effect, at=FRIDAY_18H)
    assert Place.objects.count() == 1


def test_keys_are_each_members_own(ada: Membership) -> None:
    effect = adding_a_place(ada)
    bea = a_member(ada.organization, name="Bea")

    answer_once(ada, "key-1", ASKED, effect, at=FRIDAY_18H)
    answer_once(bea, "key-1", ASKED, effect, at=FRIDAY_18H)

    assert Place.objects.count() == 2


@pytest.mark.parametrize("status", [409, 422, 500])
def test_a_refused_request_leaves_neither_key_nor_effect(ada: Membership, status: int) -> None:
    answer, is_replay = answer_once(ada, "key-1", ASKED, adding_a_place(ada, status), at=FRIDAY_18H)

    assert (answer, is_replay) == ((status, b"made"), False)
    assert (Place.objects.count(), AnsweredRequest.objects.count()) == (0, 0)


def test_a_fault_in_the_effect_leaves_neither_key_nor_effect(ada: Membership) -> None:
    add = adding_a_place(ada)

    def breaking() -> Answer:
        add()
        raise RuntimeError("the machine went away")

    with pytest.raises(RuntimeError):
        answer_once(ada, "key-1", ASKED, breaking, at=FRIDAY_18H)
    assert (Place.objects.count(), AnsweredRequest.objects.count()) == (0, 0)


def test_every_unsafe_operation_of_the_api_is_answered_once() -> None:
    """`door.once` wraps the view: its frame is found in the operation that ninja keeps."""
    unsafe = [
        operation
        for _, router in mounted._routers
        for path in router.path_operations.values()
        for operation in path.operations
        if set(operation.methods) & {"POST", "PUT", "PATCH", "DELETE"}
    ]
    assert unsafe
    bare = [operation.view_func.__name__ for operation in unsafe if not _is_answered_once(operation.view_func)]
    assert bare == []


def _is_answered_once(view: object) -> bool:
    while view is not None:
        if getattr(getattr(view, "__code__", None), "co_qualname", "").startswith("once."):
            return True
        view = getattr(view, "__wrapped__", None)
    return False

"""Roles, what each may do, and which classes of data each sees. Pure: the table the docs are made from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from callboard.core.errors import NotAllowed


class DataClass(StrEnum):
    """How private a field is; serializers, pages, exports, logs and erasure follow from it."""

    PUBLIC = "public"
    CREW = "crew"
    CONTACT = "contact"
    PAY = "pay"
    MINOR = "minor"
    MEDICAL = "medical"
    SECRET = "secret"  # noqa: S105 - a class of data, not a password


class Permission(StrEnum):
    """One thing a member may do in a production that they can see."""

    SEE_PRODUCTION = "see production"
    MANAGE_MEMBERS = "manage members"
    CREATE_PRODUCTION = "create production"
    CHANGE_PRODUCTION = "change production"
    IMPORT_SCRIPT = "import script"
    CHANGE_BREAKDOWN = "change breakdown"
    CHANGE_BOARD = "change board"
    CHANGE_PLACES = "change places"
    ENGAGE = "engage people"
    SEE_WALL = "see contract wall"
    CHECK_PAPERS = "check papers"
    WAIVE_PAPERS = "waive papers"
    DRAFT_CALLS = "draft calls"
    PUBLISH_CALLS = "publish calls"
    OVERRIDE_HOLDS = "override holds"
    SEE_DELIVERY = "see delivery"
    RECORD_HOURS = "record hours"
    SEE_HISTORY = "see history"
    CHANGE_CATALOG = "change catalog"
    CHANGE_PRODUCTS = "change products"
    MOVE_STOCK = "move stock"
    COUNT_STOCK = "count stock"
    RECONCILE = "reconcile"
    BUY = "buy"
    SHIP = "ship"
    TAKE_ORDERS = "take orders"
    PLAN_WORK = "plan work"
    RELEASE_WORK = "release work"
    REPORT_WORK = "report work"
    DISPATCH_WORK = "dispatch work"
    DISPOSE = "decide on nonconformance"
    CHANGE_RESOURCES = "change resources"
    RECORD_ABSENCE = "record absence"


class Role(StrEnum):
    """What a member is in the organization."""

    COORDINATOR = "coordinator"
    LINE_PRODUCER = "line producer"
    DIRECTOR = "director"
    ASSISTANT_DIRECTOR = "assistant director"
    HEAD_OF_DEPARTMENT = "head of department"
    LOCATION_SCOUT = "location scout"
    BUYER = "buyer"
    STOREKEEPER = "storekeeper"
    SUPERVISOR = "supervisor"
    OPERATOR = "operator"
    CREW = "crew"
    ACCOUNTANT = "accountant"
    READ_ONLY = "read-only"


@dataclass(frozen=True)
class RoleRow:
    """One row of the role table."""

    permissions: frozenset[Permission]
    sees: frozenset[DataClass]
    sees_every_production: bool = False


_P, _D = Permission, DataClass
_EVERYONE = frozenset({_D.PUBLIC, _D.CREW})
_PLANNING = frozenset({_P.SEE_PRODUCTION, _P.CHANGE_BREAKDOWN, _P.CHANGE_BOARD, _P.CHANGE_PLACES, _P.DRAFT_CALLS})

_FLOOR = frozenset(
    {
        _P.MOVE_STOCK,
        _P.RECONCILE,
        _P.RELEASE_WORK,
        _P.REPORT_WORK,
        _P.DISPATCH_WORK,
        _P.DISPOSE,
        _P.RECORD_ABSENCE,
    }
)


def _row(permissions: Iterable[Permission], *sees: DataClass, everywhere: bool = False) -> RoleRow:
    return RoleRow(frozenset(permissions) | {_P.SEE_PRODUCTION}, _EVERYONE | frozenset(sees), everywhere)


ROLE_TABLE: dict[Role, RoleRow] = {
    Role.COORDINATOR: _row(Permission, _D.CONTACT, _D.PAY, _D.MINOR, _D.MEDICAL, everywhere=True),
    Role.LINE_PRODUCER: _row(Permission, _D.CONTACT, _D.PAY, _D.MINOR, _D.MEDICAL, everywhere=True),
    Role.DIRECTOR: _row({_P.CHANGE_BREAKDOWN, _P.SEE_DELIVERY}, _D.CONTACT),
    Role.ASSISTANT_DIRECTOR: _row(
        _PLANNING | {_P.IMPORT_SCRIPT, _P.PUBLISH_CALLS, _P.SEE_DELIVERY, _P.RECORD_HOURS, _P.SEE_WALL, _P.SEE_HISTORY},
        _D.CONTACT,
        _D.MINOR,
    ),
    Role.HEAD_OF_DEPARTMENT: _row(
        {_P.CHANGE_BREAKDOWN, _P.SEE_DELIVERY, _P.CHANGE_CATALOG, _P.MOVE_STOCK, _P.COUNT_STOCK}, _D.CONTACT
    ),
    Role.LOCATION_SCOUT: _row({_P.CHANGE_PLACES}, _D.CONTACT),
    Role.BUYER: _row({_P.CHANGE_CATALOG, _P.BUY, _P.PLAN_WORK}, _D.CONTACT, _D.PAY),
    Role.STOREKEEPER: _row({_P.MOVE_STOCK, _P.COUNT_STOCK, _P.SHIP, _P.RECONCILE}),
    Role.SUPERVISOR: _row(_FLOOR | {_P.RECORD_HOURS, _P.SEE_DELIVERY, _P.SEE_HISTORY}, _D.CONTACT),
    Role.OPERATOR: _row({_P.REPORT_WORK}),
    Role.CREW: _row(set()),
    Role.ACCOUNTANT: _row({_P.SEE_WALL, _P.SEE_HISTORY}, _D.CONTACT, _D.PAY),
    Role.READ_ONLY: _row(set()),
}


def can(role: Role, permission: Permission) -> bool:
    """Answer yes or no; `check_can` is the same rule with a sentence."""
    return permission in ROLE_TABLE[role].permissions


def check_can(role: Role, permission: Permission) -> None:
    """Refuse a member whose role does not carry the permission."""
    if not can(role, permission):
        raise NotAllowed(permission=permission, role=role)


def sees(role: Role, data_class: DataClass) -> bool:
    """Whether fields of this class may be shown to the role. Nobody is ever shown a secret."""
    return data_class in ROLE_TABLE[role].sees

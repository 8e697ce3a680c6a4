"""The one place that says whose rows may be read and written now."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from callboard.core.errors import Refused, gettext_noop


class UnscopedQuery(RuntimeError):
    """A table of an organization was asked without saying which: a fault of ours, never the user's."""


class OtherOrganization(Refused):
    """A row of one organization was about to be written in the name of another."""

    text = gettext_noop("This belongs to another organization.")


@dataclass(frozen=True)
class Scope:
    """Whose rows: one organization's, or everyone's for the few jobs that serve all."""

    organization_id: int | None
    reason: str = ""


_scope: ContextVar[Scope | None] = ContextVar("callboard_scope", default=None)


@contextmanager
def tenant_scope(organization_id: int) -> Iterator[None]:
    """Read and write this organization's rows only. The id comes from a credential, never from a request's body."""
    token = _scope.set(Scope(organization_id))
    try:
        yield
    finally:
        _scope.reset(token)


@contextmanager
def every_organization(reason: str) -> Iterator[None]:
    """Look across organizations, for work that serves all of them; the reason is for the reader of the code."""
    token = _scope.set(Scope(None, reason))
    try:
        yield
    finally:
        _scope.reset(token)


def current_scope() -> Scope:
    """Say whose rows may be touched; refuse when nobody said."""
    scope = _scope.get()
    if scope is None:
        raise UnscopedQuery("Say whose rows: open tenant_scope(organization_id) first.")
    return scope

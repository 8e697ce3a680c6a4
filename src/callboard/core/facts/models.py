"""The base of tables whose rows are facts: added, never changed, never deleted."""

from __future__ import annotations

from typing import Any, ClassVar

from callboard.core.organizations.models import TenantModel


class FactIsFinal(RuntimeError):
    """Code tried to change a fact: a fault of ours. A mistake is corrected by a new, reversing fact."""


class Fact(TenantModel):
    """Something that happened. The database refuses to change it (see `triggers`); so does this class, earlier."""

    append_only: ClassVar[bool] = True

    class Meta(TenantModel.Meta):
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Add the fact; refuse to change one."""
        if not self._state.adding:
            raise FactIsFinal(type(self).__name__)
        super().save(*args, **kwargs)

    def delete(self, *_args: Any, **_kwargs: Any) -> tuple[int, dict[str, int]]:
        """Refuse: facts stay."""
        raise FactIsFinal(type(self).__name__)

"""The role table as text, for the page that explains roles and for docs/film/roles.md."""

from __future__ import annotations

from collections.abc import Callable

from callboard.core.organizations.rules import ROLE_TABLE, DataClass, Permission, Role

SHOWN_CLASSES = tuple(c for c in DataClass if c is not DataClass.SECRET)


def role_table_markdown() -> str:
    """Two Markdown tables: what each role may do, and which classes of data it is shown."""
    may = _table(
        "May", [p.value for p in Permission], lambda role, name: Permission(name) in ROLE_TABLE[role].permissions
    )
    sees = _table(
        "Is shown", [c.value for c in SHOWN_CLASSES], lambda role, name: DataClass(name) in ROLE_TABLE[role].sees
    )
    everywhere = ", ".join(role.value for role, row in ROLE_TABLE.items() if row.sees_every_production)
    return (
        "# Roles\n\n"
        "<!-- Made from ROLE_TABLE in core/organizations/rules.py; a test compares them. -->\n\n"
        f"## What each role may do\n\n{may}\n\n"
        f"## Which data each role is shown\n\n{sees}\n\n"
        f"Every production of the organization is seen by: {everywhere}. "
        "All others see the productions they were given.\n"
    )


def _table(corner: str, rows: list[str], has: Callable[[Role, str], bool]) -> str:
    head = f"| {corner} | " + " | ".join(role.value for role in Role) + " |"
    rule = "|---|" + "---|" * len(Role)
    body = [f"| {name} | " + " | ".join("yes" if has(role, name) else "–" for role in Role) + " |" for name in rows]
    return "\n".join([head, rule, *body])

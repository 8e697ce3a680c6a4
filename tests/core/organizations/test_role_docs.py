"""The documented role table is the role table."""

from __future__ import annotations

from pathlib import Path

from callboard.core.organizations.role_docs import role_table_markdown


def test_the_docs_say_what_the_role_table_says() -> None:
    page = Path(__file__).parents[3] / "docs" / "film" / "roles.md"
    assert page.read_text() == role_table_markdown()

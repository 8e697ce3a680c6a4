"""Fixtures of this room."""

from __future__ import annotations

from tests.core.messages.scenes import transactional_office

__all__ = ["transactional_office"]

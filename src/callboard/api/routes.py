"""All routes of the API, mounted at /api/."""

from __future__ import annotations

from callboard.api import calls, planning
from callboard.api.door import api

api.add_router("", planning.router)
api.add_router("", calls.router)

"""All routes of the API, mounted at /api/."""

from __future__ import annotations

from callboard.api import calls, hours, people, planning
from callboard.api.door import api

mounted = api
"""The API with its routes added: what config mounts."""

mounted.add_router("", planning.router)
mounted.add_router("", people.router)
mounted.add_router("", calls.router)
mounted.add_router("", hours.router)

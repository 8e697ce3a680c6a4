"""All routes of the API, mounted at /api/."""

from __future__ import annotations

from callboard.api import calls, hours, ledger, people, plan, planning, products, stock, trade, work
from callboard.api.door import api

mounted = api
"""The API with its routes added: what config mounts."""

mounted.add_router("", planning.router)
mounted.add_router("", people.router)
mounted.add_router("", calls.router)
mounted.add_router("", hours.router)
mounted.add_router("", stock.router)
mounted.add_router("", ledger.router)
mounted.add_router("", trade.router)
mounted.add_router("", products.router)
mounted.add_router("", work.router)
mounted.add_router("", plan.router)

"""The pages and the API as a WSGI application: everything but live updates."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "callboard.config.settings")

application = get_wsgi_application()

"""The languages the pages can be read in: those with a catalog in this installation, and English."""

from __future__ import annotations

import functools
from pathlib import Path

from django.conf import settings
from django.utils.translation import get_language_info

_SOURCE = "en"


@functools.cache
def offered_languages() -> list[tuple[str, str]]:
    """Codes and own names; English, the language of the source, first."""
    folders = [Path(folder) for folder in settings.LOCALE_PATHS] + [Path(__file__).parents[1] / "locale"]
    found = {path.parent.parent.name for folder in folders for path in folder.glob("*/LC_MESSAGES/django.mo")}
    codes = [_SOURCE, *sorted(found - {_SOURCE})]
    return [(code, get_language_info(code)["name_local"]) for code in codes]

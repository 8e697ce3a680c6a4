"""Days and times as the reader writes them: in the page's language, by the clock (12 or 24 hours) of their country."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cached_property
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError
from babel.core import get_global
from babel.dates import format_date, format_time
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation.trans_real import parse_accept_lang_header

from callboard.web.languages import offered_languages

MINUTES_A_DAY = 24 * 60
_NO_COUNTRY = "GB"  # 24 hours: nobody mistakes 17:00


@dataclass(frozen=True)
class Reader:
    """Who reads: how days and times are written for them."""

    language: str
    country: str = _NO_COUNTRY

    @classmethod
    def of(cls, request: HttpRequest) -> Reader:
        """A language we have, and the country that the browser names or that its first language is at home in."""
        asked = get_language() or "en"
        language = asked if asked in dict(offered_languages()) else "en"
        wanted = parse_accept_lang_header(request.headers.get("Accept-Language", ""))
        return cls(language, _country_of(wanted[0][0]) if wanted else _NO_COUNTRY)

    @cached_property
    def locale(self) -> Locale:
        """The nearest locale there is."""
        for name in (f"{self.language.replace('-', '_')}_{self.country}", self.language.replace("-", "_"), "en_GB"):
            try:
                return Locale.parse(name)
            except (UnknownLocaleError, ValueError):
                continue
        raise AssertionError("English is always there")

    def time(self, moment: dt.time) -> str:
        """7:45 AM or 07:45."""
        return format_time(moment, "short", locale=self.locale).replace("\u202f", "\u00a0")

    def clock(self, minutes: int) -> str:
        """Minutes after midnight of a production day, as a time of day; the day is said apart."""
        hours, rest = divmod(minutes % MINUTES_A_DAY, 60)
        return self.time(dt.time(hours, rest))

    def day(self, day: dt.date) -> str:
        """Saturday, March 6, 2027."""
        return format_date(day, "full", locale=self.locale)

    def short_day(self, day: dt.date) -> str:
        """Sat, Mar 6."""
        return format_date(day, self.locale.datetime_skeletons["MMMEd"].pattern, locale=self.locale)

    def time_of(self, moment: dt.datetime, zone: str) -> str:
        """The time alone, on the production's clock."""
        return self.time(moment.astimezone(ZoneInfo(zone)).time())

    def lately(self, moment: dt.datetime, zone: str, *, at: dt.datetime) -> str:
        """A past moment, without its day when that is today on the production's clock."""
        is_today = moment.astimezone(ZoneInfo(zone)).date() == at.astimezone(ZoneInfo(zone)).date()
        return self.time_of(moment, zone) if is_today else self.moment(moment, zone)

    def moment(self, moment: dt.datetime, zone: str) -> str:
        """A past moment on the production's clock, with its day."""
        local = moment.astimezone(ZoneInfo(zone))
        return f"{self.short_day(local.date())}, {self.time(local.time())}"


def _country_of(language: str) -> str:
    parts = language.replace("-", "_").split("_")
    named = [part.upper() for part in parts[1:] if len(part) == 2]
    if named:
        return named[0]
    likely = str(get_global("likely_subtags").get(parts[0], ""))
    return likely.rsplit("_", 1)[-1] if "_" in likely else _NO_COUNTRY

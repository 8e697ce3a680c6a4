"""The history of a production: who did what, when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby, islice
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from callboard.core.audit.queries import HistoryFilter, history_asked, history_choices
from callboard.core.audit.queries import history as newest_entries
from callboard.core.organizations.permissions import may
from callboard.core.organizations.rules import Permission
from callboard.web.asking import member_of, production_for
from callboard.web.today import add_part

if TYPE_CHECKING:
    from callboard.core.audit.models import AuditEntry

app_name = "audit"

PER_PAGE = 50
ENTRIES_GATHERED = 120
DOINGS_SHOWN = 8
NAMES_SHOWN = 3


def history(request: HttpRequest, production: UUID) -> HttpResponse:
    """Everything done, newest first, narrowed to a person, a verb or days."""
    found, member = production_for(request, production), member_of(request)
    asked = HistoryFilter(
        person=request.GET.get("person", ""),
        verb=request.GET.get("verb", ""),
        first=_day(request.GET.get("first", "")),
        last=_day(request.GET.get("last", "")),
    )
    page = Paginator(history_asked(member, found, asked), PER_PAGE).get_page(request.GET.get("page"))
    people, verbs = history_choices(member, found)
    kept = request.GET.copy()
    kept.pop("page", None)
    context = {
        "production": found,
        "page": page,
        "asked": asked,
        "people": people,
        "verbs": verbs,
        "query": kept.urlencode(),
    }
    return render(request, "pages/history.html", context)


def _day(written: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(written)
    except ValueError:
        return None


@dataclass(frozen=True)
class Doing:
    """Lines of the history that follow each other and say the same, of several people perhaps."""

    at: dt.datetime
    names: Sequence[str]
    verb: str
    about: str

    @property
    def more_count(self) -> int:
        """How many people beyond those that are named."""
        return max(len(self.names) - NAMES_SHOWN, 0)


def lately_part(request: HttpRequest, production: UUID, moment: dt.datetime) -> dict[str, Any] | None:  # noqa: ARG001 - a part's signature
    """For the front page: what was done last; ninety confirmations are one line."""
    member, found = member_of(request), production_for(request, production)
    if not may(member, Permission.SEE_HISTORY):
        return None
    entries = newest_entries(member, found)[:ENTRIES_GATHERED]
    alike = groupby(entries, key=lambda entry: (entry.verb, entry.subject_name))
    return {"doings": [_doing(list(rows)) for _, rows in islice(alike, DOINGS_SHOWN)]}


def _doing(entries: Sequence[AuditEntry]) -> Doing:
    newest = entries[0]
    names = list(dict.fromkeys(entry.actor_name for entry in entries))
    return Doing(newest.at, names, newest.verb, newest.subject_name)


add_part(60, "parts/today_lately.html", lately_part)

urlpatterns = [path("", history, name="history")]

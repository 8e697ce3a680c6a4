"""The days of a production with their sheets: what is drafted, published, confirmed. The same number of queries
whatever the number of days.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet, Sum

from callboard.core.organizations.models import Membership, Production
from callboard.core.publishing.models import Acknowledgement, CurrentEdition, Edition, EditionPart, HeldPart
from callboard.film.callsheets.models import BackgroundGroup, Call, CallSheet
from callboard.film.callsheets.publish import topic_of
from callboard.film.callsheets.queries import sheets_of
from callboard.film.stripboard.queries import DayView, active_board, board_view


@dataclass(frozen=True)
class SheetCard:
    """A sheet as the list shows it; the counts of told, confirmed and held are of its current edition."""

    sheet: CallSheet
    edition: Edition | None
    called_count: int
    background_count: int
    told_count: int
    confirmed_count: int
    held_count: int


@dataclass(frozen=True)
class DayCard:
    """A date on which the board shoots, or a sheet was drafted, or both."""

    on: dt.date
    board_day: DayView | None
    sheets: tuple[SheetCard, ...]


def day_cards(member: Membership, production: Production) -> list[DayCard]:
    """Every day of the active board and every sheet, in order of the calendar. Raises NotAllowed."""
    by_day: dict[dt.date, list[SheetCard]] = defaultdict(list)
    for card in _cards(list(sheets_of(member, production))):
        by_day[card.sheet.day].append(card)
    board = active_board(member, production)
    board_days = {day.day.on: day for day in board_view(board).days} if board else {}
    return [
        DayCard(on, board_days.get(on), tuple(sorted(by_day.get(on, ()), key=lambda card: card.sheet.unit)))
        for on in sorted(board_days.keys() | by_day.keys())
    ]


def _cards(sheets: Sequence[CallSheet]) -> list[SheetCard]:
    pointers = CurrentEdition.objects.filter(topic__in=[topic_of(sheet) for sheet in sheets])
    editions = {pointer.topic: pointer.edition for pointer in pointers.select_related("edition")}
    standing = Call.objects.filter(call_sheet__in=sheets, is_called=True, engagement__ended_at=None)
    called = _count_by_sheet(standing, Count("pk"))
    background = _count_by_sheet(BackgroundGroup.objects.filter(call_sheet__in=sheets), Sum("count"))
    told, confirmed, held = _told_counts([edition.pk for edition in editions.values()])
    return [
        SheetCard(
            sheet=sheet,
            edition=edition,
            called_count=called.get(sheet.pk, 0),
            background_count=background.get(sheet.pk, 0),
            told_count=told[edition.pk] if edition else 0,
            confirmed_count=confirmed[edition.pk] if edition else 0,
            held_count=held[edition.pk] if edition else 0,
        )
        for sheet in sheets
        for edition in [editions.get(topic_of(sheet))]
    ]


def _count_by_sheet(rows: QuerySet[Any], count: Count | Sum) -> dict[int, int]:
    return dict(rows.order_by().values("call_sheet").annotate(counted=count).values_list("call_sheet", "counted"))


def _told_counts(edition_ids: Sequence[int]) -> tuple[Counter[int], Counter[int], Counter[int]]:
    parts = list(EditionPart.objects.filter(edition__in=edition_ids).values_list("edition_id", "pk", "same_as_id"))
    topics = Edition.objects.filter(pk__in=edition_ids).values("topic")
    confirmed_roots = set(
        Acknowledgement.objects.filter(root__edition__topic__in=topics).values_list("root_id", flat=True)
    )
    held = HeldPart.objects.filter(edition__in=edition_ids, released_at=None).values_list("edition_id", flat=True)
    return (
        Counter(edition_id for edition_id, _, _ in parts),
        Counter(edition_id for edition_id, pk, same_as in parts if (same_as or pk) in confirmed_roots),
        Counter(held),
    )

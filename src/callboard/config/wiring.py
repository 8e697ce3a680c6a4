"""The one file that knows everyone: it plugs adapters into ports and checks into readiness."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings

from callboard.adapters.files import FolderFileStore
from callboard.adapters.mail import MailboxMail, SmtpMail
from callboard.core import ports
from callboard.core.engagements.actions import engagement_listeners
from callboard.core.productions.actions import production_listeners
from callboard.core.publishing.rules import register_kind
from callboard.core.readiness.rules import register_check
from callboard.core.resources.checks import need_sources, operators_ready
from callboard.film.breakdown.actions import start_with_customary_palette
from callboard.film.callsheets.checks import check_calls
from callboard.film.callsheets.telling import CALL_SHEET_KIND
from callboard.manufacturing.dispatch.queries import needs_of_day
from callboard.manufacturing.dispatch.rules import CHECK_KIND as DISPATCH
from callboard.manufacturing.dispatch.telling import DISPATCH_KIND
from callboard.manufacturing.products.levels import refresh_after_item_change
from callboard.manufacturing.work_orders.checks import work_ready
from callboard.paperwork.documents.checks import papers_before_call
from callboard.paperwork.documents.kind_actions import require_papers, start_with_customary_kinds
from callboard.stock.items.actions import item_listeners


def wire() -> None:
    """Plug in. Called once, when the apps are ready."""
    ports.plug(
        mail=SmtpMail() if settings.EMAIL_HOST else MailboxMail(),
        files=FolderFileStore(Path(settings.MEDIA_ROOT)),
    )
    register_check("call", papers_before_call)
    register_check("call", check_calls)
    register_check("work order", work_ready)
    register_check(DISPATCH, operators_ready)
    register_kind(CALL_SHEET_KIND)
    register_kind(DISPATCH_KIND)
    if needs_of_day not in need_sources:
        need_sources.append(needs_of_day)
    for listener in (start_with_customary_kinds, start_with_customary_palette):
        if listener not in production_listeners:
            production_listeners.append(listener)
    if refresh_after_item_change not in item_listeners:
        item_listeners.append(refresh_after_item_change)
    if require_papers not in engagement_listeners:
        engagement_listeners.append(require_papers)

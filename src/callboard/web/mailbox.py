"""The mailbox: where no mail server is set, what left can be read here."""

from __future__ import annotations

from collections import Counter
from uuid import UUID

from django.conf import settings
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from callboard.core.messages import queries
from callboard.web.asking import member_of

MAILS_A_PAGE = 50


def mailbox(request: HttpRequest) -> HttpResponse:
    """Every mail that left, newest first."""
    _check_there_is_one()
    sought = request.GET.get("search", "").strip()
    mails = queries.mailbox(member_of(request))
    if sought:
        mails = mails.filter(Q(to__icontains=sought) | Q(subject__icontains=sought) | Q(text__icontains=sought))
    page = Paginator(mails, MAILS_A_PAGE).get_page(request.GET.get("page"))
    copies = _copies(request, [mail.message_id for mail in page])
    rows = [(mail, copies[mail.message_id]) for mail in page]
    context = {"page": page, "rows": rows, "search": sought}
    return render(request, "pages/messages_mailbox.html", context)


def item(request: HttpRequest, key: UUID) -> HttpResponse:
    """One mail: its headers, and its text with links to follow. Its HTML is shown as source, and never rendered."""
    _check_there_is_one()
    mail = queries.mailbox_item(member_of(request), key)
    copies = _copies(request, [mail.message_id])[mail.message_id]
    context = {"mail": mail, "copies": copies, "sender": settings.DEFAULT_FROM_EMAIL}
    return render(request, "pages/messages_mail.html", context)


def _copies(request: HttpRequest, message_ids: list[str]) -> Counter[str]:
    """How often each mail was taken: a double has the same Message-ID, so that a reader's program shows one."""
    same = queries.mailbox(member_of(request)).filter(message_id__in=message_ids)
    return Counter(same.values_list("message_id", flat=True))


def _check_there_is_one() -> None:
    if settings.EMAIL_HOST:
        raise Http404

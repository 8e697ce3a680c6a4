"""Delivery: who has been told, who has confirmed, whom to call; and the mailbox that stands in for a mail server."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _

from callboard.core.messages.actions import resend_message, resend_to_corrected_address
from callboard.core.messages.queries import message_of
from callboard.core.publishing.actions import acknowledge_by_phone, release_held
from callboard.core.publishing.queries import edition_part_of, held_part_of
from callboard.core.readiness.actions import override_blocker
from callboard.formats.tables import CSV_TYPE, XLSX_TYPE, as_csv, as_xlsx
from callboard.web import mailbox
from callboard.web.asking import member_of, now, once, production_for
from callboard.web.delivery_board import (
    Asked,
    board_of,
    hold_blockers,
    needs_a_call,
    newest_topic,
    table_headings,
    table_rows,
)
from callboard.web.locales import Reader

PRODUCTION = "p/<uuid:production>/delivery/"


def delivery(request: HttpRequest, production: UUID, topic: str = "") -> HttpResponse:
    """The board of one sheet, the newest unless another is asked for."""
    found = production_for(request, production)
    topic = topic or newest_topic(member_of(request), found)
    board = board_of(member_of(request), found, topic, Asked.of(request), at=now(), reader=Reader.of(request))
    return render(request, "pages/messages_delivery.html", {"production": found, "board": board})


def phone_list(request: HttpRequest, production: UUID, topic: str) -> HttpResponse:
    """Whom only a call reaches now, to print and tick off."""
    found = production_for(request, production)
    at, reader = now(), Reader.of(request)
    board = board_of(member_of(request), found, topic, Asked(), at=at, reader=reader)
    context = {
        "production": found,
        "board": board,
        "rows": needs_a_call(board),
        "printed": reader.moment(at, found.zone),
    }
    return render(request, "pages/messages_phone_list.html", context)


def table(request: HttpRequest, production: UUID, topic: str, form: str) -> HttpResponse:
    """The board as it is filtered, as a file."""
    found = production_for(request, production)
    board = board_of(member_of(request), found, topic, Asked.of(request), at=now(), reader=Reader.of(request))
    headings, rows = table_headings(), table_rows(board)
    if form == "csv":
        response = HttpResponse(as_csv(headings, rows), content_type=CSV_TYPE)
    else:
        response = HttpResponse(as_xlsx(headings, rows, sheet=_("Delivery")), content_type=XLSX_TYPE)
    response["Content-Disposition"] = f'attachment; filename="delivery.{form}"'
    return response


@once
def told_on_the_phone(request: HttpRequest, production: UUID, topic: str, key: UUID) -> HttpResponse:
    """Record that somebody was told on the phone and confirmed."""
    found = production_for(request, production)
    part = edition_part_of(member_of(request), found, key)
    acknowledge_by_phone(part, by=member_of(request), at=now())
    messages.success(request, _("%(name)s confirmed on the phone.") % {"name": part.party.name})
    return redirect("messages:topic", production, topic)


@once
def send_again(request: HttpRequest, production: UUID, topic: str, key: UUID) -> HttpResponse:
    """Send the same message once more, to the address it had or to the one on the crew list now."""
    found = production_for(request, production)
    message = message_of(member_of(request), found, key)
    resend = resend_to_corrected_address if request.POST.get("address") == "corrected" else resend_message
    resend(message, by=member_of(request), at=now())
    messages.success(request, _("The message to %(name)s is queued again.") % {"name": message.party.name})
    return redirect("messages:topic", production, topic)


@once
def release(request: HttpRequest, production: UUID, topic: str, key: UUID) -> HttpResponse:
    """Send a held party their call, now that they are cleared."""
    found = production_for(request, production)
    hold = held_part_of(member_of(request), found, key)
    release_held(hold, by=member_of(request), at=now())
    messages.success(request, _("The call of %(name)s is on its way.") % {"name": hold.party.name})
    return redirect("messages:topic", production, topic)


@once
def override(request: HttpRequest, production: UUID, topic: str, key: UUID) -> HttpResponse:
    """Lift one blocker for the day, by name and with a reason; the call goes out when it was the last one."""
    found, by = production_for(request, production), member_of(request)
    hold = held_part_of(by, found, key)
    lifted = (request.POST.get("code", ""), request.POST.get("key", ""))
    rest = []
    for blocker, day in hold_blockers(hold):
        if (blocker.code, blocker.key) == lifted:
            reason = request.POST.get("reason", "")
            override_blocker(found, hold.party, blocker, day, reason=reason, by=by, at=now())
        else:
            rest.append(blocker)
    if rest:
        text = _("Overridden. %(name)s is still held: %(count)s more.")
        messages.warning(request, text % {"name": hold.party.name, "count": len(rest)})
    else:
        release_held(hold, by=by, at=now())
        messages.success(request, _("Overridden. The call of %(name)s is on its way.") % {"name": hold.party.name})
    return redirect("messages:topic", production, topic)


app_name = "messages"
urlpatterns = [
    path("mailbox/", mailbox.mailbox, name="mailbox"),
    path("mailbox/<uuid:key>/", mailbox.item, name="mailbox_item"),
    path(PRODUCTION, delivery, name="delivery"),
    path(f"{PRODUCTION}<str:topic>/", delivery, name="topic"),
    path(f"{PRODUCTION}<str:topic>/phone-list/", phone_list, name="phone_list"),
    path(f"{PRODUCTION}<str:topic>/table.csv", table, {"form": "csv"}, name="csv"),
    path(f"{PRODUCTION}<str:topic>/table.xlsx", table, {"form": "xlsx"}, name="xlsx"),
    path(f"{PRODUCTION}<str:topic>/parts/<uuid:key>/told/", told_on_the_phone, name="told"),
    path(f"{PRODUCTION}<str:topic>/messages/<uuid:key>/again/", send_again, name="again"),
    path(f"{PRODUCTION}<str:topic>/holds/<uuid:key>/release/", release, name="release"),
    path(f"{PRODUCTION}<str:topic>/holds/<uuid:key>/override/", override, name="override"),
]

"""The rooms of a production in working order: what the navigation offers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from callboard.core.organizations.permissions import may
from callboard.core.organizations.queries import productions_of
from callboard.core.organizations.rules import Permission


@dataclass(frozen=True)
class Room:
    """One entry of the navigation: where it leads, and who is let in."""

    key: str
    label: Any
    icon: str
    url_name: str
    permission: Permission = Permission.SEE_PRODUCTION
    also: str = ""
    """A second namespace whose pages belong to the room."""
    film: bool = True
    plant: bool = True
    """Whether productions of that field have the room."""

    @property
    def namespaces(self) -> set[str]:
        """Namespaces of the addresses that belong to the room."""
        return {name for name in (self.url_name.rpartition(":")[0], self.also) if name}


@dataclass(frozen=True)
class OfferedRoom:
    """A room that is there and open to the member."""

    room: Room
    url: str
    is_current: bool


PRODUCTION_ROOMS = (
    Room("today", _("Today"), "sun", "today"),
    Room("scripts", _("Scripts"), "file-earmark-text", "scripts:list", plant=False),
    Room("breakdown", _("Breakdown"), "clipboard-check", "breakdown:list", plant=False),
    Room("board", _("Board"), "calendar3", "stripboard:board", plant=False),
    Room("planning", _("Shooting plan"), "diagram-3", "planning:plan", plant=False),
    Room("calls", _("Calls"), "megaphone", "callsheets:list", plant=False),
    Room("orders", _("Orders"), "inboxes", "orders:list", film=False),
    Room("tracking", _("Where is it?"), "search", "tracking:orders", film=False),
    Room("requirements", _("Plan"), "diagram-3", "requirements:plan", film=False),
    Room("work_orders", _("Work orders"), "clipboard-check", "work_orders:list", film=False),
    Room("floor", _("Floor"), "upc-scan", "floor:home", Permission.REPORT_WORK, film=False),
    Room("dispatch", _("Dispatch"), "megaphone", "dispatch:list", film=False),
    Room("products", _("Products"), "boxes", "products:list", film=False),
    Room("items", _("Items"), "tags", "items:list"),
    Room("stock", _("Stock"), "box-seam", "stock:list"),
    Room("counts", _("Counts"), "check2-square", "counts:list", Permission.COUNT_STOCK),
    Room("purchasing", _("Purchasing"), "cart", "purchasing:list"),
    Room("shipping", _("Shipments"), "truck", "shipping:list", film=False),
    Room("imports", _("Imports"), "upload", "imports:list", Permission.CHANGE_CATALOG, film=False),
    Room("hours", _("Hours"), "stopwatch", "hours:day", Permission.RECORD_HOURS, plant=False),
    Room("delivery", _("Delivery"), "send", "messages:delivery", Permission.SEE_DELIVERY),
    Room("crew", _("Crew list"), "people", "engagements:list", also="people"),
    Room("resources", _("Machines and skills"), "gear-wide-connected", "resources:list", film=False),
    Room("wall", _("Contract wall"), "shield-lock", "documents:wall", Permission.SEE_WALL),
    Room("places", _("Places"), "geo-alt", "places:list", plant=False),
    Room("history", _("History"), "clock", "audit:history", Permission.SEE_HISTORY),
    Room("settings", _("Settings"), "gear", "organizations:settings", Permission.CHANGE_PRODUCTION),
)

OFFICE_ROOMS = (
    Room("productions", _("Productions"), "camera-reels", "home"),
    Room("members", _("Members"), "person", "organizations:members", Permission.MANAGE_MEMBERS),
    Room("roles", _("Roles"), "question-circle", "organizations:roles"),
    Room("mailbox", _("Mailbox"), "inbox", "messages:mailbox", Permission.PUBLISH_CALLS),
)


def offered(request: HttpRequest, rooms: tuple[Room, ...], production: Any = None) -> list[OfferedRoom]:
    """The rooms that exist and that the member may enter, with their addresses."""
    member = request.member  # type: ignore[attr-defined]
    key = production.public_id if production else None
    found = []
    for room in rooms:
        if not may(member, room.permission) or (production and not _has(production, room)):
            continue
        try:
            url = reverse(room.url_name, args=[key] if key else [])
        except NoReverseMatch:
            continue  # a room that this installation does not have
        found.append(OfferedRoom(room, url, _is_current(request, room, key)))
    return found


def navigation(request: HttpRequest) -> dict[str, Any]:
    """What the frame of a page shows: productions to switch to, the current one, and its rooms."""
    productions = list(productions_of(request.member))  # type: ignore[attr-defined]
    match = request.resolver_match
    asked = match.kwargs.get("production") if match else None
    current = next((production for production in productions if production.public_id == asked), None)
    return {
        "productions": productions,
        "current_production": current,
        "rooms": offered(request, PRODUCTION_ROOMS, current) if current else [],
        "office_rooms": offered(request, OFFICE_ROOMS),
    }


def _has(production: Any, room: Room) -> bool:
    return room.plant if production.kind == "plant" else room.film


def _is_current(request: HttpRequest, room: Room, production: UUID | None) -> bool:
    match = request.resolver_match
    if match is None or match.kwargs.get("production") != production:
        return False  # delivery and mailbox share a namespace: one is a production's, the other the office's
    if match.view_name == room.url_name:
        return True
    if match.namespace == "organizations" and not production:
        return room.key == "members" and match.url_name != "roles"  # what is not about roles is about a member
    return bool(match.namespace) and match.namespace in room.namespaces

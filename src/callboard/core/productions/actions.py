"""Making, changing and closing productions, and their single days off."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import asdict

from callboard.core.audit.actions import acting
from callboard.core.errors import NotFound
from callboard.core.organizations.models import DayOff, Membership, Production, ProductionAccess
from callboard.core.organizations.rules import ROLE_TABLE, Permission, Role
from callboard.core.productions.rules import ProductionTerms, check_terms

ProductionListener = Callable[[Production, dt.datetime], None]
production_listeners: list[ProductionListener] = []
"""Called in the transaction that makes a production, so that floors above set up what every production has."""


def create_production(terms: ProductionTerms, *, by: Membership, at: dt.datetime) -> Production:
    """Open a production; who made it sees it. Raises TitleMissing, NoSuchZone, NoDayLeftToWork, ColorTwice."""
    check_terms(terms)
    with acting(by, "create production", at=at, may=Permission.CREATE_PRODUCTION) as record:
        production = Production(organization=by.organization, **_fields(terms))
        production.save()
        if not ROLE_TABLE[Role(by.role)].sees_every_production:
            ProductionAccess(organization=by.organization, production=production, membership=by).save()
        for listener in production_listeners:
            listener(production, at)
        record.about(production)
        record.belongs_to(production)
    return production


def change_production(
    production: Production, terms: ProductionTerms, *, by: Membership, at: dt.datetime, version: int
) -> Production:
    """Change a production's terms. Raises StaleEdit and what `create_production` raises."""
    check_terms(terms)
    with acting(
        by,
        "change production",
        at=at,
        may=Permission.CHANGE_PRODUCTION,
        production=production,
        on=production,
        version=version,
    ) as record:
        fields = _fields(terms)
        record.note(changed=sorted(name for name, value in fields.items() if getattr(production, name) != value))
        for name, value in fields.items():
            setattr(production, name, value)
        production.save()
    return production


def close_production(production: Production, *, by: Membership, at: dt.datetime, version: int) -> Production:
    """Put a production away: it stays readable, and its people may be erased."""
    with acting(
        by,
        "close production",
        at=at,
        may=Permission.CHANGE_PRODUCTION,
        production=production,
        on=production,
        version=version,
    ):
        production.closed_at = at
        production.save()
    return production


def reopen_production(production: Production, *, by: Membership, at: dt.datetime, version: int) -> Production:
    """Take a closed production up again."""
    with acting(
        by,
        "reopen production",
        at=at,
        may=Permission.CHANGE_PRODUCTION,
        production=production,
        on=production,
        version=version,
    ):
        production.closed_at = None
        production.save()
    return production


def set_day_off(
    production: Production, on: dt.date, *, reason: str, is_worked: bool, by: Membership, at: dt.datetime
) -> DayOff:
    """Take one date off, or work one that the week or a holiday gives off; saying it again changes what was said."""
    with acting(
        by, "set day off", at=at, may=Permission.CHANGE_PRODUCTION, production=production, on=production
    ) as record:
        day, _ = DayOff.objects.update_or_create(
            organization=production.organization,
            production=production,
            on=on,
            defaults={"reason": reason[:80], "is_worked": is_worked},
        )
        record.note(day=on.isoformat(), is_worked=is_worked)
    return day


def remove_day_off(production: Production, on: dt.date, *, by: Membership, at: dt.datetime) -> None:
    """Let the date be what the week and the holidays make it. Raises NotFound."""
    with acting(
        by, "remove day off", at=at, may=Permission.CHANGE_PRODUCTION, production=production, on=production
    ) as record:
        removed, _ = DayOff.objects.filter(production=production, on=on).delete()
        if not removed:
            raise NotFound()
        record.note(day=on.isoformat())


def _fields(terms: ProductionTerms) -> dict[str, object]:
    fields = asdict(terms)
    return fields | {
        "title": terms.title.strip(),
        "weekly_days_off": sorted(set(terms.weekly_days_off)),
        "edition_colors": list(terms.edition_colors),
    }

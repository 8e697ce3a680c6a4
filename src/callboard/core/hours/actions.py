"""Recording when somebody was called and dismissed: facts, corrected by facts."""

from __future__ import annotations

import datetime as dt

from callboard.core.audit.actions import acting
from callboard.core.hours.models import WorkedShift
from callboard.core.hours.rules import Shift
from callboard.core.hours.shift_rules import ReasonMissing, ShiftRecordedAlready, ShiftReplacedAlready, check_shift
from callboard.core.organizations.models import Membership, Production
from callboard.core.organizations.rules import Permission
from callboard.core.people.models import Party


def record_shift(
    production: Production, party: Party, shift: Shift, *, day: dt.date, by: Membership, at: dt.datetime
) -> WorkedShift:
    """Record a party's real first call and dismissal of a production day.

    Raises DismissedBeforeCalled, ShiftTooLong, ShiftRecordedAlready.
    """
    check_shift(shift.called_at, shift.dismissed_at)
    with acting(by, "record hours", at=at, may=Permission.RECORD_HOURS, production=production) as record:
        _one_at_a_time(party)
        in_force = WorkedShift.objects.filter(production=production, party=party, day=day, replaced_by=None)
        if in_force.exists():
            raise ShiftRecordedAlready(name=party.name, day=day.isoformat())
        row = _row(production, party, shift, day=day, by=by, at=at)
        row.save()
        record.about(party)
        record.note(day=day.isoformat())
    return row


def correct_shift(wrong: WorkedShift, shift: Shift, *, reason: str, by: Membership, at: dt.datetime) -> WorkedShift:
    """Put a right entry in place of a wrong one; both stay, with the reason.

    Raises ReasonMissing, ShiftReplacedAlready, DismissedBeforeCalled, ShiftTooLong.
    """
    check_shift(shift.called_at, shift.dismissed_at)
    if not reason.strip():
        raise ReasonMissing()
    with acting(by, "correct hours", at=at, may=Permission.RECORD_HOURS, production=wrong.production) as record:
        _one_at_a_time(wrong.party)
        if WorkedShift.objects.filter(replaces=wrong).exists():
            raise ShiftReplacedAlready()
        row = _row(wrong.production, wrong.party, shift, day=wrong.day, by=by, at=at)
        row.replaces, row.reason = wrong, reason.strip()[:200]
        row.save()
        record.about(wrong.party)
        record.note(day=wrong.day.isoformat(), reason=row.reason)
    return row


def _one_at_a_time(party: Party) -> None:
    """Two who type the same person's hours at once are taken one after the other: the second sees the first's."""
    Party.objects.select_for_update().get(pk=party.pk)


def _row(
    production: Production, party: Party, shift: Shift, *, day: dt.date, by: Membership, at: dt.datetime
) -> WorkedShift:
    return WorkedShift(
        organization=production.organization,
        production=production,
        party=party,
        day=day,
        called_at=shift.called_at,
        dismissed_at=shift.dismissed_at,
        recorded_at=at,
        recorded_by_name=by.name,
    )

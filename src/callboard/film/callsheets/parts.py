"""From a working sheet to what each party must know of it: one personal part per call."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from callboard.core.engagements.models import Engagement
from callboard.core.organizations.models import Production
from callboard.core.people.models import Party
from callboard.core.places.models import Place
from callboard.film.callsheets.models import Call
from callboard.film.callsheets.part_rules import PartContact, PartPlace, PartScene, PersonalPart
from callboard.film.callsheets.queries import CallView, SheetView

# Whom a crew member rings up at night, in the order in which they are printed.
CONTACT_POSITIONS = ("1st AD", "2nd AD", "2nd 2nd AD", "Production coordinator", "UPM", "Line producer")


@dataclass(frozen=True)
class PartyPart:
    """One party with its part; heads of department get the whole sheet besides."""

    party: Party
    part: PersonalPart
    gets_all: bool


def personal_parts(view: SheetView) -> list[PartyPart]:
    """The part of everyone who is called, each party once; of two jobs the earlier call counts."""
    contacts = contacts_of(view.sheet.production)
    found: dict[int, PartyPart] = {}
    for call in sorted(view.calls, key=_first_call):
        party = call.engagement.party
        if call.is_called and party.pk not in found:
            found[party.pk] = PartyPart(party, _part(view, call, contacts), call.engagement.is_head)
    return list(found.values())


def contacts_of(production: Production) -> tuple[PartContact, ...]:
    """The assistant directors and the production office, with the phones they answer."""
    wanted = {position.casefold(): rank for rank, position in enumerate(CONTACT_POSITIONS)}
    engaged = Engagement.objects.filter(production=production, ended_at=None, kind=Engagement.Kind.CREW)
    people = [engagement for engagement in engaged.select_related("party") if engagement.position.casefold() in wanted]
    people.sort(key=lambda engagement: (wanted[engagement.position.casefold()], engagement.party.name))
    return tuple(PartContact(e.party.name, e.position, e.party.phone) for e in people)


def part_place(place: Place | None, *, parking: Place | None = None) -> PartPlace:
    """A place as a party needs it; the crew's parking lot where the sheet names one."""
    if place is None:
        return PartPlace()
    lot = ", ".join(filter(None, (parking.name, parking.address))) if parking else place.parking
    return PartPlace(name=place.name, address=place.address, parking=lot, notes=place.access)


def lines_of(text: str) -> tuple[str, ...]:
    """A text field's lines, without empty ones."""
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def _first_call(call: CallView) -> tuple[bool, int, int]:
    first = call.times.first_call
    return (first is None, first or 0, call.call.pk)


def _part(view: SheetView, call: CallView, contacts: Sequence[PartContact]) -> PersonalPart:
    sheet, department = view.sheet, call.engagement.department
    place = call.place if call.engagement.kind == Engagement.Kind.CAST or call.call.place else None
    return PersonalPart(
        production=sheet.production.title,
        day_on=sheet.day.isoformat(),
        day_number=sheet.day_number or 0,
        day_count=sheet.day_count or 0,
        zone=sheet.production.zone,
        unit=sheet.unit,
        position=_position(call),
        status=call.call.status,
        is_on_call=call.call.anchor == Call.Anchor.ON_CALL,
        times=call.times,
        general_call=sheet.general_call,
        place=part_place(place or sheet.main_place, parking=sheet.crew_parking),
        unit_base=part_place(sheet.unit_base),
        scenes=_scenes(call),
        safety_notes=lines_of(sheet.safety),
        hospital=sheet.hospital,
        general_notes=(*lines_of(sheet.notes), *lines_of(call.call.remarks), *_department_note(view, call)),
        channel=department.channel if department else "",
        contacts=tuple(contacts),
    )


def _position(call: CallView) -> str:
    if call.role is not None:
        return f"{call.role.number} {call.role.name}".strip()
    return call.engagement.position


def _scenes(call: CallView) -> tuple[PartScene, ...]:
    """The cast's own scenes: crew and background are called for the whole day."""
    return tuple(
        PartScene(
            number=row.row.label,
            set_name=row.row.scene.set_name if row.row.scene else row.row.description,
            synopsis=row.row.description if row.row.scene else "",
        )
        for row in call.rows
    )


def _department_note(view: SheetView, call: CallView) -> tuple[str, ...]:
    notes = [note.text for note in view.notes if note.department_id == call.engagement.department_id]
    return tuple(line for note in notes for line in lines_of(note))

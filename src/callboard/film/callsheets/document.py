"""From a working sheet to the printed one: every value resolved to text for its reader."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from callboard.almanac.sun import sun_on
from callboard.core.calendars.rules import show_minutes
from callboard.core.hours.minor_rules import minor_band
from callboard.core.places.models import Place
from callboard.film.callsheets.models import BackgroundGroup, Call
from callboard.film.callsheets.parts import contacts_of, lines_of
from callboard.film.callsheets.queries import CallView, DepartmentView, RowView, SheetView
from callboard.film.stripboard.rules import strip_look
from callboard.formats.eighths import eighths_text
from callboard.formats.pdf import callsheet as pdf
from callboard.formats.pdf.paper_colors import paper_color

ON_CALL = "O/C"
# Tints that underline a color's name on screen and paper; the name is always printed.


def call_sheet_document(view: SheetView, mark: pdf.EditionMark) -> pdf.CallSheetDocument:
    """The whole sheet, front and back."""
    sheet = view.sheet
    return pdf.CallSheetDocument(
        production=_production(view),
        day=pdf.ShootDay(
            number=sheet.day_number or 1, total=sheet.day_count, date=f"{sheet.day:%A %d %B %Y}", unit=sheet.unit
        ),
        edition=mark,
        times=pdf.DayTimes(
            general_call=show_minutes(sheet.general_call),
            shooting_call=_time(sheet.shooting_call),
            estimated_wrap=_time(sheet.estimated_wrap),
            breakfast=_time(sheet.breakfast),
            lunch=_time(sheet.lunch),
        ),
        emergency=pdf.Emergency(
            number=sheet.production.emergency_number,
            hospital=sheet.hospital,
        ),
        script=_revision(sheet.script_color),
        schedule=_revision(sheet.schedule_color),
        weather=pdf.Weather(summary=sheet.weather),
        sun=_sun(view),
        front=_front(view),
        back=_back(view),
    )


def _time(minutes: int | None) -> str:
    return "" if minutes is None else show_minutes(minutes)


def _revision(color: str) -> pdf.Revision | None:
    return pdf.Revision(paper_color(color)) if color else None


def _production(view: SheetView) -> pdf.Production:
    production = view.sheet.production
    episodes = {row.row.scene.episode for row in view.rows if row.row.scene}
    return pdf.Production(
        company=production.company,
        title=view.sheet.title or production.title,
        episode=", ".join(sorted(str(episode) for episode in episodes if str(episode))),
        key_people=tuple(
            pdf.KeyPerson(role=contact.position, name=contact.name, phone=contact.phone)
            for contact in contacts_of(production)
        ),
    )


def _sun(view: SheetView) -> pdf.SunTimes:
    place = view.sheet.main_place
    if place is None or place.latitude is None or place.longitude is None:
        return pdf.SunTimes()
    sun = sun_on(
        view.sheet.day,
        latitude=float(place.latitude),
        longitude=float(place.longitude),
        zone=ZoneInfo(view.sheet.production.zone),
    )
    return pdf.SunTimes(
        sunrise=_clock(sun.sunrise),
        sunset=_clock(sun.sunset),
        civil_dawn=_clock(sun.civil_dawn),
        civil_dusk=_clock(sun.civil_dusk),
    )


def _clock(moment: dt.datetime | None) -> str:
    return f"{moment:%H:%M}" if moment else ""


def _front(view: SheetView) -> pdf.FrontPage:
    sheet = view.sheet
    marks = _place_marks(view)
    return pdf.FrontPage(
        locations=tuple(_location(view, place, mark) for place, mark in marks.items()),
        company_moves=tuple(
            pdf.CompanyMove(time="", origin="", destination="", note=line) for line in lines_of(sheet.company_moves)
        ),
        running_order=tuple(_line(row, marks) for row in view.rows),
        total_pages=eighths_text(sum(row.row.eighths for row in view.rows)),
        total_time=show_minutes(sum(row.row.minutes for row in view.rows)) if view.rows else "",
        cast=tuple(_cast(call) for call in view.cast),
        background=tuple(_background(view, group) for group in view.groups),
        minors=tuple(_minor(view, call) for call in view.calls if call.engagement.party.is_minor and call.is_called),
        advance=tuple(pdf.AdvanceDay(day="", date=line) for line in lines_of(sheet.advance)),
        safety=lines_of(sheet.safety),
        is_closed_set=sheet.closed_set,
        are_photos_forbidden=True,
        notices=(),
    )


def _place_marks(view: SheetView) -> dict[Place, str]:
    places = [place for place in (view.sheet.main_place, *(row.row.place for row in view.rows)) if place]
    return {place: str(number) for number, place in enumerate(dict.fromkeys(places), start=1)}


def _location(view: SheetView, place: Place, mark: str) -> pdf.LocationSheet:
    sheet = view.sheet
    sets = dict.fromkeys(row.row.scene.set_name for row in view.rows if row.row.scene and row.row.place == place)
    return pdf.LocationSheet(
        mark=mark,
        name=place.name,
        address=place.address,
        sets=", ".join(sets),
        unit_base=_named(sheet.unit_base),
        crew_parking=_named(sheet.crew_parking) or place.parking,
        holding=", ".join(dict.fromkeys(group.holding for group in view.groups if group.holding)),
        map_url=place.map_url,
        notes=place.access,
    )


def _named(place: Place | None) -> str:
    return ", ".join(filter(None, (place.name, place.address))) if place else ""


def _line(row: RowView, marks: dict[Place, str]) -> pdf.SceneLine | pdf.BannerLine:
    scene = row.row.scene
    time = _time(row.time.starts) if row.time else ""
    if scene is None and not row.row.cast_numbers and not row.row.place:
        return pdf.BannerLine(text=" — ".join(filter(None, (row.row.label, row.row.description))), time=time)
    location = marks.get(row.row.place, "") if row.row.place else ""
    if scene is None:
        return pdf.SceneLine(
            number=row.row.label, int_ext="", set_name="", day_night="", pages="", cast=row.cast_text,
            synopsis=row.row.description, location=location, time=time,
        )  # fmt: skip
    return pdf.SceneLine(
        number=row.row.label,
        int_ext=scene.int_ext,
        set_name=scene.set_name,
        day_night=scene.time_of_day,
        pages=eighths_text(row.row.eighths),
        cast=row.cast_text,
        synopsis=row.row.description or scene.synopsis,
        location=location,
        time=time,
        notes=scene.shot_as,
        tint=strip_look(scene.int_ext, scene.shot_as or scene.time_of_day).paper,
    )


def _cast(call: CallView) -> pdf.CastCall:
    times = call.times
    return pdf.CastCall(
        number=call.role.number if call.role else "",
        character=call.role.name if call.role else call.engagement.position,
        artist=call.engagement.party.name,
        status=call.call.status,
        pick_up=_time(times.pick_up) if call.is_called else "",
        report=_report(call),
        make_up=_time(times.make_up) if call.is_called else "",
        wardrobe=_time(times.wardrobe) if call.is_called else "",
        on_set=_time(times.on_set) if call.is_called else "",
        remarks=call.call.remarks,
        is_minor=call.engagement.party.is_minor,
    )


def _report(call: CallView) -> str:
    if not call.is_called:
        return ""
    return ON_CALL if call.call.anchor == Call.Anchor.ON_CALL else _time(call.times.report)


def _background(view: SheetView, group: BackgroundGroup) -> pdf.BackgroundCall:
    call = group.minutes if group.anchor == "fixed" else view.sheet.general_call + group.minutes
    return pdf.BackgroundCall(
        count=group.count, group=group.name, call=show_minutes(call), holding=group.holding, wardrobe=group.wardrobe
    )


def _minor(view: SheetView, call: CallView) -> pdf.MinorHours:
    party = call.engagement.party
    plan = call.planned.minor
    band = minor_band(party.birth_on, view.sheet.day) if plan and party.birth_on else None
    first = call.times.first_call
    return pdf.MinorHours(
        cast_number=call.role.number if call.role else "",
        name=party.name,
        # The age band, never the birth date: the sheet goes to the whole crew.
        age=band.label if band else "",
        arrive=_time(first),
        school=show_minutes(band.school_minutes) if band and plan and plan.school_today else "",
        dismiss_by=_time(first + band.at_place_minutes + 30) if band and first is not None else "",
        guardian=party.guardian_name,
    )


def _back(view: SheetView) -> pdf.BackPage:
    sheet, heads = view.sheet, view.head_count
    meals = [("Breakfast", sheet.breakfast), ("Lunch", sheet.lunch)]
    return pdf.BackPage(
        departments=tuple(_department(view, department) for department in view.departments),
        meals=tuple(
            pdf.MealCount(
                meal=meal,
                time=_time(at),
                cast_count=heads.cast,
                crew_count=heads.crew,
                background_count=heads.background,
                other_count=heads.vendors,
            )
            for meal, at in meals
            if at is not None
        ),
        diets=tuple(pdf.DietCount(diet, count) for diet, count in heads.diets.items()),
        department_notes=_department_notes(view),
        channels=tuple(pdf.WalkieChannel(channel.channel, channel.use) for channel in view.channels),
        equipment=tuple(pdf.EquipmentExtra(line) for line in lines_of(sheet.equipment)),
        contacts=tuple(
            pdf.ContactLine(role=call.engagement.position, name=call.engagement.party.name)
            for call in view.vendors
            if call.is_called
        ),
        general_notes=lines_of(sheet.notes),
    )


def _department_notes(view: SheetView) -> tuple[pdf.DepartmentNote, ...]:
    """Each department's note; transport is typed as free lines and printed with them."""
    transport = lines_of(view.sheet.transport)
    notes = [pdf.DepartmentNote(note.department.name, lines_of(note.text)) for note in view.notes]
    return (*notes, *([pdf.DepartmentNote("Transport", transport)] if transport else []))


def _department(view: SheetView, department: DepartmentView) -> pdf.Department:
    calls = [call for call in department.calls if call.is_called]
    pre_call = department.department.pre_call_minutes if department.department else 0
    return pdf.Department(
        name=department.department.name if department.department else "",
        call=show_minutes(view.sheet.general_call - pre_call),
        crew=tuple(
            pdf.CrewCall(
                position=call.engagement.position,
                name=call.engagement.party.name,
                call=ON_CALL if call.call.anchor == Call.Anchor.ON_CALL else _time(call.times.report),
            )
            for call in calls
        ),
    )

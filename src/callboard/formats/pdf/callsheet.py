"""The values of one call sheet, front and back, as they are to be printed.

Every text is already resolved for its reader: times are local ("07:45" or "7:45 AM"), pages are
eighths as the trade writes them ("1 4/8"), an unknown is "". The renderer adds labels and layout
and computes nothing but column balance and head-count totals.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Status = Literal["preliminary", "final", "void"]


@dataclass(frozen=True)
class KeyPerson:
    """A producer, director, UPM or assistant director, with the phone that is answered today."""

    role: str
    name: str
    phone: str = ""


@dataclass(frozen=True)
class Production:
    """What is being made and by whom; `key_people` are printed in the order given."""

    company: str
    title: str
    episode: str = ""
    office_address: str = ""
    office_phone: str = ""
    key_people: tuple[KeyPerson, ...] = ()


@dataclass(frozen=True)
class ShootDay:
    """Day n of N; `total` is None while the schedule is open. `unit` as in "Main unit"."""

    number: int
    date: str
    total: int | None = None
    unit: str = ""


@dataclass(frozen=True)
class PaperColor:
    """A revision color: its name is always printed, `tint` ("#rrggbb") only underlines it."""

    name: str
    tint: str = "#ffffff"


@dataclass(frozen=True)
class Revision:
    """Color, version and date of the script or schedule that this sheet was made from."""

    color: PaperColor
    version: str = ""
    date: str = ""


@dataclass(frozen=True)
class EditionMark:
    """Which edition this sheet is, and the address that tells whether it is still the current one.

    `status_url` becomes the QR code on every page; "" prints none.
    """

    label: str
    status: Status
    color: PaperColor
    issued: str = ""
    issued_by: str = ""
    status_url: str = ""


@dataclass(frozen=True)
class DayTimes:
    """The times everybody reads first; `others` are (label, time) pairs the coordinator named."""

    general_call: str
    shooting_call: str = ""
    estimated_wrap: str = ""
    breakfast: str = ""
    lunch: str = ""
    others: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Weather:
    """The forecast as typed in."""

    summary: str = ""
    high: str = ""
    low: str = ""
    wind: str = ""
    rain: str = ""


@dataclass(frozen=True)
class SunTimes:
    """Local times of the sun at the day's first location; "" where the sun does not rise or set."""

    sunrise: str = ""
    sunset: str = ""
    civil_dawn: str = ""
    civil_dusk: str = ""


@dataclass(frozen=True)
class Emergency:
    """Nearest hospital with an emergency room, the number to dial, and who gives first aid on set."""

    number: str
    hospital: str = ""
    hospital_address: str = ""
    hospital_phone: str = ""
    hospital_distance: str = ""
    first_aid: str = ""


@dataclass(frozen=True)
class LocationSheet:
    """One real address of the day; `mark` is what scene rows refer to ("1", "A")."""

    mark: str
    name: str
    address: str = ""
    sets: str = ""
    unit_base: str = ""
    crew_parking: str = ""
    holding: str = ""
    contact: str = ""
    map_url: str = ""
    notes: str = ""


@dataclass(frozen=True)
class CompanyMove:
    """The company travels from one place to another."""

    time: str
    origin: str
    destination: str
    note: str = ""


@dataclass(frozen=True)
class SceneLine:
    """One placement of a scene in the running order; `cast` as printed ("1, 2, 7")."""

    number: str
    int_ext: str
    set_name: str
    day_night: str
    pages: str
    cast: str = ""
    synopsis: str = ""
    location: str = ""
    time: str = ""
    notes: str = ""
    tint: str = "#ffffff"


@dataclass(frozen=True)
class BannerLine:
    """A line across the running order: a company move, a meal, a set-up, a note."""

    text: str
    time: str = ""


@dataclass(frozen=True)
class CastCall:
    """One artist's day; `status` is the schedule code (SW, W, WF, H, TR ...)."""

    number: str
    character: str
    artist: str
    status: str = ""
    pick_up: str = ""
    report: str = ""
    make_up: str = ""
    wardrobe: str = ""
    on_set: str = ""
    remarks: str = ""
    is_minor: bool = False


@dataclass(frozen=True)
class StandInCall:
    """A stand-in, photo double or stunt double, and for whom."""

    name: str
    stands_in_for: str
    report: str = ""
    on_set: str = ""
    remarks: str = ""


@dataclass(frozen=True)
class BackgroundCall:
    """A group of background artists."""

    count: int
    group: str
    call: str = ""
    on_set: str = ""
    holding: str = ""
    wardrobe: str = ""
    remarks: str = ""


@dataclass(frozen=True)
class MinorHours:
    """The hours a minor may be kept, and who looks after them."""

    cast_number: str
    name: str
    age: str
    arrive: str = ""
    school: str = ""
    work: str = ""
    dismiss_by: str = ""
    guardian: str = ""
    teacher: str = ""
    remarks: str = ""


@dataclass(frozen=True)
class AdvanceDay:
    """One of the next one to three days, with its scenes in order."""

    day: str
    date: str
    call: str = ""
    location: str = ""
    scenes: tuple[SceneLine, ...] = ()
    note: str = ""


@dataclass(frozen=True)
class CrewCall:
    """One crew member; `call` is a time or the trade's words (O/C, per HOD); `offset` as "pre-call −0:30"."""

    position: str
    name: str
    call: str
    offset: str = ""
    phone: str = ""


@dataclass(frozen=True)
class Department:
    """A department of the crew, in the order it is to be printed."""

    name: str
    crew: tuple[CrewCall, ...]
    call: str = ""


@dataclass(frozen=True)
class MealCount:
    """Heads to be fed at one meal; the printed total is the sum."""

    meal: str
    time: str = ""
    place: str = ""
    cast_count: int = 0
    crew_count: int = 0
    background_count: int = 0
    other_count: int = 0


@dataclass(frozen=True)
class DietCount:
    """How many of the heads eat by a diet or must avoid something."""

    diet: str
    count: int


@dataclass(frozen=True)
class DepartmentNote:
    """What one department has to bring or know today (props, SFX, stunts, animals, vehicles ...)."""

    department: str
    notes: tuple[str, ...]


@dataclass(frozen=True)
class TransportOrder:
    """One run of one vehicle."""

    vehicle: str
    driver: str = ""
    phone: str = ""
    passengers: str = ""
    origin: str = ""
    destination: str = ""
    leaves: str = ""
    arrives: str = ""
    remarks: str = ""


@dataclass(frozen=True)
class WalkieChannel:
    """A radio channel and who talks on it."""

    channel: str
    use: str


@dataclass(frozen=True)
class EquipmentExtra:
    """Equipment beyond the standing package."""

    item: str
    quantity: str = ""
    department: str = ""
    supplier: str = ""
    remarks: str = ""


@dataclass(frozen=True)
class ContactLine:
    """Somebody outside the crew table who may have to be reached."""

    role: str
    name: str
    phone: str = ""
    email: str = ""


@dataclass(frozen=True)
class PersonalPart:
    """The reader's own part, boxed above everything else; None on the copy for the wall."""

    name: str
    position: str = ""
    call: str = ""
    place: str = ""
    note: str = ""


@dataclass(frozen=True)
class FrontPage:
    """Everything on the front below the head of the sheet, in printing order."""

    locations: tuple[LocationSheet, ...] = ()
    company_moves: tuple[CompanyMove, ...] = ()
    running_order: tuple[SceneLine | BannerLine, ...] = ()
    total_pages: str = ""
    total_time: str = ""
    cast: tuple[CastCall, ...] = ()
    stand_ins: tuple[StandInCall, ...] = ()
    background: tuple[BackgroundCall, ...] = ()
    minors: tuple[MinorHours, ...] = ()
    advance: tuple[AdvanceDay, ...] = ()
    safety: tuple[str, ...] = ()
    is_closed_set: bool = False
    are_photos_forbidden: bool = False
    notices: tuple[str, ...] = ()


@dataclass(frozen=True)
class BackPage:
    """Everything on the back, in printing order."""

    departments: tuple[Department, ...] = ()
    meals: tuple[MealCount, ...] = ()
    diets: tuple[DietCount, ...] = ()
    department_notes: tuple[DepartmentNote, ...] = ()
    transport: tuple[TransportOrder, ...] = ()
    channels: tuple[WalkieChannel, ...] = ()
    equipment: tuple[EquipmentExtra, ...] = ()
    contacts: tuple[ContactLine, ...] = ()
    general_notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class CallSheetDocument:
    """A complete two-sided call sheet."""

    production: Production
    day: ShootDay
    edition: EditionMark
    times: DayTimes
    emergency: Emergency
    script: Revision | None = None
    schedule: Revision | None = None
    weather: Weather = field(default_factory=Weather)
    sun: SunTimes = field(default_factory=SunTimes)
    front: FrontPage = field(default_factory=FrontPage)
    back: BackPage = field(default_factory=BackPage)
    personal: PersonalPart | None = None

"""The shapes that go over the wire. Serializers list their fields by name: a new column is never shown by accident."""

from __future__ import annotations

import datetime as dt
from typing import Literal
from uuid import UUID

from ninja import Schema
from pydantic import Field, field_validator


class Asked(Schema):
    """What a program sends. PostgreSQL keeps no NUL in a text, and no person ever means one."""

    @field_validator("*")
    @classmethod
    def refuse_nul(cls, value: object) -> object:
        """Refuse a text with a NUL in it."""
        if isinstance(value, str) and "\0" in value:
            raise ValueError("A NUL character is not text: leave it out.")
        return value


class Problem(Schema):
    """A refusal (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str
    parameters: dict[str, str] = {}


class MeOut(Schema):
    """Who the credential acts as."""

    name: str
    role: str
    organization: str
    permissions: list[str]


class ProductionOut(Schema):
    """A production that the member can see."""

    id: UUID
    title: str
    kind: str
    company: str
    zone: str
    starts_on: dt.date
    version: int


class SceneOut(Schema):
    """A scene of the breakdown."""

    id: UUID
    episode: str
    number: str
    heading: str
    int_ext: str
    set: str
    time_of_day: str
    time_of_day_inferred: bool
    eighths: int
    eighths_estimated: bool
    minutes: int
    omitted: bool
    version: int


class ImportOut(Schema):
    """What an import brought."""

    id: UUID
    title: str
    scenes: int
    eighths: int
    faults: list[dict[str, object]]
    notes: list[dict[str, object]]


class StripOut(Schema):
    """A strip on the board."""

    id: UUID
    version: int
    kind: str
    scene: str
    text: str
    eighths: int
    minutes: int
    cast: list[str]


class BoardDayOut(Schema):
    """A day of the board with its totals."""

    number: int
    on: dt.date
    eighths: int
    minutes: int
    strips: list[StripOut]


class BoardOut(Schema):
    """A version of the schedule."""

    id: UUID
    name: str
    version: int
    days: list[BoardDayOut]
    boneyard: list[StripOut]


class StripRef(Asked):
    """A strip as the caller saw it."""

    id: UUID
    version: int


class PlaceStripsIn(Asked):
    """Put strips, in this order, behind another (null: first) of the board or the boneyard."""

    strips: list[StripRef] = Field(min_length=1, max_length=500)
    after: UUID | None = None
    area: Literal["board", "boneyard"] = "board"


class MoveOut(Schema):
    """A move that can be undone, and the versions that its strips have now."""

    id: UUID
    verb: str
    strips: list[StripRef]


class EngagementOut(Schema):
    """Who is on board as what. Contact fields are null for roles that may not see them."""

    id: UUID
    name: str
    kind: str
    position: str
    department: str
    is_head: bool
    email: str | None
    phone: str | None
    version: int


class PartyIn(Asked):
    """Who is taken on board."""

    name: str = Field(min_length=1, max_length=160)
    kind: Literal["person", "company"] = "person"
    email: str = Field("", max_length=254)
    phone: str = Field("", max_length=40)
    diet: str = Field("", max_length=60)


class TermsIn(Asked):
    """As what, where, and when."""

    kind: Literal["cast", "crew", "background", "vendor"]
    position: str = Field(min_length=1, max_length=80)
    department: str = Field("", max_length=60)
    is_head: bool = False
    starts_on: dt.date | None = None
    ends_on: dt.date | None = None
    make_up_minutes: int = Field(0, ge=0, le=600)
    wardrobe_minutes: int = Field(0, ge=0, le=600)
    travel_minutes: int = Field(0, ge=0, le=600)
    drives: bool = False


class EngageIn(Asked):
    """A new hire."""

    party: PartyIn
    terms: TermsIn


class PapersOut(Schema):
    """One line of the contract wall: kind of paper → where it stands."""

    name: str
    kind: str
    position: str
    is_cleared: bool
    papers: dict[str, str]


class PlaceOut(Schema):
    """A place."""

    id: UUID
    kind: str
    name: str
    address: str
    parking: str
    version: int


class PlaceIn(Asked):
    """New words for a place; what is left out stays."""

    name: str | None = Field(None, max_length=120)
    address: str | None = Field(None, max_length=300)
    parking: str | None = Field(None, max_length=300)
    access: str | None = Field(None, max_length=5000)


class CallOut(Schema):
    """One party's call, worked back from the set. Times are minutes after midnight of the production day."""

    id: UUID
    name: str
    kind: str
    anchor: str
    is_called: bool
    first_call: int | None
    pick_up: int | None
    report: int | None
    on_set: int | None
    breaks: list[str]
    version: int


class CallSheetOut(Schema):
    """A working call sheet."""

    id: UUID
    day: dt.date
    title: str
    general_call: int
    version: int
    calls: list[CallOut] = []


class DraftIn(Asked):
    """Draft the sheet of a day of the active board."""

    day: dt.date
    general_call: int = Field(420, ge=0, le=2879)


class PushIn(Asked):
    """Push the general call."""

    minutes: int = Field(ge=-720, le=720)
    hold_rested: bool = True


class PublishIn(Asked):
    """Publish as the edition whose number the preview showed."""

    expected_number: int = Field(ge=1)


class PlannedOut(Schema):
    """How publishing would tell one party."""

    name: str
    audience: str
    changes: list[dict[str, object]]
    blockers: list[str]


class PreviewOut(Schema):
    """What publishing would do."""

    number: int
    color: str
    parties: list[PlannedOut]


class EditionOut(Schema):
    """A published edition."""

    id: UUID
    title: str
    number: int
    color: str
    day: dt.date | None
    published_at: dt.datetime
    summary: dict[str, int]


class HoursIn(Schema):
    """When somebody was called and dismissed: minutes after midnight of the production day, 1515 is 01:15 the next."""

    engagement: UUID
    day: dt.date
    called: int = Field(ge=-1440, le=2879)
    dismissed: int = Field(ge=-1440, le=4319)


class ShiftOut(Schema):
    """A shift on record, and the earliest next call that its rest allows."""

    id: UUID
    engagement: UUID
    name: str
    day: dt.date
    called_at: dt.datetime
    dismissed_at: dt.datetime
    earliest_next_call: dt.datetime


class DeliveryOut(Schema):
    """Where one party's part stands."""

    name: str
    audience: str
    state: str
    opened_at: dt.datetime | None
    confirmed_at: dt.datetime | None

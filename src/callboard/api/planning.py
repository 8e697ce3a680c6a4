"""Productions, scripts, scenes, the board and places over HTTP."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.http import HttpRequest
from ninja import File, Router
from ninja.files import UploadedFile

from callboard.api.door import expected_version, member_of, now, once, production_for, scoped
from callboard.api.schemas import (
    BoardDayOut,
    BoardOut,
    ImportOut,
    MeOut,
    MoveOut,
    PlaceIn,
    PlaceOut,
    PlaceStripsIn,
    Problem,
    ProductionOut,
    SceneOut,
    StripOut,
    StripRef,
)
from callboard.core.errors import NotFound
from callboard.core.organizations.permissions import may
from callboard.core.organizations.queries import productions_of
from callboard.core.organizations.rules import Permission
from callboard.core.places.actions import change_place
from callboard.core.places.queries import place_by_id, places_of
from callboard.core.places.rules import PlaceDetails
from callboard.film.breakdown.queries import scenes_of
from callboard.film.scripts.actions import import_script
from callboard.film.stripboard.actions import StripAt, place_strips, undo_move
from callboard.film.stripboard.queries import active_board, board_view, last_undoable_move

if TYPE_CHECKING:
    from callboard.core.places.models import Place
    from callboard.film.stripboard.models import Board, BoardMove
    from callboard.film.stripboard.queries import StripCard

router = Router(tags=["planning"])
REFUSALS = {403: Problem, 404: Problem, 409: Problem, 412: Problem, 422: Problem, 428: Problem}


@router.get("/me", response=MeOut)
@scoped
def me(request: HttpRequest) -> MeOut:
    """Who the credential acts as, and what it may do."""
    member = member_of(request)
    return MeOut(
        name=member.name,
        role=member.role,
        organization=member.organization.name,
        permissions=sorted(permission for permission in Permission if may(member, permission)),
    )


@router.get("/productions", response=list[ProductionOut])
@scoped
def list_productions(request: HttpRequest) -> list[ProductionOut]:
    """The productions that the member can see."""
    return [
        ProductionOut(
            id=row.public_id,
            title=row.title,
            kind=row.kind,
            company=row.company,
            zone=row.zone,
            starts_on=row.starts_on,
            version=row.version,
        )
        for row in productions_of(member_of(request))
    ]


@router.post("/productions/{production}/scripts", response={200: ImportOut, **REFUSALS})
@once
def import_a_script(
    request: HttpRequest,
    production: UUID,
    file: File[UploadedFile],
    episode: str = "",
) -> ImportOut:
    """Read a Fountain or Final Draft file into the breakdown: whole, or not at all."""
    show = production_for(request, production)
    script = import_script(show, file.read(), file.name or "script", episode, by=member_of(request), at=now())
    return ImportOut(
        id=script.public_id,
        title=script.title,
        scenes=script.scene_count,
        eighths=script.eighths,
        faults=script.faults,
        notes=script.notes,
    )


@router.get("/productions/{production}/scenes", response={200: list[SceneOut], **REFUSALS})
@scoped
def list_scenes(request: HttpRequest, production: UUID) -> list[SceneOut]:
    """The scenes in script order."""
    return [
        SceneOut(
            id=scene.public_id,
            episode=scene.episode.number,
            number=scene.number,
            heading=scene.heading,
            int_ext=scene.int_ext,
            set=scene.set_name,
            time_of_day=scene.time_of_day,
            time_of_day_inferred=scene.time_of_day_inferred,
            eighths=scene.eighths,
            eighths_estimated=scene.eighths_estimated,
            minutes=scene.minutes,
            omitted=scene.is_omitted,
            version=scene.version,
        )
        for scene in scenes_of(member_of(request), production_for(request, production))
    ]


@router.get("/productions/{production}/board", response={200: BoardOut, **REFUSALS})
@scoped
def read_board(request: HttpRequest, production: UUID) -> BoardOut:
    """The active board: days with their strips, and the boneyard."""
    view = board_view(_board(request, production))
    return BoardOut(
        id=view.board.public_id,
        name=view.board.name,
        version=view.board.version,
        days=[
            BoardDayOut(
                number=day.day.number,
                on=day.day.on,
                eighths=day.day.eighths,
                minutes=day.day.minutes,
                strips=[_strip(card) for card in day.cards],
            )
            for day in view.days
        ],
        boneyard=[_strip(card) for card in view.boneyard],
    )


@router.post("/productions/{production}/board/moves", response={200: MoveOut, **REFUSALS})
@once
def place_some_strips(request: HttpRequest, production: UUID, move: PlaceStripsIn) -> MoveOut:
    """Move strips. Each names the version it was seen at: one that moved on since refuses the whole move."""
    strips = [StripAt(strip.id, strip.version) for strip in move.strips]
    board = _board(request, production)
    return _moved(place_strips(board, strips, after=move.after, area=move.area, by=member_of(request), at=now()))


@router.post("/productions/{production}/board/undo", response={200: MoveOut, **REFUSALS})
@once
def undo_the_last_move(request: HttpRequest, production: UUID) -> MoveOut:
    """Take back the newest move that nobody took back."""
    move = last_undoable_move(_board(request, production))
    if move is None:
        raise NotFound()
    return _moved(undo_move(move, by=member_of(request), at=now()))


@router.get("/productions/{production}/places", response={200: list[PlaceOut], **REFUSALS})
@scoped
def list_places(request: HttpRequest, production: UUID) -> list[PlaceOut]:
    """The production's places."""
    return [_place(place) for place in places_of(member_of(request), production_for(request, production))]


@router.patch("/productions/{production}/places/{place}", response={200: PlaceOut, **REFUSALS})
@once
def change_a_place(request: HttpRequest, production: UUID, place: UUID, change: PlaceIn) -> PlaceOut:
    """Change a place (If-Match). Sheets that name it say so until they are published again."""
    version = expected_version(request)
    row = place_by_id(member_of(request), production_for(request, production), place)
    details = PlaceDetails(**{name: getattr(row, name) for name in PlaceDetails.__dataclass_fields__})
    changed = {name: value for name, value in change.model_dump(exclude_unset=True).items() if value is not None}
    new = PlaceDetails(**{**{name: getattr(details, name) for name in PlaceDetails.__dataclass_fields__}, **changed})
    return _place(change_place(row, new, by=member_of(request), at=now(), version=version))


def _board(request: HttpRequest, production: UUID) -> Board:
    board = active_board(member_of(request), production_for(request, production))
    if board is None:
        raise NotFound()
    return board


def _strip(card: StripCard) -> StripOut:
    return StripOut(
        id=card.strip.public_id,
        version=card.strip.version,
        kind=card.strip.kind,
        scene=card.scene.number if card.scene else "",
        text=card.strip.text,
        eighths=card.strip.eighths,
        minutes=card.strip.minutes,
        cast=[mark.number or mark.name for mark in card.cast],
    )


def _moved(move: BoardMove) -> MoveOut:
    strips = [StripRef(id=UUID(key), version=row["version"]) for key, row in move.after.items()]
    return MoveOut(id=move.public_id, verb=move.verb, strips=strips)


def _place(row: Place) -> PlaceOut:
    return PlaceOut(
        id=row.public_id, kind=row.kind, name=row.name, address=row.address, parking=row.parking, version=row.version
    )

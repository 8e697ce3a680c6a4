"""All tables of the floor, listed here so that a model may change rooms without a migration."""

from callboard.film.breakdown.models import Element, ElementCategory, Episode, Scene, SceneElement
from callboard.film.callsheets.models import BackgroundGroup, Call, CallSheet, DepartmentNote, SheetScene, WalkieChannel
from callboard.film.planning.models import LocationTerms, PlanningTerms, SetPlace, ShootingRun
from callboard.film.scripts.models import Script
from callboard.film.stripboard.models import Board, BoardMove, Strip

__all__ = [
    "BackgroundGroup",
    "Board",
    "BoardMove",
    "Call",
    "CallSheet",
    "DepartmentNote",
    "Element",
    "ElementCategory",
    "Episode",
    "LocationTerms",
    "PlanningTerms",
    "Scene",
    "SceneElement",
    "Script",
    "SetPlace",
    "SheetScene",
    "ShootingRun",
    "Strip",
    "WalkieChannel",
]

"""All tables of the floor, listed here so that a model may change rooms without a migration."""

from callboard.manufacturing.dispatch.models import DispatchList, DispatchRow
from callboard.manufacturing.imports.models import ImportDraft
from callboard.manufacturing.orders.models import ClientOrder, OrderDate, OrderLine
from callboard.manufacturing.products.models import Bom, BomLine, ItemLevel, Operation, Routing
from callboard.manufacturing.requirements.models import (
    ActionMessage,
    LateLine,
    MovedOrder,
    Need,
    PegEdge,
    PlanRun,
    Proposal,
)
from callboard.manufacturing.shop_floor.models import FloorReport, Nonconformance
from callboard.manufacturing.work_orders.models import WorkMaterial, WorkOperation, WorkOrder

__all__ = [
    "ActionMessage",
    "Bom",
    "BomLine",
    "ClientOrder",
    "DispatchList",
    "DispatchRow",
    "FloorReport",
    "ImportDraft",
    "ItemLevel",
    "LateLine",
    "MovedOrder",
    "Need",
    "Nonconformance",
    "Operation",
    "OrderDate",
    "OrderLine",
    "PegEdge",
    "PlanRun",
    "Proposal",
    "Routing",
    "WorkMaterial",
    "WorkOperation",
    "WorkOrder",
]

"""All tables of the floor, listed here so that a model may change rooms without a migration."""

from callboard.stock.counts.models import CountEntry, CountLine, CountList
from callboard.stock.items.models import Item, ItemFile, ItemUnit, Lot, SupplierItem
from callboard.stock.moves.models import Discrepancy, LotUse, Move, Reservation, Store
from callboard.stock.purchasing.models import PurchaseDate, PurchaseLine, PurchaseOrder
from callboard.stock.shipping.models import Package, Shipment, ShipmentLine

__all__ = [
    "CountEntry",
    "CountLine",
    "CountList",
    "Discrepancy",
    "Item",
    "ItemFile",
    "ItemUnit",
    "Lot",
    "LotUse",
    "Move",
    "Package",
    "PurchaseDate",
    "PurchaseLine",
    "PurchaseOrder",
    "Reservation",
    "Shipment",
    "ShipmentLine",
    "Store",
    "SupplierItem",
]

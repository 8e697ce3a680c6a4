"""What the demonstration's plant makes and uses: harbor lanterns, in three sizes and one for the wall. All invented."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class DemoItem:
    """One item: how it is known, where it comes from, what is there on the first day (in stock units)."""

    code: str
    name: str
    kind: str
    unit: str = "pcs"
    decimals: int = 0
    supplier: str = ""
    price: str = "0"
    """Of one stock unit, in dollars."""
    lead_days: int = 0
    opening: str = "0"
    store: str = ""
    more: dict[str, Any] = field(default_factory=dict)


CLIENTS = (
    ("Northpier Hotels", "orders@northpier.example"),
    ("Saltgrass Garden Centers", "buying@saltgrass.example"),
    ("City of Port Lantern", "works@portlantern.example"),
    ("Keel & Anchor Chandlers", "shop@keelanchor.example"),
    ("Lantern Street Pictures, props", "props@lanternstreet.example"),
    ("Fjordlys Import", "post@fjordlys.example"),
)
SUPPLIERS = (
    ("Bay Tube and Sheet", "sales@baytube.example"),
    ("Clearwater Glass", "orders@clearwaterglass.example"),
    ("Brightboard Electronics", "desk@brightboard.example"),
    ("Fastener Row", "counter@fastenerrow.example"),
    ("Coastal Coatings", "orders@coastalcoatings.example"),
    ("Carton and Crate", "hello@cartoncrate.example"),
    ("Hillside Galvanizing", "gate@hillsidegalv.example"),
)
_TUBE, _GLASS, _BOARD, _SCREWS, _PAINT, _BOXES = (name for name, _ in SUPPLIERS[:6])

ITEMS = (
    # Finished products
    DemoItem("LAN-S", "Harbor lantern, small", "finished product", price="31.00",
             opening="14", store="FG-01", lead_days=2),
    DemoItem("LAN-M", "Harbor lantern, medium", "finished product", price="36.00",
             opening="6", store="FG-01", lead_days=2),
    DemoItem("LAN-L", "Harbor lantern, large", "finished product", price="58.00",
             opening="0", store="FG-01", lead_days=3),
    DemoItem("LAN-W", "Harbor lantern for the wall", "finished product", price="33.00",
             opening="9", store="FG-01", lead_days=2),
    # Sub-assemblies
    DemoItem("BODY-S", "Body, small, painted", "sub-assembly", price="8.20", opening="10", store="B-01", lead_days=2),
    DemoItem("BODY-M", "Body, medium, painted", "sub-assembly", price="10.10", opening="4", store="B-01", lead_days=2),
    DemoItem("BODY-L", "Body, large, painted", "sub-assembly", price="14.40", opening="0", store="B-01", lead_days=3),
    DemoItem("LID-S", "Lid with handle, small", "sub-assembly", price="1.60", opening="12", store="B-02", lead_days=1),
    DemoItem("LID-L", "Lid with handle, medium and large", "sub-assembly", price="2.30",
             opening="8", store="B-02", lead_days=1),
    DemoItem("LIGHT", "Light unit, 12 V", "sub-assembly", price="12.20", opening="25", store="B-03", lead_days=1,
             more={"tracking": "lot"}),
    DemoItem("LIGHT-HI", "Light unit, bright, 24 V", "sub-assembly", price="16.40",
             opening="3", store="B-03", lead_days=1),
    DemoItem("HARDWARE", "Screw set of one lantern", "sub-assembly", more={"is_phantom": True}),
    # Made components
    DemoItem("RING-160", "Ring, 160 mm", "component", price="0.80", opening="60", store="B-04", lead_days=1),
    DemoItem("RING-240", "Ring, 240 mm", "component", price="1.20", opening="22", store="B-04", lead_days=1),
    DemoItem("POST-220", "Post, 220 mm", "component", price="0.50", opening="120", store="B-04", lead_days=1),
    DemoItem("POST-340", "Post, 340 mm", "component", price="0.80", opening="30", store="B-04", lead_days=1),
    DemoItem("HANDLE", "Handle, bent", "component", price="0.40", opening="35", store="B-05", lead_days=1),
    DemoItem("BRACKET", "Wall bracket, welded", "component", price="2.10", opening="12", store="B-05", lead_days=2),
    DemoItem("BASE-S", "Base plate, 180 mm", "component", price="0.45", opening="20", store="B-05", lead_days=1),
    DemoItem("BASE-L", "Base plate, 260 mm", "component", price="0.85", opening="5", store="B-05", lead_days=1),
    # Bought components
    DemoItem("GLASS-S", "Glass cylinder, 120 × 200 mm", "component", "pcs", 0, _GLASS, "6.40", 12, "60", "A-03"),
    DemoItem("GLASS-M", "Glass cylinder, 120 × 320 mm", "component", "pcs", 0, _GLASS, "8.90", 12, "18", "A-03"),
    DemoItem("GLASS-L", "Glass cylinder, 200 × 320 mm", "component", "pcs", 0, _GLASS, "14.50", 15, "0", "A-03"),
    DemoItem("GASKET", "Gasket, silicone", "component", "pcs", 0, _GLASS, "0.35", 8, "400", "A-03"),
    DemoItem("LED-12", "LED board, warm white, 12 V", "component", "pcs", 0, _BOARD, "4.10", 10, "90", "A-04",
             {"tracking": "lot"}),
    DemoItem("LED-24", "LED board, bright, 24 V", "component", "pcs", 0, _BOARD, "7.80", 10, "10", "A-04",
             {"tracking": "lot"}),
    DemoItem("DRIVER", "Driver module", "component", "pcs", 0, _BOARD, "5.25", 10, "110", "A-04"),
    DemoItem("SWITCH", "Switch, sealed", "component", "pcs", 0, _BOARD, "1.60", 10, "140", "A-04"),
    DemoItem("SCREW-M4", "Screw M4 × 10, stainless", "component", "pcs", 0, _SCREWS, "0.06", 3, "2600", "A-05",
             {"lot_policy": "reorder point", "reorder_point": "1500", "reorder_up_to": "5000", "safety_stock": "0"}),
    DemoItem("NUT-M4", "Nut M4, stainless", "component", "pcs", 0, _SCREWS, "0.04", 3, "1900", "A-05",
             {"lot_policy": "reorder point", "reorder_point": "1000", "reorder_up_to": "4000"}),
    DemoItem("FEET", "Rubber foot", "component", "pcs", 0, _SCREWS, "0.12", 3, "700", "A-05"),
    DemoItem("PLATE-ID", "Type plate, engraved", "component", "pcs", 0, _SCREWS, "0.90", 6, "150", "A-05"),
    # Raw materials
    DemoItem("TUBE-12", "Tube 12 × 1 mm, steel", "raw material", "m", 3, _TUBE, "2.10", 6, "210", "A-01",
             {"lot_multiple": "6", "safety_stock": "30"}),
    DemoItem("FLAT-20", "Flat bar 20 × 2 mm, steel", "raw material", "m", 3, _TUBE, "1.45", 6, "160", "A-01",
             {"lot_multiple": "6"}),
    DemoItem("WIRE-6", "Wire 6 mm, steel", "raw material", "m", 3, _TUBE, "0.80", 6, "90", "A-01"),
    DemoItem("SHEET-1", "Sheet 1 mm, steel", "raw material", "m2", 4, _TUBE, "11.20", 6, "38", "A-02",
             {"lot_multiple": "2"}),
    DemoItem("CABLE-2", "Cable 2 × 0.75 mm²", "raw material", "m", 2, _BOARD, "0.55", 10, "320", "A-04"),
    DemoItem("PAINT-BK", "Powder paint, harbor black", "raw material", "kg", 3, _PAINT, "9.30", 5, "26", "A-06",
             {"lot_minimum": "10", "lot_multiple": "5", "tracking": "lot", "shelf_days": 365}),
    DemoItem("PRIMER", "Primer, zinc", "raw material", "kg", 3, _PAINT, "7.10", 5, "18", "A-06",
             {"lot_minimum": "10", "lot_multiple": "5"}),
    # Shipping supplies
    DemoItem("BOX-S", "Carton, small", "shipping supply", "pcs", 0, _BOXES, "0.95", 4, "80", "S-01",
             {"lot_policy": "reorder point", "reorder_point": "60", "reorder_up_to": "200"}),
    DemoItem("BOX-L", "Carton, large", "shipping supply", "pcs", 0, _BOXES, "1.60", 4, "22", "S-01",
             {"lot_policy": "reorder point", "reorder_point": "40", "reorder_up_to": "150"}),
    DemoItem("PALLET", "Pallet, 800 × 1200 mm", "shipping supply", "pcs", 0, _BOXES, "12.00", 4, "9", "S-01",
             {"lot_policy": "reorder point", "reorder_point": "4", "reorder_up_to": "12"}),
    DemoItem("TAPE", "Packing tape", "shipping supply", "m", 0, _BOXES, "0.04", 4, "990", "S-01",
             {"lot_policy": "reorder point", "reorder_point": "400", "reorder_up_to": "1320"}),
    # Office supplies
    DemoItem("PAPER-A4", "Printer paper", "office supply", "pack", 0, _BOXES, "4.80", 2, "7", "S-02",
             {"lot_policy": "reorder point", "reorder_point": "5", "reorder_up_to": "20"}),
    DemoItem("LABEL-62", "Label roll, 62 mm", "office supply", "pcs", 0, _BOXES, "8.20", 2, "3", "S-02",
             {"lot_policy": "reorder point", "reorder_point": "4", "reorder_up_to": "12"}),
    # Tools and services
    DemoItem("JIG-S", "Welding jig, small bodies", "tool", opening="1", store="S-02"),
    DemoItem("JIG-L", "Welding jig, large bodies", "tool", opening="1", store="S-02"),
    DemoItem("GALV", "Galvanizing, per kilogram", "service", "kg", 3),
)  # fmt: skip

OWN_UNITS = (("TAPE", "roll", 66), ("CABLE-2", "drum", 100), ("TUBE-12", "bar", 6), ("FLAT-20", "bar", 6))
"""Item, its own unit, and how many stock units that is."""

BILLS: dict[str, tuple[tuple[str, str, str], ...]] = {
    # parent: (component, quantity for one in stock units, scrap in percent)
    "LAN-S": (("BODY-S", "1", "0"), ("LID-S", "1", "0"), ("GLASS-S", "1", "2"), ("LIGHT", "1", "0"),
              ("GASKET", "2", "0"), ("HARDWARE", "1", "0"), ("FEET", "4", "0"), ("PLATE-ID", "1", "0")),
    "LAN-M": (("BODY-M", "1", "0"), ("LID-L", "1", "0"), ("GLASS-M", "1", "2"), ("LIGHT", "1", "0"),
              ("GASKET", "2", "0"), ("HARDWARE", "1", "0"), ("FEET", "4", "0"), ("PLATE-ID", "1", "0")),
    "LAN-L": (("BODY-L", "1", "0"), ("LID-L", "1", "0"), ("GLASS-L", "1", "3"), ("LIGHT-HI", "1", "0"),
              ("GASKET", "2", "0"), ("HARDWARE", "2", "0"), ("FEET", "4", "0"), ("PLATE-ID", "1", "0")),
    "LAN-W": (("BODY-S", "1", "0"), ("BRACKET", "1", "0"), ("LID-S", "1", "0"), ("GLASS-S", "1", "2"),
              ("LIGHT", "1", "0"), ("GASKET", "2", "0"), ("HARDWARE", "1", "0"), ("PLATE-ID", "1", "0")),
    "BODY-S": (("RING-160", "2", "0"), ("POST-220", "4", "0"), ("BASE-S", "1", "0"), ("PRIMER", "0.06", "5"),
               ("PAINT-BK", "0.08", "5")),
    "BODY-M": (("RING-160", "2", "0"), ("POST-340", "4", "0"), ("BASE-S", "1", "0"), ("PRIMER", "0.08", "5"),
               ("PAINT-BK", "0.11", "5")),
    "BODY-L": (("RING-240", "2", "0"), ("POST-340", "4", "0"), ("BASE-L", "1", "0"), ("PRIMER", "0.12", "5"),
               ("PAINT-BK", "0.16", "5")),
    "LID-S": (("SHEET-1", "0.045", "8"), ("HANDLE", "1", "0"), ("PAINT-BK", "0.03", "5")),
    "LID-L": (("SHEET-1", "0.08", "8"), ("HANDLE", "1", "0"), ("PAINT-BK", "0.05", "5")),
    "LIGHT": (("LED-12", "1", "1"), ("DRIVER", "1", "0"), ("SWITCH", "1", "0"), ("CABLE-2", "1.5", "3")),
    "LIGHT-HI": (("LED-24", "1", "1"), ("DRIVER", "1", "0"), ("SWITCH", "1", "0"), ("CABLE-2", "2", "3")),
    "HARDWARE": (("SCREW-M4", "12", "0"), ("NUT-M4", "8", "0")),
    "RING-160": (("FLAT-20", "0.52", "4"),),
    "RING-240": (("FLAT-20", "0.77", "4"),),
    "POST-220": (("TUBE-12", "0.225", "3"),),
    "POST-340": (("TUBE-12", "0.345", "3"),),
    "HANDLE": (("WIRE-6", "0.48", "2"),),
    "BRACKET": (("FLAT-20", "0.65", "10"), ("TUBE-12", "0.3", "3")),
    "BASE-S": (("SHEET-1", "0.034", "6"),),
    "BASE-L": (("SHEET-1", "0.07", "6"),),
}  # fmt: skip


@dataclass(frozen=True)
class DemoOperation:
    """One operation: number, name, department, machine, minutes of setup, seconds a piece."""

    number: int
    name: str
    department: str
    machine: str = ""
    setup: int = 0
    seconds: int = 60
    skill: str = ""
    wait: int = 0
    batch: int = 0
    batch_minutes: int = 0


_ASSEMBLE = (
    DemoOperation(10, "Assemble", "Assembly", "AS-1", 10, 540, "Lantern assembly"),
    DemoOperation(20, "Test light and seal", "Test and packing", "TE-1", 5, 180, "Light test"),
)
_BODY = (
    DemoOperation(10, "Weld body", "Welding", "WE-1", 20, 420, "Welding"),
    DemoOperation(20, "Powder coat", "Paint shop", "PA-1", 30, 0, "Powder coating", wait=60, batch=24,
                  batch_minutes=45),
)  # fmt: skip
ROUTINGS: dict[str, tuple[DemoOperation, ...]] = {
    "LAN-S": _ASSEMBLE,
    "LAN-M": _ASSEMBLE,
    "LAN-L": (DemoOperation(10, "Assemble", "Assembly", "AS-2", 15, 780, "Lantern assembly"), _ASSEMBLE[1]),
    "LAN-W": _ASSEMBLE,
    "BODY-S": _BODY,
    "BODY-M": _BODY,
    "BODY-L": _BODY,
    "LID-S": (DemoOperation(10, "Press lid", "Cutting and bending", "PR-1", 25, 45, "Press"),
              DemoOperation(20, "Rivet handle", "Assembly", "AS-2", 5, 60)),
    "LID-L": (DemoOperation(10, "Press lid", "Cutting and bending", "PR-1", 25, 60, "Press"),
              DemoOperation(20, "Rivet handle", "Assembly", "AS-2", 5, 60)),
    "LIGHT": (DemoOperation(10, "Solder and pot", "Assembly", "SO-1", 10, 240, "Soldering", wait=120),),
    "LIGHT-HI": (DemoOperation(10, "Solder and pot", "Assembly", "SO-1", 10, 300, "Soldering", wait=120),),
    "RING-160": (DemoOperation(10, "Cut and roll", "Cutting and bending", "RO-1", 15, 50, "Bending"),),
    "RING-240": (DemoOperation(10, "Cut and roll", "Cutting and bending", "RO-1", 15, 60, "Bending"),),
    "POST-220": (DemoOperation(10, "Saw posts", "Cutting and bending", "SA-1", 10, 15),),
    "POST-340": (DemoOperation(10, "Saw posts", "Cutting and bending", "SA-1", 10, 18),),
    "HANDLE": (DemoOperation(10, "Bend handle", "Cutting and bending", "BE-1", 10, 40, "Bending"),),
    "BRACKET": (DemoOperation(10, "Cut bracket", "Cutting and bending", "SA-1", 10, 60),
                DemoOperation(20, "Weld bracket", "Welding", "WE-2", 15, 300, "Welding")),
    "BASE-S": (DemoOperation(10, "Laser base", "Cutting and bending", "LA-1", 15, 35, "Laser"),),
    "BASE-L": (DemoOperation(10, "Laser base", "Cutting and bending", "LA-1", 15, 55, "Laser"),),
}  # fmt: skip

STORES = (
    ("A-01", "Bar rack"), ("A-02", "Sheet rack"), ("A-03", "Glass shelf"), ("A-04", "Electronics cabinet"),
    ("A-05", "Fasteners"), ("A-06", "Paint store"), ("B-01", "Bodies"), ("B-02", "Lids"), ("B-03", "Light units"),
    ("B-04", "Rings and posts"), ("B-05", "Handles, brackets, bases"), ("FG-01", "Finished lanterns"),
    ("S-01", "Packing materials"), ("S-02", "Office and tools"),
)  # fmt: skip

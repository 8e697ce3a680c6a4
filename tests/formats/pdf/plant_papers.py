"""Papers of a plant of our own invention: brackets, welded and coated, with every field in use."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Any, TypeVar

from callboard.formats.pdf.callsheet import EditionMark, PaperColor
from callboard.formats.pdf.dispatch_list import DispatchDepartment, DispatchLine, DispatchList
from callboard.formats.pdf.item_labels import ItemLabel, LabelSheet
from callboard.formats.pdf.packing_list import Address, Package, PackingList, ShippedLine
from callboard.formats.pdf.pick_list import PickLine, PickList
from callboard.formats.pdf.traveler import MaterialLine, OperationLine, Traveler

COMPANY = "Northgate Fabrication"
OURS = {"size", "status", "material", "tint"}  # words of ours and colors, not texts of people


def a_traveler() -> Traveler:
    return Traveler(
        company=COMPANY,
        order_number="WO-10027",
        item="BRK-200",
        quantity="60",
        unit="pcs",
        item_name="Wall bracket 200 mm, welded and powder coated",
        revision="C",
        lot="L-2711-04",
        start="Mon, Nov 30",
        due="Fri, Dec 4, 2026",
        client="Harborline Shelving",
        client_order="PO 4500-8812",
        address="https://callboard.example.org/p/5f/work/10027",
        printed="Printed Nov 27, 2026, 16:05 by Ines Okafor",
        materials=(
            MaterialLine("FLAT-40x5", "100.0", "m", "Flat steel 40 × 5 mm, S235", "H-88214", "A-02-1", "10"),
            MaterialLine("GUS-12", "63", "pcs", "Gusset, laser cut", "L-2710-11", "B-01-4", "20", "3 for set-up"),
            MaterialLine("PWD-9005", "1.35", "kg", "Powder, jet black, matt", "P-5530", "C-01-1", "40"),
        ),
        operations=(
            OperationLine("10", "Saw to length", "Cutting", "SAW-1", "15", "72", "Deburr both ends.", "WO-10027/10"),
            OperationLine("20", "Weld gusset", "Welding", "WELD-2", "20", "240", "Jig J-14, WPS 111-3.", "WO-10027/20"),
            OperationLine("30", "Blast", "Surface", "", "", "", "At Kestrel Coating, due back Dec 2.", "", True),
            OperationLine("40", "Powder coat", "Surface", "LINE-1", "30", "45", "", "WO-10027/40"),
            OperationLine("50", "Inspect and pack", "Shipping", "BENCH-3", "", "60", "Sample 5.", "WO-10027/50"),
        ),
        notes=("First article to quality before the run.", "Keep the offcuts over 300 mm."),
    )


def a_label(number: int = 1) -> ItemLabel:
    return ItemLabel(
        f"L-2711-{number:02}",
        "Wall bracket 200 mm, welded and powder coated",
        (("Item", "BRK-200"), ("Qty", "20 pcs"), ("Place", "F-03-2"), ("Made", "2026-12-02")),
        f"https://callboard.example.org/l/2711{number:02}",
    )


def a_label_sheet() -> LabelSheet:
    return LabelSheet(tuple(a_label(number) for number in range(1, 31)), used_before=4)


def a_label_roll() -> LabelSheet:
    return LabelSheet((a_label(1), ItemLabel("A-02-1", "Rack A, bay 2, level 1"), a_label(2)), "62mm")


def a_packing_list() -> PackingList:
    return PackingList(
        shipment_number="SH-0412",
        sender=Address(COMPANY, ("14 Foundry Road", "Millbrook, OH 44001")),
        client=Address("Harborline Shelving", ("Purchasing", "900 Pier Street", "Dockton, WA 98070")),
        shipped_on="Fri, Dec 4, 2026",
        ship_to=Address("Harborline Shelving, Dock 3", ("902 Pier Street", "Dockton, WA 98070")),
        client_orders=("PO 4500-8812", "PO 4500-8840"),
        carrier="Lakeside Freight",
        tracking="LF 99 1204 7731",
        address="https://callboard.example.org/p/5f/shipments/412",
        lines=(
            ShippedLine("BRK-200", "60", "50", "0", "10", "pcs", "Wall bracket 200 mm", "HB-77-200", "PO 4500-8812",
                        "L-2711-04", "1", "10 follow by Dec 11."),
            ShippedLine("BRK-300", "40", "15", "25", "0", "pcs", "Wall bracket 300 mm", "HB-77-300", "PO 4500-8840",
                        "L-2711-06", "2"),
            ShippedLine("SCR-M6", "400", "400", "0", "0", "pcs", "Screw set M6", "", "PO 4500-8840", "", "2"),
        ),
        packages=(
            Package("1", "Carton", "80 × 60 × 40 cm", "21.5 kg", "23.0 kg", "50 × BRK-200"),
            Package("2", "Carton", "60 × 40 × 40 cm", "11.2 kg", "12.1 kg", "15 × BRK-300, 400 × SCR-M6"),
        ),
        total_net_weight="32.7 kg",
        total_gross_weight="35.1 kg",
        notes=("Call the dock 30 minutes before arrival.",),
        printed="Printed Dec 4, 2026, 09:12",
    )  # fmt: skip


def a_dispatch_list() -> DispatchList:
    return DispatchList(
        company=COMPANY,
        plant="Millbrook plant",
        date="Wednesday, December 2, 2026",
        shift="Early shift",
        edition=EditionMark(
            "Edition 3", "final", PaperColor("Blue", "#C6EDFE"), "Dec 1, 17:40", "Ines Okafor",
            "https://callboard.example.org/s/d3",
        ),
        departments=(
            DispatchDepartment(
                "Cutting",
                (
                    DispatchLine("1", "WO-10031", "BRK-300", "40 pcs", "10 Saw to length", "Wall bracket 300 mm",
                                 "SAW-1", "Tomas Reyes", "06:00", "95", "Dec 7", "ready", "",
                                 "Blade changed last night.", True),
                    DispatchLine("2", "WO-10034", "FRM-80", "12 pcs", "10 Saw to length", "Frame 80", "SAW-1",
                                 "Tomas Reyes", "07:45", "60", "Dec 9", "partly", "Tube 30 × 30: 8 of 12, rest 11:00"),
                    DispatchLine("3", "WO-10036", "PLT-5", "200 pcs", "10 Laser cut", "Plate 5 mm", "LASER-2",
                                 "Mai Lindgren", "06:00", "180", "Dec 8", "missing", "Sheet 5 mm due Dec 3 (PO-771)"),
                ),
                "Ada Kwan", "335", "Forklift 2 is away until 09:00.",
            ),
            DispatchDepartment(
                "Welding",
                (
                    DispatchLine("1", "WO-10027", "BRK-200", "57 pcs", "20 Weld gusset", "Wall bracket 200 mm",
                                 "WELD-2", "Jonas Petrie", "06:00", "240", "Dec 4", "ready", "",
                                 "Two disputed: recount."),
                    DispatchLine("2", "WO-10031", "BRK-300", "40 pcs", "20 Weld gusset", "Wall bracket 300 mm",
                                 "WELD-1", "", "10:15", "150", "Dec 7", "unknown"),
                ),
                "Bo Marchetti", "390",
            ),
            DispatchDepartment("Surface", ()),
        ),
        shift_hours="06:00 – 14:00",
        personal="Ada Kwan, supervisor",
        notices=("Fire drill at 10:00: gather at gate 2.",),
    )  # fmt: skip


def a_pick_list() -> PickList:
    return PickList(
        company=COMPANY,
        order_number="WO-10027",
        item="BRK-200",
        quantity="60",
        lines=(
            PickLine("C-01-1", "PWD-9005", "1.35", "kg", "Powder, jet black, matt", "P-5530", "40"),
            PickLine("A-10-1", "FLAT-40x5", "20.0", "m", "Flat steel 40 × 5 mm, S235", "H-88302", "10", "20.0 m"),
            PickLine("A-2-1", "FLAT-40x5", "60.0", "m", "Flat steel 40 × 5 mm, S235", "H-88214", "10"),
            PickLine("B-01-4", "GUS-12", "63", "pcs", "Gusset, laser cut", "L-2710-11", "20", "", "3 for set-up"),
            PickLine("", "TAPE-50", "1", "roll", "Masking tape 50 mm"),
        ),
        unit="pcs",
        item_name="Wall bracket 200 mm, welded and powder coated",
        due="Fri, Dec 4, 2026",
        deliver_to="Cutting, rack 1",
        address="https://callboard.example.org/p/5f/kits/10027",
        printed="Printed Nov 27, 2026, 16:05",
        notes=("Heavy: two people for the flat steel.",),
    )


PAPERS: dict[str, Callable[[], Any]] = {
    make.__name__: make
    for make in (a_traveler, a_label_sheet, a_label_roll, a_packing_list, a_dispatch_list, a_pick_list)
}

Document = TypeVar("Document")


def with_every_text(document: Document, change: Callable[[str], str], name: str = "") -> Any:
    """The same document with every text that a person may have typed changed."""
    if dataclasses.is_dataclass(document) and not isinstance(document, type):
        fields = {one.name: with_every_text(getattr(document, one.name), change, one.name)
                  for one in dataclasses.fields(document)}  # fmt: skip
        return dataclasses.replace(document, **fields)
    if isinstance(document, tuple):
        return tuple(with_every_text(inner, change, name) for inner in document)
    return change(document) if isinstance(document, str) and name not in OURS else document

"""Who works in the demonstration's plant, on which machines, and who can do what. All invented."""

from __future__ import annotations

PLANT_DEPARTMENTS = ("Cutting and bending", "Welding", "Paint shop", "Assembly", "Test and packing")
OFFICE = "Office"

MACHINES = (
    ("SA-1", "Tube saw", "Cutting and bending"),
    ("LA-1", "Laser", "Cutting and bending"),
    ("RO-1", "Ring roller", "Cutting and bending"),
    ("BE-1", "Wire bender", "Cutting and bending"),
    ("PR-1", "Press, 60 t", "Cutting and bending"),
    ("WE-1", "Welding cell 1", "Welding"),
    ("WE-2", "Welding cell 2", "Welding"),
    ("PA-1", "Powder booth and oven", "Paint shop"),
    ("AS-1", "Assembly bench 1", "Assembly"),
    ("AS-2", "Assembly bench 2", "Assembly"),
    ("SO-1", "Soldering station", "Assembly"),
    ("TE-1", "Test bench", "Test and packing"),
)

PEOPLE: tuple[tuple[str, str, str, bool, dict[str, int]], ...] = (
    # name, position, department, is head, {skill: level}
    ("Greta Solberg", "Plant manager", OFFICE, True, {}),
    ("Pia Marchetti", "Buyer", OFFICE, False, {}),
    ("Samir Haddad", "Storekeeper", OFFICE, False, {}),
    ("Otto Brandvik", "Supervisor, metal", "Cutting and bending", True, {"Laser": 4, "Bending": 4}),
    ("Ines Cardoso", "Laser operator", "Cutting and bending", False, {"Laser": 3}),
    ("Milo Svec", "Bender", "Cutting and bending", False, {"Bending": 3, "Press": 2}),
    ("Tarek Nasser", "Press operator", "Cutting and bending", False, {"Press": 3}),
    ("Ulla Friis", "Sawyer", "Cutting and bending", False, {"Bending": 1}),
    ("Dov Peretz", "Welder", "Welding", True, {"Welding": 5}),
    ("Amara Obi", "Welder", "Welding", False, {"Welding": 3}),
    ("Luca Ferrante", "Welder", "Welding", False, {"Welding": 2}),
    ("Hana Kimura", "Painter", "Paint shop", True, {"Powder coating": 4}),
    ("Joss Whitby", "Painter", "Paint shop", False, {"Powder coating": 2}),
    ("Eva Lindholm", "Supervisor, assembly", "Assembly", True, {"Lantern assembly": 5, "Soldering": 3}),
    ("Bo Tanaka", "Assembler", "Assembly", False, {"Lantern assembly": 3}),
    ("Rana Aziz", "Assembler", "Assembly", False, {"Lantern assembly": 3}),
    ("Nils Okafor", "Solderer", "Assembly", False, {"Soldering": 3}),
    ("Zoe Marsh", "Assembler", "Assembly", False, {"Lantern assembly": 1, "Soldering": 1}),
    ("Karl Dietz", "Tester", "Test and packing", True, {"Light test": 4}),
    ("Mei Carver", "Packer", "Test and packing", False, {"Light test": 2}),
)

# Client, their order number, lines of (product, quantity), working days from today until it is due.
ORDERS = (
    (0, "NP-88121", (("LAN-M", 12),), 4), (0, "NP-88140", (("LAN-W", 20),), 9), (0, "NP-88155", (("LAN-L", 6),), 6),
    (0, "NP-88172", (("LAN-S", 30),), 15), (0, "NP-88190", (("LAN-W", 24),), 22),
    (1, "SG/4410", (("LAN-S", 24), ("LAN-M", 8)), 7), (1, "SG/4417", (("LAN-S", 40),), 12),
    (1, "SG/4423", (("LAN-M", 16),), 18), (1, "SG/4431", (("LAN-S", 36), ("LAN-L", 4)), 25),
    (1, "SG/4440", (("LAN-W", 18),), 30),
    (2, "PO 2026-311", (("LAN-L", 10),), 20), (2, "PO 2026-318", (("LAN-W", 30),), 14),
    (2, "PO 2026-325", (("LAN-L", 8), ("LAN-W", 8)), 28), (2, "PO 2026-330", (("LAN-M", 10),), 33),
    (3, "KA-701", (("LAN-S", 10),), 3), (3, "KA-702", (("LAN-M", 6),), 8), (3, "KA-705", (("LAN-W", 5),), 5),
    (3, "KA-709", (("LAN-S", 18),), 16), (3, "KA-711", (("LAN-M", 12), ("LAN-S", 6)), 24),
    (4, "TTC-PROP-1", (("LAN-S", 2), ("LAN-L", 1)), 10), (4, "TTC-PROP-2", (("LAN-M", 3),), 13),
    (4, "TTC-PROP-3", (("LAN-W", 4),), 19), (4, "HB-PROP-1", (("LAN-S", 6),), 11),
    (4, "TTC-PROP-4", (("LAN-M", 2),), 27),
    (5, "7719", (("LAN-S", 48),), 21), (5, "7725", (("LAN-M", 24),), 26), (5, "7731", (("LAN-W", 16),), 29),
    (5, "7738", (("LAN-L", 12),), 35), (5, "7744", (("LAN-S", 60),), 40), (5, "7750", (("LAN-M", 30),), 42),
)  # fmt: skip

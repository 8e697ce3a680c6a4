"""How much a file may ask of the machine before it is refused."""

from __future__ import annotations

from dataclasses import dataclass

MAX_FILE_BYTES = 10_000_000  # a 120-page Final Draft file with tags is about 2 MB
MAX_LINE_CHARACTERS = 50_000  # the longest paragraph seen in a real script has 600
MAX_LINES = 200_000
MAX_XML_DEPTH = 60  # Final Draft itself goes to about 10
MAX_XML_PARTS = 250_000


MAX_SHEETS_BYTES = 20_000_000  # a workbook of 100,000 rows and 10 columns has about 5 MB, as CSV 10 MB
MAX_UNPACKED_BYTES = 200_000_000
MAX_PACKED_FILES = 1_000
MAX_SHEETS = 50
MAX_ROWS = 100_000  # below the headings
MAX_COLUMNS = 200
MAX_CELLS = 1_500_000  # of all sheets together; empty cells inside a sheet count
MAX_CELL_CHARACTERS = 32_767  # what a spreadsheet itself can hold


@dataclass(frozen=True)
class Limits:
    """What the reading process may use; it is stopped at the first limit it meets."""

    wall_seconds: float = 1.5  # with the start of both processes a refusal comes within 2 s
    cpu_seconds: int = 2
    memory_bytes: int = 260 * 1024 * 1024


SCRIPT_LIMITS = Limits()

SHEET_LIMITS = Limits(wall_seconds=30, cpu_seconds=20, memory_bytes=1024**3)

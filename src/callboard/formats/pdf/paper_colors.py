"""What the paper of an edition looks like, by the name of its color."""

from __future__ import annotations

from callboard.formats.pdf.callsheet import PaperColor

PAPER_TINTS = {
    "white": "#ffffff", "blue": "#c6edfe", "pink": "#fdccd4", "yellow": "#fdffab", "green": "#d1fed0",
    "goldenrod": "#facd39", "buff": "#fced9d", "salmon": "#f8ae8e", "cherry": "#fba4b4", "tan": "#fdf1c7",
}  # fmt: skip


def paper_color(name: str) -> PaperColor:
    """A revision color by name; "2nd Blue" is tinted as blue, an unknown one stays white."""
    return PaperColor(name, PAPER_TINTS.get(name.rsplit(maxsplit=1)[-1].casefold() if name else "", "#ffffff"))

from __future__ import annotations

import json

from callboard.formats.screenplay import read_screenplay
from callboard.formats.screenplay_json import breakdown_as_json, screenplay_as_json, screenplay_from_json

SCRIPT = b"""Title: The Harbor Light

FADE IN:

EXT. HARBOR - DAWN #A1#

ADA
Gone.

JON ^
Where?

INT. BOATHOUSE - CONTINUOUS #2#

Nobody. /*
"""


def test_a_screenplay_crosses_as_json_unchanged():
    screenplay = read_screenplay(SCRIPT, file_name="harbor.fountain")

    assert screenplay_from_json(json.loads(json.dumps(screenplay_as_json(screenplay)))) == screenplay


def test_the_breakdown_has_exactly_the_promised_keys():
    assert breakdown_as_json(read_screenplay(SCRIPT, file_name="harbor.fountain")) == {
        "title": "The Harbor Light",
        "format": "fountain",
        "scenes": [
            {
                "number": "A1",
                "heading": "EXT. HARBOR - DAWN",
                "int_ext": "EXT",
                "set": "HARBOR",
                "time_of_day": "DAWN",
                "time_of_day_inferred": False,
                "eighths": 1,
                "eighths_estimated": True,
                "cast": ["ADA", "JON"],
                "omitted": False,
            },
            {
                "number": "2",
                "heading": "INT. BOATHOUSE - CONTINUOUS",
                "int_ext": "INT",
                "set": "BOATHOUSE",
                "time_of_day": "DAWN",
                "time_of_day_inferred": True,
                "eighths": 1,
                "eighths_estimated": True,
                "cast": [],
                "omitted": False,
            },
        ],
        "faults": [
            {
                "line": 15,
                "message": "A boneyard (/*) begins here and never ends; it is read as script. Close it with */.",
            }
        ],
        "notes": [
            {
                "line": 13,
                "message": "“INT. BOATHOUSE - CONTINUOUS”: the time of day, DAWN, is taken from the scene before.",
            }
        ],
    }

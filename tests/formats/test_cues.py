from __future__ import annotations

import pytest

from callboard.formats.cues import Cue, read_cue, speaking_and_voices


@pytest.mark.parametrize(
    ("text", "cue"),
    [
        ("STEEL", Cue("STEEL", ())),
        ("STEEL (CONT'D)", Cue("STEEL", ())),
        ("STEEL (V.O.) (CONT’D)", Cue("STEEL", ("(V.O.)",))),
        ("MOM (O. S.)", Cue("MOM", ("(O. S.)",))),
        ("DR.  BENNET", Cue("DR. BENNET", ())),
        ("(BOTH)", Cue("(BOTH)", ())),
        ("", Cue("", ())),
    ],
)
def test_extensions_are_no_part_of_the_name(text, cue):
    assert read_cue(text) == cue


@pytest.mark.parametrize("extension", ["(V.O.)", "(VO)", "(v.o.)", "(V. O.)", "(VOICE OVER)", "(V.O., ON RADIO)"])
def test_a_voice_over_is_known_however_it_is_written(extension):
    assert read_cue(f"STEEL {extension}").is_voice_over


def test_only_those_who_never_speak_on_the_set_are_voices():
    cues = ["ADA (V.O.)", "GRIP", "ada", "NARRATOR (V.O.)", "GRIP (O.S.)", ""]

    assert speaking_and_voices([read_cue(cue) for cue in cues]) == (("ADA", "GRIP"), ("NARRATOR",))

"""Character cues: who speaks, and whether only the voice is there."""

from __future__ import annotations

import re
from dataclasses import dataclass

_CUE = re.compile(r"(?P<name>[^(]*)(?P<extensions>(?:\([^()]*\)\s*)*)")
_EXTENSION = re.compile(r"\([^()]*\)")
_CONTINUED = re.compile(r"\(\s*CONT(?:INUED|['’´`]?D)?\.?\s*\)", re.IGNORECASE)
_VOICE_OVER = re.compile(r"\bV\s*\.?\s*O\b|VOICE[\s-]?OVER", re.IGNORECASE)


@dataclass(frozen=True)
class Cue:
    """A cue in parts: the name without its extensions, the extensions ("(O.S.)") without (CONT'D)."""

    name: str
    extensions: tuple[str, ...]

    @property
    def is_voice_over(self) -> bool:
        """True for (V.O.): the voice is heard, the performer is not called to the set for it."""
        return any(_VOICE_OVER.search(extension) for extension in self.extensions)


def read_cue(text: str) -> Cue:
    """Split "STEEL (V.O.) (CONT'D)" into STEEL and (V.O.); a cue that opens with a bracket is all name."""
    match = _CUE.fullmatch(text.strip())
    if match is None or not match["name"].strip():
        return Cue(" ".join(text.split()), ())
    extensions = [ext for ext in _EXTENSION.findall(match["extensions"]) if not _CONTINUED.fullmatch(ext)]
    return Cue(" ".join(match["name"].split()), tuple(extensions))


def speaking_and_voices(cues: list[Cue]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Who speaks on the set, and who is heard by V.O. only; each once, in order of appearance."""
    spelling: dict[str, str] = {}
    present: set[str] = set()
    for cue in cues:
        identity = cue.name.casefold()
        if not identity:
            continue
        spelling.setdefault(identity, cue.name)
        if not cue.is_voice_over:
            present.add(identity)
    cast = tuple(name for identity, name in spelling.items() if identity in present)
    voices = tuple(name for identity, name in spelling.items() if identity not in present)
    return cast, voices

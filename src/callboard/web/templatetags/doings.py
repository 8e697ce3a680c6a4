"""Template words for the history: an action's name, "publish edition", as something done: "published edition"."""

from __future__ import annotations

from django import template

register = template.Library()

_WHOLE = {"acknowledge part": "confirmed the call", "engage": "took on board"}
_IRREGULAR = {
    "cast": "cast",
    "slip": "slipped",
    "ship": "shipped",
    "stop": "stopped",
    "take": "took",
    "begin": "began",
    "hold": "held",
    "scrap": "scrapped",
    "transfer": "transferred",
    "override": "overrode",
    "redo": "redid",
    "send": "sent",
    "set": "set",
    "split": "split",
    "undo": "undid",
    "withdraw": "withdrew",
}


@register.filter
def done(verb: str) -> str:
    """The action in the past tense."""
    if verb in _WHOLE:
        return _WHOLE[verb]
    first, space, rest = verb.partition(" ")
    past = _IRREGULAR.get(first) or (f"{first}d" if first.endswith("e") else f"{first}ed")
    return f"{past}{space}{rest}"

"""Why a shoot cannot be planned at all: message ids and the values for their places."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from callboard.planner.refusals import CannotPlan, gettext_noop, shared_refusal
from callboard.planner.shooting.plan import Sentence


class WrongProblem(CannotPlan):
    """Values that mean nothing: every one of them is listed in `sentences`."""

    text = gettext_noop("The shoot's data have %(count)s faults. The first: %(first)s")

    def __init__(self, sentences: Sequence[Sentence]) -> None:
        self.sentences = tuple(sentences)
        super().__init__(count=len(self.sentences), first=str(self.sentences[0]))


class NotAProblem(CannotPlan):
    """JSON that does not describe a shoot: every wrong place is in `sentences`, with its JSON pointer and the fix."""

    text = gettext_noop("This is not a shooting problem; it has %(count)s faults. The first: %(first)s")

    def __init__(self, sentences: Sequence[Sentence]) -> None:
        self.sentences = tuple(sentences)
        super().__init__(count=len(self.sentences), first=str(self.sentences[0]))


def refusal_from_json(form: Mapping[str, Any]) -> CannotPlan:
    """The refusal that `callboard.planner.refusals.refusal_as_json` gave."""
    kinds: dict[str, type[WrongProblem | NotAProblem]] = {
        "WrongProblem": WrongProblem,
        "NotAProblem": NotAProblem,
    }
    kind = kinds.get(form["refusal"])
    if kind is None:
        return shared_refusal(form)
    return kind([Sentence(row["text"], row["parameters"]) for row in form["sentences"]])

"""Why a problem cannot be planned at all: message ids and the values for their places."""

from __future__ import annotations

from collections.abc import Sequence

from callboard.planner.refusals import CannotPlan, gettext_noop
from callboard.planner.requirements.plan import Sentence


class BillsGoRound(CannotPlan):
    """An item is, through its bills of material, a part of itself."""

    text = gettext_noop("The bills of material go round in a circle: %(path)s. Take one of these lines out.")


class WrongProblem(CannotPlan):
    """Values that mean nothing: every one of them is listed in `sentences`."""

    text = gettext_noop("The plan's data have %(count)s faults. The first: %(first)s")

    def __init__(self, sentences: Sequence[Sentence]) -> None:
        self.sentences = tuple(sentences)
        super().__init__(count=len(self.sentences), first=str(self.sentences[0]))


class TooManyOrders(CannotPlan):
    """A largest lot so small that one need would become a heap of orders."""

    text = gettext_noop(
        "Item %(item)s: a need of %(quantity)s would become more than %(most)s orders."
        " Raise the largest lot or the fixed quantity of its lot rule."
    )


class NotAProblem(CannotPlan):
    """JSON that does not describe a requirements problem."""

    text = gettext_noop("This is not a requirements problem: %(reason)s.")

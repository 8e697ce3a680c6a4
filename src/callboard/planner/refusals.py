"""Why nothing was planned, whatever was to be planned: message ids and the values for their places."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar


def gettext_noop(text: str) -> str:
    """Mark a text for translation where it stands, without importing a framework."""
    return text


class CannotPlan(Exception):
    """No plan can be made; `text` says what is wrong and how to mend it."""

    text: ClassVar[str] = ""

    def __init__(self, **parameters: str | int) -> None:
        self.parameters = parameters
        super().__init__(self.text % parameters)


class TookTooLong(CannotPlan):
    """The planning process was stopped at its time limit."""

    text = gettext_noop("Planning took longer than %(seconds)s seconds and was stopped. Nothing was changed.")


class TookTooMuchMemory(CannotPlan):
    """The planning process was stopped at its memory limit."""

    text = gettext_noop("Planning needs more than %(megabytes)s MB and was stopped. Nothing was changed.")


class PlannerStopped(CannotPlan):
    """The planning process ended without an answer: a defect of ours, said aloud."""

    text = gettext_noop("The planner stopped without an answer (%(reason)s). Nothing was changed. Report this message.")


class UnknownKind(CannotPlan):
    """The planning process was asked for something that it does not plan."""

    text = gettext_noop("This is nothing that can be planned: %(reason)s.")


def refusal_as_json(refusal: CannotPlan) -> dict[str, Any]:
    """A refusal as its class name and parameters, and its sentences if it has any."""
    form: dict[str, Any] = {
        "refusal": type(refusal).__name__,
        "parameters": refusal.parameters,
        "said": str(refusal),
    }
    sentences = getattr(refusal, "sentences", ())
    if sentences:
        form["sentences"] = [{"text": sentence.text, "parameters": dict(sentence.parameters)} for sentence in sentences]
    return form


def shared_refusal(form: Mapping[str, Any]) -> CannotPlan:
    """The refusal that `refusal_as_json` gave, if it is one of this module's."""
    kinds = {kind.__name__: kind for kind in (TookTooLong, TookTooMuchMemory, PlannerStopped, UnknownKind)}
    return kinds[form["refusal"]](**form["parameters"])

"""The one family of refusals. Pure: a refusal carries a message id and parameters, the doors translate it."""

from __future__ import annotations

from typing import ClassVar


def gettext_noop(text: str) -> str:
    """Mark a text for translation where it stands, without importing a framework into the rules."""
    return text


class Refused(Exception):
    """Said no to a person, and told them what to do next.

    A subclass names what is wrong (`TurnaroundTooShort`) and gives `text`, a translatable
    sentence with `%(name)s` places for its parameters.
    """

    text: ClassVar[str] = ""

    def __init__(self, **parameters: object) -> None:
        self.parameters = parameters
        super().__init__(self.text % parameters)


class NotAllowed(Refused):
    """The member's role does not carry this permission, or the production is not theirs."""

    text = gettext_noop("Your role does not allow this. Ask the production's coordinator.")


class NotFound(Refused):
    """Nothing by that name in what this member can see; also the answer for what belongs to others."""

    text = gettext_noop("There is nothing here by that name. It may have been removed, or it is not yours to see.")


class StaleEdit(Refused):
    """Somebody else changed the row since it was read."""

    text = gettext_noop("Somebody changed this while you were editing. Look at both and decide.")

"""Reading a stranger's file in a child process, with a refusal in the reader's language when it is no script."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext

from callboard.film.scripts.rules import NoScenes, ScriptUnreadable
from callboard.formats.faults import Unreadable
from callboard.formats.reading import read_in_child
from callboard.formats.scenes import Screenplay


class _Said:
    """What the reader of the file said, put into words when it is shown: then the language is known."""

    def __init__(self, unreadable: Unreadable) -> None:
        self.unreadable = unreadable

    def __str__(self) -> str:
        parameters: dict[str, Any] = self.unreadable.parameters
        return gettext(self.unreadable.text) % parameters


def read_script(content: bytes, file_name: str) -> Screenplay:
    """Read a screenplay. Raises ScriptUnreadable, NoScenes. Call outside a transaction: it takes up to two seconds."""
    try:
        play = read_in_child(content, file_name=file_name)
    except Unreadable as unreadable:
        raise ScriptUnreadable(file_name=file_name, reason=_Said(unreadable), line=unreadable.line) from unreadable
    if not play.scenes:
        raise NoScenes(file_name=file_name)
    return play

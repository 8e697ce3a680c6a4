"""Log lines without the links that open somebody's call."""

from __future__ import annotations

import logging
import re

_LINK = re.compile(r"/l/[^/\s\"'<>?]+")


def without_links(line: str) -> str:
    """The text with `/l/…` in place of every link that needs no log-in."""
    return _LINK.sub("/l/…", line)


class FormatterWithoutLinks(logging.Formatter):
    """Takes the tokens out of the finished line: they may stand in its message, its arguments or a traceback."""

    def format(self, record: logging.LogRecord) -> str:
        """The line as it may be kept."""
        return without_links(super().format(record))

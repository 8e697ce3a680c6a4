"""What log lines leave out."""

from __future__ import annotations

import logging
import sys

from django.conf import settings

from callboard.config.logs import FormatterWithoutLinks


def line_of(message: str, *arguments: object, exc_info: object = None) -> str:
    record = logging.LogRecord("django.request", logging.WARNING, "", 0, message, arguments, exc_info)  # type: ignore[arg-type]
    return FormatterWithoutLinks("%(levelname)s %(name)s %(message)s").format(record)


def test_a_link_that_opens_a_call_is_in_no_line() -> None:
    assert line_of("Not Found: %s", "/l/q8s-DFG_7/confirm/") == "WARNING django.request Not Found: /l/…/confirm/"
    assert line_of("gone: https://x.example/l/abc.") == "WARNING django.request gone: https://x.example/l/…"
    assert line_of("read /p/1/calls/") == "WARNING django.request read /p/1/calls/"


def test_nor_in_a_traceback_below_it() -> None:
    try:
        raise ValueError("/l/q8s-DFG_7/")
    except ValueError:
        line = line_of("Internal Server Error", exc_info=sys.exc_info())
    assert "q8s" not in line
    assert line.endswith("ValueError: /l/…/")


def test_every_handler_of_the_installation_writes_through_it() -> None:
    logging_settings = settings.LOGGING
    formatter = logging_settings["formatters"]["line"]["()"]
    assert formatter == f"{FormatterWithoutLinks.__module__}.{FormatterWithoutLinks.__qualname__}"
    assert {handler["formatter"] for handler in logging_settings["handlers"].values()} == {"line"}
    assert logging_settings["loggers"]["django"]["handlers"] == []

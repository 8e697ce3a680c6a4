"""Fountain emphasis: *italics*, **bold**, ***both***, _underline_, and the backslash that takes them literally."""

from __future__ import annotations

import re
from dataclasses import dataclass

MOST_TOKENS = 500  # per line; beyond that it is no emphasis but ornament

_TOKEN = re.compile(r"\\[*_\\]|\*{1,3}|_")
_STYLES = {"*": {"italic"}, "**": {"bold"}, "***": {"bold", "italic"}, "_": {"underline"}}


@dataclass(frozen=True)
class Span:
    """A run of text of one style."""

    text: str
    bold: bool = False
    italic: bool = False
    underline: bool = False


def read_emphasis(text: str) -> tuple[Span, ...]:
    """The text in runs. Emphasis opens before a letter and closes after one, and never crosses a line end."""
    spans: list[Span] = []
    for number, line in enumerate(text.split("\n")):
        if number:
            spans.append(Span("\n"))
        spans.extend(_line(line, frozenset(), 0))
    return tuple(_joined(spans))


def plain(text: str) -> str:
    """The text without its emphasis marks."""
    if "*" not in text and "_" not in text:
        return text
    return "".join(span.text for span in read_emphasis(text))


def _line(text: str, style: frozenset[str], depth: int) -> list[Span]:
    tokens = list(_TOKEN.finditer(text))
    if len(tokens) > MOST_TOKENS or depth > len(_STYLES):
        return [_span(text, style)]
    spans: list[Span] = []
    position = 0
    for index, token in enumerate(tokens):
        if token.start() < position:
            continue
        if token[0].startswith("\\"):
            spans += (_span(text[position : token.start()], style), _span(token[0][1:], style))
            position = token.end()
            continue
        closing = _closing(text, token, tokens[index + 1 :])
        if closing is None:
            continue
        spans.append(_span(text[position : token.start()], style))
        spans += _line(text[token.end() : closing.start()], style | _STYLES[token[0]], depth + 1)
        position = closing.end()
    spans.append(_span(text[position:], style))
    return spans


def _closing(text: str, opening: re.Match[str], later: list[re.Match[str]]) -> re.Match[str] | None:
    """The nearest token of the same kind that can close: something not blank before it."""
    if opening.end() >= len(text) or text[opening.end()].isspace():
        return None
    if opening[0] == "_" and opening.start() and text[opening.start() - 1].isalnum():
        return None
    for token in later:
        if token[0] == opening[0] and token.start() > opening.end() and not text[token.start() - 1].isspace():
            return token
    return None


def _span(text: str, style: frozenset[str]) -> Span:
    return Span(text, bold="bold" in style, italic="italic" in style, underline="underline" in style)


def _joined(spans: list[Span]) -> list[Span]:
    """Neighbors of one style as one run, empty ones dropped."""
    joined: list[Span] = []
    for span in spans:
        if not span.text:
            continue
        last = joined[-1] if joined else None
        if last and (last.bold, last.italic, last.underline) == (span.bold, span.italic, span.underline):
            joined[-1] = Span(last.text + span.text, span.bold, span.italic, span.underline)
        else:
            joined.append(span)
    return joined

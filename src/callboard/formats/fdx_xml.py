"""Hardened reading of Final Draft's XML: no document types, no entities, bounded depth and size, line numbers kept."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from xml.etree.ElementTree import ParseError
from xml.parsers.expat import errors
from xml.parsers.expat.errors import codes

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from callboard.formats.faults import BrokenXml, ForbiddenXml, NestedTooDeep, NotFinalDraft, TooManyLines, TruncatedXml
from callboard.formats.limits import MAX_XML_DEPTH, MAX_XML_PARTS

_ENDS_EARLY = frozenset(
    codes[message]
    for message in (
        errors.XML_ERROR_NO_ELEMENTS,
        errors.XML_ERROR_UNCLOSED_TOKEN,
        errors.XML_ERROR_PARTIAL_CHAR,
        errors.XML_ERROR_UNCLOSED_CDATA_SECTION,
    )
)

KEPT = frozenset({"Content", "TitlePage", "TagData", "Revisions", "LockedPages", "SceneNumberOptions"})


@dataclass(slots=True)
class Part:
    """An element: tag, attributes, direct text, children, and its line in the file."""

    tag: str
    attributes: dict[str, str]
    line: int
    text: str = ""
    children: list[Part] = field(default_factory=list)

    def get(self, name: str) -> str:
        """An attribute, "" where it is absent."""
        return self.attributes.get(name, "")

    def named(self, tag: str) -> Iterator[Part]:
        """The direct children of that tag."""
        return (child for child in self.children if child.tag == tag)

    def path(self, *tags: str) -> list[Part]:
        """All parts reached by going down tag by tag: never a descendant by any other way."""
        parts = [self]
        for tag in tags:
            parts = [child for part in parts for child in part.named(tag)]
        return parts


def read_fdx_xml(content: bytes) -> Part:
    """The root, with those of its children that a script is made of.

    Refuses damaged XML, document types and entities, nesting beyond Final Draft's, and other roots.
    """
    target = _Target()
    parser = DefusedXMLParser(target=target, forbid_dtd=True, forbid_entities=True, forbid_external=True)
    target.expat = parser.parser
    try:
        parser.feed(content)
        parser.close()
    except DefusedXmlException as error:
        raise ForbiddenXml(line=max(1, target.expat.CurrentLineNumber)) from error
    except ParseError as error:
        line, column = error.position
        if error.code in _ENDS_EARLY:
            raise TruncatedXml(line=line) from error
        raise BrokenXml(line=line, column=column + 1, reason=str(error).partition(":")[0]) from error
    assert target.root is not None  # noqa: S101 - expat refuses a document without a root before this
    return target.root


class _Target:
    """Builds parts from the parser's events, and nothing from sections a script does not need."""

    def __init__(self) -> None:
        self.expat: Any = None
        self.root: Part | None = None
        self._open: list[Part] = []
        self._depth = 0
        self._skipped_from = 0
        self._count = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        self._count += 1
        line = self.expat.CurrentLineNumber
        if self._depth > MAX_XML_DEPTH:
            raise NestedTooDeep(line=line, levels=MAX_XML_DEPTH)
        if self._count > MAX_XML_PARTS:
            raise TooManyLines(line=line)
        if self._skipped_from:
            return
        if self.root is None and tag != "FinalDraft":
            raise NotFinalDraft(line=line, root=tag[:60])
        if self._depth == 2 and tag not in KEPT:
            self._skipped_from = self._depth
            return
        part = Part(tag, dict(attributes), line)
        if self._open:
            self._open[-1].children.append(part)
        else:
            self.root = part
        self._open.append(part)

    def data(self, text: str) -> None:
        if not self._skipped_from and self._open:
            self._open[-1].text += text

    def end(self, _tag: str) -> None:
        if not self._skipped_from:
            self._open.pop()
        elif self._depth == self._skipped_from:
            self._skipped_from = 0
        self._depth -= 1

    def close(self) -> None:
        """Nothing to do: the root is taken from the target itself."""

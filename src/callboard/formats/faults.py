"""What a reader of files says: faults, notes, and the refusal of a whole file. Messages are translatable ids."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar


def gettext_noop(text: str) -> str:
    """Mark a text for translation where it stands, without importing a framework."""
    return text


@dataclass(frozen=True)
class Finding:
    """One remark on one line (counted from 1) of a file: a message id and the values for its places."""

    line: int
    text: str
    parameters: Mapping[str, str | int] = field(default_factory=dict)

    @property
    def message(self) -> str:
        """The remark in English; a door translates `text` and fills in `parameters` itself."""
        return self.text % self.parameters


@dataclass(frozen=True)
class Fault(Finding):
    """Something in the file could not be read; the rest was."""


@dataclass(frozen=True)
class Note(Finding):
    """Something was guessed; a person should look at it."""


class Unreadable(Exception):
    """The whole file is refused: `text` says where, what is wrong and how to mend it."""

    text: ClassVar[str] = ""

    def __init__(self, *, line: int = 1, **parameters: str | int) -> None:
        self.line = line
        self.parameters: dict[str, str | int] = {"line": line, **parameters}
        super().__init__(self.text % self.parameters)


class NotAFile(Unreadable):
    """A folder, a device or a pipe was given instead of a file."""

    text = gettext_noop("Line %(line)s: this is not a file that can be read. Give the script file itself.")


class EmptyFile(Unreadable):
    """Nothing but white space."""

    text = gettext_noop("Line %(line)s: the file is empty. Export the script again from your writing program.")


class FileTooLarge(Unreadable):
    """More bytes than any script has; refused before it is read."""

    text = gettext_noop(
        "Line %(line)s: the file is larger than %(megabytes)s MB, which no script is."
        " Export it again as Final Draft (.fdx) or Fountain, without pictures."
    )


class LineTooLong(Unreadable):
    """One line with more characters than a page holds many times over."""

    text = gettext_noop(
        "Line %(line)s: this line has more than %(characters)s characters, so the line ends are lost or this is no"
        " script. Export it again as plain text with line ends."
    )


class TooManyLines(Unreadable):
    """More lines than any script has."""

    text = gettext_noop(
        "Line %(line)s: the file has more lines than a script can have. Import one episode or part at a time."
    )


class PdfDocument(Unreadable):
    """The content is a PDF, whatever the name says."""

    text = gettext_noop(
        "Line %(line)s: this is a PDF, which keeps the look of a script but not its parts."
        " Export Final Draft (.fdx) or Fountain from your writing program."
    )


class PackedDocument(Unreadable):
    """The content is a zip archive: a word processor's or another writing program's own file."""

    text = gettext_noop(
        "Line %(line)s: this is a packed file of another program."
        " Open it there and export Final Draft (.fdx) or Fountain."
    )


class WordProcessorDocument(Unreadable):
    """The content is rich text or an old word processor's file."""

    text = gettext_noop(
        "Line %(line)s: this is a word processor's file. Save it as plain text (UTF-8) in Fountain form, or as .fdx."
    )


class BinaryContent(Unreadable):
    """NUL or control bytes where text should be."""

    text = gettext_noop(
        "Line %(line)s: there are bytes here that no text has."
        " Export the script again as Final Draft (.fdx) or Fountain."
    )


class UnknownEncoding(Unreadable):
    """Bytes that are neither UTF-8 nor UTF-16 nor plausibly Windows-1252."""

    text = gettext_noop(
        "Line %(line)s: the letters here are in an unknown or mixed encoding. Save the script again as UTF-8."
    )


class TruncatedXml(Unreadable):
    """XML that ends before its elements do: half a download, half a copy."""

    text = gettext_noop(
        "Line %(line)s: the file breaks off here, before the end of the script."
        " Copy it again, or save it again in the program that wrote it."
    )


class BrokenXml(Unreadable):
    """XML that is not well formed."""

    text = gettext_noop(
        "Line %(line)s, column %(column)s: the XML is damaged here (%(reason)s)."
        " Save the script again in the program that wrote it."
    )


class ForbiddenXml(Unreadable):
    """A document type or entities, which no script needs and which attacks are made of."""

    text = gettext_noop(
        "Line %(line)s: the XML declares a document type or entities, which are not allowed."
        " Save the script again as Final Draft (.fdx)."
    )


class NestedTooDeep(Unreadable):
    """Elements within elements beyond anything Final Draft writes."""

    text = gettext_noop(
        "Line %(line)s: the XML is nested more than %(levels)s levels deep."
        " Save the script again as Final Draft (.fdx)."
    )


class NotFinalDraft(Unreadable):
    """XML of another kind."""

    text = gettext_noop(
        "Line %(line)s: this is XML, but not a Final Draft script (it begins with “%(root)s”)."
        " Export Final Draft (.fdx) or Fountain from your writing program."
    )


class TookTooLong(Unreadable):
    """The reader was stopped at its time limit."""

    text = gettext_noop(
        "Line %(line)s: reading this file took too long and was stopped."
        " Split the script into smaller files, or export it again."
    )


class TookTooMuchMemory(Unreadable):
    """The reader was stopped at its memory limit."""

    text = gettext_noop(
        "Line %(line)s: reading this file needs too much memory and was stopped."
        " Split the script into smaller files, or export it again."
    )


class ReaderStopped(Unreadable):
    """The reading process ended without an answer: a defect of ours, said aloud."""

    text = gettext_noop(
        "Line %(line)s: the reader stopped without an answer (%(reason)s). Nothing was changed."
        " Export the script again; if that does not help, report this message."
    )


def refusal_named(name: str, parameters: Mapping[str, str | int]) -> Unreadable:
    """The refusal that crossed a process border as its class name and parameters."""
    kinds = {kind.__name__: kind for kind in Unreadable.__subclasses__()}
    remaining = dict(parameters)
    line = int(remaining.pop("line", 1))
    return kinds[name](line=line, **remaining)

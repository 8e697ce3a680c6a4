"""What may be uploaded, told by its content and never by its name. Pure: no database, no clock, no Django."""

from __future__ import annotations

from dataclasses import dataclass

from callboard.core.errors import Refused, gettext_noop

LARGEST_BYTES = 25 * 1024 * 1024


class FileEmpty(Refused):
    """Nothing arrived."""

    text = gettext_noop("The file %(name)s is empty. Choose the file again.")


class FileTooLarge(Refused):
    """Larger than a scan of any paper."""

    text = gettext_noop("The file %(name)s has %(megabytes)s MB; up to 25 MB are taken. Save it smaller and try again.")


class KindNotTaken(Refused):
    """Not a document or picture."""

    text = gettext_noop("The file %(name)s is not a PDF, JPEG, PNG, WebP or Word (.docx) file. Export it as PDF.")


@dataclass(frozen=True)
class FileKind:
    """A kind of file that is taken, as its own first bytes say."""

    content_type: str
    suffix: str


PDF = FileKind("application/pdf", ".pdf")
PNG = FileKind("image/png", ".png")
JPEG = FileKind("image/jpeg", ".jpg")
WEBP = FileKind("image/webp", ".webp")
DOCX = FileKind("application/vnd.openxmlformats-officedocument.wordprocessingml.document", ".docx")


def sniffed_kind(content: bytes) -> FileKind | None:
    """What the bytes are by their own marks (PDF 1.7 7.5.2, PNG 5.2, JFIF, RIFF, OPC); None for anything else."""
    if content.startswith(b"%PDF-"):
        return PDF
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if content.startswith(b"\xff\xd8\xff"):
        return JPEG
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return WEBP
    if content.startswith(b"PK\x03\x04") and b"word/document.xml" in content:
        return DOCX
    return None


def check_file(name: str, content: bytes) -> FileKind:
    """The kind of an upload, or a refusal that says what to do. Raises FileEmpty, FileTooLarge, KindNotTaken."""
    if not content:
        raise FileEmpty(name=name)
    if len(content) > LARGEST_BYTES:
        raise FileTooLarge(name=name, megabytes=f"{len(content) / 1024 / 1024:.1f}")
    kind = sniffed_kind(content)
    if kind is None:
        raise KindNotTaken(name=name)
    return kind


def safe_file_name(name: str, kind: FileKind) -> str:
    """The name without path and control signs, ending as its content is: no program can pose as a scan."""
    last = name.replace("\\", "/").rpartition("/")[2]
    kept = "".join(sign for sign in last if sign.isprintable() and sign not in '<>:"|?*').strip(". ") or "file"
    alike = {".jpg": (".jpg", ".jpeg")}.get(kind.suffix, (kind.suffix,))
    if not kept.lower().endswith(alike):
        kept = f"{kept}{kind.suffix}"
    stem, dot, suffix = kept.rpartition(".")
    return f"{stem[:150]}{dot}{suffix}"

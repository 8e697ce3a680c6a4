"""What may be uploaded is told by its content."""

from __future__ import annotations

import pytest

from callboard.core.attachments.rules import (
    DOCX,
    JPEG,
    LARGEST_BYTES,
    PDF,
    PNG,
    WEBP,
    FileEmpty,
    FileKind,
    FileTooLarge,
    KindNotTaken,
    check_file,
    safe_file_name,
)


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"%PDF-1.7 ...", PDF),
        (b"\x89PNG\r\n\x1a\n...", PNG),
        (b"\xff\xd8\xff\xe0...", JPEG),
        (b"RIFF\x00\x00\x00\x00WEBP", WEBP),
        (b"PK\x03\x04....word/document.xml", DOCX),
    ],
)
def test_a_file_is_what_its_bytes_are(content: bytes, kind: FileKind) -> None:
    assert check_file("whatever.exe", content) == kind


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (b"", FileEmpty),
        (b"%PDF-" + b"0" * LARGEST_BYTES, FileTooLarge),
        (b"MZ\x90\x00 a program", KindNotTaken),
        (b"<html><script>", KindNotTaken),
        (b"<svg xmlns=", KindNotTaken),
        (b"PK\x03\x04 some other archive", KindNotTaken),
    ],
)
def test_anything_else_is_refused(content: bytes, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        check_file("scan.pdf", content)


@pytest.mark.parametrize(
    ("given", "kind", "kept"),
    [
        ("Deal memo.pdf", PDF, "Deal memo.pdf"),
        ("..\\..\\evil.exe", PDF, "evil.exe.pdf"),
        ("../../etc/passwd", PNG, "passwd.png"),
        ("photo.JPEG", JPEG, "photo.JPEG"),
        ("a\r\nSet-Cookie: x.pdf", PDF, "aSet-Cookie x.pdf"),
        ("", PDF, "file.pdf"),
        ("x" * 300 + ".pdf", PDF, "x" * 150 + ".pdf"),
    ],
)
def test_a_name_keeps_no_path_no_control_signs_and_ends_as_its_content_is(
    given: str, kind: FileKind, kept: str
) -> None:
    assert safe_file_name(given, kind) == kept

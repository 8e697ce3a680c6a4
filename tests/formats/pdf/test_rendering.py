"""The call sheet as a PDF: every field is on it, nothing in it is markup, everybody can read it."""

from __future__ import annotations

import dataclasses
import logging
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from callboard.formats.pdf.callsheet import CallSheetDocument, CrewCall, Department, EditionMark, FrontPage
from callboard.formats.pdf.labels import CALL_SHEET_LABELS, STATUS_LABELS
from callboard.formats.pdf.rendering import TEMPLATES, balanced_columns, render_call_sheet
from tests.formats.pdf.reading import links_of, opened, pages_of, squeezed, structure_of
from tests.formats.pdf.sheets import (
    BLUE,
    HOSTILE,
    a_big_day,
    a_crowded_day,
    a_small_commercial,
    hostile_texts,
    many_scripts,
    very_long_names,
)

NOT_PRINTED = {"status", "tint"}  # a word of ours and a color: their printed forms have tests of their own


def printed_values(value: Any, name: str = "") -> Iterator[str]:
    """Every text and number a document holds, wherever it is nested."""
    if dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            if not (field.name == "tint" or (field.name in NOT_PRINTED and isinstance(value, EditionMark))):
                yield from printed_values(getattr(value, field.name), field.name)
    elif isinstance(value, tuple):
        for inner in value:
            yield from printed_values(inner, name)
    elif isinstance(value, str) or (isinstance(value, int) and not isinstance(value, bool)):
        yield str(value)


def missing_from(pages: list[str], document: CallSheetDocument) -> list[str]:
    text = squeezed("".join(pages))
    return [value for value in printed_values(document) if squeezed(value) not in text]


@pytest.mark.parametrize("make", [a_big_day, a_small_commercial, hostile_texts, very_long_names, a_crowded_day])
def test_every_value_of_the_document_is_on_the_paper(make: Any):
    document = make()

    assert missing_from(pages_of(render_call_sheet(document)), document) == []


def test_a_day_with_everything_on_it_is_one_front_and_one_back():
    front, back = pages_of(render_call_sheet(a_big_day()))

    headings = ("Scenes in shooting order", "Stand-ins and doubles", "Minors and teachers", "Safety")
    assert [heading for heading in headings if heading not in front] == []
    headings = ("Crew", "Meals and head counts", "Department notes", "Transport orders", "Walkie channels")
    assert [heading for heading in headings if heading not in back] == []
    assert ("Page 1 of 2" in front, "Page 2 of 2" in back) == (True, True)


def test_the_day_fits_two_sides_of_american_paper_too():
    pdf = render_call_sheet(a_big_day(), paper="us-letter")

    assert [(round(page.mediabox.width), round(page.mediabox.height)) for page in opened(pdf).pages] == [(612, 792)] * 2


def test_totals_are_added_up():
    """10 + 8 + 6 background; 9 cast, 60 crew, 24 background and 5 others at lunch."""
    front, back = pages_of(render_call_sheet(a_big_day()))

    assert "Background Total 24" in front
    assert "Lunch 13:00 Stage 2 canteen 9 60 24 5 98" in back


def test_the_day_says_how_many_of_how_many_and_an_open_schedule_says_only_which():
    assert "Day 4 of 31" in pages_of(render_call_sheet(a_big_day()))[0]
    open_end = pages_of(render_call_sheet(hostile_texts()))[0]
    assert "Day 1" in open_end
    assert "Day 1 of" not in open_end


def test_closed_set_and_no_photos_are_printed_only_when_they_hold():
    closed, open_set = (pages_of(render_call_sheet(make()))[0] for make in (a_big_day, a_small_commercial))

    notices = (CALL_SHEET_LABELS["closed_set"], CALL_SHEET_LABELS["are_photos_forbidden"])
    assert [notice in closed for notice in notices] == [True, True]
    assert [notice in open_set for notice in notices] == [False, False]


@pytest.mark.parametrize(
    ("status", "words"),
    [
        ("preliminary", "PRELIMINARY · BLUE Edition 2"),
        ("final", "FINAL · BLUE Edition 2"),
        ("void", "VOID · BLUE Edition 2"),
    ],
)
def test_status_and_color_are_words_on_every_page(status: Any, words: str):
    document = a_big_day()

    pages = pages_of(render_call_sheet(replace(document, edition=replace(document.edition, status=status))))

    assert words in pages[0]
    assert words.replace("BLUE Edition", "BLUE · Edition") in pages[1]
    assert ("This sheet is void" in pages[0]) is (status == "void")


def test_every_page_has_the_code_with_its_explanation_and_without_an_address_there_is_none():
    document = a_big_day()
    silent = replace(document, edition=replace(document.edition, status_url=""))

    for page in pages_of(render_call_sheet(document)):
        assert CALL_SHEET_LABELS["scan"] in page
        assert document.edition.status_url in page
    for page in pages_of(render_call_sheet(silent)):
        assert CALL_SHEET_LABELS["scan"] not in page


def test_a_sheet_too_long_for_two_sides_flows_on_with_the_heads_of_its_tables():
    pages = pages_of(render_call_sheet(a_crowded_day()))

    assert len(pages) > 2
    with_scenes = [page for page in pages if "What happens in room" in page]
    assert len(with_scenes) > 1
    assert [page for page in with_scenes if "Set and synopsis" not in page] == []
    assert [f"Page {n} of {len(pages)}" in page for n, page in enumerate(pages, 1)] == [True] * len(pages)


def test_what_looks_like_markup_is_only_text():
    """A title that calls functions, breaks out of brackets, reads files: printed as typed, no link, no picture."""
    pdf = render_call_sheet(hostile_texts())

    text = squeezed("".join(pages_of(pdf)))
    assert text.count(squeezed(HOSTILE)) == 10
    assert [link for link in links_of(pdf) if not link.startswith("tel:")] == []
    assert all(len(page.images) == 0 for page in opened(pdf).pages)


def test_phones_addresses_and_maps_can_be_tapped():
    links = links_of(render_call_sheet(a_big_day()))

    assert {"tel:999", "tel:+442079460199", "tel:+442079460102", "tel:+442079460140"} <= set(links)
    assert "https://maps.example.org/?q=54.1,-3.2" in links
    assert "mailto:kitchen@copperladle.example" in links


def test_the_pdf_is_tagged_titled_and_says_its_language():
    pdf = render_call_sheet(a_big_day(), language="en")

    reader = opened(pdf)
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"] is True or root["/MarkInfo"]["/Marked"].value is True
    assert root["/Lang"] == "en"
    assert reader.metadata is not None
    assert reader.metadata.title == (
        "Call sheet: The Salt Ledger · Episode 103: Low Water · Day 4 of 31 · Thursday, November 26, 2026 · Edition 2"
    )
    assert {"H1", "H2", "Table", "TH", "TD", "Link"} <= {kind.strip("/") for kind in structure_of(pdf)}
    assert b"pdfuaid" in root["/Metadata"].get_object().get_data()


def test_labels_and_language_are_the_readers():
    polish = {"general_call": "Wezwanie ogólne", "cast": "Obsada", "page_of": "Strona %(page)s z %(pages)s"}

    pdf = render_call_sheet(a_small_commercial(), language="pl", labels=polish)

    front = pages_of(pdf)[0]
    assert opened(pdf).trailer["/Root"]["/Lang"] == "pl"
    assert ("WEZWANIE OGÓLNE" in front, "Obsada" in front, "Strona 1 z 2" in front) == (True, True, True)
    assert "General crew call".upper() not in front


def test_the_templates_use_every_label_and_no_other():
    """A label nobody prints is work for translators; one that is missing stops the sheet."""
    source = "".join(template.read_text() for template in TEMPLATES.glob("*.typ"))

    used = set(re.findall(r"labels\.(\w+)", source)) - {"at"}
    assert used | set(STATUS_LABELS) == set(CALL_SHEET_LABELS)


def test_scripts_of_the_world_are_kept_and_lacking_letters_are_said(caplog: pytest.LogCaptureFixture):
    """Where no font on this machine has Chinese, the sheet still comes out, and the log names the letters only."""
    with caplog.at_level(logging.WARNING):
        front = pages_of(render_call_sheet(many_scripts()))[0]

    for name in ("Анастасия Щербакова", "Ελένη Παπαδοπούλου", "Nguyễn Thị Bích Ngọc", "Łucja Żółć"):
        assert squeezed(name) in squeezed(front)
    assert squeezed("李小龍") in squeezed(front) or "'李'" in caplog.text
    assert "李小龍" not in caplog.text


def test_the_same_document_gives_the_same_bytes():
    assert render_call_sheet(a_big_day()) == render_call_sheet(a_big_day())


def test_a_sheet_with_nothing_but_the_head_is_one_page():
    bare = replace(a_small_commercial(), front=FrontPage(), back=type(a_small_commercial().back)())

    (only,) = pages_of(render_call_sheet(bare))

    assert ("8:00 AM" in only, "Cast" in only) == (True, False)


def test_a_dark_color_is_written_on_in_white():
    """Not the color carries the meaning: its name must stay legible on any tint a production chooses."""
    document = a_big_day()
    dark = replace(document, edition=replace(document.edition, color=replace(BLUE, name="Night", tint="#101830")))

    assert "PRELIMINARY · NIGHT" in pages_of(render_call_sheet(dark))[0]
    assert render_call_sheet(dark) != render_call_sheet(document)


@pytest.mark.parametrize(
    ("sizes", "shares"),
    [
        ([], []),
        ([4], [1]),
        ([1, 1, 1], [1, 1, 1]),
        ([10, 1, 1, 1], [1, 2, 1]),
        ([2, 2, 2, 2, 2, 2], [2, 2, 2]),
        ([1, 1, 1, 9], [2, 1, 1]),
    ],
)
def test_departments_keep_their_order_in_columns_of_like_height(sizes: list[int], shares: list[int]):
    """Each department takes two lines more than it has crew; the tallest column is as short as can be."""
    departments = [
        Department(f"D{n}", tuple(CrewCall("Grip", "Ada", "07:00") for _ in range(size)))
        for n, size in enumerate(sizes)
    ]

    assert balanced_columns(departments) == shares

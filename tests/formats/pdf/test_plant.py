"""The papers of a plant as PDF: every value is on them, nothing in them is markup, everybody can read them."""

from __future__ import annotations

import json
import logging
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from typing import Any

import pytest

from callboard.formats.codes import code128_svg, qr_svg
from callboard.formats.pdf import plant_labels
from callboard.formats.pdf.callsheet import PaperColor
from callboard.formats.pdf.dispatch_list import DispatchDepartment, DispatchLine
from callboard.formats.pdf.item_labels import ItemLabel, LabelSheet
from callboard.formats.pdf.labels import STATUS_LABELS
from callboard.formats.pdf.packing_list import Address, PackingList
from callboard.formats.pdf.pick_list import PickLine, PickList
from callboard.formats.pdf.plant import by_place, plant_template, render_plant_document
from callboard.formats.pdf.process import RenderingTookTooLong, RenderLimits, render_in_child
from callboard.formats.pdf.rendering import TEMPLATES
from callboard.formats.pdf.traveler import Traveler
from tests.formats.pdf.plant_papers import (
    OURS,
    PAPERS,
    a_dispatch_list,
    a_label,
    a_label_roll,
    a_label_sheet,
    a_packing_list,
    a_pick_list,
    a_traveler,
    with_every_text,
)
from tests.formats.pdf.reading import links_of, opened, pages_of, squeezed, structure_of
from tests.formats.pdf.sheets import HOSTILE

IN_CODES_ONLY = {"address", "code", "status_url"}  # drawn, not written
SHORTENED = {"a_label_sheet", "a_label_roll"}  # a sticker has room for two lines of each
LONG = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"


def printed_values(value: Any, name: str = "") -> Iterator[str]:
    """Every text a document holds, wherever it is nested."""
    if is_dataclass(value):
        for field in fields(value):
            yield from printed_values(getattr(value, field.name), field.name)
    elif isinstance(value, tuple):
        for inner in value:
            yield from printed_values(inner, name)
    elif isinstance(value, str) and name not in OURS and (name not in IN_CODES_ONLY or isinstance(value, ItemLabel)):
        yield value


def missing_from(pdf: bytes, document: Any) -> list[str]:
    text = squeezed("".join(pages_of(pdf))).casefold()  # the name of a color is printed in capitals
    return [value for value in printed_values(document) if squeezed(value).casefold() not in text]


@pytest.mark.parametrize("name", PAPERS)
def test_every_value_of_the_document_is_on_the_paper(name: str) -> None:
    document = PAPERS[name]()

    assert missing_from(render_plant_document(document), document) == []


@pytest.mark.parametrize(
    ("name", "pages"),
    [
        ("a_traveler", 1),
        ("a_label_sheet", 2),
        ("a_label_roll", 3),
        ("a_packing_list", 1),
        ("a_dispatch_list", 3),
        ("a_pick_list", 1),
    ],
)
def test_each_paper_has_the_pages_it_should(name: str, pages: int) -> None:
    """30 labels after 4 used places are two sheets; the roll has a label a page, the dispatch list a department."""
    assert len(pages_of(render_plant_document(PAPERS[name]()))) == pages


@pytest.mark.parametrize("name", PAPERS)
def test_what_looks_like_markup_is_only_text(name: str) -> None:
    """Every text calls functions, breaks out of brackets and reads files: printed as typed, no link, no picture."""
    document = with_every_text(PAPERS[name](), lambda _: HOSTILE)

    pdf = render_plant_document(document)

    if name not in SHORTENED:
        assert missing_from(pdf, document) == []
    assert "root:" not in "".join(pages_of(pdf))
    assert (links_of(pdf), sum(len(page.images) for page in opened(pdf).pages)) == ([], 0)


@pytest.mark.parametrize("name", sorted(set(PAPERS) - SHORTENED))
@pytest.mark.parametrize("added", [f"{LONG} ", "x" * 300 + " "])
def test_long_words_break_instead_of_leaving_their_column(name: str, added: str) -> None:
    """Rows as tall as these go over to the next page, so letters are counted: none is lost."""
    document = with_every_text(PAPERS[name](), lambda text: added + text)

    printed = Counter(squeezed("".join(pages_of(render_plant_document(document)))).casefold())
    assert Counter(squeezed("".join(printed_values(document))).casefold()) - printed == Counter()


@pytest.mark.parametrize("name", PAPERS)
def test_letters_no_font_has_are_logged_and_the_paper_still_comes_out(
    name: str, caplog: pytest.LogCaptureFixture
) -> None:
    document = with_every_text(PAPERS[name](), lambda text: f"扬声器 {text}")

    with caplog.at_level(logging.WARNING):
        text = squeezed("".join(pages_of(render_plant_document(document))))

    assert "扬声器" in text or "'扬'" in caplog.text
    assert "扬声器" not in caplog.text


@pytest.mark.parametrize("paper", ["a4", "us-letter"])
def test_papers_come_in_both_sizes(paper: Any) -> None:
    sizes = {"a4": (595, 842), "us-letter": (612, 792)}

    for make in (a_traveler, a_packing_list, a_dispatch_list, a_pick_list):
        page = opened(render_plant_document(make(), paper=paper)).pages[0]
        assert (round(page.mediabox.width), round(page.mediabox.height)) == sizes[paper]


def test_labels_have_their_own_paper_whatever_is_asked_for() -> None:
    sheet, roll = (
        opened(render_plant_document(make(), paper="us-letter")).pages[0] for make in (a_label_sheet, a_label_roll)
    )

    assert (round(sheet.mediabox.width), round(sheet.mediabox.height)) == (595, 842)
    assert (round(roll.mediabox.width), round(roll.mediabox.height)) == (176, 113)  # 62 by 40 mm


def test_used_places_of_a_label_sheet_stay_empty() -> None:
    first, second = pages_of(render_plant_document(a_label_sheet()))

    assert ("L-2711-20" in first, "L-2711-21" in first) == (True, False)
    assert ("L-2711-21" in second, "L-2711-30" in second) == (True, True)


@pytest.mark.parametrize("sheet", [LabelSheet(()), LabelSheet((a_label(),), used_before=24)])
def test_a_label_sheet_without_labels_or_places_is_refused(sheet: LabelSheet) -> None:
    with pytest.raises(ValueError, match="at most 23 used places"):
        render_plant_document(sheet)


def values_of(document: Any) -> dict[str, Any]:
    return json.loads(plant_template(document, paper="a4", language="en", labels={})[1]["document"])


def holds(document: Any, drawing: bytes) -> bool:
    """Whether the drawing is among the texts that the template gets."""
    waiting: list[Any] = [values_of(document)]
    while waiting:
        value = waiting.pop()
        if value == drawing.decode():
            return True
        waiting.extend(value.values() if isinstance(value, dict) else value if isinstance(value, list) else ())
    return False


def test_codes_hold_the_address_and_the_number() -> None:
    traveler = a_traveler()
    assert holds(traveler, qr_svg(traveler.address))
    assert holds(traveler, code128_svg("WO-10027"))
    assert holds(traveler, code128_svg("WO-10027/50"))
    assert holds(replace(traveler, address=""), qr_svg("WO-10027"))
    assert holds(a_label_roll(), qr_svg("A-02-1"))
    assert holds(a_label_roll(), code128_svg("L-2711-02"))
    assert holds(a_packing_list(), code128_svg("SH-0412"))
    assert holds(a_pick_list(), qr_svg(a_pick_list().address))
    assert holds(a_dispatch_list(), qr_svg("https://callboard.example.org/s/d3"))


@pytest.mark.parametrize("number", ["订单 7", "W" * 41, "x" * 40])
def test_a_number_that_bars_cannot_hold_is_in_the_qr_code_only(number: str) -> None:
    """Beyond ASCII, beyond 40 letters, and 40 letters of which each bar would be too thin to scan."""
    traveler = replace(a_traveler(), order_number=number, address="", operations=())

    assert holds(traveler, qr_svg(number))
    assert values_of(traveler)["bars"] == {"svg": "", "mm": 0.0}
    assert render_plant_document(traveler).startswith(b"%PDF-")


def test_the_pick_list_is_sorted_by_place_as_people_count() -> None:
    (page,) = pages_of(render_plant_document(a_pick_list()))

    places = ["A-2-1", "A-10-1", "B-01-4", "C-01-1"]
    assert sorted(places, key=page.index) == places
    lines = [PickLine(place, "X", "1") for place in ("", "b1", "B-10", "B-9", "10", "9", "A")]
    assert [line.place for line in sorted(lines, key=by_place)] == ["9", "10", "A", "b1", "B-9", "B-10", ""]


def test_the_dispatch_list_says_material_in_words_and_marks_what_runs() -> None:
    cutting, welding, surface = pages_of(render_plant_document(a_dispatch_list()))

    assert [word in cutting for word in ("ready", "partly", "missing", "▶ STARTED")] == [True] * 4
    assert ("not checked" in welding, "STARTED" in welding) == (True, False)
    assert "Nothing is planned here for this shift." in surface


@pytest.mark.parametrize(("status", "word"), [("preliminary", "PRELIMINARY"), ("final", "FINAL"), ("void", "VOID")])
def test_edition_color_and_status_are_words_on_every_page(status: Any, word: str) -> None:
    document = a_dispatch_list()

    pages = pages_of(render_plant_document(replace(document, edition=replace(document.edition, status=status))))

    assert [f"{word} · BLUE · Edition 3" in page for page in pages] == [True] * 3
    assert [f"Page {number} of 3" in page for number, page in enumerate(pages, 1)] == [True] * 3
    assert ("This list is void" in pages[0]) is (status == "void")


def test_departments_follow_each_other_where_paper_is_saved() -> None:
    (only,) = pages_of(render_plant_document(replace(a_dispatch_list(), is_page_per_department=False)))

    assert only.index("Cutting") < only.index("Welding") < only.index("Surface")


def test_a_long_list_flows_on_with_its_heads_and_page_numbers() -> None:
    lines = tuple(
        DispatchLine(str(n), f"WO-{n}", f"ITEM-{n}", "5", "10 Drill", "A part", "D-1", "Ada", "06:00", "5")
        for n in range(1, 121)
    )
    document = replace(a_dispatch_list(), departments=(DispatchDepartment("Drilling", lines),))

    pages = pages_of(render_plant_document(document))

    assert len(pages) > 2
    assert ["Item and operation" in page for page in pages] == [True] * len(pages)
    assert [f"Page {n} of {len(pages)}" in page for n, page in enumerate(pages, 1)] == [True] * len(pages)
    assert missing_from(render_plant_document(document), document) == []


def test_a_dark_color_is_written_on_in_white() -> None:
    document = a_dispatch_list()
    dark = replace(document, edition=replace(document.edition, color=PaperColor("Night", "#101830")))

    assert "FINAL · NIGHT" in pages_of(render_plant_document(dark))[0]


BARE = [
    Traveler("Works", "W1", "X", "5"),
    LabelSheet((ItemLabel("X"),), "62mm"),
    PackingList("S1", Address("Works"), Address("Client")),
    replace(a_dispatch_list(), departments=(), notices=(), personal="", shift_hours=""),
    PickList("Works", "W1", "X", "5", (PickLine("", "Y", "1"),)),
]


@pytest.mark.parametrize("document", BARE, ids=lambda document: type(document).__name__)
def test_a_document_with_nothing_but_the_head_is_one_page(document: Any) -> None:
    pdf = render_plant_document(document)

    assert (len(pages_of(pdf)), missing_from(pdf, document)) == (1, [])


@pytest.mark.parametrize("make", [a_traveler, a_packing_list, a_dispatch_list, a_pick_list])
def test_the_papers_are_tagged_titled_and_say_their_language(make: Any) -> None:
    reader = opened(render_plant_document(make(), language="de"))

    root = reader.trailer["/Root"]
    assert root["/Lang"] == "de"
    assert b"pdfuaid" in root["/Metadata"].get_object().get_data()
    assert reader.metadata is not None
    assert reader.metadata.title
    kinds = {kind.strip("/") for kind in structure_of(render_plant_document(make()))}
    assert {"H1", "H2", "Table", "TH", "TD"} <= kinds
    assert ("Figure" in kinds) is (make is not a_dispatch_list)  # its code is in the foot, which is not read aloud


def test_labels_are_the_readers() -> None:
    german = {"traveler": "Laufkarte", "operations": "Arbeitsgänge", "page_of": "Seite %(page)s von %(pages)s"}

    (page,) = pages_of(render_plant_document(a_traveler(), language="de", labels=german))

    assert [word in page for word in ("Laufkarte", "Arbeitsgänge", "Seite 1 von 1", "Traveler")] == [True] * 3 + [False]


@pytest.mark.parametrize(
    ("template", "words"),
    [
        ("traveler", plant_labels.TRAVELER_LABELS),
        ("item_labels", plant_labels.ITEM_LABEL_LABELS),
        ("packing_list", plant_labels.PACKING_LIST_LABELS),
        ("dispatch_list", plant_labels.DISPATCH_LIST_LABELS),
        ("pick_list", plant_labels.PICK_LIST_LABELS),
    ],
)
def test_each_template_uses_every_label_of_its_own_and_no_other(template: str, words: dict[str, str]) -> None:
    """A label nobody prints is work for translators; one that is missing stops the paper."""
    source = (TEMPLATES / "plant" / f"{template}.typ").read_text()

    used = set(re.findall(r"(?<!values\.)labels\.(\w+)", source)) - {"at"}
    materials = {word for word in words if word.startswith("material_")} | set(STATUS_LABELS)
    by_name = materials if template == "dispatch_list" else set()
    shared = {"page_of", "scan", "bars"}
    assert (used | by_name) - shared == set(words) - shared
    assert set(re.findall(r"labels\.(\w+)", (TEMPLATES / "plant" / "page.typ").read_text())) == shared


def test_the_same_document_gives_the_same_bytes_here_and_in_the_child() -> None:
    words = {"pick_list": "Kommissionierliste"}

    there = render_in_child(a_pick_list(), paper="us-letter", language="de", labels=words)

    assert there == render_plant_document(a_pick_list(), paper="us-letter", language="de", labels=words)


def test_a_child_past_its_time_is_stopped() -> None:
    with pytest.raises(RenderingTookTooLong):
        render_in_child(a_label_sheet(), limits=RenderLimits(seconds=0.02))

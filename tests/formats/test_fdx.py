"""Final Draft files of our own, and the real twins."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from callboard.formats.fdx import read_fdx
from callboard.formats.fdx_tags import CATEGORIES, FINAL_DRAFT_CATEGORIES, SYNOPSIS_CATEGORY
from callboard.formats.scenes import Revision, ScriptScene, TextLine

FILM = Path(__file__).parents[3] / "shared/data/film"
PROPS, NOT_FINAL_DRAFTS = "05c556eb-6bc1-4a3a-b09f-f8b5ba1b6afa", "deadbeef-0000-0000-0000-000000000000"

needs_data = pytest.mark.skipif(not FILM.is_dir(), reason="shared/data/film is not here")


def fdx(content: str, rest: str = "") -> bytes:
    return f'<FinalDraft DocumentType="Script" Version="6"><Content>{content}</Content>{rest}</FinalDraft>'.encode()


def para(kind: str, text: str, more: str = "", **attributes: str) -> str:
    written = "".join(f' {name}="{value}"' for name, value in attributes.items())
    return f'<Paragraph Type="{kind}"{written}>{more}<Text>{text}</Text></Paragraph>\n'


def heading(text: str, *, number: str = "", length: str = "", inside: str = "") -> str:
    properties = f'<SceneProperties Length="{length}">{inside}</SceneProperties>'
    return para("Scene Heading", text, properties, Number=number)


def test_length_synopsis_and_the_characters_in_the_scene_are_the_files_own():
    inside = (
        "<Summary><Paragraph><Text>Ada </Text><Text>waits.</Text></Paragraph></Summary>"
        '<SceneArcBeats><CharacterArcBeat Name="ADA"/><CharacterArcBeat Name="THE DOG"/></SceneArcBeats>'
    )
    (scene,) = read_fdx(
        fdx(heading("INT. HOUSE - DAY", number="1A", length="1 2/8", inside=inside) + para("Character", "Ada (O.S.)"))
    ).scenes

    assert (scene.number, scene.eighths, scene.eighths_estimated) == ("1A", 10, False)
    assert (scene.synopsis, scene.cast, scene.silent) == ("Ada waits.", ("Ada",), ("THE DOG",))


def test_a_length_that_is_none_is_estimated_with_a_note():
    screenplay = read_fdx(fdx(heading("INT. HOUSE - DAY", length="a bit")))

    assert (screenplay.scenes[0].eighths, screenplay.scenes[0].eighths_estimated) == (1, True)
    assert [note.message for note in screenplay.notes] == [
        "“a bit” is no length in eighths of a page; the length is estimated."
    ]


def test_an_omitted_scene_keeps_its_number_and_counts_nothing():
    old = para("Scene Heading", "EXT. YARD - DUSK") + para("Character", "MARA") + para("Dialogue", "Wait.")
    card = para("Scene Heading", "OMITTED", f"<OmittedScene>{old}</OmittedScene>", Number="21")

    scenes = read_fdx(
        fdx(heading("INT. LAB - DAY", length="1/8") + card + heading("INT. LAB - LATER", length="2/8"))
    ).scenes

    assert [(s.number, s.heading, s.eighths, s.cast, s.omitted, s.time_of_day) for s in scenes] == [
        ("", "INT. LAB - DAY", 1, (), False, "DAY"),
        ("21", "OMITTED", 0, (), True, ""),
        ("", "INT. LAB - LATER", 2, (), False, "DAY"),
    ]


@pytest.mark.parametrize("wrap", ["<Paragraph>{}</Paragraph>", "{}"])
def test_dual_dialogue_is_counted_once_and_set_side_by_side(wrap):
    speeches = "".join(
        para("Character", name) + para("Dialogue", text) for name, text in [("ADA", "Yes."), ("JON", "No.")]
    )
    content = heading("INT. LAB - DAY") + wrap.format(f"<DualDialogue>{speeches}</DualDialogue>")

    (scene,) = read_fdx(fdx(content)).scenes

    assert [(piece.kind, piece.text, piece.dual) for piece in scene.text] == [
        ("character", "ADA", "left"),
        ("dialogue", "Yes.", "left"),
        ("character", "JON", "right"),
        ("dialogue", "No.", "right"),
    ]


def test_a_script_note_within_a_paragraph_is_no_text():
    note = '<ScriptNote><Paragraph Type="Action"><Text>Really?</Text></Paragraph></ScriptNote>'
    (scene,) = read_fdx(fdx(heading("INT. LAB - DAY") + para("Action", "She waits.", note))).scenes

    assert [piece.text for piece in scene.text] == ["She waits."]


def test_the_type_is_the_truth():
    content = para("Action", "FADE IN:") + para("Scene Heading", "Later") + para("Action", "INT. NOT A SCENE - DAY")

    screenplay = read_fdx(fdx(content + para("Outline 1", "Not printed") + para("Sign", "EXIT")))

    assert [scene.heading for scene in screenplay.scenes] == ["Later"]
    assert [piece.text for piece in screenplay.scenes[0].text] == ["INT. NOT A SCENE - DAY", "EXIT"]
    assert [piece.text for piece in screenplay.opening] == ["FADE IN:"]
    assert [note.message for note in screenplay.notes] == [
        "“Later” does not say INT or EXT; it is left empty.",
        "“Later”: the scene before has no time of day to take over; it is left empty.",
        "Paragraphs of type “Sign” are read as general text.",
    ]


def test_tags_become_elements_by_the_uuid_of_their_category():
    tags = f"""<TagData><TagCategories>
      <TagCategory Id="{PROPS}" Name="Cast" Number="1"/><TagCategory Id="{NOT_FINAL_DRAFTS}" Name="Puppets" Number="2"/>
      </TagCategories><TagDefinitions>
      <TagDefinition CatId="{PROPS.upper()}" Id="d1" Label="a rope" Number="1"/>
      <TagDefinition CatId="{NOT_FINAL_DRAFTS}" Id="d2" Label="the fox" Number="2"/>
      <TagDefinition CatId="{SYNOPSIS_CATEGORY}" Id="d3" Label="A rope is found." Number="3"/>
      </TagDefinitions><Tags><Tag Number="7"><DefId>d1</DefId></Tag><Tag Number="8"><DefId>d2</DefId></Tag>
      <Tag Number="9"><DefId>d3</DefId></Tag></Tags></TagData>"""
    runs = "".join(f'<Text TagNumber="{number}">x</Text>' for number in (7, 8, 7, 9, 44))
    screenplay = read_fdx(fdx(heading("INT. LAB - DAY") + f'<Paragraph Type="Action">{runs}</Paragraph>', tags))

    assert screenplay.scenes[0].elements == {104: ("a rope",), 500: ("the fox",)}
    assert screenplay.categories == {104: "Props", 500: "Puppets"}
    assert screenplay.scenes[0].synopsis == "A rope is found."
    assert [note.message for note in screenplay.notes] == ["Tag 44 is not defined in the file and is left out."]


def test_revisions_locked_pages_and_numbering_are_kept():
    rest = """<LockedPages><LockedPage PageNumber="1"/><LockedPage PageNumber="10A"/></LockedPages>
      <Revisions ActiveSet="1"><Revision ID="1" Name="Blue" PageColor="#C6C6EDEDFEFE"/><Revision ID="2" Name="Pink"/>
      </Revisions><SceneNumberOptions NumberScheme="A1"/>"""
    revised = '<Paragraph Type="Action"><Text RevisionID="0">Old </Text><Text RevisionID="1">new.</Text></Paragraph>'

    screenplay = read_fdx(fdx(heading("INT. LAB - DAY") + revised, rest))

    assert (screenplay.revision, screenplay.scenes[0].revisions) == ("Blue", (1,))
    assert screenplay.revisions == (Revision(1, "Blue", "#C6EDFE"), Revision(2, "Pink", ""))
    assert (screenplay.locked_pages, screenplay.numbering) == (("1", "10A"), "A1")


def test_runs_are_joined_and_all_caps_runs_are_capitals():
    part = '<Paragraph Type="Scene Heading"><Text Style="Bold+AllCaps">int. lab</Text><Text> - DAY</Text></Paragraph>'

    (scene,) = read_fdx(fdx(part)).scenes

    assert scene.heading == "INT. LAB - DAY"


def test_what_is_no_paragraph_is_passed_over_and_attributes_without_value_add_nothing():
    inside = '<SceneArcBeats><CharacterArcBeat Name=" "/></SceneArcBeats>'
    content = "<Bookmark/>" + heading("INT. LAB", inside=inside) + heading("SPACE - NIGHT")

    screenplay = read_fdx(fdx(content, '<Revisions><Revision Name="Blue"/></Revisions>'))

    assert [(scene.set, scene.silent) for scene in screenplay.scenes] == [("LAB", ()), ("SPACE", ())]
    assert screenplay.revisions == ()


def test_a_centered_paragraph_and_lines_of_the_xml():
    (scene,) = read_fdx(fdx(heading("INT. LAB - DAY") + para("General", "THE END", Alignment="Center"))).scenes

    assert scene.text == (TextLine("centered", "THE END", 2),)


def test_a_file_without_scene_headings_has_a_fault():
    screenplay = read_fdx(fdx(para("Scene Heading", " ") + para("Action", "Text.")))

    assert [(fault.line, fault.message[:25]) for fault in screenplay.faults] == [(1, "No paragraph of type Scen")]
    assert [note.message for note in screenplay.notes] == ["A scene heading without text or number is left out."]


def without_lines(scene: ScriptScene) -> ScriptScene:
    return replace(scene, line=0, text=tuple(replace(piece, line=0) for piece in scene.text))


@needs_data
def test_the_twins_saved_by_two_programs_give_one_breakdown():
    final_draft, fade_in = (
        read_fdx((FILM / f"fdx/wildwinter-TestFDX-{program}.fdx").read_bytes())
        for program in ("FinalDraft13", "FadeIn")
    )

    assert list(map(without_lines, final_draft.scenes)) == list(map(without_lines, fade_in.scenes))
    assert [(s.number, s.eighths, s.cast) for s in fade_in.scenes] == [
        ("1", 3, ("DJ", "DAVE", "JIM")),
        ("2", 2, ("KAY",)),
    ]
    assert (final_draft.title, final_draft.title_page) == ("FDX Test Script", fade_in.title_page)
    assert (final_draft.faults, fade_in.faults) == ((), ())
    assert [note.message for note in final_draft.notes] == [note.message for note in fade_in.notes]


@needs_data
def test_the_uuid_table_is_the_published_one():
    text = (FILM / "uss/finalDraftCategories.xml").read_text(encoding="utf-8").replace("</xml>", "").strip()
    published = {c.get("Id"): c.get("Name") for c in ET.fromstring(text).iter("TagCategory")}

    assert published.pop(SYNOPSIS_CATEGORY) == "Synopsis"
    assert {uuid: CATEGORIES[category] for uuid, category in FINAL_DRAFT_CATEGORIES.items()} == published

"""A script lands in the breakdown whole, or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.apps import apps

from callboard.core.attachments.queries import content_of
from callboard.core.errors import NotAllowed, NotFound
from callboard.core.organizations.models import Membership, Organization, Production
from callboard.core.organizations.rules import Role
from callboard.core.organizations.scope import every_organization
from callboard.film.breakdown.actions import SceneFields, add_element, change_scene, create_scene, remove_element
from callboard.film.breakdown.models import Element, ElementCategory, Scene, SceneElement
from callboard.film.scripts import actions
from callboard.film.scripts.actions import import_kept_script, import_script, keep_script
from callboard.film.scripts.models import Script
from callboard.film.scripts.queries import preview_import, script_file, script_report, scripts_of, uploaded_script
from callboard.film.scripts.rules import NoScenes, ScriptUnreadable
from tests.builders import FRIDAY_18H, FakeMailServer, a_member, a_production, access, an_organization
from tests.film.scripts.scripts import FERRY, FERRY_SECOND_DRAFT, TAGGED_FDX, TRUNCATED_FDX

pytestmark = pytest.mark.django_db


@pytest.fixture
def show(office: Organization, mail_server: FakeMailServer) -> tuple[Production, Membership]:
    return a_production(office), a_member(office)


def row_counts() -> dict[str, int]:
    with every_organization("a test counts all rows"):
        return {model._meta.label: model._default_manager.count() for model in apps.get_models()}


def links() -> set[tuple[str, str, bool]]:
    rows = SceneElement.objects.values_list("scene__number", "element__name", "by_voice")
    return {(number, name, by_voice) for number, name, by_voice in rows}


def scenes() -> list[tuple[str, str, str, bool, bool]]:
    fields = ("number", "set_name", "time_of_day", "time_of_day_inferred", "is_omitted")
    return list(Scene.objects.order_by("sort_key").values_list(*fields))


def test_an_import_makes_scenes_and_speaking_cast_with_numbers(show: tuple[Production, Membership]) -> None:
    production, ada = show

    script = import_script(production, FERRY, "ferry.fountain", "1", by=ada, at=FRIDAY_18H)

    assert scenes() == [
        ("1", "TICKET HALL", "NIGHT", False, False),
        ("2", "PIER", "NIGHT", True, False),
        ("3", "PIER", "NIGHT", True, False),
    ]
    assert links() == {
        ("1", "MARA", False),
        ("1", "THE HARBOR MASTER", True),
        ("2", "MARA", False),
        ("2", "JONAS", False),
    }
    numbers = dict(Element.objects.values_list("name", "number"))
    assert numbers == {"MARA": "1", "JONAS": "2", "THE HARBOR MASTER": "3"}
    assert (script.title, script.scene_count, script.faults, script.episode.number, script.imported_by_name) == (
        "The Last Ferry",
        3,
        [],
        "1",
        "Ada",
    )
    assert script_file(ada, production, script.public_id) == ("ferry.fountain", FERRY)


def test_a_second_draft_keeps_hand_work_and_says_what_happened(show: tuple[Production, Membership]) -> None:
    """Minutes, notes and a prop on scene 2 were written by hand; the draft changes its heading and drops Jonas."""
    production, ada = show
    import_script(production, FERRY, "ferry.fountain", "1", by=ada, at=FRIDAY_18H)
    pier = Scene.objects.get(number="2")
    by_hand = SceneFields(
        "2", "EXT", "PIER", "NIGHT", eighths=pier.eighths, minutes=90, notes="Tide!", synopsis="Late."
    )
    change_scene(pier, by_hand, version=1, by=ada, at=FRIDAY_18H)
    add_element(pier, ElementCategory.objects.get(name="Props"), "Rope", by=ada, at=FRIDAY_18H)
    add_element(pier, ElementCategory.objects.get(name="Cast"), "Old dog walker", by=ada, at=FRIDAY_18H)

    script = import_script(production, FERRY_SECOND_DRAFT, "ferry2.fountain", "1", by=ada, at=FRIDAY_18H)

    assert scenes() == [
        ("1", "TICKET HALL", "NIGHT", False, False),
        ("1A", "ENGINE ROOM", "NIGHT", False, False),
        ("2", "LANDING STAGE", "NIGHT", False, False),
        ("3", "PIER", "NIGHT", True, True),
    ]
    pier.refresh_from_db()
    assert (pier.minutes, pier.notes, pier.synopsis, pier.version) == (90, "Tide!", "Late.", 3)
    assert {name for number, name, _ in links() if number == "2"} == {"MARA", "Rope", "Old dog walker"}
    assert [remark.message for remark in script_report(ada, production, script.public_id).merges] == [
        "Scene 1A is new: INT. ENGINE ROOM - NIGHT.",
        "Scene 2: the heading was “EXT. PIER - CONTINUOUS”, now “EXT. LANDING STAGE - NIGHT”.",
        "Scene 2: the text changed; length now 2/8, was 2/8.",
        "Scene 3 is no longer in the script. It is kept as omitted: EXT. PIER - LATER.",
    ]
    assert Element.objects.get(name="IDA").number == "4"


def test_a_renamed_character_stays_renamed_on_the_next_import(show: tuple[Production, Membership]) -> None:
    production, ada = show
    import_script(production, FERRY, "ferry.fountain", "1", by=ada, at=FRIDAY_18H)
    Element.objects.filter(name="MARA").update(name="Mara Voss")

    import_script(production, FERRY, "ferry.fountain", "1", by=ada, at=FRIDAY_18H)

    assert sorted(Element.objects.values_list("name", flat=True)) == ["JONAS", "Mara Voss", "THE HARBOR MASTER"]


def test_a_scene_made_by_hand_survives_an_import(show: tuple[Production, Membership]) -> None:
    production, ada = show
    create_scene(production, "1", SceneFields("50", "INT", "INSERT TABLE", "DAY", 1), by=ada, at=FRIDAY_18H)

    import_script(production, FERRY, "ferry.fountain", "1", by=ada, at=FRIDAY_18H)

    assert [(number, omitted) for number, *_, omitted in scenes()] == [
        ("1", False),
        ("2", False),
        ("3", False),
        ("50", False),
    ]


def test_episodes_do_not_touch_each_other(show: tuple[Production, Membership]) -> None:
    production, ada = show
    import_script(production, FERRY, "one.fountain", "1", by=ada, at=FRIDAY_18H)

    import_script(production, FERRY_SECOND_DRAFT, "two.fountain", "2", by=ada, at=FRIDAY_18H)

    assert list(Scene.objects.filter(episode__number="1", is_omitted=True)) == []
    assert (Scene.objects.count(), [report.script.episode.number for report in scripts_of(ada, production)]) == (
        6,
        ["2", "1"],
    )


@pytest.mark.parametrize(
    ("content", "name", "refusal"),
    [
        (TRUNCATED_FDX, "cut.fdx", ScriptUnreadable),
        (b"%PDF-1.7 nothing", "script.fdx", ScriptUnreadable),
        (b"", "empty.fountain", ScriptUnreadable),
        (b"Just a letter to my aunt.\n", "letter.fountain", NoScenes),
    ],
)
def test_a_refused_file_leaves_every_table_as_it_was(
    show: tuple[Production, Membership], content: bytes, name: str, refusal: type[Exception]
) -> None:
    production, ada = show
    before = row_counts()

    with pytest.raises(refusal):
        import_script(production, content, name, "1", by=ada, at=FRIDAY_18H)
    with pytest.raises(refusal):
        keep_script(production, content, name, by=ada, at=FRIDAY_18H)

    assert row_counts() == before


def test_a_refusal_names_the_line_and_the_fix(show: tuple[Production, Membership]) -> None:
    production, ada = show

    with pytest.raises(ScriptUnreadable) as refused:
        import_script(production, TRUNCATED_FDX, "cut.fdx", "1", by=ada, at=FRIDAY_18H)

    assert refused.value.parameters["line"] == 4
    assert str(refused.value).startswith("cut.fdx was not imported. Line 4")
    assert "save it again in the program that wrote it" in str(refused.value)


def test_a_fault_in_the_last_step_leaves_every_table_as_it_was(
    show: tuple[Production, Membership], monkeypatch: pytest.MonkeyPatch
) -> None:
    production, ada = show
    before = row_counts()

    def breaks(*_: object, **__: object) -> None:
        raise RuntimeError("the lights went out")

    monkeypatch.setattr(actions, "announce", breaks)
    with pytest.raises(RuntimeError, match="lights"):
        import_script(production, FERRY, "ferry.fountain", "1", by=ada, at=FRIDAY_18H)

    assert row_counts() == before


def test_a_looked_at_upload_is_imported_by_its_id(show: tuple[Production, Membership]) -> None:
    production, ada = show
    upload = keep_script(production, FERRY, "..\\secret\\ferry.fountain", by=ada, at=FRIDAY_18H)
    before = row_counts()

    preview = preview_import(ada, production, upload.public_id, None)

    assert row_counts() == before
    assert (preview.shot_count, preview.length, preview.episode, preview.is_first) == (3, "5/8", "", True)
    assert [tuple(speaker) for speaker in preview.speakers] == [
        ("MARA", 2, False),
        ("THE HARBOR MASTER", 1, True),
        ("JONAS", 1, False),
    ]
    assert [note.line for note in preview.notes] == [13, 23]
    script = import_kept_script(uploaded_script(ada, production, upload.public_id), "1", by=ada, at=FRIDAY_18H)
    assert (script.attachment, content_of(script.attachment), upload.file_name) == (upload, FERRY, "ferry.fountain")


def test_a_director_may_read_scripts_but_not_import(show: tuple[Production, Membership], office: Organization) -> None:
    production, ada = show
    script = import_script(production, FERRY, "ferry.fountain", "1", by=ada, at=FRIDAY_18H)
    director = a_member(office, Role.DIRECTOR, "Dina")
    with pytest.raises(NotFound):
        script_report(director, production, script.public_id)
    access(director, production)
    before = row_counts()

    assert script_report(director, production, script.public_id).script == script
    with pytest.raises(NotAllowed):
        import_script(production, FERRY, "ferry.fountain", "1", by=director, at=FRIDAY_18H)

    assert row_counts() == before


def test_a_stranger_finds_neither_production_nor_script(show: tuple[Production, Membership]) -> None:
    production, ada = show
    script = import_script(production, FERRY, "ferry.fountain", "1", by=ada, at=FRIDAY_18H)
    stranger = a_member(an_organization("Other Films"), name="Sid")

    with pytest.raises(NotFound):
        script_report(stranger, production, script.public_id)
    with pytest.raises(NotFound):
        import_script(production, FERRY, "ferry.fountain", "1", by=stranger, at=FRIDAY_18H)


def test_the_list_of_scripts_asks_the_same_however_many(
    show: tuple[Production, Membership], django_assert_num_queries: object
) -> None:
    production, ada = show
    for count in (1, 2):
        import_script(production, FERRY, "ferry.fountain", str(count), by=ada, at=FRIDAY_18H)
        with django_assert_num_queries(1):  # type: ignore[operator]
            assert len(scripts_of(ada, production)) == count


REAL = (
    "fdx/schoonmaker-starter_tags.fdx",
    "fdx/wildwinter-TestFDX-FinalDraft13.fdx",
    "fdx/wildwinter-TestFDX-FadeIn.fdx",
    "screenplays/Barrier15_S01E01_ThePhoenixChild.fountain",
)


@pytest.mark.parametrize("name", REAL)
def test_a_real_script_lands_with_all_its_scenes(
    show: tuple[Production, Membership], shared_data: Path, name: str
) -> None:
    """Twice: the second import of the same file changes no scene."""
    production, ada = show
    path = shared_data / "film" / name

    script = import_script(production, path.read_bytes(), path.name, "1", by=ada, at=FRIDAY_18H)

    versions = dict(Scene.objects.values_list("pk", "version"))
    counted = [scene for scene in Scene.objects.all() if not scene.is_omitted]
    assert script.faults == []
    assert (len(counted), sum(scene.eighths for scene in counted)) == (script.scene_count, script.eighths)
    assert all(scene.eighths >= 1 and scene.text for scene in counted)
    linked = links()
    again = import_script(production, path.read_bytes(), path.name, "1", by=ada, at=FRIDAY_18H)
    assert dict(Scene.objects.values_list("pk", "version")) == versions
    assert (links(), script_report(ada, production, again.public_id).merges) == (linked, [])


def test_tags_of_a_final_draft_file_become_elements_by_category(show: tuple[Production, Membership]) -> None:
    """A rope tagged as prop by the category's UUID, in a scene where the dog is present and silent."""
    production, ada = show

    import_script(production, TAGGED_FDX, "tagged.fdx", "", by=ada, at=FRIDAY_18H)

    rows = SceneElement.objects.values_list("element__category__universal_id", "element__name", "by_voice")
    assert sorted(rows) == [(100, "MARA", False), (100, "THE DOG", False), (104, "rope", False)]
    assert (Script.objects.get().format, Scene.objects.get().eighths) == ("fdx", 10)


def test_a_tag_taken_out_of_a_scene_by_hand_is_the_only_thing_a_second_import_brings_back(
    show: tuple[Production, Membership],
) -> None:
    """Known limit: what earlier tags were is not kept, so a tag still in the file counts as asked for."""
    production, ada = show
    import_script(production, TAGGED_FDX, "tagged.fdx", "", by=ada, at=FRIDAY_18H)
    scene = Scene.objects.get()
    for name in ("rope", "MARA"):
        remove_element(scene, Element.objects.get(name=name), by=ada, at=FRIDAY_18H)

    import_script(production, TAGGED_FDX, "tagged.fdx", "", by=ada, at=FRIDAY_18H)

    assert sorted(name for _, name, _ in links()) == ["THE DOG", "rope"]


def test_a_category_that_the_palette_lacks_is_added_under_the_files_name(show: tuple[Production, Membership]) -> None:
    """A writer's own category, then one that the palette knows by name only."""
    production, ada = show
    own = TAGGED_FDX.replace(b"05c556eb-6bc1-4a3a-b09f-f8b5ba1b6afa", b"deadbeef-0000-0000-0000-000000000000")

    for name in (b"Drones", b"Drones", b"wardrobe"):
        import_script(
            production, own.replace(b'Name="Props"', b'Name="%b"' % name), "own.fdx", "", by=ada, at=FRIDAY_18H
        )

    rows = SceneElement.objects.filter(element__name="rope").values_list("element__category__name", flat=True)
    assert sorted(rows) == ["Drones", "Wardrobe"]


def test_a_voice_that_comes_to_the_set_in_a_new_draft_is_turned(show: tuple[Production, Membership]) -> None:
    production, ada = show
    import_script(production, FERRY, "ferry.fountain", "1", by=ada, at=FRIDAY_18H)

    on_set = FERRY.replace(b"THE HARBOR MASTER (V.O.)", b"THE HARBOR MASTER")
    import_script(production, on_set, "ferry.fountain", "1", by=ada, at=FRIDAY_18H)

    assert ("1", "THE HARBOR MASTER", False) in links()

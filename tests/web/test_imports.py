"""Imports in the browser: upload, columns, faults with their fix, taking all or the good rows, and tables out."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from callboard.core.organizations.models import Organization
from callboard.core.organizations.rules import Role
from callboard.formats.sheets import read_sheets
from callboard.manufacturing.imports.models import ImportDraft
from callboard.stock.items.models import Item
from tests.builders import a_member, access, an_organization
from tests.builders_plant import a_plant, an_item

ITEMS = b"Code,Name,Unit,Make or buy\r\nBOLT,Bolt,pcs,buy\r\nPLATE,Plate,ells,buy\r\n=CMD(),Sheet,pcs,buy\r\n"


def upload(browser: Any, room: str, content: bytes = ITEMS, name: str = "parts.csv", **fields: Any) -> Any:
    return browser.post(f"{room}upload/", file=SimpleUploadedFile(name, content), **fields)


@pytest.fixture
def room(office: Organization) -> str:
    return f"/p/{a_plant(office).public_id}/imports/"


def test_an_empty_room_says_what_to_do(office: Organization, logged_in: Any, room: str) -> None:
    page = logged_in(a_member(office)).get(room).content.decode()

    assert "No table yet. Upload one above" in page
    assert f'href="{room}export/items.csv"' in page


def test_a_table_is_read_and_every_fault_shown_with_its_fix(office: Organization, logged_in: Any, room: str) -> None:
    ada = logged_in(a_member(office))

    answer = upload(ada, room)

    draft = ImportDraft.objects.get()
    assert answer.headers["Location"] == f"{room}{draft.public_id}/"
    page = ada.get(f"{room}{draft.public_id}/").content.decode()
    assert '<th scope="row" class="number" data-label="Row">3</th>' in page
    assert "C · Unit" in page
    assert "There is no unit called ells here." in page
    assert "Take the 2 good rows" in page
    assert Item.objects.count() == 0


def test_the_good_rows_are_taken_once_and_the_others_can_be_mended(
    office: Organization, logged_in: Any, room: str
) -> None:
    ada = logged_in(a_member(office))
    upload(ada, room)
    draft = ImportDraft.objects.get()
    path = f"{room}{draft.public_id}/"

    for _ in range(2):
        answer = ada.post(f"{path}take/", version=draft.version, mode="good", request_key="once")
        assert answer.status_code == 302

    assert sorted(Item.objects.values_list("code", flat=True)) == ["=CMD()", "BOLT"]
    assert "2 rows have come in." in ada.get(path).content.decode()
    fixes = ada.get(f"{path}to-mend.csv").content
    (sheet,) = read_sheets(fixes, file_name="fix.csv")
    assert sheet.headings == ("Code", "Name", "Unit", "Make or buy", "Fault")
    assert [row.cells[:4] for row in sheet.rows] == [("PLATE", "Plate", "ells", "buy")]
    assert str(sheet.rows[0].cells[4]).startswith("Unit: There is no unit called ells here.")


def test_all_or_nothing_takes_nothing_while_a_fault_is_left(office: Organization, logged_in: Any, room: str) -> None:
    ada = logged_in(a_member(office))
    upload(ada, room)
    draft = ImportDraft.objects.get()

    answer = ada.post(f"{room}{draft.public_id}/take/", version=draft.version, mode="all")

    assert answer.status_code == 422
    assert "Faults are left (1, in rows: 1), so nothing was changed." in answer.content.decode()
    assert Item.objects.count() == 0


def test_columns_are_chosen_on_the_page(office: Organization, logged_in: Any, room: str) -> None:
    ada = logged_in(a_member(office))
    upload(ada, room, b"Ding;Wort;Dichte\r\nBOLT;Bolzen;1,234\r\n", kind="items")
    draft = ImportDraft.objects.get()
    path = f"{room}{draft.public_id}/"
    assert "Say which column holds: Code." in ada.get(path).content.decode()
    fields = {"kind": "items", "column_code": "0", "column_name": "1", "decimal_sign": ",", "date_order": ""}

    twice = ada.post(f"{path}match/", version=draft.version, **{**fields, "column_description": "1"})
    draft.refresh_from_db()
    done = ada.post(f"{path}match/", version=draft.version, **fields)

    assert "The column Wort is chosen for Name and for Description." in twice.content.decode()
    assert done.status_code == 302
    page = ada.get(path).content.decode()
    assert "Not read: Dichte." in page
    assert "Take this row" in page


def test_another_kind_matches_the_columns_anew(office: Organization, logged_in: Any, room: str) -> None:
    ada = logged_in(a_member(office))
    upload(ada, room, b"Item,Quantity\r\nBOLT,3\r\n")
    draft = ImportDraft.objects.get()
    assert draft.kind == "bill of materials of one product"

    ada.post(f"{room}{draft.public_id}/match/", version=draft.version, kind="stock")

    page = ada.get(f"{room}{draft.public_id}/").content.decode()
    assert "Say which column holds: Place." in page


def test_a_flat_list_asks_for_its_product(office: Organization, logged_in: Any) -> None:
    plant = a_plant(office)
    for code in ("FRAME", "BOLT"):
        an_item(plant, code, source="make")
    ada, room = logged_in(a_member(office)), f"/p/{plant.public_id}/imports/"
    upload(ada, room, b"Part,Quantity\r\nBOLT,3\r\n")
    draft = ImportDraft.objects.get()
    path = f"{room}{draft.public_id}/"
    fields = {"kind": draft.kind, "column_component": "0", "column_quantity": "1"}

    without = ada.post(f"{path}match/", version=draft.version, **fields)
    draft.refresh_from_db()
    ada.post(f"{path}match/", version=draft.version, product="FRAME", **fields)

    assert "Choose the product whose components the list holds" in without.content.decode()
    assert "Take this row" in ada.get(path).content.decode()


def test_what_is_no_table_leaves_the_page_with_its_reason(office: Organization, logged_in: Any, room: str) -> None:
    ada = logged_in(a_member(office))

    pdf = upload(ada, room, b"%PDF-1.7 ...")
    shoes = upload(ada, room, b"Shoe,Size\r\nred,42\r\n")

    assert (pdf.status_code, shoes.status_code) == (422, 422)
    assert "Save the table as CSV (UTF-8)" in pdf.content.decode()
    assert "do not tell what the table holds: Shoe, Size." in shoes.content.decode()
    assert not ImportDraft.objects.exists()


def test_a_put_away_table_is_over(office: Organization, logged_in: Any, room: str) -> None:
    ada = logged_in(a_member(office))
    upload(ada, room)
    draft = ImportDraft.objects.get()

    ada.post(f"{room}{draft.public_id}/drop/", version=draft.version)

    page = ada.get(f"{room}{draft.public_id}/").content.decode()
    assert "put away" in page
    assert "Check again" not in page


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_tables_go_out_in_the_columns_that_come_in(office: Organization, logged_in: Any, form: str) -> None:
    plant = a_plant(office)
    an_item(plant, "BOLT", name="=Bolt")

    answer = logged_in(a_member(office)).get(f"/p/{plant.public_id}/imports/export/items.{form}")

    assert answer.headers["Content-Disposition"] == f'attachment; filename="items.{form}"'
    (sheet,) = read_sheets(answer.content, file_name=f"items.{form}")
    assert sheet.headings[:2] == ("Code", "Name")
    assert sheet.rows[0].cells[:2] == ("BOLT", "=Bolt")
    if form == "csv":
        assert b"'=Bolt" in answer.content


def test_strangers_and_those_who_may_not_stay_out(office: Organization, logged_in: Any) -> None:
    plant = a_plant(office)
    room = f"/p/{plant.public_id}/imports/"
    upload(logged_in(a_member(office)), room)
    path = f"{room}{ImportDraft.objects.get().public_id}/"
    operator = a_member(office, Role.OPERATOR, "Otto")
    access(operator, plant)

    assert logged_in(a_member(an_organization("Elsewhere"))).get(path).status_code == 404
    assert logged_in(operator).get(path).status_code == 403
    assert upload(logged_in(operator), room, kind="items").status_code == 403
    assert logged_in(a_member(office)).get(f"{room}export/secrets.csv").status_code == 404

# ruff: noqa: E501 - tables are read with their columns below each other
"""Tables come in whole, or their good rows, or not at all; what goes out comes in again as it was."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from callboard.core.errors import NotAllowed, NotFound, StaleEdit
from callboard.core.organizations.models import Membership, Organization, Production, ProductionAccess
from callboard.core.organizations.rules import Role
from callboard.formats.tables import as_csv, as_xlsx
from callboard.manufacturing.imports.actions import (
    check_import,
    drop_import,
    match_columns,
    take_import,
    upload_table,
)
from callboard.manufacturing.imports.exporting import EXPORTED, exported
from callboard.manufacturing.imports.models import ImportDraft
from callboard.manufacturing.imports.queries import draft_by_id, drafts_of, outcome_of, settings_of
from callboard.manufacturing.imports.rules import (
    ColumnsMissing,
    Counts,
    FaultsLeft,
    FileUnreadable,
    ImportKind,
    ImportOver,
    KindUnknown,
    NotChecked,
    NothingToTake,
    Settings,
    TakeMode,
)
from callboard.manufacturing.orders.models import ClientOrder, OrderLine
from callboard.manufacturing.products.models import Bom, BomLine, ItemLevel, Operation
from callboard.stock.items.models import Item, Lot
from callboard.stock.moves.models import Move, Store
from tests.builders import FRIDAY_18H, a_member
from tests.builders_plant import a_plant, an_item

TABLES = (Item, Bom, BomLine, Operation, Move, Store, Lot, ClientOrder, OrderLine)


def upload(plant: Production, text: str, kind: ImportKind | None = None, *, by: Membership) -> ImportDraft:
    rows = ["|".join(cell.strip() for cell in line.split("|")) for line in text.strip().splitlines()]
    content = ("sep=|\n" + "\n".join(rows)).encode()
    (draft,) = upload_table(plant, content, "table.csv", kind, by=by, at=FRIDAY_18H)
    return draft


def take(draft: ImportDraft, mode: TakeMode = TakeMode.EVERYTHING, *, by: Membership) -> Counts:
    draft.refresh_from_db()
    check_import(draft, by=by, at=FRIDAY_18H)
    return take_import(draft, mode, by=by, at=FRIDAY_18H, version=draft.version)


def a_member_of(plant: Production, role: Role) -> Membership:
    member = a_member(plant.organization, role=role)
    ProductionAccess(organization=plant.organization, production=plant, membership=member).save()
    return member


def row_counts() -> list[int]:
    return [table.objects.count() for table in TABLES]


ITEMS = """Code    | Name     | Kind      | Unit | Make or buy | Tracking | Standard cost
           BRACKET | Bracket  | assembly  | pcs  | make        |          | 12.50
           BAR     | Flat bar | raw       | m    | buy         | lot      | 4.20
           =CMD()  | Formula  | component | pcs  | buy         |          | """


def test_a_file_is_told_by_its_headings_checked_and_taken(office: Organization) -> None:
    plant, mara = a_plant(office), a_member(office)

    draft = upload(plant, ITEMS, by=mara)
    counts = take(draft, by=mara)

    assert (draft.kind, draft.state, draft.taken_at) == (ImportKind.ITEMS, "taken", FRIDAY_18H)
    assert counts == Counts(rows=3, new=3)
    assert list(Item.objects.order_by("code").values_list("code", "unit", "decimals", "standard_cost_minor")) == [
        ("=CMD()", "pcs", 0, 0),
        ("BAR", "m", 3, 420),
        ("BRACKET", "pcs", 0, 1_250),
    ]


def test_all_or_nothing_means_nothing_when_a_row_has_a_fault(office: Organization) -> None:
    plant, mara = a_plant(office), a_member(office)
    draft = upload(plant, f"{ITEMS}\nBOLT | Bolt | gadget | pcs | buy | |", by=mara)
    before = row_counts()

    with pytest.raises(FaultsLeft) as refusal:
        take(draft, by=mara)

    assert str(refusal.value) == (
        "Faults are left (1, in rows: 1), so nothing was changed. Mend them in the file, or take the good rows only."
    )
    assert row_counts() == before
    draft.refresh_from_db()
    assert draft.state == "checked"


def test_good_rows_come_in_and_the_others_stay_listed(office: Organization) -> None:
    plant, mara = a_plant(office), a_member(office)
    draft = upload(plant, f"{ITEMS}\nBOLT | Bolt | gadget | pcs | buy | |", by=mara)

    counts = take(draft, TakeMode.GOOD_ROWS, by=mara)

    assert (counts.new, counts.faulty) == (3, 1)
    assert Item.objects.count() == 3
    assert [fault.row for fault in outcome_of(draft).faults] == [6]


FAULTS = st.lists(
    st.sampled_from(
        ["BRACKET|BAR|1", "BRACKET|BOLT|2", "FRAME|BRACKET|1", "FRAME|NIX|1", "BRACKET|FRAME|1", "FRAME|BOLT|-"]
    ),
    min_size=1,
    max_size=6,
)


@given(rows=FAULTS)
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_never_a_silent_half(office: Organization, rows: list[str]) -> None:
    """Whatever stands in a bill: with any fault, all or nothing changes no row; good rows make only whole bills."""
    from django.db import transaction

    with transaction.atomic():
        plant, mara = a_plant(office), a_member(office)
        for code in ("BRACKET", "FRAME", "BAR", "BOLT"):
            an_item(plant, code, source="make")
        draft = upload(plant, "\n".join(["Parent|Component|Quantity", *rows]), by=mara)
        outcome = outcome_of(check_import(draft, by=mara, at=FRIDAY_18H))
        before = row_counts()
        if outcome.faults:
            with pytest.raises(FaultsLeft):
                take(draft, by=mara)
            assert row_counts() == before
        try:
            take(draft, TakeMode.GOOD_ROWS, by=mara)
        except NothingToTake:
            assert row_counts() == before
        parents = {one.record.item for one in outcome.found}
        expected = {row.split("|", 2)[1] for row in rows if row.split("|", 1)[0] in parents}
        assert set(BomLine.objects.values_list("component__code", flat=True)) == expected
        transaction.set_rollback(True)


def test_what_fails_on_the_way_takes_everything_back(office: Organization) -> None:
    """A storekeeper may record stock, but not open a place: the refusal comes at the second row, nothing stays."""
    plant, mara = a_plant(office), a_member(office)
    storekeeper = a_member_of(plant, Role.STOREKEEPER)
    an_item(plant, "BOLT")
    Store(organization=office, production=plant, code="A-01", kind="store").save()
    draft = upload(plant, "Item|Place|Quantity\nBOLT|A-01|5\nBOLT|B-02|5", by=mara)
    before = row_counts()

    with pytest.raises(NotAllowed):
        take(draft, by=storekeeper)

    assert row_counts() == before


def test_stock_orders_and_calendar_come_in_through_their_own_rooms(office: Organization) -> None:
    plant, mara = a_plant(office), a_member(office)
    an_item(plant, "BOLT")

    take(upload(plant, "Item|Place|Quantity|Value\nBOLT|A-01|5|10.00\nBOLT|B-02|7|", by=mara), by=mara)
    take(upload(plant, "Client|Client's number|Item|Quantity|Due\nHarbor|4711|BOLT|3|2027-03-01", by=mara), by=mara)
    take(upload(plant, "Date|Reason\n2027-05-01|Labor Day", ImportKind.CALENDAR, by=mara), by=mara)

    moves = Move.objects.order_by("pk").values_list("kind", "quantity", "value_minor", "to_store__code")
    assert list(moves) == [("opening balance", 5, 1_000, "A-01"), ("opening balance", 7, 1_400, "B-02")]
    order = ClientOrder.objects.get()
    assert (order.client.name, order.client_number, order.lines.get().quantity) == ("Harbor", "4711", 3)
    assert list(plant.days_off.values_list("on", "reason")) == [(dt.date(2027, 5, 1), "Labor Day")]


def test_a_file_taken_twice_changes_nothing_the_second_time(office: Organization) -> None:
    plant, mara = a_plant(office), a_member(office)
    an_item(plant, "BOLT")
    table = "Item|Place|Quantity\nBOLT|A-01|5"
    take(upload(plant, table, by=mara), by=mara)
    before = row_counts()

    with pytest.raises(NothingToTake):
        take(upload(plant, table, by=mara), by=mara)

    assert row_counts() == before


def test_bills_keep_levels_up_to_date(office: Organization) -> None:
    plant, mara = a_plant(office), a_member(office)
    for code in ("BIKE", "FRAME", "TUBE"):
        an_item(plant, code, source="make")

    take(upload(plant, "Level|Item|Quantity\n0|BIKE|\n1|FRAME|1\n2|TUBE|3", by=mara), by=mara)

    levels = ItemLevel.objects.order_by("low_level").values_list("item__code", "low_level")
    assert list(levels) == [("BIKE", 0), ("FRAME", 1), ("TUBE", 2)]


def test_columns_that_nobody_could_guess_are_chosen(office: Organization) -> None:
    plant, mara = a_plant(office), a_member(office)
    draft = upload(plant, "Ding | Wort\nBOLT | Bolzen", ImportKind.ITEMS, by=mara)
    with pytest.raises(ColumnsMissing) as refusal:
        check_import(draft, by=mara, at=FRIDAY_18H)
    assert str(refusal.value) == "Say which column holds Code, then check again."
    chosen = {"code": 0, "name": 1}

    match_columns(
        draft, ImportKind.ITEMS, chosen, Settings(is_day_first=True), by=mara, at=FRIDAY_18H, version=draft.version
    )
    take(draft, by=mara)

    assert settings_of(draft) == Settings(is_day_first=True)
    assert [(item.code, item.name) for item in Item.objects.all()] == [("BOLT", "Bolzen")]


def test_a_kind_that_the_headings_do_not_tell_is_asked_for(office: Organization) -> None:
    with pytest.raises(KindUnknown) as refusal:
        upload(a_plant(office), "Shoe | Size\nred | 42", by=a_member(office))

    assert str(refusal.value) == (
        "The headings of “table” do not tell what the table holds: Shoe, Size. Choose what it is from the list."
    )


def test_what_is_no_table_is_refused_by_the_readers_own_words(office: Organization) -> None:
    with pytest.raises(FileUnreadable) as refusal:
        upload_table(a_plant(office), b"%PDF-1.7", "x.pdf", by=a_member(office), at=FRIDAY_18H)

    assert "PDF" in str(refusal.value)


def test_a_row_that_lost_a_cell_in_the_file_is_not_taken_without_it(office: Organization) -> None:
    """A cell beyond the headings: nobody knows what it was, so its row (and its bill) stays out."""
    plant, mara = a_plant(office), a_member(office)
    for code in ("FRAME", "BOLT", "BAR"):
        an_item(plant, code, source="make")
    draft = upload(plant, "Parent|Component|Quantity\nFRAME|BOLT|4|x\nFRAME|BAR|1\nBAR|BOLT|2", by=mara)

    outcome = outcome_of(check_import(draft, by=mara, at=FRIDAY_18H))

    assert [(fault.row, fault.parameters["cells"]) for fault in outcome.faults] == [(3, 4)]
    assert (dict(outcome.held), [one.record.item for one in outcome.found]) == ({4: 3}, ["BAR"])


def test_every_sheet_of_a_workbook_is_an_import_of_its_own(office: Organization) -> None:
    from io import BytesIO

    from xlsxwriter import Workbook

    out = BytesIO()
    with Workbook(out, {"in_memory": True}) as book:
        for name, rows in {
            "Items": [("Code", "Name"), ("BOLT", "Bolt")],
            "Stock": [("Item", "Place", "Quantity"), ("BOLT", "A-01", 5)],
        }.items():
            page = book.add_worksheet(name)
            for at, cells in enumerate(rows):
                page.write_row(at, 0, cells)

    drafts = upload_table(a_plant(office), out.getvalue(), "plant.xlsx", by=a_member(office), at=FRIDAY_18H)

    assert [(draft.sheet, draft.kind) for draft in drafts] == [("Items", ImportKind.ITEMS), ("Stock", ImportKind.STOCK)]


def test_an_import_is_checked_before_it_is_taken_and_taken_once(office: Organization) -> None:
    plant, mara = a_plant(office), a_member(office)
    draft = upload(plant, ITEMS, by=mara)
    with pytest.raises(NotChecked):
        take_import(draft, TakeMode.EVERYTHING, by=mara, at=FRIDAY_18H, version=draft.version)
    version = check_import(draft, by=mara, at=FRIDAY_18H).version

    take_import(draft, TakeMode.EVERYTHING, by=mara, at=FRIDAY_18H, version=version)

    with pytest.raises(ImportOver):
        take_import(draft, TakeMode.EVERYTHING, by=mara, at=FRIDAY_18H, version=draft.version)
    stale = ImportDraft.objects.get(pk=draft.pk)
    stale.state = "checked"
    with pytest.raises(StaleEdit):
        take_import(stale, TakeMode.EVERYTHING, by=mara, at=FRIDAY_18H, version=version)


def test_a_dropped_import_is_over(office: Organization) -> None:
    plant, mara = a_plant(office), a_member(office)
    draft = upload(plant, ITEMS, by=mara)

    drop_import(draft, by=mara, at=FRIDAY_18H, version=draft.version)

    assert (draft.state, draft.rows) == ("dropped", [])
    with pytest.raises(ImportOver):
        check_import(draft, by=mara, at=FRIDAY_18H)


def test_who_may_not_do_it_by_hand_may_not_by_the_thousand(office: Organization) -> None:
    plant, mara = a_plant(office), a_member(office)
    operator = a_member_of(plant, Role.OPERATOR)
    with pytest.raises(NotAllowed):
        upload(plant, ITEMS, by=operator)
    draft = upload(plant, ITEMS, by=mara)

    with pytest.raises(NotAllowed):
        draft_by_id(operator, plant, draft.public_id)
    with pytest.raises(NotFound):
        draft_by_id(mara, a_plant(office, "Other"), draft.public_id)
    assert list(drafts_of(mara, plant)) == [draft]


def test_costs_are_set_by_those_who_see_them(office: Organization) -> None:
    plant = a_plant(office)
    head = a_member_of(plant, Role.HEAD_OF_DEPARTMENT)
    draft = upload(plant, ITEMS, by=head)

    with pytest.raises(NotAllowed):
        take(draft, by=head)

    assert "Standard cost" not in exported(head, plant, ImportKind.ITEMS)[0]


PLANT = (
    """Code     | Name     | Kind            | Unit | Own units          | Make or buy | Tracking | Standard cost | Yield % | Safety stock | Lot policy | Lot days | Shelf days | Phantom
       BRACKET  | Bracket  | assembly        | pcs  |                    | make        | none     | 12.50         | 98.5    | 10           | period     | 5        |            |
       KIT      | Kit      | assembly        | pcs  |                    | make        | none     |               |         |              |            |          |            | yes
       FRAME    | Frame    | product         | pcs  |                    | make        | serial   |               |         |              |            |          | 90         |
       BAR      | Flat bar | raw             | m    | bar=6; third=1/3   | buy         | lot      | 4.20          |         | 12.5         |            |          |            |
       BOLT     | -Bolt, "M6" | component    | pcs  |                    | buy         | none     |               |         |              |            |          |            |
       +TAPE    | =Tape    | shipping supply | roll |                    | buy         | none     |               |         |              |            |          |            | """,
    """Item | Supplier | Supplier code | Price | Per | Currency | Minimum | Lead days | Preferred
       BAR  | Mill     | X-1           | 18.90 | 6   | EUR      | 600     | 12        | yes
       BAR  | Forge    |               | 19    |     |          |         | 3         | """,
    """Item    | Number | Operation | Department | Machine | Skill   | Setup minutes | Run seconds | Run quantity | Yield % | Crew | Outside | Vendor | Outside days | Outside price
       BRACKET | 10     | Cut       | Mill       | SAW-1   | Sawing  | 15            | 90          | 1            | 99.5    | 2    |         |        |              |
       BRACKET | 20     | Galvanize | Mill       |         |         |               |             |              |         |      | yes     | Zinc   | 4            | 2.50""",
    """Parent  | Component | Quantity | Per | Scrap % | Operation | Fixed | References | Backflush | Offset days | Valid from | Revision | State    | Revision from | Alternative group | Alternative priority
       BRACKET | BAR       | 1.5      |     | 10      | 10        |       |            | no        |             |            | A        | released | 2026-01-01    |                   |
       FRAME   | BRACKET   | 2        |     |         |           |       | L, R       |           | 3           | 2027-02-01 | 1        | draft    |               |                   |
       FRAME   | BOLT      | 25       | 10  |         |           | yes   |            |           |             |            | 2        | released |               | fix               | 2
       FRAME   | KIT       | 1        | 10  |         |           |       |            |           |             |            | 2        | released |               | fix               | 1
       KIT     | BOLT      | 8        |     |         |           |       |            |           |             |            | 1        | released |               |                   | """,
    """Item  | Place | Quantity | Lot | Value | Place kind | Made on    | Supplier's lot
       BAR   | A-01  | 12.5     | L-1 | 52.51 |            | 2026-10-01 | M-77
       BAR   | A-02  | 7.25     | L-2 | 30.00 | quarantine |            |
       BOLT  | A-01  | 400      |     |       |            |            |
       FRAME | DOCK  | 1        | S-1 | 99    | dock       |            | """,
    """Client | Client's number | Ordered on | Item    | Quantity | Due        | Price | Priority | Ship to | Note
       Harbor | 4711            | 2026-11-01 | FRAME   | 3        | 2027-03-01 | 250   | 2        | Dock 2  | @ noon
       Harbor | 4711            | 2026-11-01 | BRACKET | 10       | 2027-04-01 |       |          |         |
       Mill   | 1               | 2026-11-01 | BAR     | 2.5      | 2027-03-01 | 3.10  |          |         | """,
    """Date       | Worked | Reason
       2027-05-01 |        | Labor Day
       2027-05-08 | yes    | =make up""",
)  # fmt: skip


@pytest.mark.parametrize("as_file", [as_csv, as_xlsx], ids=["csv", "xlsx"])
def test_what_goes_out_comes_in_again_as_it_was(office: Organization, as_file: Any) -> None:
    plant, copy, mara = a_plant(office), a_plant(office, "Copy"), a_member(office)
    for text in PLANT:
        take(upload(plant, text, by=mara), by=mara)
    before = {kind: exported(mara, plant, kind) for kind in EXPORTED}
    assert all(rows for _, rows in before.values())

    for kind, (headings, rows) in before.items():
        if kind is ImportKind.BOM_LEVELS:
            continue  # the same bills again, without drafts: looked at below
        (draft,) = upload_table(copy, as_file(headings, rows), f"{kind.name}.x", by=mara, at=FRIDAY_18H)
        assert draft.kind == kind
        check_import(draft, by=mara, at=FRIDAY_18H)
        assert draft.faults == []
        take_import(draft, TakeMode.EVERYTHING, by=mara, at=FRIDAY_18H, version=draft.version)

    after = {kind: exported(mara, copy, kind) for kind in EXPORTED}
    assert after == before | {ImportKind.ORDERS: _renumbered(before[ImportKind.ORDERS], after[ImportKind.ORDERS][1])}
    levels = before[ImportKind.BOM_LEVELS]
    (again,) = upload_table(copy, as_file(*levels), "levels.x", by=mara, at=FRIDAY_18H)
    counts = check_import(again, by=mara, at=FRIDAY_18H).counts
    assert (counts["same"], counts["new"], counts["changed"], counts["faults"]) == (len(levels[1]), 0, 0, 0)


def _renumbered(table: tuple[list[str], list[list[Any]]], other: Iterable[list[Any]]) -> tuple[list[str], list[Any]]:
    """Our own order numbers are given out anew; everything else must be the same."""
    headings, rows = table
    return headings, [[theirs[0], *row[1:]] for row, theirs in zip(rows, other, strict=True)]

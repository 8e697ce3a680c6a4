"""Bills and routings over HTTP."""

from __future__ import annotations

from typing import Any

import pytest

from callboard.core.organizations.models import Membership, Organization, Production
from tests.api.conftest import Program
from tests.builders import a_department
from tests.builders_plant import a_plant, a_store, an_item, in_stock
from tests.builders_products import a_machine, a_made_item, a_skill

BILL: dict[str, Any] = {
    "item": "BRACKET",
    "revision": "A",
    "lines": [{"component": "BAR", "quantity": "1 500 mm", "scrap_ppm": 100_000}],
}


@pytest.fixture
def plant(office: Organization) -> Production:
    plant = a_plant(office)
    a_made_item(plant, "BRACKET")
    an_item(plant, "BAR", unit="m", decimals=3)
    return plant


def test_a_bill_is_drafted_once_released_and_builds(program: Program, ada: Membership, plant: Production) -> None:
    path = f"/productions/{plant.public_id}"
    drafted = program.send("POST", f"{path}/bills", BILL, key="b-1").json()
    assert program.send("POST", f"{path}/bills", BILL, key="b-1").json() == drafted
    assert (drafted["state"], drafted["batch"], len(drafted["lines"])) == ("draft", "1", 1)
    line = drafted["lines"][0]
    assert (line["component"], line["quantity"], line["unit"], line["scrap_ppm"]) == ("BAR", "1.5", "m", 100_000)

    unversioned = program.send("POST", f"{path}/bills/{drafted['id']}/release")
    released = program.send("POST", f"{path}/bills/{drafted['id']}/release", match=1)

    assert (unversioned.status_code, released.status_code, released.json()["state"]) == (428, 200, "released")
    assert program.send("POST", f"{path}/bills/{drafted['id']}/release", match=1).status_code == 412
    assert [row["revision"] for row in program.get(f"{path}/bills?item=BRACKET").json()] == ["A"]
    assert program.get(f"{path}/bills/{drafted['id']}").json() == released.json()
    bar = plant.items.get(code="BAR")
    in_stock(bar, 80_000, a_store(plant), by=ada)
    assert program.get(f"{path}/can-build?item=BRACKET").json() == {
        "item": "BRACKET",
        "count": "48",
        "stopped_by": ["BAR"],
        "is_exact": True,
    }


@pytest.mark.parametrize(
    ("line", "kind", "status"),
    [
        ({"component": "BRACKET", "quantity": "1"}, "BillGoesRound", 422),
        ({"component": "NUT", "quantity": "1"}, "NotFound", 404),
        ({"component": "BAR", "quantity": "1 kg"}, "DimensionsDiffer", 422),
        ({"component": "BAR", "quantity": "0"}, "QuantityMissing", 422),
    ],
)
def test_a_bill_with_one_wrong_line_is_not_drafted_at_all(
    program: Program, plant: Production, line: dict[str, str], kind: str, status: int
) -> None:
    path = f"/productions/{plant.public_id}/bills"
    answer = program.send("POST", path, BILL | {"lines": [*BILL["lines"], line]})
    assert (answer.status_code, answer.json()["title"]) == (status, kind)
    assert program.get(path).json() == []


def test_a_routing_is_drafted_and_released(program: Program, plant: Production) -> None:
    machine, skill = a_machine(plant), a_skill(plant, "Milling")
    path = f"/productions/{plant.public_id}/routings"
    mill = {"name": "Mill", "department": machine.department.name, "machine": machine.code, "skill": skill.name}
    operations = [mill | {"run_seconds": 90}, {"name": "Pack", "department": "Packing"}]
    routing = {"item": "BRACKET", "revision": "A", "operations": operations}
    drafted = program.send("POST", path, routing)
    assert (drafted.status_code, program.get(path).json()) == (404, [])
    a_department(plant, "Packing")
    drafted = program.send("POST", path, routing)
    released = program.send("POST", f"{path}/{drafted.json()['id']}/release", match=1).json()
    assert released == program.get(f"{path}/{released['id']}").json()
    assert [(row["number"], row["name"], row["machine"], row["run_seconds"]) for row in released["operations"]] == [
        (10, "Mill", "MILL-1", 90),
        (20, "Pack", "", 0),
    ]


def test_strangers_find_no_bills(stranger: Program, plant: Production) -> None:
    path = f"/productions/{plant.public_id}"
    for each in ("bills", "routings", "can-build?item=BRACKET"):
        assert stranger.get(f"{path}/{each}").status_code == 404
    assert stranger.send("POST", f"{path}/bills", BILL).status_code == 404

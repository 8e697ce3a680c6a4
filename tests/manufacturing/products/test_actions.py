"""Bills and routings: drafted, released, frozen, followed; circles refused; levels up to date."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from callboard.core.audit.models import AuditEntry
from callboard.core.errors import NotAllowed, NotFound, Refused, StaleEdit
from callboard.core.events.models import Event
from callboard.core.organizations.models import Membership, Organization, Production
from callboard.core.organizations.rules import Role
from callboard.core.organizations.scope import tenant_scope
from callboard.manufacturing.products.actions import (
    add_bom_line,
    add_operation,
    change_bom,
    change_bom_line,
    change_operation,
    copy_bom,
    copy_routing,
    create_bom,
    create_routing,
    release_bom,
    release_routing,
    remove_bom_line,
    remove_operation,
    retire_bom,
)
from callboard.manufacturing.products.bills import line_terms
from callboard.manufacturing.products.levels import refresh_after_item_change
from callboard.manufacturing.products.models import Bom, BomLine, ItemLevel, Operation
from callboard.manufacturing.products.queries import current_bom, current_routing
from callboard.manufacturing.products.rules import (
    BillGoesRound,
    BomHead,
    BomLineTerms,
    ComponentsRetired,
    EmptyBill,
    EmptyRouting,
    EndsBeforeItBegins,
    ItemOfAnotherPlant,
    NotMadeHere,
    NumberTaken,
    OfAnotherDepartment,
    OperationIncomplete,
    OperationsUnknown,
    OperationTerms,
    PrioritiesEqual,
    QuantityMissing,
    RevisionFrozen,
    RevisionMissing,
    RevisionTaken,
    ScrapTooHigh,
    SuppliesStayOut,
    WrongRevisionState,
    YieldTooLow,
)
from tests.builders import FRIDAY_18H, SATURDAY, a_department, a_member, access, an_organization
from tests.builders_plant import a_plant, an_item
from tests.builders_products import a_bom, a_machine, a_made_item, brackets

WHO = dict[str, Any]


@pytest.fixture
def ada(office: Organization) -> Membership:
    return a_member(office)


@pytest.fixture
def who(ada: Membership) -> WHO:
    return {"by": ada, "at": FRIDAY_18H}


@pytest.fixture
def plant(office: Organization) -> Production:
    return a_plant(office)


def levels(plant: Production) -> dict[str, tuple[int, int]]:
    rows = ItemLevel.objects.filter(item__production=plant).values_list("item__code", "low_level", "total_lead_days")
    return {code: (level, days) for code, level, days in rows}


def test_a_bill_is_drafted_released_and_then_holds(plant: Production, who: WHO) -> None:
    bracket, bar = a_made_item(plant, "BRACKET"), an_item(plant, "BAR", unit="m", decimals=3)
    draft = create_bom(bracket, " A ", [BomLineTerms(bar, 1500, scrap_ppm=100_000)], **who)
    assert (draft.revision, draft.state, draft.batch_quantity, current_bom(bracket, SATURDAY)) == (
        "A",
        "draft",
        1,
        None,
    )

    release_bom(draft, version=1, **who)

    assert current_bom(bracket, SATURDAY) == draft
    assert list(AuditEntry.objects.order_by("pk").values_list("verb", "subject_name")) == [
        ("create bill", "BRACKET A"),
        ("release bill", "BRACKET A"),
    ]
    assert [event.kind for event in Event.objects.all()] == ["products", "products"]


def test_a_released_bill_is_never_changed_but_copied(plant: Production, who: WHO) -> None:
    bracket, bar = brackets(plant)
    released, [line] = current_bom(bracket, SATURDAY), BomLine.objects.all()
    assert released is not None
    for change in (
        lambda: change_bom(released, BomHead(2), version=1, **who),
        lambda: add_bom_line(released, BomLineTerms(an_item(plant, "BOLT"), 4), **who),
        lambda: change_bom_line(line, BomLineTerms(bar, 1), version=1, **who),
        lambda: remove_bom_line(line, version=1, **who),
    ):
        with pytest.raises(RevisionFrozen):
            change()
    assert [line_terms(each) for each in BomLine.objects.all()] == [
        BomLineTerms(bar, 1500, scrap_ppm=100_000, position=10)
    ]

    copy = copy_bom(released, "B", **who)
    [copied] = copy.lines.all()
    change_bom_line(copied, BomLineTerms(bar, 1400, scrap_ppm=50_000), version=1, **who)

    assert (copy.state, [line_terms(each) for each in copy.lines.all()]) == (
        "draft",
        [BomLineTerms(bar, 1400, scrap_ppm=50_000, position=10)],
    )


def test_a_bill_that_somebody_released_meanwhile_takes_no_line(plant: Production, who: WHO) -> None:
    bracket = a_made_item(plant, "BRACKET")
    mine = create_bom(bracket, "A", [BomLineTerms(an_item(plant, "BAR"), 1)], **who)
    release_bom(Bom.objects.get(), version=1, **who)
    with pytest.raises(RevisionFrozen):
        add_bom_line(mine, BomLineTerms(an_item(plant, "BOLT"), 4), **who)


def test_a_newer_revision_takes_over_on_its_day(plant: Production, who: WHO) -> None:
    bracket, bar = brackets(plant)
    monday = SATURDAY + timedelta(days=2)
    newer = create_bom(bracket, "B", [BomLineTerms(bar, 1400)], head=BomHead(from_on=monday), **who)
    release_bom(newer, version=1, **who)
    assert [str(current_bom(bracket, day)) for day in (SATURDAY, monday)] == ["BRACKET A", "BRACKET B"]

    retire_bom(newer, version=2, **who)

    assert str(current_bom(bracket, monday)) == "BRACKET A"


def test_an_item_may_not_become_part_of_itself_over_any_revision(plant: Production, who: WHO) -> None:
    """Bike → frame (in a retired revision) → tube; a tube of bikes would go round."""
    bike, frame, tube = (a_made_item(plant, code) for code in ("BIKE", "FRAME", "TUBE"))
    retired = create_bom(bike, "A", [BomLineTerms(frame, 1)], **who)
    retire_bom(retired, version=1, **who)
    create_bom(frame, "A", [BomLineTerms(tube, 3, alternative_group="steel", alternative_priority=2)], **who)

    with pytest.raises(BillGoesRound) as refused:
        create_bom(tube, "A", [BomLineTerms(bike, 1)], **who)
    with pytest.raises(BillGoesRound) as of_itself:
        create_bom(tube, "A", [BomLineTerms(tube, 1)], **who)

    assert refused.value.parameters == {"code": "TUBE", "path": "TUBE → BIKE → FRAME → TUBE"}
    assert of_itself.value.parameters["path"] == "TUBE → TUBE"
    assert not Bom.objects.filter(item=tube).exists()


def test_a_changed_line_may_close_no_circle_either(plant: Production, who: WHO) -> None:
    bike, frame = a_made_item(plant, "BIKE"), a_made_item(plant, "FRAME")
    create_bom(bike, "A", [BomLineTerms(frame, 1)], **who)
    line = add_bom_line(create_bom(frame, "A", **who), BomLineTerms(an_item(plant, "TUBE"), 3), **who)
    with pytest.raises(BillGoesRound):
        change_bom_line(line, BomLineTerms(bike, 1), version=1, **who)


def test_codes_and_lead_times_follow_every_change(plant: Production, who: WHO) -> None:
    """A bolt of the bike sinks below the frame once the frame takes it too, and comes up again."""
    bike, frame = a_made_item(plant, "BIKE", lead_days=2), a_made_item(plant, "FRAME", lead_days=4)
    bolt = an_item(plant, "BOLT", lead_days=10)
    bill = create_bom(bike, "A", [BomLineTerms(frame, 1), BomLineTerms(bolt, 6)], **who)
    assert levels(plant) == {"BIKE": (0, 12), "FRAME": (1, 4), "BOLT": (1, 10)}

    line = add_bom_line(create_bom(frame, "A", **who), BomLineTerms(bolt, 4), **who)
    assert levels(plant) == {"BIKE": (0, 16), "FRAME": (1, 14), "BOLT": (2, 10)}

    remove_bom_line(line, version=1, **who)
    assert levels(plant) == {"BIKE": (0, 12), "FRAME": (1, 4), "BOLT": (1, 10)}
    retire_bom(bill, version=1, **who)
    assert levels(plant) == {"BIKE": (0, 2), "FRAME": (0, 4), "BOLT": (0, 10)}


def test_a_changed_lead_time_reaches_everything_the_item_goes_into(plant: Production, who: WHO) -> None:
    bike, frame, bolt = (a_made_item(plant, code, lead_days=1) for code in ("BIKE", "FRAME", "BOLT"))
    create_bom(frame, "A", [BomLineTerms(bolt, 1)], **who)
    create_bom(bike, "A", [BomLineTerms(frame, 1)], **who)
    bolt.lead_days = 9
    bolt.save()
    refresh_after_item_change(bolt)
    assert levels(plant) == {"BIKE": (0, 11), "FRAME": (1, 10), "BOLT": (2, 9)}


def test_of_alternatives_the_first_makes_the_lead_time_and_all_sink(plant: Production, who: WHO) -> None:
    frame = a_made_item(plant, "FRAME", lead_days=1)
    steel, alloy = an_item(plant, "STEEL", lead_days=5), an_item(plant, "ALLOY", lead_days=30)
    lines = [BomLineTerms(alloy, 1, alternative_group="tube", alternative_priority=2),
             BomLineTerms(steel, 1, alternative_group="tube", alternative_priority=1)]  # fmt: skip
    create_bom(frame, "A", lines, **who)
    assert levels(plant) == {"FRAME": (0, 6), "STEEL": (1, 5), "ALLOY": (1, 30)}


def test_a_phantom_takes_no_time_of_its_own(plant: Production, who: WHO) -> None:
    kit, bolt = an_item(plant, "KIT", is_phantom=True, lead_days=9), an_item(plant, "BOLT", lead_days=5)
    create_bom(kit, "A", [BomLineTerms(bolt, 4)], **who)
    assert levels(plant) == {"KIT": (0, 5), "BOLT": (1, 5)}


LINES: list[tuple[str, Callable[[Production], BomLineTerms], type[Refused]]] = [
    ("nothing", lambda plant: BomLineTerms(an_item(plant, "BAR"), 0), QuantityMissing),
    ("all lost", lambda plant: BomLineTerms(an_item(plant, "BAR"), 1, scrap_ppm=1_000_000), ScrapTooHigh),
    ("no day", lambda plant: BomLineTerms(an_item(plant, "BAR"), 1, from_on=SATURDAY, to_on=SATURDAY),
     EndsBeforeItBegins),
    ("a supply", lambda plant: BomLineTerms(an_item(plant, "TAPE", kind="shipping supply"), 1), SuppliesStayOut),
    ("another plant's", lambda plant: BomLineTerms(an_item(a_plant(plant.organization), "BAR"), 1),
     ItemOfAnotherPlant),
]  # fmt: skip


@pytest.mark.parametrize(("terms", "refusal"), [row[1:] for row in LINES], ids=[row[0] for row in LINES])
def test_a_line_that_no_order_could_be_made_from_is_refused(
    plant: Production, who: WHO, terms: Callable[[Production], BomLineTerms], refusal: type[Refused]
) -> None:
    bill = create_bom(a_made_item(plant, "BRACKET"), "A", **who)
    with pytest.raises(refusal):
        add_bom_line(bill, terms(plant), **who)
    assert not BomLine.objects.exists()


def test_revisions_have_names_of_their_own_and_belong_to_what_is_made(plant: Production, who: WHO) -> None:
    bracket, bar = brackets(plant)
    for item, name, refusal in (
        (bracket, " ", RevisionMissing),
        (bracket, "A", RevisionTaken),
        (bar, "A", NotMadeHere),
    ):
        with pytest.raises(refusal):
            create_bom(item, name, **who)
    with pytest.raises(NotMadeHere):
        create_routing(bar, "A", **who)


def test_what_is_not_complete_is_not_released(plant: Production, who: WHO) -> None:
    bracket, milling = a_made_item(plant, "BRACKET"), a_department(plant, "Milling")
    bill, routing = create_bom(bracket, "A", **who), create_routing(bracket, "A", **who)
    with pytest.raises(EmptyBill):
        release_bom(bill, version=1, **who)
    with pytest.raises(EmptyRouting):
        release_routing(routing, version=1, **who)
    add_operation(routing, OperationTerms("Mill", milling), **who)
    release_routing(routing, version=1, **who)

    line = add_bom_line(bill, BomLineTerms(an_item(plant, "OLD", is_active=False), 1), **who)
    with pytest.raises(ComponentsRetired, match="OLD"):
        release_bom(bill, version=1, **who)
    bar = an_item(plant, "BAR")
    change_bom_line(line, BomLineTerms(bar, 1, operation_number=30), version=1, **who)
    with pytest.raises(OperationsUnknown, match="30"):
        release_bom(bill, version=1, **who)
    line.refresh_from_db()
    change_bom_line(line, BomLineTerms(bar, 1, operation_number=10), version=2, **who)
    release_bom(bill, version=1, **who)
    with pytest.raises(WrongRevisionState):
        release_bom(bill, version=2, **who)


def test_equal_priorities_and_positions_are_refused(plant: Production, who: WHO) -> None:
    bill = create_bom(a_made_item(plant, "BRACKET"), "A", **who)
    add_bom_line(bill, BomLineTerms(an_item(plant, "BAR"), 1, alternative_group="steel"), **who)
    with pytest.raises(PrioritiesEqual):
        add_bom_line(bill, BomLineTerms(an_item(plant, "ROD"), 1, alternative_group=" steel "), **who)
    with pytest.raises(NumberTaken):
        add_bom_line(bill, BomLineTerms(an_item(plant, "NUT"), 1, position=10), **who)


def test_a_routing_is_copied_with_all_its_operations_and_then_changed(plant: Production, who: WHO) -> None:
    bracket, machine = a_made_item(plant, "BRACKET"), a_machine(plant)
    mill = OperationTerms("Mill", machine.department, machine=machine, setup_minutes=20, run_seconds=90)
    routing = create_routing(bracket, "A", [mill, OperationTerms("Weld", a_department(plant, "Welding"))], **who)
    release_routing(routing, version=1, **who)
    with pytest.raises(RevisionFrozen):
        add_operation(routing, mill, **who)

    copy = copy_routing(routing, "B", **who)
    first, second = copy.operations.order_by("number")
    change_operation(first, OperationTerms("Mill", machine.department, run_seconds=80), version=1, **who)
    remove_operation(second, version=1, **who)

    assert [(row.number, row.name, row.machine, row.run_seconds) for row in copy.operations.all()] == [
        (10, "Mill", None, 80)
    ]
    assert [
        (row.number, row.name, row.machine, row.setup_minutes) for row in routing.operations.order_by("number")
    ] == [
        (10, "Mill", machine, 20),
        (20, "Weld", None, 0),
    ]
    assert current_routing(bracket, SATURDAY) == routing


def test_an_operation_that_nobody_could_be_sent_to_do_is_refused(plant: Production, who: WHO) -> None:
    machine, welding = a_machine(plant), a_department(plant, "Welding")
    routing = create_routing(a_made_item(plant, "BRACKET"), "A", **who)
    for terms, refusal in (
        (OperationTerms(" ", welding), OperationIncomplete),
        (OperationTerms("Zinc", welding, is_outside=True), OperationIncomplete),
        (OperationTerms("Weld", welding, yield_ppm=0), YieldTooLow),
        (OperationTerms("Weld", welding, machine=machine), OfAnotherDepartment),
        (OperationTerms("Weld", welding, run_quantity=0), QuantityMissing),
        (OperationTerms("Weld", a_department(a_plant(plant.organization), "Welding")), ItemOfAnotherPlant),
    ):
        with pytest.raises(refusal):
            add_operation(routing, terms, **who)
    assert not Operation.objects.exists()


def test_who_may_not_change_products_changes_none(office: Organization, plant: Production, who: WHO) -> None:
    bracket, _ = brackets(plant)
    operator = a_member(office, Role.OPERATOR, "Otto")
    with pytest.raises(NotFound):
        create_bom(bracket, "B", by=operator, at=FRIDAY_18H)
    access(operator, plant)
    with pytest.raises(NotAllowed):
        create_bom(bracket, "B", by=operator, at=FRIDAY_18H)


def test_a_stale_edit_is_refused(plant: Production, who: WHO) -> None:
    bar = an_item(plant, "BAR")
    line = add_bom_line(create_bom(a_made_item(plant, "BRACKET"), "A", **who), BomLineTerms(bar, 1), **who)
    change_bom_line(line, BomLineTerms(bar, 2), version=1, **who)
    with pytest.raises(StaleEdit):
        change_bom_line(line, BomLineTerms(bar, 3), version=1, **who)


ITEMS = [f"I{number}" for number in range(6)]
EDITS = st.lists(st.tuples(st.sampled_from(ITEMS), st.sampled_from(ITEMS), st.booleans()), max_size=14)


class TestAnyHistory(TestCase):
    """Lines come and go in any order."""

    @given(edits=EDITS, leads=st.lists(st.integers(0, 9), min_size=6, max_size=6))
    @settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
    def test_levels_equal_the_longest_paths_and_circles_never_get_in(
        self, edits: list[tuple[str, str, bool]], leads: list[int]
    ) -> None:
        office = an_organization()
        who: WHO = {"by": a_member(office), "at": FRIDAY_18H}
        with tenant_scope(office.pk):
            plant = a_plant(office)
            items = {code: a_made_item(plant, code, lead_days=days) for code, days in zip(ITEMS, leads, strict=True)}
            bills = {code: create_bom(item, "A", **who) for code, item in items.items()}
            edges: set[tuple[str, str]] = set()
            for parent, component, is_added in edits:
                if is_added:
                    goes_round = parent == component or component_reaches(component, parent, edges)
                    try:
                        add_bom_line(bills[parent], BomLineTerms(items[component], 1), **who)
                    except BillGoesRound:
                        assert goes_round
                    else:
                        assert not goes_round
                        edges.add((parent, component))
                else:
                    for line in BomLine.objects.filter(bom=bills[parent], component=items[component]):
                        remove_bom_line(line, version=line.version, **who)
                    edges.discard((parent, component))
            own = dict(zip(ITEMS, leads, strict=True))
            assert levels(plant) == {code: (depth(code, edges), lead(code, edges, own)) for code in ITEMS}


def component_reaches(start: str, goal: str, edges: set[tuple[str, str]]) -> bool:
    return any(parent == start and (part == goal or component_reaches(part, goal, edges)) for parent, part in edges)


def depth(code: str, edges: set[tuple[str, str]]) -> int:
    return max((1 + depth(parent, edges) for parent, part in edges if part == code), default=0)


def lead(code: str, edges: set[tuple[str, str]], own: dict[str, int]) -> int:
    return own[code] + max((lead(part, edges, own) for parent, part in edges if parent == code), default=0)


def test_the_check_for_circles_takes_one_query_a_level(
    plant: Production, who: WHO, django_assert_max_num_queries: Any
) -> None:
    """Five levels of ten items: adding on top asks level by level, not item by item."""
    wide = [[a_made_item(plant, f"L{level}-{number}") for number in range(10)] for level in range(5)]
    for above, below in pairwise(wide):
        for item in above:
            a_bom(item, *(BomLineTerms(component, 1) for component in below))
    top = create_bom(a_made_item(plant, "TOP"), "A", **who)
    with django_assert_max_num_queries(60):
        add_bom_line(top, BomLineTerms(wide[0][0], 1), **who)
    assert levels(plant)["L4-9"] == (5, 0)

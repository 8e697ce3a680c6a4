"""Plants of every kind, made up by hypothesis: six items, bills that cannot go round, all the rules mixed."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations

from hypothesis import strategies as st

from callboard.planner.requirements.problem import (
    AlternativeUse,
    BomLine,
    Calendar,
    Demand,
    DemandKind,
    Item,
    LotKind,
    LotRule,
    OpenOrder,
    OrderKind,
    OrderStatus,
    Problem,
    Source,
    Stock,
)
from tests.planner.requirements.scenes import MONDAY, WIDE_AWAKE, day

KEYS = ("a", "b", "c", "d", "e", "f")
CALENDAR = Calendar("plant", closed=frozenset({day(9), day(16)}), opened=frozenset({day(12)}))
quantities = st.integers(1, 40)
days = st.integers(-5, 40).map(day)


@st.composite
def lot_rules(draw):
    multiple = draw(st.sampled_from((0, 0, 5, 12)))
    return LotRule(
        draw(st.sampled_from(list(LotKind))),
        quantity=draw(st.integers(1, 50)),
        periods=draw(st.integers(1, 9)),
        minimum=draw(st.sampled_from((0, 0, 15))),
        multiple=multiple,
        maximum=draw(st.sampled_from((0, 0, 24, 60))),
        setup_cost=draw(st.integers(0, 200)),
        hold_cost=draw(st.sampled_from((Fraction(0), Fraction(1), Fraction(1, 3)))),
        bucket_days=draw(st.sampled_from((1, 7))),
    )


@st.composite
def items(draw, key):
    return Item(
        key,
        lead_days=draw(st.integers(0, 9)),
        source=draw(st.sampled_from((Source.MAKE, Source.MAKE, Source.BUY))),
        lot=draw(lot_rules()),
        safety_stock=draw(st.sampled_from((0, 0, 7))),
        safety_days=draw(st.sampled_from((0, 0, 2))),
        rebuild_safety_at_once=draw(st.booleans()),
        good_yield=draw(st.sampled_from((Fraction(1), Fraction(19, 20)))),
        shrinkage=draw(st.sampled_from((Fraction(0), Fraction(0), Fraction(1, 10)))),
        phantom=draw(st.sampled_from((False, False, False, True))),
        fence_days=draw(st.sampled_from((0, 0, 4))),
        calendar=draw(st.sampled_from(("", "plant"))),
        unit_value=Fraction(draw(st.integers(0, 50))),
    )


@st.composite
def lines(draw):
    parent, component = draw(st.sampled_from(list(combinations(KEYS, 2))))
    return BomLine(
        parent,
        component,
        per=draw(st.sampled_from((Fraction(1), Fraction(2), Fraction(1, 3)))),
        scrap=draw(st.sampled_from((Fraction(0), Fraction(1, 10)))),
        fixed=draw(st.sampled_from((0, 0, 2))),
        valid_until=draw(st.sampled_from((None, None, day(15)))),
        group=draw(st.sampled_from(("", "", "group"))),
        priority=draw(st.integers(1, 3)),
        use=draw(st.sampled_from(list(AlternativeUse))),
        offset_days=draw(st.sampled_from((0, 0, 3))),
    )


@st.composite
def open_orders(draw, key):
    return OpenOrder(
        key,
        draw(st.sampled_from(KEYS)),
        draw(quantities),
        draw(days),
        kind=draw(st.sampled_from(list(OrderKind))),
        status=draw(st.sampled_from(list(OrderStatus))),
        movable=draw(st.booleans()),
        earliest=draw(st.sampled_from((None, None, day(6)))),
    )


@st.composite
def demands(draw, key, orders):
    kind = draw(st.sampled_from(list(DemandKind)))
    parent = draw(st.sampled_from(orders)) if kind is DemandKind.COMPONENT and orders else ""
    return Demand(
        key,
        draw(st.sampled_from(KEYS)),
        draw(quantities),
        draw(days),
        kind=DemandKind.ORDER if kind is DemandKind.COMPONENT and not orders else kind,
        priority=draw(st.integers(1, 3)),
        parent=parent,
    )


@st.composite
def problems(draw):
    orders = [f"PO-{number}" for number in range(draw(st.integers(0, 5)))]
    wanted = [f"SO-{number}" for number in range(draw(st.integers(0, 7)))]
    lots = [f"lot {number}" for number in range(draw(st.integers(0, 5)))]
    return Problem(
        today=MONDAY,
        items=tuple(draw(items(key)) for key in KEYS),
        calendars=(CALENDAR,),
        lines=tuple(draw(st.lists(lines(), max_size=9))),
        stock=tuple(
            Stock(
                draw(st.sampled_from(KEYS)),
                draw(st.integers(0, 30)),
                key=key,
                expires=draw(st.sampled_from((None, None, day(8)))),
                reserved_for=draw(st.sampled_from(("", "", *wanted))),
            )
            for key in lots
        ),
        open_orders=tuple(draw(open_orders(key)) for key in orders),
        demands=tuple(draw(demands(key, orders)) for key in wanted),
        rules=WIDE_AWAKE,
    )

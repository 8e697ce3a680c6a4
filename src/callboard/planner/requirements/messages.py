"""What to do about which order: at most one message for each, ranked by what it is worth."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from callboard.planner.requirements.lateness import extra_lateness
from callboard.planner.requirements.lots import modified
from callboard.planner.requirements.message_texts import benefit_text, consequence_text, reason_text
from callboard.planner.requirements.network import Need, PlannedItem, Supply, SupplyKind
from callboard.planner.requirements.plan import Message, MessageKind, Parameter, Sentence
from callboard.planner.requirements.problem import Item, MessageRules, Problem
from callboard.planner.requirements.working_days import WorkingDays


@dataclass(frozen=True, slots=True)
class _Advice:
    """What a message is about, before it is worded."""

    kind: MessageKind
    quantity: int
    from_day: int
    to_day: int | None
    days: int
    delay_if_ignored: int = 0


def messages_of(
    problem: Problem, planned: Mapping[str, PlannedItem], items: Mapping[str, Item], days: Mapping[str, WorkingDays]
) -> tuple[Message, ...]:
    """One message per order at most, in the order in which they should be read: see `Message`.

    The orders stand where the plan has moved them, so that a new order is only proposed where moving cannot help. A
    benefit is what would happen otherwise: the open order at its old date, the new one not started until the next
    review.
    """
    today = problem.today.toordinal()
    found = [
        _message(supply, items[key], advice)
        for key, item in planned.items()
        for supply, advice in _advised(item, items[key], days[key], (today, problem.rules))
    ]
    return tuple(sorted(found, key=lambda said: (-said.late_days_avoided, -said.value, -said.days, said.order)))


def _advised(
    planned: PlannedItem, item: Item, days: WorkingDays, when: tuple[int, MessageRules]
) -> Iterator[tuple[Supply, _Advice]]:
    today, rules = when
    release_until = days.forward(today, rules.release_days)
    for supply in planned.supplies:
        if supply.kind is SupplyKind.NEW:
            advice = _about_new(supply, item, (today, release_until), rules)
        elif supply.kind is SupplyKind.OPEN:
            advice = _about_open(supply, item, today, rules)
        else:
            continue
        if advice is not None:
            yield supply, advice


def _about_new(supply: Supply, item: Item, window: tuple[int, int], rules: MessageRules) -> _Advice | None:
    today, release_until = window
    late = supply.start - supply.true_start
    if supply.true_start < today:
        only_safety = item.safety_stock > 0 and all(supply.due <= need.due for need, _ in supply.pegs)
        kind = MessageKind.BELOW_SAFETY if only_safety else MessageKind.PAST_DUE_START
    elif late > 0:
        kind = MessageKind.SHORT_INSIDE_LEAD_TIME
    elif supply.start <= release_until:
        kind = MessageKind.RELEASE
    else:
        return None
    delay = max(0, today + rules.review_days - supply.start)
    return _Advice(kind, supply.ordered, supply.true_start, supply.start, max(0, late), delay)


def _about_open(supply: Supply, item: Item, today: int, rules: MessageRules) -> _Advice | None:
    if supply.order is None:
        return None
    due, quantity = supply.order.due.toordinal(), supply.quantity
    if not supply.is_needed:
        is_small = quantity < rules.least_quantity or _value(quantity, item) < rules.least_value
        return None if is_small else _Advice(MessageKind.CANCEL, quantity, due, None, max(0, due - today))
    if due < today:
        return _Advice(MessageKind.PAST_DUE_RECEIPT, quantity, due, supply.due, today - due, rules.review_days)
    shift = 0 if supply.is_fixed else supply.due - due
    if shift < 0:
        return _Advice(MessageKind.EXPEDITE, quantity, due, supply.due, -shift, -shift)
    if shift > 0:
        return _Advice(MessageKind.DEFER, quantity, due, supply.due, shift)
    return _decrease(supply, item, due, rules)


def _value(quantity: int, item: Item) -> int:
    """In whole minor units, without what is over."""
    return quantity * item.unit_value.numerator // item.unit_value.denominator


def _decrease(supply: Supply, item: Item, due: int, rules: MessageRules) -> _Advice | None:
    """Only down to what the lot rule would order now."""
    kept = modified(supply.quantity - supply.surplus, item.lot) if supply.surplus else supply.quantity
    less = supply.quantity - kept
    if less <= 0 or less < rules.least_quantity or _value(less, item) < rules.least_value:
        return None
    return _Advice(MessageKind.DECREASE, less, due, due, 0)


def _message(supply: Supply, item: Item, advice: _Advice) -> Message:
    hurt = extra_lateness(supply, advice.delay_if_ignored) if advice.delay_if_ignored else {}
    worst = sorted(hurt, key=lambda need: (-hurt[need], need.key))
    avoided, value = sum(hurt.values()), _value(advice.quantity, item)
    said: dict[str, Parameter] = {
        "order": supply.key,
        "item": item.key,
        "quantity": advice.quantity,
        "from": _iso(advice.from_day),
        "to": _iso(advice.to_day) if advice.to_day is not None else "",
        "days": advice.days,
        "need": _first_need(supply),
        "late_days": avoided,
        "count": len(hurt),
        "demand": worst[0].key if worst else "",
        "worst_days": hurt[worst[0]] if worst else 0,
        "value": value,
        "safety": item.safety_stock,
    }
    is_client_hurt = bool(hurt)
    return Message(
        kind=advice.kind,
        order=supply.key,
        item=item.key,
        owner=item.owner,
        quantity=advice.quantity,
        from_date=dt.date.fromordinal(advice.from_day),
        to_date=dt.date.fromordinal(advice.to_day) if advice.to_day is not None else None,
        late_days_avoided=avoided,
        value=value,
        days=advice.days,
        reason=Sentence(reason_text(advice.kind, has_need=bool(supply.pegs)), said),
        benefit=Sentence(benefit_text(advice.kind, is_client_hurt=is_client_hurt), said),
        if_nothing_is_done=Sentence(consequence_text(advice.kind, is_client_hurt=is_client_hurt), said),
        demands=tuple(sorted(need.key for need in hurt)),
    )


def _first_need(supply: Supply) -> str:
    """Whom it serves first, as a person knows it: the order or the demand."""
    if not supply.pegs:
        return ""
    need: Need = supply.pegs[0][0]
    return need.parent.key if need.parent is not None else need.key


def _iso(day: int) -> str:
    return dt.date.fromordinal(day).isoformat()

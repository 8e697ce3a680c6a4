"""The words of the messages: translatable ids with named places, one set for each kind."""

from __future__ import annotations

from callboard.planner.refusals import gettext_noop
from callboard.planner.requirements.plan import MessageKind

_REASONS = {
    MessageKind.EXPEDITE: gettext_noop(
        "Bring %(order)s forward: %(quantity)s of %(item)s are due on %(from)s, but %(need)s needs them by %(to)s."
    ),
    MessageKind.PAST_DUE_RECEIPT: gettext_noop(
        "Chase %(order)s: %(quantity)s of %(item)s were due on %(from)s, %(days)s days ago, and %(need)s waits."
    ),
    MessageKind.PAST_DUE_START: gettext_noop(
        "Start %(order)s at once: %(quantity)s of %(item)s for %(need)s should have been started on %(from)s,"
        " the earliest start is now %(to)s, %(days)s days late."
    ),
    MessageKind.SHORT_INSIDE_LEAD_TIME: gettext_noop(
        "%(quantity)s of %(item)s for %(need)s should start on %(from)s, inside the frozen time: %(order)s is"
        " proposed for %(to)s, %(days)s days later."
    ),
    MessageKind.BELOW_SAFETY: gettext_noop(
        "The stock of %(item)s falls below its safety stock of %(safety)s: start %(order)s of %(quantity)s, which"
        " should have been started on %(from)s."
    ),
    MessageKind.RELEASE: gettext_noop(
        "Release %(order)s: %(quantity)s of %(item)s for %(need)s are to be started on %(to)s."
    ),
    MessageKind.DEFER: gettext_noop(
        "Put %(order)s off: %(quantity)s of %(item)s are due on %(from)s, but first needed on %(to)s by %(need)s."
    ),
    MessageKind.DECREASE: gettext_noop(
        "Make %(order)s smaller by %(quantity)s: no need and no safety stock of %(item)s asks for them."
    ),
    MessageKind.CANCEL: gettext_noop("Cancel %(order)s: nothing in the plan needs its %(quantity)s of %(item)s."),
}

# The same where no need is named: an order for the safety stock.
_REASONS_FOR_SAFETY = {
    MessageKind.RELEASE: gettext_noop(
        "Release %(order)s: %(quantity)s of %(item)s bring the stock back to its safety stock of %(safety)s."
    ),
    MessageKind.PAST_DUE_RECEIPT: gettext_noop(
        "Chase %(order)s: %(quantity)s of %(item)s were due on %(from)s, %(days)s days ago."
    ),
    MessageKind.EXPEDITE: gettext_noop(
        "Bring %(order)s forward from %(from)s to %(to)s: %(quantity)s of %(item)s are missing in the safety stock."
    ),
    MessageKind.DEFER: gettext_noop(
        "Put %(order)s off from %(from)s to %(to)s: its %(quantity)s of %(item)s only fill the safety stock."
    ),
}

_SAVES_CLIENTS = gettext_noop(
    "Keeps %(count)s client demands from %(late_days)s more days of lateness, most of all %(demand)s."
)
_BENEFITS = {
    MessageKind.EXPEDITE: gettext_noop("The need is met %(days)s days earlier; no client's date depends on it."),
    MessageKind.PAST_DUE_RECEIPT: gettext_noop("Its new date becomes known; no client's date depends on it yet."),
    MessageKind.PAST_DUE_START: gettext_noop("It gets no later than %(days)s days; no client's date depends on it."),
    MessageKind.SHORT_INSIDE_LEAD_TIME: gettext_noop("The shortage is decided on before it comes."),
    MessageKind.BELOW_SAFETY: gettext_noop("The safety stock is rebuilt; no client's date depends on it."),
    MessageKind.RELEASE: gettext_noop("It can be ready on its day."),
    MessageKind.DEFER: gettext_noop("Stock of the value %(value)s is not held for %(days)s days."),
    MessageKind.DECREASE: gettext_noop("Stock of the value %(value)s is not bought."),
    MessageKind.CANCEL: gettext_noop("Stock of the value %(value)s is not bought."),
}

_CLIENTS_GET_LATER = gettext_noop(
    "%(count)s client demands get later, %(demand)s by %(worst_days)s days; %(late_days)s days in all."
)
_CONSEQUENCES = {
    MessageKind.EXPEDITE: gettext_noop("%(item)s is short from %(to)s to %(from)s; no client's date is hurt."),
    MessageKind.PAST_DUE_RECEIPT: gettext_noop("Until the next review nobody knows when %(item)s comes."),
    MessageKind.PAST_DUE_START: gettext_noop("It starts at the next review or later; slack still covers it."),
    MessageKind.SHORT_INSIDE_LEAD_TIME: gettext_noop("%(item)s is short for %(days)s days."),
    MessageKind.BELOW_SAFETY: gettext_noop("The stock stays below its safety stock until the next review."),
    MessageKind.RELEASE: gettext_noop("It starts at the next review or later; slack still covers it."),
    MessageKind.DEFER: gettext_noop("It comes %(days)s days before anybody needs it."),
    MessageKind.DECREASE: gettext_noop("%(quantity)s of %(item)s are left over."),
    MessageKind.CANCEL: gettext_noop("%(quantity)s of %(item)s come on %(from)s and are left over."),
}


def reason_text(kind: MessageKind, *, has_need: bool) -> str:
    """Why, with the ids that a person can look up."""
    return _REASONS[kind] if has_need else _REASONS_FOR_SAFETY.get(kind, _REASONS[kind])


def benefit_text(kind: MessageKind, *, is_client_hurt: bool) -> str:
    """What following it is worth."""
    return _SAVES_CLIENTS if is_client_hurt else _BENEFITS[kind]


def consequence_text(kind: MessageKind, *, is_client_hurt: bool) -> str:
    """What comes of doing nothing."""
    return _CLIENTS_GET_LATER if is_client_hurt else _CONSEQUENCES[kind]

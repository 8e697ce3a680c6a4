"""Asking for a plan, and deciding on what it says: accept, snooze, dismiss, take back."""

from __future__ import annotations

import datetime as dt
from datetime import datetime
from zoneinfo import ZoneInfo

from callboard.core.audit.actions import acting
from callboard.core.events.actions import announce
from callboard.core.organizations.models import Membership, Production
from callboard.core.organizations.rules import Permission
from callboard.manufacturing.requirements.deciding import carry_out_message, firm, take_back_firm, undo
from callboard.manufacturing.requirements.models import ActionMessage, PlanRun, Proposal
from callboard.manufacturing.requirements.rules import (
    LONGEST_SNOOZE_DAYS,
    UNDER_WAY,
    MessageState,
    NothingToTakeBack,
    ProposalState,
    RunIsOld,
    RunState,
    RunUnderWay,
    SnoozeTooLong,
    check_undecided,
)


def ask_for_plan(production: Production, *, by: Membership, at: datetime) -> PlanRun:
    """Ask for a plan of the whole plant as of today; a worker makes it. Raises NotAllowed, RunUnderWay."""
    with acting(by, "ask for plan", at=at, may=Permission.PLAN_WORK, production=production) as record:
        Production.objects.select_for_update().get(pk=production.pk)  # two at once would both see none under way
        if PlanRun.objects.filter(production=production, state__in=[*UNDER_WAY]).exists():
            raise RunUnderWay()
        run = PlanRun(
            organization_id=production.organization_id,
            production=production,
            today=at.astimezone(ZoneInfo(production.zone)).date(),
            started_at=at,
            asked_by=by,
        )
        run.save()
        record.about(run)
        announce(production, "requirements", about=run, at=at)
    return run


def stop_plan(run: PlanRun, *, by: Membership, at: datetime) -> PlanRun:
    """Stop a plan that is being made: nothing of it is kept, the plan before it stands."""
    production = run.production
    with acting(by, "stop plan", at=at, may=Permission.PLAN_WORK, production=production, on=run):
        stopped = PlanRun.objects.filter(pk=run.pk, state__in=[*UNDER_WAY])
        stopped.update(state=RunState.STOPPED, finished_at=at)
        run.refresh_from_db()
        announce(production, "requirements", about=run, at=at)
    return run


def accept_message(message: ActionMessage, *, by: Membership, at: datetime, version: int) -> ActionMessage:
    """Do what the message says: firm the proposal, move or cancel the order, or note that the supplier was asked.

    Raises NotAllowed, StaleEdit, AlreadySettled, RunIsOld, NobodySellsIt, and what the order's own room refuses.
    """
    production = message.run.production
    with acting(
        by, "accept message", at=at, may=Permission.PLAN_WORK, production=production, on=message, version=version
    ) as record:
        check_undecided(MessageState(message.state))
        _check_newest(message.run)
        message.undo = carry_out_message(message, by=by, at=at)
        _settle(message, MessageState.ACCEPTED, by=by, at=at)
        record.note(order=message.order, kind=message.kind)
    return message


def snooze_message(
    message: ActionMessage, until: dt.date, *, by: Membership, at: datetime, version: int
) -> ActionMessage:
    """Put a message out of sight until a day. Raises SnoozeTooLong, AlreadySettled."""
    production = message.run.production
    today = at.astimezone(ZoneInfo(production.zone)).date()
    with acting(
        by, "snooze message", at=at, may=Permission.PLAN_WORK, production=production, on=message, version=version
    ) as record:
        check_undecided(MessageState(message.state))
        if not today < until <= today + dt.timedelta(days=LONGEST_SNOOZE_DAYS):
            raise SnoozeTooLong(days=LONGEST_SNOOZE_DAYS)
        message.snoozed_until = until
        _settle(message, MessageState.SNOOZED, by=by, at=at)
        record.note(order=message.order, kind=message.kind, until=until.isoformat())
    return message


def dismiss_message(message: ActionMessage, *, by: Membership, at: datetime, version: int) -> ActionMessage:
    """Decide to do nothing about it. Raises AlreadySettled."""
    production = message.run.production
    with acting(
        by, "dismiss message", at=at, may=Permission.PLAN_WORK, production=production, on=message, version=version
    ) as record:
        check_undecided(MessageState(message.state))
        _settle(message, MessageState.DISMISSED, by=by, at=at)
        record.note(order=message.order, kind=message.kind)
    return message


def take_back_message(message: ActionMessage, *, by: Membership, at: datetime, version: int) -> ActionMessage:
    """Undo a decision, and what accepting did where nobody went on with it.

    Raises NothingToTakeBack, DoneSince, CannotTakeBack.
    """
    production = message.run.production
    with acting(
        by, "take back message", at=at, may=Permission.PLAN_WORK, production=production, on=message, version=version
    ) as record:
        if message.state == MessageState.OPEN:
            raise NothingToTakeBack()
        if message.state == MessageState.ACCEPTED:
            undo(message, by=by, at=at)
        message.undo, message.snoozed_until = {}, None
        _settle(message, MessageState.OPEN, by=by, at=at)
        record.note(order=message.order, kind=message.kind)
    return message


def firm_proposal(proposal: Proposal, *, by: Membership, at: datetime, version: int) -> Proposal:
    """Turn a proposal into a firm work order or a line of a purchase order. Raises AlreadySettled, NobodySellsIt."""
    production = proposal.run.production
    with acting(
        by, "firm proposal", at=at, may=Permission.PLAN_WORK, production=production, on=proposal, version=version
    ) as record:
        _check_newest(proposal.run)
        check_undecided(ProposalState(proposal.state))
        firm(proposal, by=by, at=at)
        _settle_its_message(proposal, by=by, at=at)
        record.note(key=proposal.key, item=proposal.item.code)
    return proposal


def take_back_proposal(proposal: Proposal, *, by: Membership, at: datetime, version: int) -> Proposal:
    """Cancel what a proposal was firmed into; its message is open again. Raises NothingToTakeBack, DoneSince."""
    production = proposal.run.production
    with acting(
        by, "take back proposal", at=at, may=Permission.PLAN_WORK, production=production, on=proposal, version=version
    ) as record:
        if proposal.state != ProposalState.FIRMED:
            raise NothingToTakeBack()
        take_back_firm(proposal, by=by, at=at)
        done = ActionMessage.objects.filter(run=proposal.run, order=proposal.key, state=MessageState.ACCEPTED)
        for message in done.select_related("run__production"):
            message.undo = {}
            _settle(message, MessageState.OPEN, by=by, at=at)
        record.note(key=proposal.key, item=proposal.item.code)
    return proposal


def _settle_its_message(proposal: Proposal, *, by: Membership, at: datetime) -> None:
    """The message about a proposal that was firmed without it has nothing more to say."""
    waiting = [MessageState.OPEN, MessageState.SNOOZED]
    message = ActionMessage.objects.filter(run=proposal.run, order=proposal.key, state__in=waiting).first()
    if message is not None:
        message.snoozed_until = None
        message.undo = {"kind": "proposal", "proposal": str(proposal.public_id)}
        _settle(message, MessageState.ACCEPTED, by=by, at=at)


def _check_newest(run: PlanRun) -> None:
    newest = PlanRun.objects.filter(production=run.production, state=RunState.DONE).order_by("-pk").first()
    if newest is None or newest.pk != run.pk:
        raise RunIsOld()


def _settle(message: ActionMessage, state: MessageState, *, by: Membership, at: datetime) -> None:
    message.state = state
    message.settled_at, message.settled_by = (None, None) if state is MessageState.OPEN else (at, by)
    message.save()
    announce(message.run.production, "requirements", about=message, at=at)

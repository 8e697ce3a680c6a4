"""Decision 2: facts are added. The database itself refuses to change one, whoever asks."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError

from callboard.core.attachments.models import Attachment
from callboard.core.audit.models import AuditEntry
from callboard.core.events.models import Event
from callboard.core.facts.models import Fact, FactIsFinal
from callboard.core.facts.triggers import declared_triggers, install_triggers, missing_triggers
from callboard.core.hours.models import WorkedShift
from callboard.core.links.models import LinkOpening
from callboard.core.messages.models import MailboxItem, MessageAttempt
from callboard.core.organizations.declarations import our_tables
from callboard.core.organizations.models import Organization
from callboard.core.publishing.models import Acknowledgement, Edition, EditionPart
from callboard.core.readiness.models import Override
from callboard.film.scripts.models import Script
from callboard.film.stripboard.models import BoardMove
from callboard.manufacturing.orders.models import OrderDate
from callboard.manufacturing.shop_floor.models import FloorReport, ReportMove
from callboard.paperwork.documents.models import SignedCopy
from callboard.stock.counts.models import CountEntry
from callboard.stock.moves.models import LotUse, Move
from callboard.stock.purchasing.models import PurchaseDate
from tests.builders import FRIDAY_18H

FACTS = {
    Acknowledgement, Attachment, AuditEntry, BoardMove, CountEntry, Edition, EditionPart, Event, FloorReport,
    LinkOpening, LotUse, MailboxItem, MessageAttempt, Move, OrderDate, Override, PurchaseDate, ReportMove, Script,
    SignedCopy, WorkedShift,
}  # fmt: skip


def an_entry(office: Organization) -> AuditEntry:
    return AuditEntry.objects.create(
        organization=office, actor_name="Ada", verb="publish edition", subject_name="Day 4", at=FRIDAY_18H
    )


def test_these_tables_hold_facts() -> None:
    assert {model for model in our_tables() if issubclass(model, Fact)} == FACTS


def test_the_database_refuses_to_change_or_delete_a_fact(office: Organization) -> None:
    entry = an_entry(office)
    table = AuditEntry._meta.db_table

    for statement in (f"UPDATE {table} SET verb = 'nothing'", f"DELETE FROM {table}"):
        with pytest.raises(DatabaseError, match=r"facts (are only added|stay)"), transaction.atomic():
            connection.cursor().execute(statement)

    assert list(AuditEntry.objects.values_list("pk", "verb")) == [(entry.pk, "publish edition")]


def test_every_table_of_facts_declares_that_it_refuses(db: None) -> None:
    refusing = {(trigger.table, trigger.name.rpartition("_")[2]) for trigger in declared_triggers()}
    facts = [model._meta.db_table for model in our_tables() if issubclass(model, Fact)]
    assert [table for table in facts if not {(table, "update"), (table, "delete")} <= refusing] == []


def test_a_fact_refuses_before_the_database_is_asked(office: Organization) -> None:
    entry = an_entry(office)
    entry.at = FRIDAY_18H + timedelta(hours=1)
    with pytest.raises(FactIsFinal):
        entry.save()
    with pytest.raises(FactIsFinal):
        entry.delete()


def test_a_trigger_that_somebody_removed_is_missed_and_comes_back(db: None) -> None:
    lost = next(trigger for trigger in declared_triggers() if trigger.table == Edition._meta.db_table)
    on_table = "" if connection.vendor == "sqlite" else f' ON "{lost.table}"'
    connection.cursor().execute(f'DROP TRIGGER "{lost.name}"{on_table}')
    assert missing_triggers(connection) == [lost.name]

    install_triggers(connection)

    assert missing_triggers(connection) == []

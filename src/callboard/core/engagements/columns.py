"""Columns of the crew list with the class of data each shows. Pure: pages and exports take theirs from here."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from callboard.core.errors import gettext_noop
from callboard.core.organizations.rules import DataClass


@dataclass(frozen=True)
class Column:
    """One column: its key in a row's cells, its heading, and who may see it."""

    key: str
    label: str
    data_class: DataClass


_D = DataClass

COLUMNS: tuple[Column, ...] = (
    Column("department", gettext_noop("Department"), _D.PUBLIC),
    Column("position", gettext_noop("Position"), _D.CREW),
    Column("name", gettext_noop("Name"), _D.CREW),
    Column("kind", gettext_noop("Kind"), _D.CREW),
    Column("is_head", gettext_noop("Head of department"), _D.CREW),
    Column("phone", gettext_noop("Phone"), _D.CONTACT),
    Column("email", gettext_noop("E-mail"), _D.CONTACT),
    Column("contact_name", gettext_noop("Contact or agent"), _D.CONTACT),
    Column("emergency_contact", gettext_noop("Emergency contact"), _D.CONTACT),
    Column("starts_on", gettext_noop("First day"), _D.CREW),
    Column("ends_on", gettext_noop("Last day"), _D.CREW),
    Column("diet", gettext_noop("Diet"), _D.CREW),
    Column("drives", gettext_noop("Drives"), _D.CREW),
    Column("status_note", gettext_noop("Note"), _D.CREW),
    Column("is_minor", gettext_noop("Minor"), _D.CREW),
    Column("birth_on", gettext_noop("Date of birth"), _D.MINOR),
    Column("guardian_name", gettext_noop("Guardian"), _D.MINOR),
    Column("guardian_email", gettext_noop("Guardian's e-mail"), _D.MINOR),
    Column("guardian_phone", gettext_noop("Guardian's phone"), _D.MINOR),
    Column("medical_note", gettext_noop("Medical note"), _D.MEDICAL),
    Column("rate", gettext_noop("Rate"), _D.PAY),
    Column("currency", gettext_noop("Currency"), _D.PAY),
    Column("rate_per", gettext_noop("Rate per"), _D.PAY),
    Column("hold_rate", gettext_noop("Hold rate"), _D.PAY),
    Column("kit", gettext_noop("Kit"), _D.PAY),
    Column("deal_note", gettext_noop("Deal note"), _D.PAY),
)

OWN_CONTACT = frozenset({"phone", "email", "contact_name", "emergency_contact"})
"""A minor's own contact data: shown to those only who are shown data of minors."""


def columns_for(classes: Collection[DataClass]) -> tuple[Column, ...]:
    """The columns somebody who is shown these classes gets."""
    return tuple(column for column in COLUMNS if column.data_class in classes)

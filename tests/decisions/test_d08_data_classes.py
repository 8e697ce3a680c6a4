"""Decision 8: each field says how private it is, and what leaves the house follows from that."""

from __future__ import annotations

from datetime import date

from django.db import models

from callboard.core.audit.models import AuditEntry
from callboard.core.organizations.declarations import check_data_classes, our_tables, undeclared_fields
from callboard.core.organizations.models import Organization
from callboard.core.organizations.rules import ROLE_TABLE, DataClass, Role, sees
from callboard.core.people.actions import change_party
from callboard.core.people.models import Party
from callboard.core.people.rules import PartyDetails
from tests.builders import FRIDAY_18H, a_member, a_party, a_production, an_engagement

SEALED = {"sealed", "wrapped", "token_hash", "password"}


def test_a_field_without_a_class_fails_the_system_check() -> None:
    assert undeclared_fields() == []
    kept = Party.data_classes.pop("medical_note")
    try:
        assert [error.id for error in check_data_classes(None)] == ["callboard.E001"]
    finally:
        Party.data_classes["medical_note"] = kept


def test_what_is_sealed_or_hashed_is_secret() -> None:
    wrong = [
        f"{model.__name__}.{field.name}"
        for model in our_tables()
        for field in model._meta.local_fields
        if (field.name in SEALED or isinstance(field, models.BinaryField))
        and getattr(model, "data_classes", {}).get(field.name) is not DataClass.SECRET
    ]
    assert wrong == []


def test_no_role_is_shown_a_secret_and_crew_no_pay_no_health_no_child() -> None:
    assert [role for role in Role if sees(role, DataClass.SECRET)] == []
    private = {DataClass.CONTACT, DataClass.PAY, DataClass.MINOR, DataClass.MEDICAL}
    assert ROLE_TABLE[Role.CREW].sees.isdisjoint(private)


def test_the_audit_names_changed_fields_and_never_private_values(office: Organization) -> None:
    ada, production = a_member(office), a_production(office)
    kim = a_party(office, "Kim", is_minor=True, guardian_name="Eva", guardian_email="eva@home.example")
    an_engagement(production, "Kim", "cast", party=kim)
    details = PartyDetails(
        "Kim",
        email="new@home.example",
        birth_on=date(2018, 6, 14),
        guardian_name="Eva",
        guardian_email="eva2@home.example",
        medical_note="Nuts",
    )

    change_party(kim, details, production=production, by=ada, at=FRIDAY_18H, version=1)

    [entry] = AuditEntry.objects.filter(subject_kind="party")
    said = f"{entry.detail} {entry.subject_name}"
    assert entry.detail
    assert [value for value in ("new@home", "eva2", "Nuts", "2018") if value in said] == []

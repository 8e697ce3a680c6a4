"""Seal what is a party's own under that party's key: erasing the key erases it, but for backups made before."""

from __future__ import annotations

import base64
import hashlib
import json
from datetime import datetime
from typing import Any

from cryptography.fernet import Fernet
from django.conf import settings

from callboard.core.people.models import Party, PartyKey


def seal(party: Party, value: dict[str, Any], *, at: datetime) -> bytes:
    """Encrypt a JSON value under the party's key, making the key when this is its first use."""
    return _key_of(party, at=at).encrypt(json.dumps(value, ensure_ascii=False).encode())


def open_sealed(party: Party, sealed: bytes | memoryview) -> dict[str, Any] | None:
    """Decrypt what was sealed; None when the party was erased."""
    row = PartyKey.objects.filter(party=party).first()
    if row is None:
        return None
    return open_with(unwrap(row.wrapped), sealed)


def keys_of(party_ids: list[int]) -> dict[int, Fernet]:
    """The keys of many parties in one query; an erased party has none."""
    return {row.party_id: unwrap(row.wrapped) for row in PartyKey.objects.filter(party_id__in=party_ids)}


def make_missing_keys(parties: list[Party], *, at: datetime) -> dict[int, Fernet]:
    """The keys of many parties, made where missing: two queries for a crew of any size."""
    keys = keys_of([party.pk for party in parties])
    missing = [party for party in parties if party.pk not in keys and party.erased_at is None]
    made = {party.pk: Fernet.generate_key() for party in missing}
    PartyKey.objects.bulk_create(
        PartyKey(
            organization_id=party.organization_id,
            party=party,
            wrapped=_wrapping_key().encrypt(made[party.pk]),
            created_at=at,
        )
        for party in missing
    )
    return keys | {party_id: Fernet(key) for party_id, key in made.items()}


def seal_with(key: Fernet, value: dict[str, Any]) -> bytes:
    """Encrypt a JSON value under a key in hand."""
    return key.encrypt(json.dumps(value, ensure_ascii=False).encode())


def open_with(key: Fernet, sealed: bytes | memoryview) -> dict[str, Any]:
    """Decrypt a JSON value with a key in hand."""
    value: dict[str, Any] = json.loads(key.decrypt(bytes(sealed)))
    return value


def unwrap(wrapped: bytes | memoryview) -> Fernet:
    """Turn a stored key into one that seals and opens."""
    return Fernet(_wrapping_key().decrypt(bytes(wrapped)))


def _key_of(party: Party, *, at: datetime) -> Fernet:
    return make_missing_keys([party], at=at)[party.pk]


def _wrapping_key() -> Fernet:
    return Fernet(base64.urlsafe_b64encode(hashlib.sha256(settings.FIELD_KEY.encode()).digest()))

"""Moves: the append-only ledger, reservations, value, and what must be reconciled."""

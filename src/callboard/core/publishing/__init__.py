"""Editions: frozen, numbered, colored, and each party's own part of them."""

"""Tracking: where a client's order is, when it ships, and why then."""

"""The outbox: what has to reach whom, and what became of it."""

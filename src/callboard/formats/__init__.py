"""Bytes to values and back, for every file the trade exchanges. Pure: no framework, no database."""

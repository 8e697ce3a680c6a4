"""Callboard tells everyone in a production where to be, when, and for what."""

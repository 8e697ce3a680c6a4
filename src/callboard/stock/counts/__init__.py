"""Counts: cycle counts by class, blind, with recount."""

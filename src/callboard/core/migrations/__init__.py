"""Migrations of the floor."""

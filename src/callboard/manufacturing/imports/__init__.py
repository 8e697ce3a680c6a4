"""Imports: tables from elsewhere, checked row by row before they come in."""

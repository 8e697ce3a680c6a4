"""Calendars: production days, wall time and days off."""

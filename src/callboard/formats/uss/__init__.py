"""The Universal Schedule Standard (.uss): breakdowns, elements, stripboards and calendars as JSON. Liberal in."""

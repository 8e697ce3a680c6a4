"""The board: strips, days and versions of the schedule."""

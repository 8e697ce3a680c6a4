"""From a day's work to each person's call."""

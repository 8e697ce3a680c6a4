"""Who did what, when: one row for each action."""

"""Links that let one person see or do one thing without logging in."""

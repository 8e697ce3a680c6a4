"""A party's part in one production: position, department, dates and deal."""

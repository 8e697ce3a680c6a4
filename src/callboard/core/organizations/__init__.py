"""Who is here: organizations, members, their roles and their productions."""

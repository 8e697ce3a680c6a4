"""Papers a party needs, where each stands, and who checked it."""

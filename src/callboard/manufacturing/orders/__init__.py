"""Orders: what clients ordered, and which dates they were told."""

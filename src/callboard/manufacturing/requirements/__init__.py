"""Requirements: what to make and buy, and what to do about it."""

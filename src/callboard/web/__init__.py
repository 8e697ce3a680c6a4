"""Pages: a door that translates, calls one action, and translates back."""

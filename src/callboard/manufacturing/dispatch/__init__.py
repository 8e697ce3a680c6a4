"""Dispatch: who works on what, per department and shift, published as editions."""

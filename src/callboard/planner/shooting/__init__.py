"""Scenes into shooting days: a problem in, a plan with its cost, bound and reasons out."""

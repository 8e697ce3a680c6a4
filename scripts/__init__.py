"""Commands of the work tree, run by the Makefile."""

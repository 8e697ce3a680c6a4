"""Benchmarks of the shooting planner: made-up shoots, a peer to compare with, and a checker that shares no code."""

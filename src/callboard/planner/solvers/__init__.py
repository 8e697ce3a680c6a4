"""Kernels: the planner's inner loops, compiled by Cython where there is a C compiler, else run as plain Python."""

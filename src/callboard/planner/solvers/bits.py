"""Questions about a 64-bit word in plain Python, for kernels that run uncompiled (`bits.pxd` answers compiled ones)."""

from __future__ import annotations


def popcount(word: int) -> int:
    """How many bits of the word are set; 0 for no bit."""
    return word.bit_count()


def lowest(word: int) -> int:
    """The index of the lowest set bit, 0 to 63. A word without bits has none: never ask."""
    return (word & -word).bit_length() - 1


def highest(word: int) -> int:
    """The index of the highest set bit, 0 to 63. A word without bits has none: never ask."""
    return word.bit_length() - 1

"""Random numbers from a 64-bit word in plain Python, for kernels that run uncompiled (`chance.pxd`: compiled ones)."""

from __future__ import annotations

FULL = 0xFFFFFFFFFFFFFFFF


def next_word(word: int) -> int:
    """The next 64 random bits after these (xorshift64, Marsaglia 2003); never 0, and never begin with 0."""
    word ^= (word << 13) & FULL
    word ^= word >> 7
    return word ^ (word << 17) & FULL


def below(word: int, limit: int) -> int:
    """The word as a whole number from 0 up to but not including the limit, which is less than 2^33."""
    return ((word >> 33) * limit) >> 31


def fraction(word: int) -> float:
    """The word as a number from 0 up to but not including 1, in steps of 2^-53."""
    return (word >> 11) * 2.0**-53

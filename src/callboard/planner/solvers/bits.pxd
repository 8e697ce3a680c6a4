# Questions about a 64-bit word for compiled kernels; bits.py says what each answers.
# No flag for the processor's own counter (-mpopcnt): it would make the search 4 % faster, and the wheel end on a processor
# without it.

cdef extern from *:
    """
    static inline int callboard_popcount(unsigned long long word) { return __builtin_popcountll(word); }
    static inline int callboard_lowest(unsigned long long word) { return __builtin_ctzll(word); }
    static inline int callboard_highest(unsigned long long word) { return 63 - __builtin_clzll(word); }
    """
    int popcount "callboard_popcount" (unsigned long long word) noexcept nogil
    int lowest "callboard_lowest" (unsigned long long word) noexcept nogil
    int highest "callboard_highest" (unsigned long long word) noexcept nogil

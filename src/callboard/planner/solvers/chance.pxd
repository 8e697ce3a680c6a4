# Random numbers for compiled kernels; chance.py says what each answers. Inline: a move draws some five of them.


cdef inline unsigned long long next_word(unsigned long long word) noexcept nogil:
    word ^= word << 13
    word ^= word >> 7
    return word ^ (word << 17)


cdef inline long long below(unsigned long long word, long long limit) noexcept nogil:
    return <long long>(((word >> 33) * <unsigned long long>limit) >> 31)


cdef inline double fraction(unsigned long long word) noexcept nogil:
    return <double>(word >> 11) * 1.1102230246251565e-16

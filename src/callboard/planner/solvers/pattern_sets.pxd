from callboard.planner.solvers.pattern_state cimport OneDay


cdef void note_answer(OneDay day) noexcept nogil

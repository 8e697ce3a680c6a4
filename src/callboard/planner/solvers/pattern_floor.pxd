from callboard.planner.solvers.pattern_state cimport OneDay


cdef void add_loads(OneDay day) noexcept nogil
cdef long long node_floor(OneDay day, double minute) noexcept nogil

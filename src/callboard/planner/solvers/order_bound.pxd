from callboard.planner.solvers.order_state cimport Shoot


cdef long long bound(Shoot shoot, long long enough) noexcept nogil
cdef void bound_successors(Shoot shoot) noexcept nogil

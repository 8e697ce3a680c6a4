from callboard.planner.solvers.board cimport Board


cdef long long settle_days(Board board) noexcept nogil
cdef long long settle_pairs(Board board) noexcept nogil

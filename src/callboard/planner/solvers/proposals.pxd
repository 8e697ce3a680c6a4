from callboard.planner.solvers.board cimport Board


cdef void propose(Board board, long long piece, long long day) noexcept nogil
cdef void propose_any(Board board) noexcept nogil

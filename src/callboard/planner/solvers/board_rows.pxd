from callboard.planner.solvers.board cimport Board


cdef int next_worked(Board board, long long row, int position) noexcept nogil
cdef long long money_of_row(Board board, long long row) noexcept nogil
cdef void settle_rows(Board board) noexcept nogil

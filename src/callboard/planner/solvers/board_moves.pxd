from callboard.planner.solvers.board cimport Board


cdef void begin_move(Board board) noexcept nogil
cdef void add_sums(Board board, long long piece, long long day, int step) noexcept nogil
cdef void link(Board board, long long piece, long long day) noexcept nogil
cdef long long harm_of_all(Board board) noexcept nogil
cdef void make_move(Board board) noexcept nogil
cdef void take_back(Board board, long long cost, long long harm) noexcept nogil

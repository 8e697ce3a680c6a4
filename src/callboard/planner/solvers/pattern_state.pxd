
# The fields of `pattern_state.py`, for kernels that read and write them.


cdef class OneDay:
    # How many of everything; `words` for the dates of a piece or a use.
    cdef long long pieces
    cdef long long use_count
    cdef long long words

    # The rules of a day and its prices; `capacity` in the unit of `weight`.
    cdef long long capacity
    cdef long long most_eighths
    cdef long long legal_minutes
    cdef long long regular_minutes
    cdef long long crew_cost
    cdef long long comfortable_eighths
    cdef long long eighth_price
    cdef long long overtime_price
    cdef long long move_price
    cdef long long move_minutes
    cdef long long most_answers
    cdef long long width

    # By piece. `place` is a use; the uses of piece i are `uses[start[i]:start[i + 1]]`, its dates bits of its `words`.
    cdef long long[::1] weight
    cdef long long[::1] eighths
    cdef long long[::1] minutes
    cdef long long[::1] place
    cdef long long[::1] reward
    cdef unsigned long long[::1] days
    cdef long long[::1] start
    cdef long long[::1] uses

    # By use. `rate` is, of a place, with the move to it; `most_minutes` of a minor.
    cdef long long[::1] rate
    cdef long long[::1] is_place
    cdef unsigned long long[::1] use_days
    cdef long long[::1] most_minutes

    # The node: what is decided, and the sums over what is in.
    cdef long long[::1] state
    cdef long long[::1] held
    cdef long long[::1] shut
    cdef long long[::1] used_minutes
    cdef unsigned long long[::1] common
    cdef long long in_reward
    cdef long long in_rate
    cdef long long in_weight
    cdef long long in_eighths
    cdef long long in_minutes
    cdef long long in_places

    # The relaxed answer: values of the pieces, what it takes of them, and how far it fills each use.
    cdef long long[::1] load
    cdef double[::1] filled
    cdef double[::1] value
    cdef long long[::1] seen
    cdef long long[::1] taken
    cdef long long taken_count
    cdef double taken_minutes
    cdef long long split_piece

    # The set that is being noted, and those noted before.
    cdef long long noted
    cdef long long noted_weight
    cdef long long noted_eighths
    cdef long long noted_minutes
    cdef long long noted_places
    cdef long long[::1] answers
    cdef long long answer_count

    # The stack of the search.
    cdef long long[::1] choice
    cdef long long[::1] side
    cdef long long[::1] is_second
    cdef long long[::1] floor_of
    cdef long long depth
    cdef long long nodes
    cdef long long best
    cdef long long closed

    # Of a proof: every node made, its choice (times two, and one where it is out), and the open ones as a heap.
    cdef long long[::1] node_parent
    cdef long long[::1] node_choice
    cdef long long[::1] node_floor
    cdef long long node_count
    cdef long long[::1] heap
    cdef long long heap_size


cdef void apply(OneDay day, long long choice, long long side, long long step) noexcept nogil
cdef bint add_decided(OneDay day) noexcept nogil
cdef bint is_legal(OneDay day, long long weight, long long eighths, long long minutes, long long places) noexcept nogil
cdef bint fits(OneDay day, long long piece) noexcept nogil

# The fields of `board.py`, for kernels that read and write them.


cdef class Board:
    # How many of everything; `words` for the dates of one row.
    cdef int piece_count
    cdef int day_count
    cdef int row_count
    cdef int cast_count
    cdef int pair_count
    cdef int minor_count
    cdef int rule_count
    cdef int date_count
    cdef int words

    # Pieces. Lists of different lengths lie one after the other: that of i is `x[x_start[i]:x_start[i + 1]]`.
    cdef long long[::1] piece_minutes
    cdef long long[::1] piece_eighths
    cdef long long[::1] piece_light
    cdef long long[::1] piece_location
    cdef long long[::1] piece_rows_start
    cdef long long[::1] piece_rows
    cdef long long[::1] piece_rules_start
    cdef long long[::1] piece_rules
    cdef long long[::1] rule_before
    cdef long long[::1] rule_after
    cdef long long[::1] fit
    cdef long long[::1] location_pieces_start
    cdef long long[::1] location_pieces

    # Rows: cast first, then rentals, then locations. Prices per date, dates as bits.
    cdef long long[::1] row_kind
    cdef long long[::1] row_work
    cdef long long[::1] row_hold
    cdef long long[::1] row_set_up
    cdef long long[::1] row_drop_after
    cdef long long[::1] row_drops
    cdef long long[::1] row_least_idle
    cdef long long[::1] row_forced_call
    cdef long long[::1] row_change
    cdef unsigned long long[::1] row_published
    cdef long long[::1] row_minor
    cdef long long[::1] minor_row
    cdef long long[::1] minor_minutes_most
    cdef long long[::1] minor_nights

    # Days by unit and date, pairs of days on following dates, and positions: the shoot's payable dates.
    cdef long long[::1] day_position
    cdef long long[::1] day_regular
    cdef long long[::1] day_legal
    cdef long long[::1] day_comfortable
    cdef long long[::1] day_most
    cdef long long[::1] day_crew
    cdef long long[::1] day_unit_first
    cdef long long[::1] day_unit_last
    cdef long long[::1] siblings_start
    cdef long long[::1] siblings
    cdef long long[::1] pairs_start
    cdef long long[::1] pairs
    cdef long long[::1] pair_first
    cdef long long[::1] pair_second
    cdef long long[::1] pair_same_unit
    cdef long long[::1] position_ordinal
    cdef long long[::1] position_days_start
    cdef long long[::1] position_days

    # Prices, and what breaches weigh; -1 forbids.
    cdef long long move_minutes
    cdef long long move_price
    cdef long long overtime_price
    cdef long long eighth_price
    cdef long long rest_minutes
    cdef long long day_call
    cdef long long night_call
    cdef long long short_rest_price
    cdef long long split_price
    cdef long long most_location_days
    cdef long long harm_legal
    cdef long long harm_eighth
    cdef long long harm_split
    cdef long long harm_minor_minute
    cdef long long harm_minor_night
    cdef long long harm_short_rest
    cdef long long harm_order
    cdef long long harm_two_places
    cdef long long harm_location_days

    # Where pieces lie now and lay at best; the pieces of a day as a linked list, -1 at its ends.
    cdef long long[::1] day_of
    cdef long long[::1] best_day_of
    cdef long long[::1] next_on_day
    cdef long long[::1] previous_on_day
    cdef long long[::1] first_on_day

    # How many pieces bring a row to a day; the dates that it works; what it costs.
    cdef int[::1] presence
    cdef unsigned long long[::1] dates
    cdef long long[::1] row_money
    cdef long long[::1] minor_minutes

    # Sums of days (`day_by_day`, `day_by_night`: pieces in either light) and of pairs.
    cdef long long[::1] day_minutes
    cdef long long[::1] day_eighths
    cdef long long[::1] day_pieces
    cdef long long[::1] day_by_day
    cdef long long[::1] day_by_night
    cdef long long[::1] day_places
    cdef long long[::1] day_money
    cdef long long[::1] day_harm
    cdef long long[::1] pair_money
    cdef long long[::1] pair_harm

    # Sums of the whole board.
    cdef long long cost
    cdef long long harm
    cdef long long misfit
    cdef long long broken_rules
    cdef long long clashes
    cdef long long location_days
    cdef long long best_cost
    cdef long long best_harm

    # The move that is proposed or was just made, and what it touched, with the sums before it.
    cdef long long[::1] moved
    cdef long long[::1] moved_to
    cdef long long[::1] moved_from
    cdef int moved_count
    cdef long long[::1] touched_rows
    cdef long long[::1] touched_row_money
    cdef int touched_row_count
    cdef long long[::1] row_stamp
    cdef long long[::1] touched_days
    cdef long long[::1] touched_day_money
    cdef long long[::1] touched_day_harm
    cdef int touched_day_count
    cdef long long[::1] day_stamp
    cdef long long[::1] touched_pairs
    cdef long long[::1] touched_pair_money
    cdef long long[::1] touched_pair_harm
    cdef int touched_pair_count
    cdef long long[::1] pair_stamp
    cdef long long stamp
    cdef long long[::1] largest
    cdef unsigned long long[::1] idle

    # Chance and annealing.
    cdef unsigned long long random
    cdef double hot
    cdef double cooling
    cdef double temperature
    cdef double weight
    cdef double weight_least
    cdef double weight_most
    cdef double kept_wanted
    cdef long long kept_count

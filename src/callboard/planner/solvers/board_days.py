# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
"""What is paid and forbidden on a day, and for the rest until the next. The plain definition: `shooting.pricing`."""

from __future__ import annotations

import cython

if cython.compiled:
    from cython.cimports.callboard.planner.solvers.board import Board
else:
    from callboard.planner.solvers.board import Board

FORBIDDEN = cython.declare(cython.longlong, -1)
MINUTES_OF_A_DATE = cython.declare(cython.int, 1440)


@cython.cfunc
@cython.inline
@cython.nogil
@cython.exceptval(check=False)
def worked_minutes(board: Board, day: cython.longlong) -> cython.longlong:
    """The day's minutes with its company moves."""
    return board.day_minutes[day] + board.move_minutes * (board.day_places[day] - 1)


@cython.cfunc
@cython.nogil
@cython.exceptval(check=False)
def money_of_day(board: Board, day: cython.longlong) -> cython.longlong:
    """Crew, company moves, overtime, pages above the comfortable day, split day."""
    if board.day_pieces[day] == 0:
        return 0
    money: cython.longlong = board.day_crew[day] + board.move_price * (board.day_places[day] - 1)
    over: cython.longlong = worked_minutes(board, day) - board.day_regular[day]
    if over > 0:
        money += board.overtime_price * over
    over = board.day_eighths[day] - board.day_comfortable[day]
    if over > 0:
        money += board.eighth_price * over
    if board.split_price > 0 and board.day_by_day[day] > 0 and board.day_by_night[day] > 0:
        money += board.split_price
    return money


@cython.cfunc
@cython.nogil
@cython.exceptval(check=False)
def harm_of_day(board: Board, day: cython.longlong) -> cython.longlong:
    """The legal day, its pages, light, minors."""
    if board.day_pieces[day] == 0:
        return 0
    harm: cython.longlong = 0
    over: cython.longlong = worked_minutes(board, day) - board.day_legal[day]
    if over > 0:
        harm += board.harm_legal * over
    over = board.day_eighths[day] - board.day_most[day]
    if over > 0 and board.day_pieces[day] > 1:
        harm += board.harm_eighth * over
    if board.split_price == FORBIDDEN:
        harm += board.harm_split * min(board.day_by_day[day], board.day_by_night[day])
    minor: cython.int
    for minor in range(board.minor_count):
        harm += harm_of_minor(board, minor, day)
    return harm


@cython.cfunc
@cython.inline
@cython.nogil
@cython.exceptval(check=False)
def harm_of_minor(board: Board, minor: cython.int, day: cython.longlong) -> cython.longlong:
    """A minor's minutes above the most for the age, and work on a day with night work."""
    if board.presence[board.minor_row[minor] * board.day_count + day] == 0:
        return 0
    cell: cython.longlong = minor * board.day_count + day
    harm: cython.longlong = 0
    if board.minor_minutes[cell] > board.minor_minutes_most[cell]:
        harm += board.harm_minor_minute * (board.minor_minutes[cell] - board.minor_minutes_most[cell])
    if board.day_by_night[day] > 0 and board.minor_nights[cell] == 0:
        harm += board.harm_minor_night
    return harm


@cython.cfunc
@cython.inline
@cython.nogil
@cython.exceptval(check=False)
def call_minute(board: Board, day: cython.longlong) -> cython.longlong:
    """When the unit is called: by night when the day has night work and no day work."""
    if board.day_by_night[day] > 0 and board.day_by_day[day] == 0:
        return board.night_call
    return board.day_call


@cython.cfunc
@cython.nogil
@cython.exceptval(check=False)
def is_short(board: Board, pair: cython.longlong) -> cython.bint:
    """Whether the second day of the pair is called before the rest from the first is over."""
    before: cython.longlong = board.pair_first[pair]
    after: cython.longlong = board.pair_second[pair]
    if board.day_pieces[before] == 0 or board.day_pieces[after] == 0:
        return False
    wrap: cython.longlong = call_minute(board, before) + worked_minutes(board, before)
    return call_minute(board, after) + MINUTES_OF_A_DATE - wrap < board.rest_minutes


@cython.cfunc
@cython.nogil
@cython.exceptval(check=False)
def money_of_short_pair(board: Board, pair: cython.longlong) -> cython.longlong:
    """The unit's price of a short rest, and the forced calls of everybody who works on both days."""
    money: cython.longlong = 0
    if board.pair_same_unit[pair] and board.short_rest_price > 0:
        money += board.short_rest_price
    before: cython.longlong = board.pair_first[pair]
    after: cython.longlong = board.pair_second[pair]
    row: cython.longlong
    for row in range(board.cast_count):
        cell: cython.longlong = row * board.day_count
        if board.row_forced_call[row] and board.presence[cell + before] and board.presence[cell + after]:
            money += board.row_forced_call[row]
    return money


@cython.cfunc
@cython.nogil
@cython.exceptval(check=False)
def settle_days(board: Board) -> cython.longlong:
    """Price the touched days anew; hands back by how much their harm has grown."""
    grown: cython.longlong = 0
    i: cython.int
    day: cython.longlong
    money: cython.longlong
    harm: cython.longlong
    for i in range(board.touched_day_count):
        day = board.touched_days[i]
        money = money_of_day(board, day)
        harm = harm_of_day(board, day)
        board.cost += money - board.day_money[day]
        grown += harm - board.day_harm[day]
        board.day_money[day] = money
        board.day_harm[day] = harm
    return grown


@cython.cfunc
@cython.nogil
@cython.exceptval(check=False)
def settle_pairs(board: Board) -> cython.longlong:
    """Price the rest between following days anew; hands back by how much its harm has grown."""
    grown: cython.longlong = 0
    i: cython.int
    pair: cython.longlong
    money: cython.longlong
    harm: cython.longlong
    for i in range(board.touched_pair_count):
        pair = board.touched_pairs[i]
        money = 0
        harm = 0
        if is_short(board, pair):
            money = money_of_short_pair(board, pair)
            if board.pair_same_unit[pair] and board.short_rest_price == FORBIDDEN:
                harm = board.harm_short_rest
        board.cost += money - board.pair_money[pair]
        grown += harm - board.pair_harm[pair]
        board.pair_money[pair] = money
        board.pair_harm[pair] = harm
    return grown

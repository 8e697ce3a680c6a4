# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
"""A board in memory: pieces on days, with the sums that moves keep. Its fields and their C types: `board.pxd`.

Pure-Python mode: the same file runs compiled and, a hundred times slower, uncompiled, with the same answers.

Everything that is paid by dates is a *row*: a cast member, a rental, a location. A row keeps its dates as bits in
`words` words of 64, so that a move costs a few bit operations however long the shoot is.
"""

from __future__ import annotations

import cython

if cython.compiled:
    from cython.cimports.callboard.planner.solvers.chance import next_word
else:
    from callboard.planner.solvers.chance import next_word

MOST_DROPS = cython.declare(cython.int, 8)


@cython.cclass
class Board:
    """One board. Constants are the arrays of `shooting.tables.Tables`, by the names that they have there."""

    def __init__(self, tables, seed: cython.ulonglong):
        self.take_sizes(tables)
        self.take_pieces(tables)
        self.take_rows(tables)
        self.take_days(tables)
        self.take_prices(tables)
        self.take_state(tables)
        self.random = seed
        for _ in range(20):
            self.random = next_word(self.random)

    def take_sizes(self, tables):
        """How many of everything."""
        self.piece_count = tables.piece_count
        self.day_count = tables.day_count
        self.row_count = tables.row_count
        self.cast_count = tables.cast_count
        self.pair_count = tables.pair_count
        self.minor_count = tables.minor_count
        self.rule_count = tables.rule_count
        self.date_count = tables.date_count
        self.words = tables.words

    def take_pieces(self, tables):
        """What pieces need, where they fit, and in which order they must come."""
        self.piece_minutes = tables.piece_minutes
        self.piece_eighths = tables.piece_eighths
        self.piece_light = tables.piece_light
        self.piece_location = tables.piece_location
        self.piece_rows_start = tables.piece_rows_start
        self.piece_rows = tables.piece_rows
        self.piece_rules_start = tables.piece_rules_start
        self.piece_rules = tables.piece_rules
        self.rule_before = tables.rule_before
        self.rule_after = tables.rule_after
        self.fit = tables.fit
        self.location_pieces_start = tables.location_pieces_start
        self.location_pieces = tables.location_pieces

    def take_rows(self, tables):
        """Who and what is paid by dates."""
        self.row_kind = tables.row_kind
        self.row_work = tables.row_work
        self.row_hold = tables.row_hold
        self.row_set_up = tables.row_set_up
        self.row_drop_after = tables.row_drop_after
        self.row_drops = tables.row_drops
        self.row_least_idle = tables.row_least_idle
        self.row_forced_call = tables.row_forced_call
        self.row_change = tables.row_change
        self.row_published = tables.row_published
        self.row_minor = tables.row_minor
        self.minor_row = tables.minor_row
        self.minor_minutes_most = tables.minor_minutes_most
        self.minor_nights = tables.minor_nights

    def take_days(self, tables):
        """The days of each unit, and which of them touch."""
        self.day_position = tables.day_position
        self.day_regular = tables.day_regular
        self.day_legal = tables.day_legal
        self.day_comfortable = tables.day_comfortable
        self.day_most = tables.day_most
        self.day_crew = tables.day_crew
        self.day_unit_first = tables.day_unit_first
        self.day_unit_last = tables.day_unit_last
        self.siblings_start = tables.siblings_start
        self.siblings = tables.siblings
        self.pairs_start = tables.pairs_start
        self.pairs = tables.pairs
        self.pair_first = tables.pair_first
        self.pair_second = tables.pair_second
        self.pair_same_unit = tables.pair_same_unit
        self.position_ordinal = tables.position_ordinal
        self.position_days_start = tables.position_days_start
        self.position_days = tables.position_days

    def take_prices(self, tables):
        """Prices, and what breaches weigh."""
        self.move_minutes = tables.move_minutes
        self.move_price = tables.move_price
        self.overtime_price = tables.overtime_price
        self.eighth_price = tables.eighth_price
        self.rest_minutes = tables.rest_minutes
        self.day_call = tables.day_call
        self.night_call = tables.night_call
        self.short_rest_price = tables.short_rest_price
        self.split_price = tables.split_price
        self.most_location_days = tables.most_location_days
        self.harm_legal = tables.harm_legal
        self.harm_eighth = tables.harm_eighth
        self.harm_split = tables.harm_split
        self.harm_minor_minute = tables.harm_minor_minute
        self.harm_minor_night = tables.harm_minor_night
        self.harm_short_rest = tables.harm_short_rest
        self.harm_order = tables.harm_order
        self.harm_two_places = tables.harm_two_places
        self.harm_location_days = tables.harm_location_days

    def take_state(self, tables):
        """Empty sums, and room to remember a move in."""
        pieces, days, rows, pairs = tables.piece_count, tables.day_count, tables.row_count, tables.pair_count
        self.day_of = tables.zeros(pieces)
        self.best_day_of = tables.zeros(pieces)
        self.next_on_day = tables.zeros(pieces)
        self.previous_on_day = tables.zeros(pieces)
        self.first_on_day = tables.zeros(days)
        self.presence = tables.small_zeros(rows * days)
        self.dates = tables.word_zeros(rows * tables.words)
        self.row_money = tables.zeros(rows)
        self.minor_minutes = tables.zeros(tables.minor_count * days)
        self.day_minutes, self.day_eighths = tables.zeros(days), tables.zeros(days)
        self.day_pieces, self.day_places = tables.zeros(days), tables.zeros(days)
        self.day_by_day, self.day_by_night = tables.zeros(days), tables.zeros(days)
        self.day_money, self.day_harm = tables.zeros(days), tables.zeros(days)
        self.pair_money, self.pair_harm = tables.zeros(pairs), tables.zeros(pairs)
        self.moved, self.moved_to, self.moved_from = tables.zeros(pieces), tables.zeros(pieces), tables.zeros(pieces)
        self.touched_rows, self.touched_row_money = tables.zeros(rows), tables.zeros(rows)
        self.row_stamp = tables.zeros(rows)
        self.touched_days, self.touched_day_money = tables.zeros(days), tables.zeros(days)
        self.touched_day_harm, self.day_stamp = tables.zeros(days), tables.zeros(days)
        self.touched_pairs, self.touched_pair_money = tables.zeros(pairs), tables.zeros(pairs)
        self.touched_pair_harm, self.pair_stamp = tables.zeros(pairs), tables.zeros(pairs)
        self.largest = tables.zeros(MOST_DROPS)
        self.idle = tables.word_zeros(tables.words)
        self.cost = self.harm = self.best_cost = self.best_harm = 0
        self.misfit = self.broken_rules = self.clashes = self.location_days = 0
        self.moved_count = self.touched_row_count = self.touched_day_count = self.touched_pair_count = 0
        self.kept_count = 0
        self.hot = self.cooling = self.temperature = self.kept_wanted = 0.0
        self.weight = self.weight_least = self.weight_most = 0.0
        self.stamp = 0

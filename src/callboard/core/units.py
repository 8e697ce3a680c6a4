"""Units that every floor counts in: money in whole minor units, durations in whole minutes, half-open windows."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


class CurrenciesDiffer(ValueError):
    """Two amounts in different currencies were added or compared: a mistake in the program, not of a person."""


@dataclass(frozen=True)
class Money:
    """An amount in whole minor units (cents, pence) of an ISO 4217 currency."""

    minor: int
    currency: str

    def __add__(self, other: Money) -> Money:
        self._check_same_currency(other)
        return Money(self.minor + other.minor, self.currency)

    def __sub__(self, other: Money) -> Money:
        self._check_same_currency(other)
        return Money(self.minor - other.minor, self.currency)

    def __neg__(self) -> Money:
        return Money(-self.minor, self.currency)

    def times(self, count: int) -> Money:
        """The amount for so many of the same."""
        return Money(self.minor * count, self.currency)

    def __lt__(self, other: Money) -> bool:
        self._check_same_currency(other)
        return self.minor < other.minor

    def _check_same_currency(self, other: Money) -> None:
        if self.currency != other.currency:
            raise CurrenciesDiffer(f"{self.currency} and {other.currency}")


@dataclass(frozen=True)
class MinuteWindow:
    """A span of a day in minutes after midnight, half-open: `starts` is inside, `ends` is not."""

    starts: int
    ends: int

    def __contains__(self, minute: int) -> bool:
        return self.starts <= minute < self.ends

    @property
    def minutes(self) -> int:
        """How long it lasts."""
        return self.ends - self.starts


def whole_minutes(duration: dt.timedelta) -> int:
    """Minutes of a duration, any started minute counted whole: a rest that is a second short is short."""
    return -(-duration // dt.timedelta(minutes=1))


def show_duration(minutes: int) -> str:
    """Minutes as hours and minutes: 690 is "11:30", -45 is "-0:45"."""
    hours, rest = divmod(abs(minutes), 60)
    return f"{'-' if minutes < 0 else ''}{hours}:{rest:02d}"

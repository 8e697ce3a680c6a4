"""A brake on guessing links: so many unknown ones from an address, then none at all for a while."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from time import monotonic

from django.conf import settings
from django.http import HttpRequest

UNKNOWN_TRIES = 30
WINDOW_SECONDS = 60.0
ADDRESSES_KEPT = 10_000


@dataclass
class UnknownTries:
    """Counts tries per address in this process. Each web process counts for itself: a brake, not the lock.

    The lock is the token's 256 bits; the brake keeps a guesser from making work.
    """

    limit: int = UNKNOWN_TRIES
    window_seconds: float = WINDOW_SECONDS
    clock: Callable[[], float] = monotonic
    _tries: dict[str, deque[float]] = field(default_factory=dict)

    def is_over(self, address: str) -> bool:
        """Whether this address has used up its tries."""
        return len(self._recent(address)) >= self.limit

    def count(self, address: str) -> None:
        """Note one more unknown link from this address."""
        if address not in self._tries and len(self._tries) >= ADDRESSES_KEPT:
            self._forget_old()
        self._tries.setdefault(address, deque(maxlen=self.limit)).append(self.clock())

    def _recent(self, address: str) -> deque[float]:
        tries = self._tries.get(address, deque())
        while tries and tries[0] <= self.clock() - self.window_seconds:
            tries.popleft()
        return tries

    def _forget_old(self) -> None:
        for address in list(self._tries):
            if not self._recent(address):
                del self._tries[address]
        while len(self._tries) >= ADDRESSES_KEPT:
            del self._tries[next(iter(self._tries))]


def client_address(request: HttpRequest) -> str:
    """Where the request came from: the connection, or what the outermost proxy of ours saw.

    Without CALLBOARD_TRUSTED_PROXIES the header is whatever the client wrote, and is not looked at. Behind a proxy
    that is not counted there, all clients are one address and share its tries.
    """
    direct = str(request.META.get("REMOTE_ADDR", ""))
    trusted = settings.TRUSTED_PROXY_COUNT
    forwarded = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",") if part.strip()]
    return forwarded[-trusted] if trusted and len(forwarded) >= trusted else direct

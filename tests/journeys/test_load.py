"""T26: five hundred people open their call and confirm it within a minute, on two cores."""

from __future__ import annotations

import re
import statistics
import time
import urllib.parse
import urllib.request
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.journeys.conftest import Product

pytestmark = [pytest.mark.journey, pytest.mark.long]
PEOPLE = 500
AT_ONCE = 16


def _open_and_confirm(link: str) -> list[float]:
    """Seconds for the page and for the confirmation; fails on anything but a confirmed page."""
    began = time.monotonic()
    with urllib.request.urlopen(link, timeout=60) as answer:
        page = answer.read().decode()
    opened = time.monotonic()
    token = re.search(r'name="form_token" value="([^"]+)"', page)
    assert token is not None, page[:500]
    action = re.search(r'action="([^"]+)"', page)
    assert action is not None
    address = urllib.parse.urljoin(link, action.group(1))
    data = urllib.parse.urlencode({"form_token": token.group(1)}).encode()
    with urllib.request.urlopen(address, data, timeout=60) as answer:
        assert answer.status == 200
        assert "Confirmed" in answer.read().decode()
    return [opened - began, time.monotonic() - opened]


def test_500_people_open_and_confirm_and_the_board_is_right(product: Product) -> None:
    seeded = product.seed("tests.journeys.story_seeds:a_crowd_with_links", str(PEOPLE))
    began = time.monotonic()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        times = [seconds for pair in pool.map(_open_and_confirm, seeded["links"]) for seconds in pair]

    took = time.monotonic() - began
    p95 = statistics.quantiles(times, n=20)[-1]
    print(f"{PEOPLE} people in {took:.1f} s; median {statistics.median(times) * 1000:.0f} ms, p95 {p95 * 1000:.0f} ms")
    counts = product.seed("tests.journeys.story_seeds:confirmations", seeded["sheet"])
    assert counts == {"confirmed": PEOPLE}

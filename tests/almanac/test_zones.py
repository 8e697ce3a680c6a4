"""Zones by name and by place."""

from __future__ import annotations

import subprocess
import sys
import zoneinfo

import pytest

from callboard.almanac.zones import is_zone, zone_at, zone_names


@pytest.mark.parametrize(
    ("name", "known"),
    [
        ("Europe/London", True),
        ("UTC", True),
        ("Asia/Calcutta", True),
        ("Europe/Atlantis", False),
        ("", False),
        ("../etc/passwd", False),
        ("localtime", False),
    ],
)
def test_only_zones_of_the_tz_database_are_zones(name: str, known: bool):
    assert is_zone(name) is known


def test_the_list_offers_utc_first_and_only_zones_that_can_be_loaded():
    names = zone_names()

    assert names[0] == "UTC"
    assert list(names[1:]) == sorted(names[1:])
    assert {"Europe/Berlin", "America/Los_Angeles", "Asia/Tokyo", "Pacific/Auckland"} <= set(names)
    assert not [name for name in names if name.startswith("Etc/")]
    assert [zoneinfo.ZoneInfo(name).key for name in names] == list(names)


@pytest.mark.parametrize(
    ("latitude", "longitude", "zone"),
    [
        (51.507, -0.128, "Europe/London"),
        (34.052, -118.244, "America/Los_Angeles"),
        (36.947, -112.527, "America/Phoenix"),
        (-33.869, 151.209, "Australia/Sydney"),
        (35.682, 139.759, "Asia/Tokyo"),
        (0.0, -30.0, "Etc/GMT+2"),
    ],
)
def test_a_place_has_its_zone(latitude: float, longitude: float, zone: str):
    assert zone_at(latitude, longitude) == zone


def test_a_place_off_the_globe_is_refused():
    with pytest.raises(ValueError, match="no place on earth"):
        zone_at(91.0, 0.0)


def test_the_map_of_zones_is_loaded_only_when_a_place_is_asked_for():
    program = "import sys, callboard.almanac.zones as z; z.zone_names(); print('timezonefinder' in sys.modules)"

    answer = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert answer.stdout == "False\n"

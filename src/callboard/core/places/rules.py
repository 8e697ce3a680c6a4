"""Rules of places. Pure: no database, no clock, no Django."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from callboard.core.errors import Refused, gettext_noop


class AddressMissing(Refused):
    """A call names the place by its address."""

    text = gettext_noop("Give the place a name and an address that a driver can find.")


class OffTheGlobe(Refused):
    """Coordinates that no place on earth has, or only one of the two."""

    text = gettext_noop(
        "Give both coordinates in degrees: latitude from -90 to 90, longitude from -180 to 180, "
        "such as 53.54320 and 9.98470."
    )


class NameTaken(Refused):
    """Two places of one name would be mixed up on a call sheet."""

    text = gettext_noop("There is a place called %(name)s already. Give this one another name.")


@dataclass(frozen=True)
class PlaceDetails:
    """What people need to get to a place and be safe there."""

    name: str
    address: str
    kind: str = "location"
    latitude: Decimal | None = None
    longitude: Decimal | None = None
    parking: str = ""
    access: str = ""
    nearest_hospital: str = ""
    hospital_phone: str = ""
    contact: str = ""
    map_url: str = ""
    is_active: bool = True


def check_details(details: PlaceDetails) -> None:
    """Refuse a place nobody could find."""
    if not (details.name.strip() and details.address.strip()):
        raise AddressMissing()
    if (details.latitude is None) != (details.longitude is None):
        raise OffTheGlobe()
    if not (-90 <= (details.latitude or 0) <= 90 and -180 <= (details.longitude or 0) <= 180):
        raise OffTheGlobe()

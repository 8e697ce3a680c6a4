from __future__ import annotations

from callboard.formats.uss.catalog import CAST, Catalog
from callboard.formats.uss.reading import read_uss
from tests.formats.uss.files import CREATED, a_breakdown, a_schedule, an_element, written


def catalog_of(*elements, ucid_of_set=0):
    categories = [
        {"id": "sets", "created": CREATED, "name": "Set", "ucid": ucid_of_set},
        {"id": "ie", "created": CREATED, "name": "INT/EXT", "ucid": 1},
        {"id": "dn", "created": CREATED, "name": "Day/Night", "ucid": 2},
        {"id": "cast", "created": CREATED, "name": "Cast", "ucid": 100},
    ]
    breakdown = a_breakdown("s1", elements=[element["id"] for element in elements])
    schedule, repairs = read_uss(
        written(a_schedule(breakdowns=[breakdown], categories=categories, elements=list(elements), stripboards=[])),
        zone=None,
    )
    assert repairs == ()
    return Catalog(schedule), schedule.breakdowns[0]


def test_a_strip_names_its_cast_set_and_light():
    catalog, strip = catalog_of(
        an_element("nora", "cast"),
        an_element("night", "dn"),
        an_element("ext", "ie"),
        an_element("pier", "sets"),
        an_element("boat", "sets"),
    )

    assert [element.id for element in catalog.cast_of(strip)] == ["nora"]
    assert catalog.cast == catalog.elements_of(strip, CAST)
    assert (catalog.set_of(strip).id, catalog.int_ext_of(strip), catalog.light_of(strip)) == ("pier", "EXT", "NIGHT")


def test_a_custom_category_called_set_is_the_set():
    catalog, strip = catalog_of(an_element("pier", "sets"), ucid_of_set=50)

    assert catalog.set_of(strip).id == "pier"


def test_another_number_is_not_the_set_whatever_its_name():
    catalog, strip = catalog_of(an_element("sofa", "sets"), ucid_of_set=116)

    assert catalog.set_of(strip) is None


def test_both_sides_of_a_door_are_both():
    both, strip = catalog_of(an_element("i/e", "ie", name="I/E."), an_element("continuous", "dn"))
    two, pair = catalog_of(an_element("int", "ie"), an_element("ext", "ie"))
    none, bare = catalog_of(an_element("nora", "cast"))

    assert (both.int_ext_of(strip), both.light_of(strip)) == ("INT/EXT", "")
    assert two.int_ext_of(pair) == "INT/EXT"
    assert (none.int_ext_of(bare), none.light_of(bare), none.set_of(bare)) == ("", "", None)

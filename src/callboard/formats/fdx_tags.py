"""Final Draft's tags: which element of which category a run of text names."""

from __future__ import annotations

from dataclasses import dataclass, field

from callboard.formats.fdx_xml import Part

SYNOPSIS_CATEGORY = "8e5e75c2-713b-47df-a75f-f12648b98ded"
FIRST_CUSTOM_CATEGORY = 500

# Universal Category Identification (CC BY 4.0): scene-level 0-6, action 100-126. Final Draft's categories are known
# by their UUIDs, which are stable; their numbers and names shift between its versions.
CATEGORIES = {
    0: "Set",
    1: "INT/EXT",
    2: "Day/Night",
    3: "Script Day",
    4: "Unit",
    5: "Sequence",
    6: "Location",
    100: "Cast Members",
    101: "Background Actors",
    102: "Stunts",
    103: "Vehicles",
    104: "Props",
    105: "Special Effects",
    106: "Wardrobe",
    107: "Makeup/Hair",
    108: "Animals",
    109: "Animal Wrangler",
    110: "Camera",
    111: "Grip",
    112: "Electric",
    113: "Sound",
    114: "Music",
    115: "Art Department",
    116: "Set Dressing",
    117: "Greenery",
    118: "Security",
    119: "Special Equipment",
    120: "Additional Labor",
    121: "Visual Effects",
    122: "Mechanical Effects",
    123: "Notes",
    124: "Comments",
    125: "Miscellaneous",
    126: "Other",
}
CAST = 100

FINAL_DRAFT_CATEGORIES = {
    "63c140da-ef2b-491a-b416-b46f461abb89": 3,
    "849f1ebf-5507-4f33-bff6-3a5b4d73be14": 4,
    "70877d87-30ef-45b6-be46-c6fa94b83a71": 5,
    "c5e89e4d-f83e-4c28-950c-92a63f1b5f26": 6,
    "01fc9642-84ff-4366-b37c-a3068dee57e8": 100,
    "028a4e2b-b507-4d09-88ab-90e3edae9071": 101,
    "0377dbe6-77a3-41af-bda8-86eb2468fdbf": 102,
    "04721a56-f54b-49c8-80ad-d53887d6b851": 103,
    "05c556eb-6bc1-4a3a-b09f-f8b5ba1b6afa": 104,
    "069e18b8-2109-4f3d-94e7-d802027a60a8": 105,
    "0726fa85-1e65-4ab8-87de-bf21d09b01f0": 106,
    "08ae1eef-32ce-415f-9a9b-0982d2453ec4": 107,
    "09cb0d1c-ce01-4f22-bb64-b5f2e6c491c6": 108,
    "0ae40617-cc7c-48e6-ae2b-5aaecc09986f": 109,
    "47b02ff1-5161-4137-b736-f36eebba7643": 110,
    "0ce7d308-096d-4603-8fe8-349f72cd89ff": 113,
    "0b0b44c9-aa4b-4c40-88b1-d94472ad7a26": 114,
    "4a84b619-62f9-4c04-8e46-bf2cd0b7f582": 115,
    "0debb71b-5743-4c53-80cc-e17e841ce645": 116,
    "0e7a8fc5-5441-4bad-a9bf-5ddd3fe51c69": 117,
    "109d0eaa-0334-4823-ac0c-b44d3f209dc4": 118,
    "0ff5cda4-4d43-4cfe-940f-91380c46fdad": 119,
    "1179a4b1-70ee-4011-b4a2-809a0af09e92": 120,
    "12ab0932-e3b9-4b4a-bcd0-3da1b4e61d5e": 121,
    "135cc9d1-c4d5-4d00-83d9-571f584ea9cd": 122,
    "15b6f4fd-4e74-4ad8-9971-b239d88c2997": 123,
    "216f33fd-fc42-4269-be01-b05b18f815a0": 124,
    "148267ae-50ae-4746-8202-659fb7447b55": 125,
}


@dataclass(frozen=True)
class Tagged:
    """What a tag number stands for: a category id (None: a synopsis) and the element's name."""

    category: int | None
    name: str


@dataclass
class TagBook:
    """The tags of a file by the number that text runs carry, and the names of the categories they use."""

    tags: dict[str, list[Tagged]] = field(default_factory=dict)
    custom: dict[int, str] = field(default_factory=dict)

    def category_name(self, category: int) -> str:
        """A category's name: the standard one, or the file's own for a custom category."""
        return self.custom.get(category) or CATEGORIES[category]


def read_tags(root: Part) -> TagBook:
    """Tag numbers resolved through their definitions to categories; unknown categories are custom, from 500 on."""
    book = TagBook()
    names = {part.get("Id").lower(): part.get("Name") for part in root.path("TagData", "TagCategories", "TagCategory")}
    ids: dict[str, int] = {}
    definitions: dict[str, Tagged] = {}
    for definition in root.path("TagData", "TagDefinitions", "TagDefinition"):
        uuid = definition.get("CatId").lower()
        category = FINAL_DRAFT_CATEGORIES.get(uuid)
        if category is None and uuid != SYNOPSIS_CATEGORY:
            category = ids.setdefault(uuid, FIRST_CUSTOM_CATEGORY + len(ids))
            book.custom[category] = names.get(uuid) or uuid
        definitions[definition.get("Id").lower()] = Tagged(category, " ".join(definition.get("Label").split()))
    for tag in root.path("TagData", "Tags", "Tag"):
        used = [definitions.get(part.text.strip().lower()) for part in tag.named("DefId")]
        book.tags[tag.get("Number")] = [tagged for tagged in used if tagged is not None]
    return book

"""Tables of the breakdown: episodes, scenes, the category palette, elements, and which element is in which scene."""

from __future__ import annotations

from django.db import models

from callboard.core.engagements.models import Engagement
from callboard.core.organizations.models import Production, TenantModel, VersionedModel
from callboard.core.organizations.rules import DataClass


class Episode(TenantModel):
    """An episode of a series; a feature or commercial has one with an empty number."""

    data_classes = {"number": DataClass.PUBLIC, "title": DataClass.PUBLIC}
    production = models.ForeignKey(Production, on_delete=models.CASCADE, related_name="episodes")
    number = models.CharField(max_length=10, blank=True)
    title = models.CharField(max_length=160, blank=True)

    class Meta(TenantModel.Meta):
        app_label = "film"
        constraints = [
            *TenantModel.Meta.constraints,
            models.UniqueConstraint(
                fields=["organization", "production", "number"], name="episode_number_is_unique_in_production"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}".strip()


class Scene(VersionedModel):
    """One scene of the script: what has to be shot. Where and when it is shot is said by its strips."""

    data_classes = dict.fromkeys(
        (
            "number",
            "sort_key",
            "heading",
            "int_ext",
            "set_name",
            "time_of_day",
            "time_of_day_inferred",
            "shot_as",
            "eighths",
            "eighths_estimated",
            "minutes",
            "synopsis",
            "is_omitted",
            "notes",
            "text",
            "script_day",
        ),
        DataClass.CREW,
    )
    production = models.ForeignKey(Production, on_delete=models.PROTECT, related_name="scenes")
    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="scenes")
    number = models.CharField(max_length=20, blank=True)
    """Text, as written: 1, 1A, A1, I-1-A, or empty."""
    sort_key = models.CharField(max_length=80)
    """Sorts scene numbers as an assistant director would (formats.headings)."""
    heading = models.CharField(max_length=300)
    int_ext = models.CharField(max_length=12, blank=True)
    set_name = models.CharField(max_length=200, blank=True)
    time_of_day = models.CharField(max_length=30, blank=True)
    time_of_day_inferred = models.BooleanField(default=False)
    shot_as = models.CharField(max_length=30, blank=True)
    """The light it is filmed in when that differs from the story's (day for night)."""
    script_day = models.CharField(max_length=20, blank=True)
    eighths = models.PositiveIntegerField()
    eighths_estimated = models.BooleanField(default=False)
    minutes = models.PositiveIntegerField(default=0)
    """Estimated shooting time."""
    synopsis = models.CharField(max_length=300, blank=True)
    is_omitted = models.BooleanField(default=False)
    notes = models.TextField(blank=True)
    text = models.JSONField(default=list)
    """The scene's own paragraphs, [[type, text], ...], to read beside the sheet."""

    class Meta(VersionedModel.Meta):
        app_label = "film"
        ordering = ["episode_id", "sort_key", "id"]
        indexes = [models.Index(fields=["organization", "production", "sort_key"], name="scene_by_sort_key")]

    def __str__(self) -> str:
        return f"{self.number} {self.heading}".strip()


class ElementCategory(VersionedModel):
    """A category of elements with its mark on paper: an editable palette, since sources disagree."""

    data_classes = dict.fromkeys(
        ("universal_id", "name", "color", "mark", "position", "is_cast", "is_background"), DataClass.PUBLIC
    )
    production = models.ForeignKey(Production, on_delete=models.CASCADE, related_name="element_categories")
    universal_id = models.PositiveSmallIntegerField(null=True, blank=True)
    """The Universal Category Identification, such as 104 for props; none for a category of one's own."""
    name = models.CharField(max_length=60)
    color = models.CharField(max_length=7)
    mark = models.CharField(max_length=12, blank=True)
    """A letter or sign beside the color, so that color is never the only cue."""
    position = models.PositiveSmallIntegerField(default=0)
    is_cast = models.BooleanField(default=False)
    is_background = models.BooleanField(default=False)

    class Meta(VersionedModel.Meta):
        app_label = "film"
        ordering = ["position", "id"]
        constraints = [
            *VersionedModel.Meta.constraints,
            models.UniqueConstraint(
                fields=["organization", "production", "name"], name="category_name_is_unique_in_production"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Element(VersionedModel):
    """Something scenes need: a character, a prop, a vehicle. A character may be played by an engagement."""

    data_classes = dict.fromkeys(("number", "name", "notes", "quantity"), DataClass.CREW)
    production = models.ForeignKey(Production, on_delete=models.CASCADE, related_name="elements")
    category = models.ForeignKey(ElementCategory, on_delete=models.PROTECT, related_name="elements")
    number = models.CharField(max_length=10, blank=True)
    """Board id, text, unique in the category: 1 is the lead."""
    name = models.CharField(max_length=120)
    quantity = models.PositiveIntegerField(default=1)
    """How many, for background groups."""
    notes = models.CharField(max_length=300, blank=True)
    played_by = models.ForeignKey(Engagement, null=True, blank=True, on_delete=models.SET_NULL, related_name="roles")

    class Meta(VersionedModel.Meta):
        app_label = "film"
        constraints = [
            *VersionedModel.Meta.constraints,
            models.UniqueConstraint(
                fields=["organization", "category", "name"], name="element_name_is_unique_in_category"
            ),
            models.UniqueConstraint(
                fields=["organization", "category", "number"],
                condition=~models.Q(number=""),
                name="element_number_is_unique_in_category",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.name}".strip()


class SceneElement(TenantModel):
    """An element in a scene; `by_voice` when only the voice is heard and nobody is called to the set."""

    data_classes = {"by_voice": DataClass.CREW}
    scene = models.ForeignKey(Scene, on_delete=models.CASCADE, related_name="scene_elements")
    element = models.ForeignKey(Element, on_delete=models.CASCADE, related_name="scene_elements")
    by_voice = models.BooleanField(default=False)

    class Meta(TenantModel.Meta):
        app_label = "film"
        constraints = [
            *TenantModel.Meta.constraints,
            models.UniqueConstraint(fields=["organization", "scene", "element"], name="element_is_once_in_a_scene"),
        ]

"""Writing what a script says into the breakdown: scenes, speaking cast, tagged elements. Steps of one action."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from callboard.core.organizations.models import Production
from callboard.film.breakdown.actions import add_elements, seed_palette
from callboard.film.breakdown.models import Element, ElementCategory, Episode, Scene, SceneElement
from callboard.film.breakdown.rules import CAST, OWN_COLOR
from callboard.film.scripts.rules import CastChange, SceneChange, Verb, cast_change
from callboard.formats.scenes import Screenplay, ScriptScene

FIRST_OWN_CATEGORY = 500
"""From here on an id is the file's own numbering of a writer's categories: another file's 500 is another one."""


def write_scenes(episode: Episode, changes: Sequence[SceneChange]) -> dict[int, Scene]:
    """Create, change and omit scenes as planned; returns those of the file by their place in it."""
    known = {scene.pk: scene for scene in Scene.objects.filter(episode=episode)}
    written: dict[int, Scene] = {}
    for change in changes:
        scene = _new_scene(episode) if change.known is None else known[change.known]
        _write(scene, change)
        if change.place is not None:
            written[change.place] = scene
    return written


def _new_scene(episode: Episode) -> Scene:
    return Scene(
        organization_id=episode.organization_id, production_id=episode.production_id, episode=episode, version=0
    )


def _write(scene: Scene, change: SceneChange) -> None:
    sort_key = change.sort_key or scene.sort_key
    if change.verb is Verb.KEEP and sort_key == scene.sort_key:
        return
    state = change.state
    scene.number, scene.sort_key, scene.heading = state.number, sort_key, state.heading
    scene.int_ext, scene.set_name = state.int_ext, state.set_name
    scene.time_of_day, scene.time_of_day_inferred = state.time_of_day, state.time_of_day_inferred
    scene.eighths, scene.eighths_estimated = state.eighths, state.eighths_estimated
    scene.synopsis, scene.is_omitted = state.synopsis, state.is_omitted
    scene.text = [list(line) for line in state.text]
    scene.version += 1
    scene.save()


@dataclass
class _Links:
    """Which elements come into scenes, and which speakers leave them."""

    come: dict[tuple[int, int], bool] = field(default_factory=dict)
    leave: set[tuple[int, int]] = field(default_factory=set)

    def add(self, scene: Scene, element: Element, *, by_voice: bool = False) -> None:
        """On the set beats heard only, when a scene names somebody twice."""
        key = (scene.pk, element.pk)
        self.come[key] = by_voice and self.come.get(key, True)


def write_elements(
    episode: Episode, play: Screenplay, scenes: Mapping[int, Scene], changes: Sequence[SceneChange]
) -> None:
    """Link speaking cast, silent cast and tagged elements. What a person added or removed by hand stays as it is."""
    categories = _categories(episode, play)
    by_place = {change.place: change for change in changes if change.place is not None}
    links = _Links()
    shot = [(place, scene) for place, scene in scenes.items() if not play.scenes[place].omitted]
    _link_cast(links, categories[CAST], [(play.scenes[place], scene, by_place[place]) for place, scene in shot])
    for universal_id in sorted(play.categories):
        named = [(scene, play.scenes[place].elements.get(universal_id, ())) for place, scene in shot]
        elements = _elements(categories[universal_id], [name for _, names in named for name in names])
        for scene, names in named:
            for name in names:
                links.add(scene, elements[_fold(name)])
    _save(episode, links)


def _categories(episode: Episode, play: Screenplay) -> dict[int, ElementCategory]:
    """The categories the script uses, by universal id; one that the palette lacks is added under the file's name."""
    production = episode.production
    palette = seed_palette(production)
    found = {row.universal_id: row for row in palette if row.universal_id is not None}
    cast = next((row for row in palette if row.is_cast), None)
    if cast is not None:
        found[CAST] = cast
    names = {row.name.casefold(): row for row in palette}
    for universal_id, name in play.categories.items():
        if universal_id in found and universal_id < FIRST_OWN_CATEGORY:
            continue
        if name.casefold() not in names:
            names[name.casefold()] = _new_category(production, universal_id, name, place=len(names) + 1)
        found[universal_id] = names[name.casefold()]
    return found


def _new_category(production: Production, universal_id: int, name: str, *, place: int) -> ElementCategory:
    made = ElementCategory(
        organization_id=production.organization_id,
        production=production,
        universal_id=universal_id if universal_id < FIRST_OWN_CATEGORY else None,
        name=name[:60],
        color=OWN_COLOR,
        position=place,
    )
    made.save()
    return made


def _link_cast(
    links: _Links, category: ElementCategory, rows: Sequence[tuple[ScriptScene, Scene, SceneChange]]
) -> None:
    moves = [_speakers_moved(change) for _, _, change in rows]
    spoken = [
        name
        for (read, _, _), moved in zip(rows, moves, strict=True)
        for name in (*read.cast, *read.voices)
        if name.casefold() in moved.come
    ]
    elements = _elements(category, [*spoken, *(name for read, _, _ in rows for name in read.silent)])
    old = {element.name.casefold(): element for element in Element.objects.filter(category=category)}
    for (read, scene, _), moved in zip(rows, moves, strict=True):
        for name, by_voice in moved.come.items():
            links.add(scene, elements[_fold(name)], by_voice=by_voice)
        for name in read.silent:
            links.add(scene, elements[_fold(name)])
        links.leave |= {(scene.pk, old[_fold(name)].pk) for name in moved.leave if _fold(name) in old}


def _speakers_moved(change: SceneChange) -> CastChange:
    was_shot = change.before is not None and not change.before.is_omitted
    return cast_change(change.before.text if change.before and was_shot else (), change.state.text)


def _elements(category: ElementCategory, names: Iterable[str]) -> dict[str, Element]:
    wanted = list({_fold(name): name for name in reversed(list(names)) if name.strip()}.values())
    wanted.reverse()
    return {_fold(name): element for name, element in zip(wanted, add_elements(category, wanted), strict=True)}


def _fold(name: str) -> str:
    return " ".join(name.split())[:120].casefold()


def _save(episode: Episode, links: _Links) -> None:
    present = {(link.scene_id, link.element_id): link for link in SceneElement.objects.filter(scene__episode=episode)}
    gone = [present[key].pk for key in links.leave - set(links.come) if key in present]
    SceneElement.objects.filter(pk__in=gone).delete()
    turned = [
        present[key] for key, by_voice in links.come.items() if key in present and present[key].by_voice != by_voice
    ]
    for link in turned:
        link.by_voice = not link.by_voice
    SceneElement.objects.bulk_update(turned, ["by_voice"])
    SceneElement.objects.bulk_create(
        SceneElement(
            organization_id=episode.organization_id, scene_id=scene_id, element_id=element_id, by_voice=by_voice
        )
        for (scene_id, element_id), by_voice in links.come.items()
        if (scene_id, element_id) not in present
    )

"""Takes out of an ordering problem what cannot matter, and takes apart what is not connected.

Sources: de la Banda, Stuckey and Chu 2011 (scenes with one cast, actors with one scene); Qin et al. 2016 (until nothing
changes). docs/algorithms/shooting-order.md has the arguments.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Part:
    """Scenes that share actors, by index; the order of parts does not matter, and nobody is in two of them.

    `scenes[i]` are the problem's scenes that are shot as one block, in this order; `casts[i]` are indexes of `pays`.
    """

    scenes: tuple[tuple[int, ...], ...]
    durations: tuple[int, ...]
    pays: tuple[int, ...]
    casts: tuple[frozenset[int], ...]


@dataclass(slots=True)
class _Block:
    scenes: list[int]
    duration: int
    cast: frozenset[int]


def reduced(
    durations: Sequence[int], pays: Sequence[int], casts: Sequence[frozenset[int]]
) -> tuple[tuple[Part, ...], tuple[int, ...]]:
    """The parts that are left to order, and the scenes whose place costs nothing: they may come last.

    An order that has each part's blocks in the part's best order, part after part, is a best order of the whole.
    """
    blocks = [_Block([scene], durations[scene], cast) for scene, cast in enumerate(casts)]
    worth = dict(enumerate(pays))
    while True:
        smaller = _merged(_without_idle_actors(blocks, worth))
        if len(smaller) == len(blocks) and all(a.cast == b.cast for a, b in zip(blocks, smaller, strict=True)):
            break
        blocks = smaller
    anywhere = [scene for block in blocks if not block.cast for scene in block.scenes]
    connected = _connected([block for block in blocks if block.cast])
    return tuple(_part(group, worth) for group in connected), tuple(anywhere)


def _without_idle_actors(blocks: Sequence[_Block], worth: dict[int, int]) -> list[_Block]:
    """Nobody who is in one block only, or is not paid; of people with the same blocks one, who gets all the pay."""
    where: dict[int, tuple[int, ...]] = {}
    for place, block in enumerate(blocks):
        for actor in block.cast:
            where[actor] = (*where.get(actor, ()), place)
    first_of: dict[tuple[int, ...], int] = {}
    for actor in sorted(where):
        if len(where[actor]) > 1 and worth[actor] > 0:
            first = first_of.setdefault(where[actor], actor)
            if first != actor:
                worth[first] += worth[actor]
    kept = frozenset(first_of.values())
    return [_Block(block.scenes, block.duration, block.cast & kept) for block in blocks]


def _merged(blocks: Sequence[_Block]) -> list[_Block]:
    """Blocks with the same cast as one: all of them cost least where one of them does."""
    by_cast: dict[frozenset[int], _Block] = {}
    for block in blocks:
        known = by_cast.get(block.cast)
        if known is None:
            by_cast[block.cast] = _Block(list(block.scenes), block.duration, block.cast)
        else:
            known.scenes.extend(block.scenes)
            known.duration += block.duration
    return list(by_cast.values())


def _connected(blocks: Sequence[_Block]) -> list[list[_Block]]:
    groups: list[tuple[frozenset[int], list[_Block]]] = []
    for block in blocks:
        touched = [group for group in groups if group[0] & block.cast]
        apart = [group for group in groups if not group[0] & block.cast]
        cast = block.cast.union(*(group[0] for group in touched))
        groups = [*apart, (cast, [*(one for group in touched for one in group[1]), block])]
    return sorted((group[1] for group in groups), key=lambda group: min(block.scenes[0] for block in group))


def _part(blocks: Sequence[_Block], worth: Mapping[int, int]) -> Part:
    ordered = sorted(blocks, key=lambda block: block.scenes[0])
    actors = sorted(frozenset[int]().union(*(block.cast for block in ordered)))
    number = {actor: place for place, actor in enumerate(actors)}
    return Part(
        tuple(tuple(block.scenes) for block in ordered),
        tuple(block.duration for block in ordered),
        tuple(worth[actor] for actor in actors),
        tuple(frozenset(number[actor] for actor in block.cast) for block in ordered),
    )

"""What readiness asks of people for a dispatch: that they are in, and certified for what they are to do."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

from callboard.core.errors import gettext_noop
from callboard.core.readiness.rules import Blocker, Requirement
from callboard.core.resources.models import Absence, Certification, Skill
from callboard.core.resources.queries import absences_on, engaged_on, valid_certifications
from callboard.core.resources.rules import Held, substitutes


@dataclass(frozen=True)
class SkillNeed:
    """A party is to do work on the day that asks for a skill at a level; `label` says which, as on paper."""

    party_id: int
    skill_id: int
    level: int
    label: str = ""


NeedSource = Callable[[Any, Sequence[int], dt.date], Iterable[SkillNeed]]
"""(production, party ids, day) → what each is to do. Rooms above register theirs (config/wiring.py)."""
need_sources: list[NeedSource] = []

IN_TODAY = Requirement(
    code="absent",
    what=gettext_noop("%(name)s is away until %(until)s."),
    owner="supervisor",
    next_step=gettext_noop("Put somebody else on it. Certified and in: %(substitutes)s."),
)
CERTIFIED = Requirement(
    code="certificate",
    what=gettext_noop("%(name)s is not certified for %(skill)s at level %(level)s (%(label)s)."),
    owner="supervisor",
    next_step=gettext_noop("Certify them, or put somebody else on it. Certified and in: %(substitutes)s."),
)
CERTIFICATE_HOLDS = Requirement(
    code="certificate",
    what=gettext_noop("The certificate of %(name)s for %(skill)s ended on %(ended)s (%(label)s)."),
    owner="supervisor",
    next_step=gettext_noop("Renew it, or put somebody else on it. Certified and in: %(substitutes)s."),
)


def operators_ready(production: Any, party_ids: Sequence[int], on: dt.date) -> Iterator[Blocker]:
    """Who is away, and who lacks the certificate for what they are to do. Six queries and the sources' own."""
    scene = _Scene.read(production, on)
    needs = list(chain.from_iterable(source(production, party_ids, on) for source in need_sources))
    for party_id in party_ids:
        theirs = [need for need in needs if need.party_id == party_id]
        yield from _absent(scene, party_id, theirs)
        yield from _not_certified(scene, party_id, theirs)


@dataclass(frozen=True)
class _Scene:
    names: Mapping[int, str]
    """By party: everybody on board."""
    absences: Mapping[int, Absence]
    """By party."""
    skills: Mapping[int, str]
    held: Sequence[Held]
    ended: Mapping[tuple[int, int], dt.date]
    """(party, skill) → when a certificate that no longer holds ended."""

    @classmethod
    def read(cls, production: Any, on: dt.date) -> _Scene:
        valid = list(valid_certifications(production, on).select_related("engagement", "skill"))
        rows = Certification.objects.filter(engagement__production=production, valid_to__lte=on)
        return cls(
            names={each.party_id: each.party.name for each in engaged_on(production, on)},
            absences={row.engagement.party_id: row for row in absences_on(production, on)},
            skills=dict(Skill.objects.filter(production=production).values_list("pk", "name")),
            held=[Held(row.engagement.party_id, row.skill_id, row.level) for row in valid],
            ended={
                (party, skill): ended
                for party, skill, ended in rows.values_list("engagement__party_id", "skill_id", "valid_to")
                if ended is not None
            },
        )

    def stand_ins(self, party_id: int, needs: Mapping[int, int]) -> str:
        """Names of those who have all the skills that are needed, the best first; a dash where nobody has."""
        found = substitutes(needs, self.held, away=self.absences, of=party_id)
        lists = list(found.values())
        able = (
            [one for one in lists[0] if one in self.names and all(one in rest for rest in lists[1:])] if lists else []
        )
        return ", ".join(self.names[one] for one in able) or "–"


def _absent(scene: _Scene, party_id: int, needs: Sequence[SkillNeed]) -> Iterator[Blocker]:
    absence = scene.absences.get(party_id)
    if absence is None:
        return
    wanted = _highest(needs) or {each.skill: each.level for each in scene.held if each.person == party_id}
    yield IN_TODAY.unmet_by(
        party_id,
        key=str(absence.public_id),
        due_on=absence.from_on,
        name=scene.names.get(party_id, ""),
        until=absence.to_on.isoformat(),
        substitutes=scene.stand_ins(party_id, wanted),
    )


def _not_certified(scene: _Scene, party_id: int, needs: Sequence[SkillNeed]) -> Iterator[Blocker]:
    have = {each.skill: each.level for each in scene.held if each.person == party_id}
    for skill, level in sorted(_highest(needs).items()):
        if have.get(skill, 0) >= level:
            continue
        ended = scene.ended.get((party_id, skill)) if skill not in have else None
        requirement = CERTIFIED if ended is None else CERTIFICATE_HOLDS
        labels = sorted({need.label for need in needs if need.skill_id == skill and need.level > have.get(skill, 0)})
        yield requirement.unmet_by(
            party_id,
            key=str(skill),
            due_on=ended,
            name=scene.names.get(party_id, ""),
            skill=scene.skills.get(skill, ""),
            level=level,
            ended=ended.isoformat() if ended else "",
            label=", ".join(labels),
            substitutes=scene.stand_ins(party_id, {skill: level}),
        )


def _highest(needs: Sequence[SkillNeed]) -> dict[int, int]:
    """Skill → the highest level that any of the work asks for."""
    found: dict[int, int] = {}
    for need in needs:
        found[need.skill_id] = max(need.level, found.get(need.skill_id, 0))
    return found

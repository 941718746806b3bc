"""Competences of a framework: which hold for somebody, and what she has shown of each. It counts, it does not judge."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from portfolio_app.domain.experiences import CompetenceRef, Experience
from portfolio_app.domain.portfolio import Sector
from portfolio_app.domain.sets import Competence, Framework


@dataclass(frozen=True)
class Coverage:
    """How many records show a competence or one of its parts, and how many pieces of evidence those have.

    A piece of evidence that belongs to two records is counted with both.
    """

    competence: Competence
    records: int
    evidence: int


def for_sector(framework: Framework, sector: Sector) -> tuple[Competence, ...]:
    """The competences that hold in a sector, in the order of the framework."""
    return tuple(item for item in framework.competences if not item.sectors or sector in item.sectors)


def main_competences(framework: Framework, sector: Sector) -> tuple[Competence, ...]:
    """The competences that are no part of another one."""
    return tuple(item for item in for_sector(framework, sector) if not item.group)


def with_parents(framework: Framework, code: str) -> tuple[str, ...]:
    """A code and the codes it is part of, nearest first; empty when the framework does not know it."""
    out: list[str] = []
    item = framework.find(code)
    while item is not None and item.code not in out:
        out.append(item.code)
        item = framework.find(item.group) if item.group else None
    return tuple(out)


def shown_codes(framework: Framework, refs: Iterable[CompetenceRef]) -> frozenset[str]:
    """Codes of the competences that references point at, those they are part of included."""
    return frozenset(
        code for ref in refs if ref.framework == framework.id for code in with_parents(framework, ref.code)
    )


def coverage(
    framework: Framework, sector: Sector, experiences: Iterable[Experience], evidence_counts: Mapping[str, int]
) -> tuple[Coverage, ...]:
    """What the experiences show of each competence; ``evidence_counts`` is by id of the experience."""
    records: dict[str, int] = {}
    evidence: dict[str, int] = {}
    for experience in experiences:
        for code in shown_codes(framework, experience.competences):
            records[code] = records.get(code, 0) + 1
            evidence[code] = evidence.get(code, 0) + evidence_counts.get(experience.id, 0)
    return tuple(
        Coverage(item, records.get(item.code, 0), evidence.get(item.code, 0)) for item in for_sector(framework, sector)
    )

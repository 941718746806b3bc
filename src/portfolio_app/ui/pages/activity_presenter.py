"""What the page of one activity needs to know, without Qt: competences, schemes, proposals and links."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from portfolio_app.domain.competences import for_sector
from portfolio_app.domain.experiences import (
    DEFAULT_FORMALITY,
    ActivityType,
    Allocation,
    CompetenceRef,
    Experience,
    Formality,
)
from portfolio_app.domain.links import Role
from portfolio_app.domain.portfolio import Person, Sector
from portfolio_app.domain.records import Record
from portfolio_app.domain.reflections import Reflection
from portfolio_app.domain.register import Scheme, Unit
from portfolio_app.domain.sets import Competence, Framework
from portfolio_app.i18n import Translator
from portfolio_app.services.session import Services
from portfolio_app.ui.words import kind_name

_EUROS = re.compile(r"(?:€|eur)?\s*(\d{1,3}(?:[. ]\d{3})+|\d{1,7})(?:[.,](\d{1,2}|-))?\s*(?:€|euro)?")
_EUROS_COMMA = re.compile(r"(?:€|eur)?\s*(\d{1,3}(?:,\d{3})+)(?:\.(\d{1,2}))?")


@dataclass(frozen=True)
class Part:
    """A competence as a chip: what it points at, its short words and its full text."""

    ref: CompetenceRef
    words: str
    tip: str


@dataclass(frozen=True)
class Group:
    """A framework: its main competences, and the parts of each under the words of their main one."""

    id: str
    name: str
    main: tuple[Part, ...]
    parts: tuple[tuple[str, tuple[Part, ...]], ...]
    leading: bool


@dataclass(frozen=True)
class SchemePlaces:
    """A scheme that counts hours, and the categories (id and words) in which minutes can have a place."""

    id: str
    version: int
    name: str
    places: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Linked:
    """A record that hangs on this one: the link, the record and words for it."""

    link_id: str
    kind: str
    id: str
    words: str


class ActivityPresenter:
    """Asks the services and words the answers."""

    def __init__(self, services: Services) -> None:
        self._services = services

    # -- competences ------------------------------------------------------------------------------------------

    def frameworks(self, used: tuple[CompetenceRef, ...], t: Translator) -> tuple[Group, ...]:
        """The frameworks of the owner's sector, those of her schemes first, and any other one that is used."""
        sector, content = self._sector(), self._services.content
        leading = {self._framework_of(scheme, sector) for scheme in self._schemes()}
        there = {item.framework for item in used}
        found = [
            item
            for item in content.frameworks()
            if item.id in leading or item.id in there or not item.sectors or sector in item.sectors
        ]
        found.sort(key=lambda item: item.id not in leading)
        return tuple(_group(item, sector, item.id in leading or item is found[0], t) for item in found)

    def _framework_of(self, scheme: Scheme, sector: Sector) -> str:
        return scheme.framework_id(sector)

    def _sector(self) -> Sector:
        profile = self._services.records.profile()
        return profile.sector if profile else Sector.VO

    # -- hours ------------------------------------------------------------------------------------------------

    def _schemes(self) -> list[Scheme]:
        return [scheme for _, scheme in self._services.hours.joined()]

    def places(self, t: Translator) -> tuple[SchemePlaces, ...]:
        """The schemes she has joined that count hours, with their categories."""
        return tuple(
            SchemePlaces(
                scheme.id,
                scheme.version,
                t.pick(scheme.name),
                tuple((item.id, t.pick(item.name)) for item in scheme.categories) or (("", t("all hours")),),
            )
            for scheme in self._schemes()
            if scheme.unit is Unit.HOURS
        )

    def suggest(self, experience: Experience) -> tuple[Allocation, ...]:
        """Where the minutes may count, as if nothing had been placed yet in the schemes of today."""
        joined = {scheme.id for scheme in self._schemes()}
        kept = tuple(part for part in experience.allocations if part.scheme not in joined)
        return self._services.hours.suggest(replace(experience, allocations=kept))

    def placed(self, allocations: tuple[Allocation, ...], minutes: int, t: Translator) -> str:
        """How much of the minutes has a place in the scheme where least has; empty when there is nothing to place."""
        joined = [scheme.id for scheme in self._schemes() if scheme.unit is Unit.HOURS]
        if not minutes or not joined:
            return ""
        least = min(sum(part.minutes for part in allocations if part.scheme == scheme) for scheme in joined)
        return t("{placed} of {all} hours placed", placed=t.hours(least), all=t.hours(minutes))

    def not_counting_work(self, t: Translator) -> str:
        """Names of the joined schemes that do not count ordinary work; empty when all do."""
        return ", ".join(t.pick(scheme.name) for scheme in self._schemes() if not scheme.counts_normal_work)

    # -- people -----------------------------------------------------------------------------------------------

    def roles(self, t: Translator) -> tuple[str, ...]:
        """Roles to offer where she says with whom it was: those of the people she knows, then the usual ones."""
        known = sorted((person.role.strip() for person in self._services.records.load(Person)), key=str.casefold)
        usual = (t("colleague"), t("my team"), t("coach"), t("school leader"), t("pupils"), t("parents"))
        return tuple(dict.fromkeys(role for role in (*known, *usual) if role))

    # -- what hangs on it -------------------------------------------------------------------------------------

    def reflections(self, experience: Experience, t: Translator) -> tuple[Linked, ...]:
        """Where she looked back on it: day and heading only."""
        found: list[Linked] = []
        for link in self._services.records.links_to(experience.id, Role.ABOUT):
            record = self._services.records.get(Reflection, link.source_id)
            if record is not None:
                found.append(Linked(link.id, record.KIND, record.id, line_of(record, t)))
        return tuple(found)

    def evidence(self, record: Record, t: Translator) -> tuple[Linked, ...]:
        """The pieces of evidence of a record."""
        records = self._services.records
        sizes = {item.id: t.size(item.octets) for item in self._services.evidence.of(record.id)}
        found: list[Linked] = []
        for link in records.links_to(record.id, Role.PROVES):
            item = records.any(link.source_kind, link.source_id)
            if item is not None and item.id in sizes:
                found.append(Linked(link.id, item.KIND, item.id, f"{item.heading}  ·  {sizes[item.id]}"))
        return tuple(found)


def line_of(record: Record, t: Translator) -> str:
    """Heading and day of a record on one line."""
    heading = record.heading or kind_name(record.KIND, t)
    return f"{heading}  ·  {t.date(record.day, 'medium')}" if record.day else heading


def propose_formality(
    before: ActivityType | None, now: ActivityType | None, chosen: Formality | None
) -> Formality | None:
    """Formal, non-formal or informal for a newly chosen type; what the owner chose herself stays."""
    proposed_before = DEFAULT_FORMALITY[before] if before else None
    if chosen is not None and chosen is not proposed_before:
        return chosen
    return DEFAULT_FORMALITY[now] if now else None


def with_purpose_beforehand(record: Experience, today: date) -> Experience:
    """The record with its purpose kept as one that was written beforehand, while what it is about still has to come.

    From the day itself on, what was written before stays as it was.
    """
    if record.happened_on <= today or record.purpose == record.purpose_before:
        return record
    return replace(record, purpose_before=record.purpose, purpose_before_on=today if record.purpose.strip() else None)


def follows(held: tuple[Allocation, ...], suggested: tuple[Allocation, ...]) -> bool:
    """Whether the split is still the proposed one, so that it may follow the minutes."""
    return set(held) == set(suggested)


def over_placed(allocations: tuple[Allocation, ...], minutes: int) -> tuple[str, int]:
    """The first scheme in which more minutes were placed than there are, and how many; empty when none."""
    used: dict[str, int] = {}
    for part in allocations:
        used[part.scheme] = used.get(part.scheme, 0) + part.minutes
    return next(((scheme, placed) for scheme, placed in used.items() if placed > minutes), ("", 0))


def parse_euros(text: str) -> int | None:
    """Read an amount as cents: 125 · 12,50 · 12.50 · € 1.250,00 · 1,250.00. None when it is no amount."""
    words = " ".join(text.strip().casefold().split())
    if match := _EUROS.fullmatch(words):
        return int(re.sub(r"\D", "", match[1])) * 100 + _cents(match[2])
    if match := _EUROS_COMMA.fullmatch(words):
        return int(match[1].replace(",", "")) * 100 + _cents(match[2])
    return None


def _cents(text: str | None) -> int:
    return int(text.ljust(2, "0")) if text and text != "-" else 0


def show_euros(cents: int, lang: str) -> str:
    """Write cents as euros, empty for none (1250,00 in Dutch, 1250.00 in English)."""
    if not cents:
        return ""
    written = f"{cents // 100}.{cents % 100:02d}"
    return written.replace(".", ",") if lang == "nl" else written


def with_learning(record: Experience) -> bool:
    """Whether a record has anything of an activity about it, so that those fields stand open."""
    held: tuple[Any, ...] = (record.minutes, record.activity_type, record.formality, record.allocations)
    return any(held)


def _group(framework: Framework, sector: Sector, leading: bool, t: Translator) -> Group:
    def chip(item: Competence) -> Part:
        name = t.pick(item.name)
        tip = t.pick(item.text) if item.text else name
        return Part(CompetenceRef(framework.id, item.code, framework.version), name, tip)

    suited = for_sector(framework, sector)
    main = [item for item in suited if not item.group]
    parts: list[tuple[str, tuple[Part, ...]]] = []
    for item in main:
        under = tuple(chip(part) for part in suited if _top(framework, part) == item.code and part is not item)
        if under:
            parts.append((t.pick(item.name), under))
    return Group(framework.id, t.pick(framework.name), tuple(chip(item) for item in main), tuple(parts), leading)


def _top(framework: Framework, item: Competence) -> str:
    """Code of the main competence that an item belongs to."""
    seen: set[str] = set()
    while item.group and item.code not in seen:
        seen.add(item.code)
        parent = framework.find(item.group)
        if parent is None:
            break
        item = parent
    return item.code

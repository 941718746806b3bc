"""All content sets: those that are shipped and the owner's own, read when they are asked for."""

from __future__ import annotations

from pathlib import Path
from typing import Final, TypeVar, cast

from portfolio_app.content.lines import Path as KeyPath
from portfolio_app.content.loader import broken_at, load, name_of
from portfolio_app.domain.errors import UserError
from portfolio_app.domain.holidays import HolidayCalendar
from portfolio_app.domain.portfolio import Sector
from portfolio_app.domain.privacy import PrivacySet
from portfolio_app.domain.register import Scheme
from portfolio_app.domain.sets import BeliefLibrary, ContentSet, Framework, Instrument, ObservationScales, Template
from portfolio_app.domain.signals import SignalSet

S = TypeVar("S", bound=ContentSet)

FAMILIES: Final[dict[str, type[ContentSet]]] = {
    "schemes": Scheme,
    "frameworks": Framework,
    "templates": Template,
    "self_checks": Instrument,
    "observation_scales": ObservationScales,
    "examples": BeliefLibrary,
    "holidays": HolidayCalendar,
    "signals": SignalSet,
    "privacy": PrivacySet,
}
"""Folder of each family, among what is shipped and in the owner's own folder alike."""


class ContentSets:
    """Content sets by id and version.

    A file is parsed when it is first needed and only once. An own set may add a newer version of a shipped one, but
    not replace a version, because records remember with which version they were made. A broken own file is left out
    and told in `problems`; a broken shipped file raises.
    """

    def __init__(self, shipped: Path, own: Path | None = None) -> None:
        self._folders = (shipped, own) if own is not None else (shipped,)
        self._shipped = shipped
        self._files: dict[str, list[Path]] = {}
        self._read: dict[Path, ContentSet | UserError] = {}
        self._clashes: dict[Path, UserError] = {}

    def scheme(self, id: str, version: int | None = None) -> Scheme:
        """A scheme; the newest version unless one is named. Raises `UserError` ``content-missing``."""
        return self._one("schemes", Scheme, id, version)

    def framework(self, id: str, version: int | None = None) -> Framework:
        """A competence framework."""
        return self._one("frameworks", Framework, id, version)

    def template(self, id: str, version: int | None = None) -> Template:
        """A reflection template."""
        return self._one("templates", Template, id, version)

    def instrument(self, id: str, version: int | None = None) -> Instrument:
        """A self-check."""
        return self._one("self_checks", Instrument, id, version)

    def observation_scales(self, id: str, version: int | None = None) -> ObservationScales:
        """Scales by which an observer notes what she saw."""
        return self._one("observation_scales", ObservationScales, id, version)

    def all_observation_scales(self) -> tuple[ObservationScales, ...]:
        """The newest version of every set of such scales, by id."""
        return self._newest("observation_scales", ObservationScales)

    def beliefs(self) -> BeliefLibrary:
        """Examples of beliefs, to recognise and to look at."""
        return self._one("examples", BeliefLibrary, "beliefs", None)

    def holidays(self) -> HolidayCalendar:
        """School holidays of the Netherlands, by region."""
        return self._one("holidays", HolidayCalendar, "nl", None)

    def schemes(self) -> tuple[Scheme, ...]:
        """The newest version of every scheme, by id."""
        return self._newest("schemes", Scheme)

    def frameworks(self) -> tuple[Framework, ...]:
        """The newest version of every framework, by id."""
        return self._newest("frameworks", Framework)

    def templates(self) -> tuple[Template, ...]:
        """The newest version of every template, by id."""
        return self._newest("templates", Template)

    def instruments(self) -> tuple[Instrument, ...]:
        """The newest version of every self-check, by id."""
        return self._newest("self_checks", Instrument)

    def signals(self) -> tuple[SignalSet, ...]:
        """The newest version of every set of language signals, by id: those shipped and a school's own, together."""
        return self._newest("signals", SignalSet)

    def privacy(self) -> tuple[PrivacySet, ...]:
        """The newest version of every set of privacy rules, by id: those shipped and a school's own, together."""
        return self._newest("privacy", PrivacySet)

    def default_schemes(self, sector: Sector) -> tuple[Scheme, ...]:
        """Schemes to begin with in a sector: the competence file, then the sector's own agreement."""
        offered = [scheme for scheme in self.schemes() if scheme.offer_first and scheme.suits(sector)]
        return tuple(sorted(offered, key=lambda scheme: (bool(scheme.sectors), scheme.id)))

    def framework_of(self, scheme: Scheme, sector: Sector) -> Framework | None:
        """The framework that goes with a scheme in a sector, or None when it names none."""
        named = scheme.framework_id(sector)
        return self.framework(named) if named else None

    def problems(self) -> tuple[UserError, ...]:
        """What is wrong with the owner's own files, all of them read."""
        for family, cls in FAMILIES.items():
            self._newest(family, cls)
        own = [told for file, told in self._read.items() if not self._is_shipped(file) and isinstance(told, UserError)]
        return (*own, *self._clashes.values())

    def reload(self) -> None:
        """Forget what was read, so that changed files are read again."""
        self._files.clear()
        self._read.clear()
        self._clashes.clear()

    def _of(self, family: str) -> list[Path]:
        """Files of a family, shipped ones first."""
        if family not in self._files:
            self._files[family] = [
                file
                for folder in self._folders
                for file in sorted((folder / family).glob("*.toml"))
                if not file.name.startswith(".")
            ]
        return self._files[family]

    def _is_shipped(self, file: Path) -> bool:
        return file.is_relative_to(self._shipped)

    def _try(self, family: str, file: Path) -> ContentSet | None:
        """The set in a file, or None for an own file that is broken."""
        told = self._read.get(file)
        if told is None:
            try:
                told = load(FAMILIES[family], file)
                if isinstance(told, Scheme) and not self._is_shipped(file):
                    self._check_references(file, told)
            except UserError as error:
                if self._is_shipped(file):
                    raise
                told = error
            self._read[file] = told
        return None if isinstance(told, UserError) else told

    def _check_references(self, file: Path, scheme: Scheme) -> None:
        """Raise where a scheme leans on a framework, or names a competence, that is not there."""
        named: dict[KeyPath, str] = {("framework",): scheme.framework} if scheme.framework else {}
        named |= {("framework_for", sector): name for sector, name in scheme.framework_for.items()}
        frameworks: list[Framework] = []
        for path, name in named.items():
            try:
                frameworks.append(self.framework(name))
            except UserError as error:
                raise broken_at(file, path, "unknown-value") from error
        for index, category in enumerate(scheme.categories):
            for code in category.competences:
                if frameworks and not any(framework.find(code) for framework in frameworks):
                    raise broken_at(file, ("categories", index, "competences"), "unknown-value")

    def _versions(self, family: str, id: str) -> dict[int, ContentSet]:
        """Every version of a set; the first file that brings a version keeps it."""
        found: dict[int, ContentSet] = {}
        for file in self._of(family):
            if name_of(file)[0] != id:
                continue
            content = self._try(family, file)
            if content is None:
                continue
            if content.version in found:
                self._clash(file)
                continue
            found[content.version] = content
        return found

    def _clash(self, file: Path) -> None:
        error = broken_at(file, ("version",), "duplicate-id")
        if self._is_shipped(file):
            raise error
        self._clashes[file] = error

    def _one(self, family: str, cls: type[S], id: str, version: int | None) -> S:
        found = self._versions(family, id)
        content = found.get(max(found, default=0) if version is None else version)
        if content is None:
            raise UserError("content-missing", id=id, version=version or 1)
        return cast("S", content)

    def _newest(self, family: str, cls: type[S]) -> tuple[S, ...]:
        ids = sorted({name_of(file)[0] for file in self._of(family)})
        versions = [self._versions(family, name) for name in ids]
        return tuple(cast("S", found[max(found)]) for found in versions if found)

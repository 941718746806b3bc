"""What the page of settings knows and does. Knows no Qt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeVar

from portfolio_app.domain.errors import UserError
from portfolio_app.domain.portfolio import Appointment, Pause, Person, Profile, Sector
from portfolio_app.domain.records import Record
from portfolio_app.i18n import Translator
from portfolio_app.services import synced
from portfolio_app.services.session import Services
from portfolio_app.services.settings import ALL, Setting
from portfolio_app.store.values import Query

R = TypeVar("R", bound=Record)
V = TypeVar("V", str, int, bool)


@dataclass(frozen=True)
class ListLine:
    """A job, pause or person in a list."""

    kind: str
    id: str
    words: str


class SettingsPresenter:
    """Settings of computer and portfolio, profile, jobs, pauses and people."""

    def __init__(self, services: Services) -> None:
        self._services = services

    # -- settings ---------------------------------------------------------------------------------------------

    def value(self, setting: Setting[V]) -> V:
        """The value of a setting."""
        return self._services.settings.get(setting)

    def set_value(self, key: str, value: Any) -> None:
        """Store a setting by its key."""
        setting = next(item for item in ALL if item.key == key)
        self._services.settings.set(setting, value)

    # -- who she is -------------------------------------------------------------------------------------------

    def profile(self, lang: str) -> Profile:
        """The owner, or a profile that is not saved yet."""
        records = self._services.records
        found = records.profile()
        return found or Profile(id=records.new_id(), written_at=records.now(), lang=lang)

    @property
    def profile_id(self) -> str:
        """Id of the saved profile; empty while there is none."""
        found = self._services.records.profile()
        return found.id if found else ""

    def save(self, record: Record) -> None:
        """Store a profile, job, pause or person."""
        self._services.records.save(record)

    def new_appointment(self, lang: str) -> Appointment:
        """A job that began today, not saved yet."""
        records = self._services.records
        profile = records.profile()
        return Appointment(
            id=records.new_id(),
            written_at=records.now(),
            lang=lang,
            function="",
            school=profile.school if profile else "",
            sector=profile.sector if profile else Sector.VO,
            from_on=records.today(),
        )

    def new_pause(self, lang: str) -> Pause:
        """A pause of today, not saved yet."""
        records = self._services.records
        today = records.today()
        return Pause(id=records.new_id(), written_at=records.now(), lang=lang, from_on=today, until_on=today)

    def new_person(self, lang: str) -> Person:
        """A person, not saved yet."""
        records = self._services.records
        return Person(id=records.new_id(), written_at=records.now(), lang=lang, name="", role="")

    def find(self, kind: str, ident: str) -> Record | None:
        """A job, pause or person; None when it is gone."""
        cls: type[Record] | None = {item.KIND: item for item in (Appointment, Pause, Person)}.get(kind)
        return self._services.records.get(cls, ident) if cls is not None else None

    def trash(self, kind: str, ident: str) -> None:
        """Throw a job, pause or person away."""
        self._services.records.trash(kind, ident)

    def appointments(self, t: Translator) -> list[ListLine]:
        """The jobs, newest first."""
        jobs = self._load(Appointment)
        return [ListLine(job.KIND, job.id, _job_words(job, t)) for job in jobs]

    def pauses(self, t: Translator) -> list[ListLine]:
        """The pauses, newest first."""
        return [
            ListLine(
                pause.KIND,
                pause.id,
                t("{from_on} to {until_on}", from_on=t.date(pause.from_on), until_on=t.date(pause.until_on))
                + (f" · {pause.reason}" if pause.reason else "")
                + (f" · {t('I work in these weeks')}" if pause.works else ""),
            )
            for pause in self._load(Pause)
        ]

    def people(self) -> list[ListLine]:
        """The people, by role and name."""
        found = sorted(self._load(Person), key=lambda person: (person.role.casefold(), person.name.casefold()))
        return [ListLine(person.KIND, person.id, _person_words(person)) for person in found]

    def _load(self, cls: type[R]) -> Sequence[R]:
        return self._services.records.load(cls, Query(kinds=(cls.KIND,)))

    # -- where things are -------------------------------------------------------------------------------------

    def advice(self, t: Translator) -> str:
        """What to do where the portfolio lies in a folder that is kept in step with other computers; else empty."""
        return synced.advice(self._synced, t) if self._synced else ""

    @cached_property
    def _synced(self) -> str | None:
        return synced.here(self._services.home)

    @property
    def home(self) -> str:
        """Folder of the portfolio."""
        return str(self._services.home)

    @property
    def sets(self) -> str:
        """Folder of the owner's own content sets."""
        return str(self._services.home / "sets")

    def make_sets_folder(self) -> None:
        """Make the folder of her own sets where it is not there yet. Raises `UserError` ``no-permission``."""
        try:
            (self._services.home / "sets").mkdir(exist_ok=True)
        except OSError as error:
            raise UserError("no-permission") from error


def _job_words(job: Appointment, t: Translator) -> str:
    until = t("until {date}", date=t.date(job.until_on)) if job.until_on else t("until now")
    parts = (job.function, job.school, f"{job.fte_percent} %", t("from {date}", date=t.date(job.from_on)), until)
    return " · ".join(part for part in parts if part)


def _person_words(person: Person) -> str:
    parts = (person.name, person.role if person.role != person.name else "", person.school)
    return " · ".join(part for part in parts if part)

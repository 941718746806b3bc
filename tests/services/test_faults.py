"""Every write fails once: what was said to be saved is there afterwards, and what was not said lost nothing."""

from __future__ import annotations

import itertools
import shutil
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from portfolio_app.bootstrap import Environment, Passphrase, create_portfolio, open_portfolio
from portfolio_app.domain.errors import UserError
from portfolio_app.domain.evidence import Evidence
from portfolio_app.domain.experiences import Experience
from portfolio_app.services.session import Services
from portfolio_app.store.values import Query
from tests.services.helpers import PASSPHRASE, activity, environment, profile
from tests.tools.failing import failing_at
from tests.tools.tally import Tally

SUITE = "One call to the disk fails"
NEW = "een andere zin die blijft hangen"
EVERY = 5
"""At the size of every day one call in so many fails in its turn."""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed portfolio with one activity."""
    folder = tmp_path_factory.mktemp("whole")
    services = create_portfolio(folder / "p", passphrase=PASSPHRASE, environment=environment(folder)).services
    profile(services)
    activity(services, "Wat er al was")
    services.close()
    return folder / "p"


class Day:
    """A day's work, of which each part either is acknowledged or ends in a sentence."""

    def __init__(self, services: Services, papers: Path) -> None:
        self.services, self.papers = services, papers
        self.done: set[str] = set()

    def work(self) -> None:
        """Do everything; trouble that is expected ends the part it happens in."""
        for part in (self.note, self.file, self.passphrase, self.setting, self.draft, self.copy, self.tidy):
            with suppress(UserError):
                part()
                self.done.add(part.__name__)

    def note(self) -> None:
        activity(self.services, "Van vandaag")

    def file(self) -> None:
        self.services.evidence.add(self.papers / "bord.txt")

    def passphrase(self) -> None:
        self.services.keys.set_passphrase(NEW, PASSPHRASE)

    def setting(self) -> None:
        from portfolio_app.services.settings import LOCK_MINUTES

        self.services.settings.set(LOCK_MINUTES, 30)

    def draft(self) -> None:
        self.services.drafts.save("today", "half getypt")

    def copy(self) -> None:
        [evidence] = self.services.records.load(Evidence, Query(kinds=(Evidence.KIND,)))[:1] or [None]
        if evidence is not None:
            self.services.evidence.export_copy(evidence, self.papers / "kopie.txt")

    def tidy(self) -> None:
        self.services.maintain().result(30)


@pytest.fixture
def play(made: Path, tmp_path: Path) -> Callable[[int], bool]:
    """Plays the day with the n-th call failing; says whether so many calls were made at all."""

    def play(number: int) -> bool:
        folder = tmp_path / str(number)
        home, papers = folder / "p", folder / "papieren"
        shutil.copytree(made, home)
        papers.mkdir()
        (papers / "bord.txt").write_text("Wat er op het bord stond", encoding="utf-8")
        env = environment(folder)
        services = open_portfolio(home, Passphrase(PASSPHRASE), environment=env)
        day = Day(services, papers)
        with failing_at(number) as disk:
            day.work()
        services.close()
        judge(home, env, day.done)
        shutil.rmtree(folder)
        return disk.struck

    return play


def judge(home: Path, env: Environment, done: set[str]) -> None:
    """Open it again and look for everything that was acknowledged."""
    passphrase = NEW if "passphrase" in done else PASSPHRASE
    services = open_portfolio(home, Passphrase(passphrase), environment=env)
    try:
        assert services.warnings == ()
        assert services.checks.check(deep=True).findings == ()
        titles = {record.title for record in services.records.load(Experience, Query(kinds=(Experience.KIND,)))}
        assert "Wat er al was" in titles
        assert ("Van vandaag" in titles) == ("note" in done)
        evidence = services.records.load(Evidence, Query(kinds=(Evidence.KIND,)))
        assert len(evidence) == ("file" in done)
        assert [services.evidence.read(item) for item in evidence] == [b"Wat er op het bord stond"] * len(evidence)
        if "draft" in done:
            assert services.drafts.get("today") == "half getypt"
    finally:
        services.close()


def test_a_call_that_fails_loses_nothing(play: Callable[[int], bool], tally: Tally) -> None:
    assert play(1)
    number = next(number for number in itertools.count(1 + EVERY, EVERY) if not play(number))
    assert number > 20  # the day's work is long enough to mean something
    tally.add(SUITE, days_with_a_call_that_fails=1 + (number - 1) // EVERY, acknowledged_and_lost=0)


@pytest.mark.faults
@pytest.mark.timeout(1800)
def test_every_call_that_fails_loses_nothing(play: Callable[[int], bool], tally: Tally) -> None:
    number = next(number for number in itertools.count(1) if not play(number))
    assert number > 20
    tally.add(SUITE, days_with_a_call_that_fails=number - 1, acknowledged_and_lost=0)

"""What the first start saves, without its dialog."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from portfolio_app.bootstrap import Environment, create_portfolio
from portfolio_app.domain.growth import Phase, PhaseEntry
from portfolio_app.domain.journal import Week
from portfolio_app.domain.portfolio import Sector, Start
from portfolio_app.services.session import Services
from portfolio_app.ui.dialogs.first_run_presenter import save_profile
from portfolio_app.vault.slots import KdfCost


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    cheap = Environment(kdf=KdfCost(memory_kib=64, passes=1, lanes=1))
    services = create_portfolio(tmp_path / "portfolio", passphrase="een goede lange zin", environment=cheap).services
    yield services
    services.close()


def say(services: Services, start: Start, sector: Sector = Sector.PO) -> None:
    save_profile(services, given_name="Noor", sector=sector, subject="groep 7", start=start, lang="nl")


def target(services: Services) -> int:
    (standing,) = [item for item in services.hours.standings() if item.scheme_id == "nl-cao-po"]
    return standing.target or 0


@pytest.mark.parametrize(
    ("start", "phase"), [(Start.STUDENT, Phase.STUDENT), (Start.STARTER, Phase.INDUCTION), (Start.LONGER, None)]
)
def test_a_student_and_a_starter_enter_the_phase_they_are_in(
    services: Services, start: Start, phase: Phase | None
) -> None:
    say(services, start)
    assert services.growth.phase() is phase
    template, week = services.journal.template(), Week.of(services.records.today())
    turning = {question.key for question in template.rotating(phase)}
    asked = {question.key for at in range(60) for question in services.journal.prompts(week.plus(at))}
    assert asked == turning


def test_a_starter_in_primary_education_gets_the_hours_of_a_starter(services: Services) -> None:
    say(services, Start.STARTER)
    starter = target(services)
    services.records.trash(PhaseEntry.KIND, services.growth.phases()[0].id)
    assert starter > target(services)


def test_profile_and_phase_are_one_step(services: Services) -> None:
    say(services, Start.STARTER)
    while services.records.profile() is not None:
        services.undo.undo()
    assert services.growth.phases() == []


def test_saying_it_again_leaves_the_career_as_it_is(services: Services) -> None:
    say(services, Start.LONGER)
    say(services, Start.STUDENT)
    assert services.growth.phases() == []

"""Looking through everything that goes out: the first time, and again after one text changed."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from portfolio_app.bootstrap import Environment, create_portfolio
from portfolio_app.domain.changes import Label
from portfolio_app.domain.reflections import Reflection
from portfolio_app.domain.selection import Audience
from portfolio_app.services.settings import DeviceSettings
from portfolio_app.vault.slots import KdfCost
from tests.benchmarks.conftest import PASSPHRASE, TABLE

PAGES, WORDS = 300, 400
"""So many pages, a reflection each, of so many words."""
GOAL_AGAIN = 0.5
SENTENCE = "Vandaag legde ik in klas 2b de opdracht uit, daarna werkten de groepjes stil door aan hun vraag over {}. "


def seconds(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


@pytest.mark.timeout(300)
def test_three_hundred_pages_are_looked_through_and_only_what_changed_again(tmp_path: Path) -> None:
    environment = Environment(kdf=KdfCost(memory_kib=64, passes=1, lanes=1), device=DeviceSettings(tmp_path / "set"))
    services = create_portfolio(tmp_path / "p", passphrase=PASSPHRASE, environment=environment).services
    try:
        records = services.records
        today = date.today()  # noqa: DTZ011 - any day will do
        made: list[Reflection] = []
        for number in range(PAGES):
            body = "".join(SENTENCE.format(f"rivier {number}-{line}") for line in range(WORDS // 20))
            day = today - timedelta(days=number % 60)
            head = {"id": records.new_id(), "written_at": records.now()}
            made.append(Reflection(**head, title=f"Les {number}", happened_on=day, template="", answers={"text": body}))
        records.save_all(made, label=Label("create", Reflection.KIND))
        selection = services.choosing.default(Audience.ARCHIVE, "nl")
        first = seconds(lambda: services.privacy.check(selection))
        again: list[float] = []
        for number in range(3):
            records.save(replace(made[number], answers={"text": f"Toen zei Fenna iets. Versie {number}."}))
            again.append(seconds(lambda: services.privacy.check(selection)))
        assert services.privacy.check(selection).to_look_at
    finally:
        services.close()
    what = "looking through 300 pages after a change, against the first time"
    TABLE.append((what, min(again) / first, GOAL_AGAIN, min(again) * 1000))
    assert min(again) <= GOAL_AGAIN * first

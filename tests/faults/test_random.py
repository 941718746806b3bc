"""Random work through the services, compared with a plain model after every step."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from portfolio_app.services.session import Services
from tests.faults.judging import PASSPHRASE
from tests.faults.model import Model
from tests.faults.steps import WORDS, Step, Walk, named, see
from tests.faults.worker import Desk
from tests.tools.tally import Tally

SUITE = "Random work, against a plain model"
STEPS = 50
VERBS = (
    "create", "create", "edit", "edit", "trash", "restore", "purge", "empty_trash", "link", "unlink", "evidence",
    "draft", "drop_draft", "bundle", "revert", "snapshot",
)  # fmt: skip
ELSEWHERE = ("create", "edit", "trash", "restore", "evidence")
TEXTS = st.lists(st.sampled_from(WORDS), min_size=1, max_size=6).map(" ".join)
NUMBERS = st.integers(0, 5000)


class Owner(RuleBasedStateMachine):
    """An owner who does anything, in any order."""

    made: Path
    folder: Path
    counts: Counter[str]

    def __init__(self) -> None:
        super().__init__()
        self._at = Desk(self.folder / str(self.counts["histories"]))
        self._services: Services | None = None
        self._model = Model(passphrase=PASSPHRASE)
        self._walk = Walk(self._model, self._at.papers)

    @initialize()
    def begin(self) -> None:
        self.counts["histories"] += 1
        shutil.copytree(self.made, self._at.folder)
        self._services = self._at.open(PASSPHRASE)

    @property
    def _on(self) -> Services:
        assert self._services is not None
        return self._services

    def _take(self, step: Step) -> None:
        act = self._walk.plan(step)
        if act is not None:
            self.counts["steps"] += 1
            self._services = self._at.take(self._walk, act, self._on)

    @rule(verb=st.sampled_from(VERBS), which=NUMBERS, other=NUMBERS, text=TEXTS)
    def work(self, verb: str, which: int, other: int, text: str) -> None:
        self._take(Step(verb, which, other, text))

    @rule(times=st.integers(1, 4))
    def undo(self, times: int) -> None:
        for _ in range(times):
            self._take(Step("undo"))

    @rule(times=st.integers(1, 4))
    def redo(self, times: int) -> None:
        for _ in range(times):
            self._take(Step("redo"))

    @rule()
    def restart(self) -> None:
        self.counts["steps"] += 1
        self._on.close()
        self._services = self._at.open(PASSPHRASE)

    @rule(work=st.lists(st.tuples(st.sampled_from(ELSEWHERE), NUMBERS, NUMBERS, TEXTS), min_size=1, max_size=5))
    def elsewhere(self, work: list[tuple[str, int, int, str]]) -> None:
        """Work on another computer, and merge what was done there."""
        self._on.close()
        self.counts["merges"] += 1
        other = Desk(self._at.folder / f"other {self.counts['merges']}")
        shutil.copytree(self._at.home, other.home)
        other.papers.mkdir()
        there, walk = other.open(PASSPHRASE), Walk(self._model.copy(), other.papers)
        for verb, which, number, text in work:
            if act := walk.plan(Step(verb, which, number, f"{text} {self.counts['merges']}")):
                self.counts["steps"] += 1
                act.program(there)
                act.model()
        bundle = there.merging.write(other.papers / "other.leerlijn").path
        there.close()
        self._services = self._at.open(PASSPHRASE)
        self._on.merging.merge(bundle)
        assert not self._on.merging.merge(bundle).changed
        self._model.merge(walk.model)

    @invariant()
    def equal(self) -> None:
        if self._services is not None:
            assert see(self._services) == self._model.view()
            self._search(WORDS[self.counts["steps"] % len(WORDS)])

    def _search(self, word: str) -> None:
        self.counts["searches"] += 1
        found: set[str] = set()
        for hit in self._on.search.find(word, limit=1000):
            record = self._on.records.any(hit.kind, hit.id)
            assert record is not None
            found.add(named(record)[0])
        items = {name: self._model.item(name) for name in self._model.items()}
        assert found == {name for name, item in items.items() if word in f"{item.heading} {item.text}"}

    def teardown(self) -> None:
        if self._services is not None:
            try:
                assert self._services.checks.check(deep=True).findings == ()
            finally:
                self._services.close()
        shutil.rmtree(self._at.folder, ignore_errors=True)


@pytest.fixture
def work_at_random(tmp_path: Path, tally: Tally) -> Callable[[int, int], None]:
    """Lets owners do so many steps in all; every one has a portfolio of her own."""
    whole, counts = Desk(tmp_path / "whole"), Counter[str]()
    whole.folder.mkdir()
    whole.begin(PASSPHRASE).close()
    (whole.home / "ballast").unlink()
    owner = type("Owner", (Owner,), {"made": whole.folder, "folder": tmp_path, "counts": counts})

    def work(least: int, seed: int) -> None:
        how = settings(
            max_examples=max(2, least // STEPS),
            stateful_step_count=STEPS,
            deadline=None,
            database=None,
            derandomize=seed == 0,
            suppress_health_check=(HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large),
        )
        while counts["steps"] < least:
            run_state_machine_as_test(owner, settings=how)
        tally.add(SUITE, **counts, differences=0)

    return work


def test_random_work_is_what_a_plain_model_says(work_at_random: Callable[[int, int], None]) -> None:
    work_at_random(300, 0)


@pytest.mark.faults
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("seed", range(1, 5))
def test_random_work_at_length_is_what_a_plain_model_says(
    work_at_random: Callable[[int, int], None], seed: int
) -> None:
    work_at_random(500, seed)

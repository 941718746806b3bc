"""Damaged and hostile files: each ends in a sentence, within limits of time and memory, in a warm process."""

from __future__ import annotations

import os
import random
from collections import Counter
from collections.abc import Generator
from pathlib import Path

import pytest

from portfolio_app.i18n import Translator
from portfolio_app.pdf.verdict import Verdict
from portfolio_app.services.jobs import Jobs
from portfolio_app.services.judging import Judging
from portfolio_app.services.verdicts import tell_verdict
from tests.pdf import hostile
from tests.pdf.attacker_acts import by_hand
from tests.pdf.sample import NOW
from tests.pdf.stage import Stage
from tests.tools.told import Told

T = Translator("nl")


@pytest.fixture(scope="module")
def judging(tmp_path_factory: pytest.TempPathFactory) -> Generator[Judging]:
    """Judges in one warm process for all."""
    jobs = Jobs()
    yield Judging(jobs, tmp_path_factory.mktemp("settings"), NOW.date)
    jobs.close()


def judged(judging: Judging, folder: Path, data: bytes) -> Verdict:
    """What is said of a file; it always is a sentence, and a mistake of ours would be in the log."""
    path = folder / "portfolio.pdf"
    path.write_bytes(data)
    verdict = judging.verify(path)
    told = tell_verdict(verdict, T)
    assert told
    assert all(line.strip() and line.isprintable() for line in told)
    return verdict


def test_files_that_are_made_to_harm_end_in_a_sentence(
    judging: Judging, stage: Stage, tmp_path: Path, told: Told
) -> None:
    small = by_hand(stage.owner, {})
    outcomes = Counter[str]()
    for name, data in hostile.made_to_harm(stage, small):
        verdict = judged(judging, tmp_path, data)
        assert verdict.outcome not in ("untouched", "reviewed"), (name, verdict.facts)
        outcomes[verdict.outcome] += 1
    for outcome, count in outcomes.items():
        told.row("files made to harm", ("outcome", "files"), outcome, str(count))


def test_a_claim_of_ten_gigabytes_is_not_read(judging: Judging, tmp_path: Path) -> None:
    large = tmp_path / "groot.pdf"
    with large.open("wb") as out:
        out.write(b"%PDF-1.7\n")
        out.truncate(10 << 30)
    verdict = judging.verify(large)
    assert [fact.code for fact in verdict.facts] == ["too-large"]


def spoil(judging: Judging, stage: Stage, folder: Path, rounds: int, seed: int) -> Counter[str]:
    """Judge so many damaged files, and count what was said of them."""
    chance, outcomes = random.Random(seed), Counter[str]()
    for at in range(rounds):
        way = hostile.WAYS[at % len(hostile.WAYS)]
        data = way(stage, chance)
        verdict = judged(judging, folder, data)
        if way is hostile.anywhere and verdict.outcome in ("untouched", "reviewed"):
            assert data in (stage.signed, stage.closed) or data.startswith(stage.signed)
        outcomes[verdict.outcome] += 1
    return outcomes


@pytest.mark.parametrize("part", range(5))
@pytest.mark.timeout(600)
def test_damaged_files_end_in_a_sentence(judging: Judging, stage: Stage, tmp_path: Path, told: Told, part: int) -> None:
    outcomes = spoil(judging, stage, tmp_path, 100, 2026 + part)
    for outcome, count in sorted(outcomes.items()):
        told.row("damaged files", ("part", "outcome", "files"), str(part + 1), outcome, str(count))


@pytest.mark.fuzz
@pytest.mark.timeout(7200)
def test_very_many_damaged_files_end_in_a_sentence(judging: Judging, stage: Stage, tmp_path: Path, told: Told) -> None:
    seed = int(os.environ.get("LEERLIJN_SEED", "1"))
    outcomes = spoil(judging, stage, tmp_path, 5_000, seed)
    for outcome, count in sorted(outcomes.items()):
        told.row(f"5,000 damaged files (seed {seed})", ("outcome", "files"), outcome, str(count))

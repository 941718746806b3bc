"""Another file in the same piece of evidence: nothing that hangs on it comes loose, and nothing is lost."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from portfolio_app.domain.errors import UserError
from portfolio_app.domain.evidence import Evidence, PupilsVisible
from portfolio_app.services.session import Services
from portfolio_app.store.values import Query
from tests.services.helpers import activity


def file(folder: Path, name: str, words: str) -> Path:
    path = folder / name
    path.write_text(words)
    return path


def found(services: Services, words: str) -> list[str]:
    return [row.id for row in services.records.rows(Query(kinds=(Evidence.KIND,), text=words))]


@pytest.fixture
def plan(services: Services, tmp_path: Path) -> Evidence:
    """A lesson plan that belongs to an activity, with no pupils in it."""
    item = services.evidence.add(file(tmp_path, "lesplan.txt", "eerste opzet"), about=activity(services)).evidence
    answered = replace(item, pupils=PupilsVisible.NO, title="Lesplan breuken")
    services.records.save(answered)
    return answered


def test_a_newer_file_keeps_what_hangs_on_it_and_the_one_before(
    services: Services, plan: Evidence, tmp_path: Path
) -> None:
    proved = services.evidence.proves(plan.id)
    newer = services.versions.add(plan, file(tmp_path, "lesplan-2.txt", "tweede opzet"))
    assert (newer.id, newer.title, newer.file_name) == (plan.id, "Lesplan breuken", "lesplan-2.txt")
    assert services.evidence.proves(newer.id) == proved
    assert services.evidence.read(newer) == b"tweede opzet"
    (before,) = newer.earlier
    assert (before.sha256, before.file_name) == (plan.sha256, "lesplan.txt")
    assert before.replaced_at is not None
    assert services.evidence.read(services.versions.as_evidence(newer, before)) == b"eerste opzet"
    # Nobody has looked whether there are pupils in the new file.
    assert newer.pupils is PupilsVisible.UNKNOWN
    assert services.records.get(Evidence, plan.id) == newer


def test_one_step_takes_it_back(services: Services, plan: Evidence, tmp_path: Path) -> None:
    services.versions.add(plan, file(tmp_path, "lesplan-2.txt", "tweede opzet"))
    label = services.undo.undo_label()
    assert label is not None
    assert (label.verb, label.heading) == ("new_version", "Lesplan breuken")
    services.undo.undo()
    assert services.records.get(Evidence, plan.id) == plan
    assert services.evidence.read(plan) == b"eerste opzet"


def test_earlier_versions_outlive_the_sweeping_of_the_vault(services: Services, plan: Evidence, tmp_path: Path) -> None:
    newer = services.versions.add(plan, file(tmp_path, "lesplan-2.txt", "tweede opzet"))
    services.maintain(keep=timedelta(0)).result(30)
    assert services.evidence.read(services.versions.as_evidence(newer, newer.earlier[0])) == b"eerste opzet"
    assert services.checks.check().sound


def test_an_earlier_version_comes_back_and_the_newer_one_waits(
    services: Services, plan: Evidence, tmp_path: Path
) -> None:
    second = services.versions.add(plan, file(tmp_path, "lesplan-2.txt", "tweede opzet"))
    third = services.versions.add(second, file(tmp_path, "lesplan-3.txt", "derde opzet"))
    assert [one.file_name for one in third.earlier] == ["lesplan.txt", "lesplan-2.txt"]
    back = services.versions.restore(third, third.earlier[0])
    assert back.file_name == "lesplan.txt"
    assert [one.file_name for one in back.earlier] == ["lesplan-2.txt", "lesplan-3.txt"]
    assert services.evidence.read(back) == b"eerste opzet"


def test_a_wrong_file_is_no_version(services: Services, plan: Evidence, tmp_path: Path) -> None:
    right = services.versions.replace_wrong(plan, file(tmp_path, "goed.txt", "de goede"))
    assert right.earlier == ()
    assert services.evidence.read(right) == b"de goede"
    services.undo.undo()
    assert services.records.get(Evidence, plan.id) == plan


def test_the_same_file_is_refused(services: Services, plan: Evidence, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="version-same"):
        services.versions.add(plan, file(tmp_path, "anders genoemd.txt", "eerste opzet"))
    assert services.records.get(Evidence, plan.id) == plan


def test_the_words_of_the_newest_file_are_found(services: Services, plan: Evidence, tmp_path: Path) -> None:
    assert services.evidence.index(plan)
    newer = services.versions.add(plan, file(tmp_path, "lesplan-2.txt", "kwadraten afsplitsen"))
    services.evidence.index_missed()
    assert found(services, "afsplitsen") == [newer.id]
    assert found(services, "opzet") == []
    services.undo.undo()
    services.evidence.index_missed()
    assert found(services, "afsplitsen") == []
    assert found(services, "opzet") == [plan.id]

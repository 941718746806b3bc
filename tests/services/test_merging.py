"""Two computers with real portfolios: a bundle from one into the other, and what becomes of texts that differ."""

from __future__ import annotations

import shutil
from collections.abc import Generator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pytest
from PIL import Image

from portfolio_app import bootstrap
from portfolio_app.bootstrap import create_portfolio
from portfolio_app.domain.changes import Label
from portfolio_app.domain.conflicts import Conflict, both_texts, loses_words
from portfolio_app.domain.covers import WHOLE, Cover, CoverLook
from portfolio_app.domain.errors import Cancelled, UserError
from portfolio_app.domain.evidence import Evidence, PupilsVisible
from portfolio_app.domain.experiences import Allocation, Experience
from portfolio_app.domain.growth import CheckAnswer, SelfCheck
from portfolio_app.domain.journal import JournalWeek
from portfolio_app.i18n import Translator
from portfolio_app.services.merge_words import summary
from portfolio_app.services.outside import HELD
from portfolio_app.services.session import Services
from portfolio_app.store.values import Query
from tests.services.helpers import PASSPHRASE, START, Clock, Desk, environment


@dataclass
class Pair:
    """The same portfolio at home and at school, each open."""

    home: Services
    school: Services
    folder: Path

    def bundle(self, services: Services, name: str = "bundel.leerlijn") -> Path:
        target = self.folder / name
        services.merging.write(target)
        return target


@pytest.fixture
def pair(desk: Desk, tmp_path: Path) -> Generator[Pair]:
    """Made at home, taken to school as a copy of the folder while it was closed."""
    first = desk.open()
    first.records.save(lesson("Rekenles"))
    desk.close()
    away = tmp_path / "school"
    shutil.copytree(desk.home, away / "portfolio")
    other = Desk(away / "portfolio", environment(away, Clock()), Clock())
    yield Pair(desk.open(), other.open(), tmp_path)
    other.close()


def lesson(title: str, **more: object) -> Experience:
    made = Experience(id="01900000-0000-7000-8000-0000000000aa", written_at=START, title=title,
                      happened_on=date(2026, 3, 2))  # fmt: skip
    return replace(made, **more)


def test_what_waits_for_an_answer_on_one_computer_is_not_asked_on_the_other(pair: Pair) -> None:
    source = pair.folder / "plan.txt"
    source.write_text("eerste opzet", encoding="utf-8")
    copy = pair.school.outside.open(pair.school.evidence.add(source).evidence)
    copy.with_name("plan 2.txt").write_text("tweede opzet", encoding="utf-8")
    pair.school.outside.sweep()
    assert pair.school.outside.held()
    pair.home.merging.merge(pair.bundle(pair.school))
    assert pair.home._core.store.setting(HELD) is None


def test_what_was_covered_on_one_computer_is_covered_on_the_other(pair: Pair) -> None:
    source = pair.folder / "bord.png"
    Image.new("RGB", (40, 30), "white").save(source)
    item = pair.school.evidence.add(source).evidence
    covered = pair.school.evidence.cover(item, (Cover(0, 0, 5_000, WHOLE, CoverLook.BLUR),), PupilsVisible.NO)
    pair.home.merging.merge(pair.bundle(pair.school))
    came = pair.home.records.need(Evidence, item.id)
    assert (came.covers, came.pupils) == (covered.covers, PupilsVisible.NO)
    assert pair.home.composing.handed(came) == pair.school.composing.handed(covered)


def test_everything_of_the_other_computer_comes_along(pair: Pair) -> None:
    source = pair.folder / "brief.txt"
    source.write_text("Een sinaasappel in de kring.", encoding="utf-8")
    added = pair.school.evidence.add(source, title="Brief").evidence
    pair.school.evidence.index(added)
    pair.school.drafts.save("today", "nog niet af")
    outcome = pair.home.merging.merge(pair.bundle(pair.school))
    assert (outcome.files, outcome.missing, outcome.drafts) == (1, 0, 1)
    found = pair.home.records.need(Evidence, added.id)
    assert pair.home.evidence.read(found) == source.read_bytes()
    assert [hit.id for hit in pair.home.search.find("sinaasappel")] == [added.id]
    assert pair.home.drafts.all() == []
    assert pair.home.checks.check().sound
    told = summary(outcome, Translator("nl"))
    assert told[0] == "Samengevoegd: 1 nieuw."
    assert any("nog niet bewaard" in line for line in told)
    assert [backup.reason for backup in pair.home.backups.all()] == ["merge"]
    again = pair.home.merging.merge(pair.folder / "bundel.leerlijn")
    assert not again.changed
    assert again.files == 0


def test_texts_that_differ_wait_for_a_choice(pair: Pair) -> None:
    pair.home.records.save(lesson("Rekenles", story="Thuis."))
    pair.school.records.save(lesson("Rekenles", story="Op school."))
    pair.school.records.save(lesson("Rekenles", story="Op school, later."))
    outcome = pair.home.merging.merge(pair.bundle(pair.school))
    assert len(outcome.merged.conflicts) == pair.home.conflicts.count() == 1
    (sides,) = pair.home.conflicts.all()
    stories = {item.story for item in (sides.now, sides.other) if isinstance(item, Experience)}
    assert stories == {"Thuis.", "Op school, later."}
    assert "1 tekst" in " ".join(summary(outcome, Translator("nl")))


@pytest.mark.parametrize("choice", ["keep", "take", "keep_both"])
def test_a_choice_is_one_step_and_undo_brings_the_question_back(pair: Pair, choice: str) -> None:
    pair.home.records.save(lesson("Rekenles", story="Thuis."))
    pair.school.records.save(lesson("Rekenles", story="Op school."))
    pair.home.merging.merge(pair.bundle(pair.school))
    (sides,) = pair.home.conflicts.all()
    assert isinstance(sides.now, Experience)
    assert isinstance(sides.other, Experience)
    getattr(pair.home.conflicts, choice)(sides)
    wanted = {"keep": sides.now.story, "take": sides.other.story,
              "keep_both": f"{sides.now.story}\n\n{sides.other.story}"}  # fmt: skip
    assert pair.home.records.need(Experience, sides.now.id).story == wanted[choice]
    assert pair.home.conflicts.count() == 0
    kept = {item.record.story for item in pair.home.history.versions("experience", sides.now.id)
            if isinstance(item.record, Experience)}  # fmt: skip
    assert {"Thuis.", "Op school."} <= kept
    assert pair.home.records.trashed() == []
    pair.home.undo.undo()
    assert pair.home.conflicts.count() == 1
    assert pair.home.records.need(Experience, sides.now.id) == sides.now


def test_a_settled_conflict_is_settled_on_both(pair: Pair) -> None:
    pair.home.records.save(lesson("Rekenles", story="Thuis."))
    pair.school.records.save(lesson("Rekenles", story="Op school."))
    pair.home.merging.merge(pair.bundle(pair.school))
    pair.home.conflicts.keep_both(pair.home.conflicts.all()[0])
    outcome = pair.school.merging.merge(pair.bundle(pair.home, "terug.leerlijn"))
    assert pair.school.conflicts.count() == 0
    assert not outcome.merged.conflicts
    one, other = (services.records.need(Experience, lesson("").id) for services in (pair.home, pair.school))
    assert one == other


def test_conflicts_are_in_no_list_search_trash_or_document(pair: Pair) -> None:
    pair.home.records.save(lesson("Rekenles", story="Thuis met een pompoen."))
    pair.school.records.save(lesson("Rekenles", story="Op school."))
    pair.home.merging.merge(pair.bundle(pair.school))
    (sides,) = pair.home.conflicts.all()
    assert pair.home.records.count(Query()) == 1
    assert Conflict.KIND not in {hit.kind for hit in pair.home.search.find("rekenles pompoen")}
    pair.home.conflicts.keep(sides)
    assert pair.home.records.trashed() == []


def test_what_is_not_ours_damaged_or_stopped_changes_nothing(pair: Pair, tmp_path: Path) -> None:
    opened = create_portfolio(tmp_path / "ander" / "portfolio", passphrase=PASSPHRASE,
                              environment=environment(tmp_path / "ander"))  # fmt: skip
    foreign = tmp_path / "vreemd.leerlijn"
    opened.services.merging.write(foreign)
    opened.services.close()
    pair.school.records.save(lesson("Anders"))
    good = pair.bundle(pair.school)
    data = bytearray(good.read_bytes())
    data[len(data) // 2] ^= 1
    (bad := tmp_path / "kapot.leerlijn").write_bytes(data)
    (other := tmp_path / "foto.leerlijn").write_bytes(b"geen bundel")
    before = pair.home.records.need(Experience, lesson("").id)
    for path, code in ((foreign, "merge-other-portfolio"), (bad, "bundle-damaged"), (other, "bundle-foreign"),
                       (tmp_path / "weg.leerlijn", "bundle-missing")):  # fmt: skip
        with pytest.raises(UserError, match=code):
            pair.home.merging.merge(path)
    with pytest.raises(Cancelled):
        pair.home.merging.merge(good, cancelled=lambda: True)
    assert pair.home.records.need(Experience, before.id) == before


@pytest.fixture
def rekeyed(pair: Pair, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Generator[tuple[Services, str]]:
    """The same portfolio under other keys, with a file in it; and its recovery code."""
    same = pair.home._core.store.database.portfolio_id
    monkeypatch.setattr(bootstrap.ids, "new_id", lambda now, randomness=None: same)
    folder = tmp_path / "anders"
    opened = create_portfolio(folder / "portfolio", passphrase="een heel andere zin", environment=environment(folder))
    monkeypatch.undo()
    yield opened.services, opened.recovery_code or ""
    opened.services.close()


def test_a_file_under_another_key_asks_for_what_opens_it(pair: Pair, rekeyed: tuple[Services, str]) -> None:
    services, code = rekeyed
    source = pair.folder / "brief.txt"
    source.write_text("Een sinaasappel in de kring.", encoding="utf-8")
    added = services.evidence.add(source, title="Brief").evidence
    services.merging.write(path := pair.folder / "anders.leerlijn")
    with pytest.raises(UserError, match="bundle-needs-key"):
        pair.home.merging.merge(path)
    with pytest.raises(UserError, match="wrong-passphrase"):
        pair.home.merging.merge_with(path, "zomaar iets anders")
    assert pair.home.records.get(Evidence, added.id) is None
    outcome = pair.home.merging.merge_with(path, "een heel andere zin")
    assert outcome.files == 1
    assert pair.home.evidence.read(pair.home.records.need(Evidence, added.id)) == source.read_bytes()
    assert not pair.home.merging.merge_with(path, code).changed
    assert pair.home.checks.check().sound


def test_no_text_is_lost_when_both_are_kept() -> None:
    one = lesson("Rekenles", story="Thuis.", tags=("a",), allocations=(Allocation("cao", "", 60),))
    other = lesson("Taalles", story="Op school.", tags=("b",), allocations=(Allocation("cao", "", 90),))
    made = both_texts(one, other)
    assert (made.title, made.story, made.tags) == ("Rekenles / Taalles", "Thuis.\n\nOp school.", ("a", "b"))
    assert made.allocations == one.allocations
    assert not loses_words(one, replace(made, title=one.title, story=one.story))
    assert both_texts(one, replace(one, story="Thuis. En later.")).story == "Thuis. En later."
    week = JournalWeek(id="w", written_at=START, year=2026, number=11, answers={"x": "een", "y": "twee"})
    told = both_texts(week, replace(week, answers={"x": "anders", "z": "drie"}))
    assert told.answers == {"x": "een\n\nanders", "y": "twee", "z": "drie"}
    check = SelfCheck(id="c", written_at=START, instrument="i", taken_on=date(2026, 3, 1),
                      answers=(CheckAnswer("p", 2, "een"),))  # fmt: skip
    told = both_texts(check, replace(check, answers=(CheckAnswer("p", 3, "twee"), CheckAnswer("q", 1))))
    assert told.answers == (CheckAnswer("p", 2, "een\n\ntwee"), CheckAnswer("q", 1))


def test_a_step_that_was_lost_is_named_as_a_choice(pair: Pair) -> None:
    pair.home.records.save(lesson("Rekenles", story="Thuis."))
    pair.school.records.save(lesson("Rekenles", story="Op school."))
    pair.home.merging.merge(pair.bundle(pair.school))
    pair.home.conflicts.take(pair.home.conflicts.all()[0])
    step = pair.home.undo.undo()
    assert step is not None
    assert step.label == Label("choose", "experience", "Rekenles")

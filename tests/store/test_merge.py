"""Merging another computer's database: who stands, what is kept of the other, and what travels along."""

from __future__ import annotations

import shutil
from collections.abc import Generator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from portfolio_app.domain.changes import ChangeSet, Label
from portfolio_app.domain.conflicts import Conflict
from portfolio_app.domain.errors import Cancelled, UserError
from portfolio_app.domain.evidence import Evidence
from portfolio_app.domain.experiences import Experience
from portfolio_app.domain.growth import Talk
from portfolio_app.domain.ids import new_id
from portfolio_app.domain.journal import JournalWeek, WeekState
from portfolio_app.domain.links import Quote, Role
from portfolio_app.domain.records import Record
from portfolio_app.domain.selection import Audience, Selection
from portfolio_app.store.engine import Database
from portfolio_app.store.store import BlobRow, Merged, Query, Store
from tests.store.samples import KEY, PORTFOLIO, START, HandClock, experience, link


@dataclass
class Computer:
    store: Store
    clock: HandClock

    def put(self, *records: Record, verb: str = "edit") -> None:
        self.clock.now += timedelta(minutes=1)
        with self.store.change(Label(verb, records[0].KIND, records[0].heading)) as change:
            for record in records:
                change.put(record)

    def throw(self, record: Record, *, purge: bool = False) -> None:
        self.clock.now += timedelta(minutes=1)
        with self.store.change(Label("trash", record.KIND, record.heading)) as change:
            (change.purge if purge else change.trash)(record.KIND, record.id)

    def take(self, other: Computer, **more: Any) -> Merged:
        return self.store.merge(other.store.database, **more)

    def conflicts(self) -> list[Conflict]:
        return self.store.load(Conflict, Query())


@pytest.fixture
def pair(made: Path, tmp_path: Path) -> Generator[tuple[Computer, Computer]]:
    """Two computers with the same empty portfolio; the second clock is an hour ahead."""
    computers = list[Computer]()
    for name, ahead in (("thuis", 0), ("school", 1)):
        clock = HandClock(START + timedelta(hours=ahead))
        database = Database.open(Path(shutil.copy(made, tmp_path / f"{name}.db")), KEY, PORTFOLIO, clock)
        computers.append(Computer(Store(database, name, clock), clock))
    yield computers[0], computers[1]
    for computer in computers:
        computer.store.close()


def both_have(pair: tuple[Computer, Computer], *records: Record) -> None:
    home, school = pair
    home.put(*records, verb="create")
    school.take(home)


def titles(computer: Computer, record: Record) -> list[str]:
    return [version.record.heading for version in computer.store.history(record.KIND, record.id) if version.record]


def test_what_is_new_comes_over_with_its_history_and_links(pair: tuple[Computer, Computer]) -> None:
    home, school = pair
    one, other = experience("een"), experience("twee")
    home.put(one, other, link(one, other), verb="create")
    home.put(replace(one, title="een, beter"))
    heard = list[ChangeSet]()
    school.store.subscribe(heard.append)
    merged = school.take(home)
    assert {ident for _, ident in merged.new} == {one.id, other.id}
    assert titles(school, one) == ["een, beter", "een"]
    assert [item.target_id for item in school.store.links_from(one.id)] == [other.id]
    assert [hit.id for hit in school.store.search("beter")] == [one.id]
    assert heard[0].ids("experience") == {one.id, other.id}
    assert heard[0].seq == school.store.operation_counter() == 2
    assert school.store.check(deep=True) == []


def test_newest_stands_and_the_other_text_is_kept(pair: tuple[Computer, Computer]) -> None:
    home, school = pair
    saved = experience("les")
    both_have(pair, saved)
    home.put(replace(saved, title="thuis"))
    school.put(replace(saved, title="school"))
    for computer, other in ((home, school), (school, home)):
        computer.take(other)
        assert computer.store.need(Experience, saved.id).title == "school"
        (conflict,) = computer.conflicts()
        assert conflict.record() == replace(saved, title="thuis")
        assert conflict.device == "thuis"
        assert {"thuis", "school", "les"} <= set(titles(computer, saved))
        assert computer.store.check(deep=True) == []
    assert home.conflicts() == school.conflicts()
    assert home.store.search("thuis") == []
    assert home.store.count(Query()) == 1


def test_settling_a_conflict_settles_it_everywhere(pair: tuple[Computer, Computer]) -> None:
    home, school = pair
    saved = experience("les")
    both_have(pair, saved)
    home.put(replace(saved, title="thuis"))
    school.put(replace(saved, title="school"))
    home.take(school)
    school.take(home)
    home.throw(home.conflicts()[0])
    school.take(home)
    assert school.conflicts() == []
    assert home.take(school).conflicts == []
    assert home.conflicts() == []


def test_importing_twice_changes_nothing(pair: tuple[Computer, Computer]) -> None:
    home, school = pair
    saved = experience("les")
    both_have(pair, saved)
    home.put(replace(saved, title="thuis"))
    school.put(replace(saved, title="school"))
    assert home.take(school).operation
    steps = home.store.operation_counter()
    again = home.take(school)
    assert (again.operation, again.touched, again.conflicts) == ("", set(), [])
    assert home.store.operation_counter() == steps


def test_edit_beats_the_trash_whoever_was_later(pair: tuple[Computer, Computer]) -> None:
    home, school = pair
    saved = experience("les")
    both_have(pair, saved)
    home.put(replace(saved, title="bewerkt"))
    school.throw(saved)
    assert school.take(home).back == [("experience", saved.id)]
    home.take(school)
    for computer in pair:
        assert computer.store.need(Experience, saved.id).title == "bewerkt"
        assert computer.conflicts() == []


def test_text_written_before_it_was_thrown_away_is_kept_beside(pair: tuple[Computer, Computer]) -> None:
    home, school = pair
    saved = experience("les")
    both_have(pair, saved)
    home.put(replace(saved, title="bewerkt"))
    school.put(replace(saved, title="anders"))
    school.throw(saved)
    home.take(school)
    (conflict,) = home.conflicts()
    assert (conflict.record().heading, conflict.in_trash) == ("anders", True)


def test_purge_erases_here_too_with_every_word(pair: tuple[Computer, Computer]) -> None:
    home, school = pair
    saved, other = experience("Wilhelmina"), experience("blijft")
    quote = Quote("title", "Wilhelmina")
    both_have(pair, saved, other, link(other, saved, Role.LIFTED_FROM, quote=quote))
    school.store.save_draft(f"experience:{saved.id}", "Wilhelmina zei")
    school.put(link(other, saved, Role.RELATED, quote=quote))
    home.throw(saved, purge=True)
    assert school.take(home).removed == [("experience", saved.id)]
    home.take(school)
    for computer in pair:
        assert titles(computer, saved) == []
        assert computer.store.drafts() == []
        assert computer.store.check(deep=True) == []
        with computer.store.database.read() as connection:
            for table in ("record", "operation", "delta", "link_end"):
                assert "Wilhelmina" not in str(connection.execute(f"SELECT * FROM {table}").fetchall())


def test_purge_gives_way_to_words_it_never_saw(pair: tuple[Computer, Computer]) -> None:
    home, school = pair
    saved, other = experience("les"), experience("toets")
    both_have(pair, saved, other, link(other, saved))
    home.put(replace(saved, title="bewerkt"))
    school.throw(saved, purge=True)
    assert school.take(home).back == [("experience", saved.id)]
    home.take(school)
    for computer in pair:
        assert [item.target_id for item in computer.store.links_from(other.id)] == [saved.id]
        assert titles(computer, saved) == ["bewerkt", "les"]
        assert computer.store.check(deep=True) == []


def test_purge_is_not_held_up_by_the_trash(pair: tuple[Computer, Computer]) -> None:
    home, school = pair
    saved = experience("les")
    both_have(pair, saved)
    home.throw(saved)
    school.throw(saved)
    school.throw(saved, purge=True)
    home.take(school)
    school.take(home)
    for computer in pair:
        assert computer.store.rows(Query(trashed=True)) == []
        assert titles(computer, saved) == []


def test_what_was_set_aside_is_erased_with_its_record(pair: tuple[Computer, Computer]) -> None:
    home, school = pair
    saved = experience("les")
    both_have(pair, saved)
    home.put(replace(saved, title="Wilhelmina"))
    school.put(replace(saved, title="school"))
    home.take(school)
    home.throw(saved, purge=True)
    assert home.conflicts() == []
    with home.store.database.read() as connection:
        assert "Wilhelmina" not in str(connection.execute("SELECT * FROM record").fetchall())


def week(question: str, answer: str, **more: Any) -> JournalWeek:
    return JournalWeek(
        id=new_id(START), written_at=START, year=2026, number=37, answers={question: answer}, **more
    )  # fmt: skip


def test_two_weeks_become_one_with_every_answer(pair: tuple[Computer, Computer]) -> None:
    home, school = pair
    pattern = experience("moment")
    both_have(pair, pattern)
    early, late = week("stayed", "De stilte.", state=WeekState.DONE), week("did", "Ik wachtte.")
    home.put(early)
    school.put(late, link(late, pattern, Role.FITS))
    assert home.take(school).united
    school.take(home)
    for computer in pair:
        (left,) = computer.store.load(JournalWeek, Query())
        assert left.id == min(early.id, late.id)
        assert left.answers == {"stayed": "De stilte.", "did": "Ik wachtte."}
        assert left.state is WeekState.DONE
        assert [item.source_id for item in computer.store.links_to(pattern.id)] == [left.id]
        assert computer.conflicts() == []
        assert len(computer.store.rows(Query(trashed=True))) == 1


def test_two_answers_to_one_question_are_both_kept(pair: tuple[Computer, Computer]) -> None:
    home, school = pair
    home.put(week("stayed", "Thuis bedacht."))
    school.put(week("stayed", "Op school bedacht."))
    home.take(school)
    school.take(home)
    for computer in pair:
        (left,) = computer.store.load(JournalWeek, Query())
        (conflict,) = computer.conflicts()
        assert left.answers["stayed"] == "Op school bedacht."
        assert conflict.of_id == left.id
        assert conflict.record().words == ("Thuis bedacht.",)
    assert home.conflicts() == school.conflicts()


def test_choice_for_a_reader_follows_the_week_it_names(pair: tuple[Computer, Computer]) -> None:
    home, school = pair
    mine, theirs = week("a", "een"), week("b", "twee")
    day = date(2026, 9, 1)

    def choice(of: JournalWeek, audience: Audience) -> Selection:
        return Selection(id=new_id(START), written_at=START, audience=audience, from_on=day, until_on=day,
                         chosen=frozenset({of.id}))  # fmt: skip

    home.put(mine, choice(mine, Audience.MENTOR), choice(mine, Audience.DOSSIER))
    school.put(theirs, choice(theirs, Audience.MENTOR))
    home.take(school)
    (left,) = home.store.load(JournalWeek, Query())
    choices = home.store.load(Selection, Query())
    assert sorted(item.audience.value for item in choices) == ["dossier", "mentor"]
    assert all(item.chosen == {left.id} for item in choices)


def test_selections_of_her_own_stand_side_by_side_whichever_computer_made_them(pair: tuple[Computer, Computer]) -> None:
    home, school = pair
    day = date(2026, 9, 1)

    def own(name: str) -> Selection:
        return Selection(id=new_id(START), written_at=START, audience=Audience.MENTOR, from_on=day, until_on=day,
                         name=name, part_texts={"hours": f"Voor {name}."})  # fmt: skip

    home.put(own(""), own("Het Kompas"), own("Sollicitatie"))
    school.put(own(""), own("Het Kompas"))
    home.take(school)
    kept = home.store.load(Selection, Query())
    assert sorted(item.name for item in kept) == ["", "Het Kompas", "Het Kompas", "Sollicitatie"]


def test_undo_passes_by_what_came_from_elsewhere(pair: tuple[Computer, Computer]) -> None:
    home, school = pair
    own = experience("van hier")
    home.put(own, verb="create")
    school.put(experience("van daar"), verb="create")
    home.take(school)
    undoable = home.store.undoable()
    assert undoable is not None
    assert undoable.label.heading == "van hier"
    home.store.undo()
    assert [row.heading for row in home.store.rows(Query())] == ["van daar"]


def test_clock_that_ran_years_ahead_does_not_win_for_ever(pair: tuple[Computer, Computer]) -> None:
    home, school = pair
    one, other = experience("een"), experience("twee")
    both_have(pair, one, other)
    right = school.clock.now
    school.clock.now += timedelta(days=4000)
    school.put(replace(one, title="uit de toekomst"))
    home.take(school)
    school.clock.now = right
    home.put(replace(one, title="daarna"))
    school.take(home)
    assert school.store.need(Experience, one.id).title == "daarna"
    school.put(replace(other, title="eerst"))
    home.clock.now = right + timedelta(hours=2)
    home.put(replace(other, title="het laatst"))
    school.take(home)
    home.take(school)
    assert {computer.store.need(Experience, other.id).title for computer in pair} == {"het laatst"}


def test_files_texts_and_settings_come_along(pair: tuple[Computer, Computer]) -> None:
    home, school = pair
    evidence = Evidence(
        id=new_id(START), written_at=START, title="Rapport", file_name="rapport.pdf", sha256="ab" * 32, octets=1,
        media_type="application/pdf", made_on=date(2026, 1, 1),
    )  # fmt: skip
    row = BlobRow(evidence.sha256, "naam", "zout", 1, evidence.media_type)
    home.store.put_blob(row)
    home.put(evidence)
    home.store.index_evidence_text(evidence.id, "sinaasappel")
    for key, here, there in (("a", None, "1"), ("b", "2", "3")):
        home.store.set_setting(key, there)
        if here:
            school.store.set_setting(key, here)
    school.take(home, blobs=home.store.blobs())
    assert [hit.id for hit in school.store.search("sinaasappel")] == [evidence.id]
    assert school.store.blobs() == [row]
    assert school.store.live_blobs() == {evidence.sha256}
    assert (school.store.setting("a"), school.store.setting("b")) == ("1", "2")
    assert school.store.check(deep=True) == []


def test_a_stop_changes_nothing(pair: tuple[Computer, Computer]) -> None:
    home, school = pair
    home.put(experience("een"), experience("twee"))
    with pytest.raises(Cancelled):
        school.take(home, cancelled=lambda: True)
    assert school.store.count(Query()) == school.store.operation_counter() == 0


def test_other_portfolios_and_newer_programs_are_refused(
    pair: tuple[Computer, Computer], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home, school = pair
    other = new_id(START)
    foreign = Database.create(tmp_path / "ander.db", KEY, other, HandClock())
    with pytest.raises(UserError, match="merge-other-portfolio"):
        home.store.merge(foreign)
    foreign.close()
    monkeypatch.setattr(Talk, "SCHEMA_VERSION", Talk.SCHEMA_VERSION + 1)
    school.put(Talk(id=new_id(START), written_at=START, happens_on=date(2026, 9, 1)), experience("les"))
    monkeypatch.undo()
    with pytest.raises(UserError, match="merge-newer"):
        home.take(school)
    assert home.store.count(Query()) == 0


def test_older_steps_from_elsewhere_do_not_make_it_look_silent(pair: tuple[Computer, Computer]) -> None:
    home, school = pair
    school.put(experience("lang geleden"))
    home.clock.now += timedelta(days=90)
    home.put(experience("vandaag"))
    last = home.store.last_active()
    home.take(school)
    assert last is not None
    assert home.store.last_active() == last
    assert last.date() == home.clock.now.date()


@pytest.mark.parametrize("edited", [False, True])
def test_a_person_erased_there_is_erased_from_the_history_here(pair: tuple[Computer, Computer], edited: bool) -> None:
    home, school = pair
    saved, other = experience("Les met Wilhelmina", "Wilhelmina zei niets."), experience("Gesprek")
    both_have(pair, saved, other)
    home.put(renamed := replace(saved, title="Les", story="Wilhelmina lachte."))
    home.put(replace(renamed, story="Zij lachte."))
    school.take(home)
    if edited:
        home.put(replace(renamed, story="Zij lachte hard."))
    places = school.store.find_words(lambda _, text: "Wilhelmina" in text, lambda done, total: None)
    school.store.rewrite_words(places, lambda _, text: text.replace("Wilhelmina", "een leerling"))
    home.take(school)
    school.take(home)
    for computer in pair:
        assert "Les met een leerling" in titles(computer, saved)
        assert computer.store.check(deep=True) == []
        with computer.store.database.read() as connection:
            for table in ("record", "operation", "delta"):
                assert "Wilhelmina" not in str(connection.execute(f"SELECT * FROM {table}").fetchall())
    if edited:
        stories = {version.record.story for version in home.store.history("experience", saved.id)
                   if isinstance(version.record, Experience)}  # fmt: skip
        assert "Zij lachte hard." in stories

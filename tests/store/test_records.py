"""Saving, listing, linking, trashing and purging records."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portfolio_app.domain.changes import ChangeSet, Label
from portfolio_app.domain.errors import UserError
from portfolio_app.domain.evidence import Evidence
from portfolio_app.domain.experiences import Experience
from portfolio_app.domain.kinds import KINDS
from portfolio_app.domain.links import Link, Quote, Role
from portfolio_app.domain.records import Record
from portfolio_app.store.engine import Database
from portfolio_app.store.store import Query, Store
from portfolio_app.store.values import BlobRow
from tests.store.samples import KEY, PORTFOLIO, START, HandClock, experience, link, record_of

CREATE = Label("create", "experience", "Rekenles")


def put(store: Store, *records: Record) -> ChangeSet:
    with store.change(CREATE) as change:
        for record in records:
            change.put(record)
    return change.changes


@pytest.mark.parametrize("kind", sorted(KINDS))
@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(data=st.data())
def test_every_kind_comes_back_as_it_was(store: Store, kind: str, data: st.DataObject) -> None:
    record = data.draw(record_of(KINDS[kind]))
    put(store, record)
    assert store.get(type(record), record.id) == record
    assert store.history(kind, record.id)[0].record == record
    assert record.id in {row.id for row in store.rows(Query(kinds=(kind,)))}


def test_half_a_character_never_reaches_the_database(store: Store) -> None:
    half = experience("Caf\udce9 \ud83d\ude00", tags=("\ud800",), story="eind\udfff")
    with store.change(Label("create", half.KIND, half.heading)) as change:
        change.put(half)
    whole = replace(half, title="Caf\ufffd 😀", tags=("\ufffd",), story="eind\ufffd")
    assert change.records() == [whole]
    assert store.get(Experience, half.id) == whole
    assert store.operations()[0].label.heading == whole.title
    assert [row.heading for row in store.rows(Query())] == [whole.title]
    store.save_draft("quick", "half \ud800")
    assert store.draft("quick") == "half \ufffd"
    store.set_setting("name", '"\udce9"')
    assert store.setting("name") == '"\ufffd"'


def test_record_outlives_a_restart(store: Store, path: Path) -> None:
    saved = experience(story="Het gesprek liep anders dan ik dacht.")
    put(store, saved)
    store.close()
    again = Store(Database.open(path, KEY, PORTFOLIO, HandClock()), "here", HandClock())
    assert again.get(Experience, saved.id) == saved
    again.close()


def test_missing_and_trashed_records_are_not_got_but_any_finds_the_trashed(store: Store) -> None:
    saved = experience()
    put(store, saved)
    with store.change(Label("trash")) as change:
        change.trash("experience", saved.id)
    assert store.get(Experience, saved.id) is None
    assert store.any("experience", saved.id) == saved
    with pytest.raises(UserError, match="record-missing"):
        store.need(Experience, saved.id)


def test_rows_filter_and_sort(store: Store) -> None:
    course = experience("Cursus", happened_on=date(2026, 3, 1), contact_minutes=90, tags=("taal", "po"))
    moment = experience("école", happened_on=date(2026, 5, 1), tags=("taal",))
    older = experience("Zelfstudie", happened_on=date(2025, 5, 1), self_study_minutes=30)
    put(store, course, moment, older)

    def titles(**asked: object) -> list[str]:
        return [row.heading for row in store.rows(Query(kinds=("experience",), **asked))]  # type: ignore[arg-type]

    assert titles() == ["école", "Cursus", "Zelfstudie"]
    assert titles(order="oldest") == ["Zelfstudie", "Cursus", "école"]
    assert titles(order="heading") == ["Cursus", "école", "Zelfstudie"]
    assert titles(activity=True) == ["Cursus", "Zelfstudie"]
    assert titles(activity=False) == ["école"]
    assert titles(tags=("taal",)) == ["école", "Cursus"]
    assert titles(tags=("taal", "po")) == ["Cursus"]
    assert titles(from_on=date(2026, 3, 1), until_on=date(2026, 5, 1)) == ["école", "Cursus"]
    assert titles(from_on=date(2026, 3, 2)) == ["école"]
    assert titles(limit=1, offset=1) == ["Cursus"]
    assert titles(text="curs") == ["Cursus"]
    assert store.count(Query(kinds=("experience",), limit=1)) == 3
    assert store.load(Experience, Query(text="zelfst")) == [older]
    assert store.load_ids([older.id, "none", course.id]) == [older, course]


def test_trash_lists_every_kind_together(store: Store) -> None:
    saved = experience()
    put(store, saved)
    with store.change(Label("trash")) as change:
        change.trash("experience", saved.id)
    (row,) = store.rows(Query(trashed=True))
    assert (row.id, row.trashed_at is not None) == (saved.id, True)
    assert store.rows(Query()) == []
    with store.change(Label("restore")) as change:
        change.restore("experience", saved.id)
    assert store.rows(Query(trashed=True)) == []
    assert store.get(Experience, saved.id) == saved


def test_saving_a_record_from_the_trash_brings_it_back(store: Store) -> None:
    saved = experience()
    put(store, saved)
    with store.change(Label("trash")) as change:
        change.trash("experience", saved.id)
    put(store, replace(saved, title="Toch nog"))
    assert store.need(Experience, saved.id).title == "Toch nog"


def test_links_show_only_while_both_ends_are_there(store: Store) -> None:
    one, other = experience("een"), experience("twee")
    tie = link(one, other, Role.ABOUT)
    put(store, one, other, tie)
    assert store.links_from(one.id) == store.links_to(other.id, Role.ABOUT) == [tie]
    assert store.links_from(one.id, Role.PROVES) == []
    with store.change(Label("trash")) as change:
        change.trash("experience", other.id)
    assert store.links_from(one.id) == []
    with store.change(Label("restore")) as change:
        change.restore("experience", other.id)
    assert store.links_from(one.id) == [tie]
    with store.change(Label("unlink")) as change:
        change.trash("link", tie.id)
    assert store.links_to(other.id) == []


def test_what_raises_inside_a_change_writes_nothing(store: Store) -> None:
    def break_off() -> None:
        with store.change(CREATE) as change:
            change.put(experience())
            raise ZeroDivisionError

    def trash_nothing() -> None:
        with store.change(CREATE) as change:
            change.put(experience())
            change.trash("experience", "none")

    with pytest.raises(ZeroDivisionError):
        break_off()
    with pytest.raises(UserError, match="record-missing"):
        trash_nothing()
    assert (store.count(Query()), store.operation_counter()) == (0, 0)


def test_saving_the_same_again_is_no_step(store: Store) -> None:
    saved = experience()
    put(store, saved)
    assert put(store, saved) == ChangeSet("")
    assert (store.operation_counter(), store.version(saved.id)) == (1, 1)


@pytest.mark.logs_errors
def test_listeners_hear_of_a_commit_and_cannot_break_it(store: Store, caplog: pytest.LogCaptureFixture) -> None:
    heard: list[ChangeSet] = []

    def break_down(_: ChangeSet) -> None:
        raise RuntimeError("geheimwoord")

    store.subscribe(break_down)
    stop = store.subscribe(heard.append)
    saved = experience()
    changes = put(store, saved)
    stop()
    put(store, experience())
    assert heard == [changes]
    assert heard[0].touched == {("experience", saved.id)}
    assert store.get(Experience, saved.id) == saved
    assert "RuntimeError" in caplog.text
    assert "geheimwoord" not in caplog.text


def test_a_listener_may_write(store: Store) -> None:
    second = experience("tweede")

    def write_once(_: ChangeSet) -> None:
        if store.version(second.id) == 0:
            put(store, second)

    store.subscribe(write_once)
    put(store, experience("eerste"))
    assert store.count(Query()) == 2


def test_purge_leaves_nothing_but_a_tombstone(store: Store, database: Database) -> None:
    file = Evidence(
        id="0190", written_at=START, title="Rapport Wilhelmina", file_name="wilhelmina.pdf", sha256="ab", octets=1,
        media_type="application/pdf", made_on=date(2026, 1, 1),
    )  # fmt: skip
    other = experience("blijft")
    tie = link(file, other, Role.PROVES)
    with store.change(Label("create", "evidence", file.title)) as change:
        change.put_blob(BlobRow("ab", "name", "salt", 1))
        change.put(file)
        change.put(other)
        change.put(tie)
    store.index_evidence_text(file.id, "Wilhelmina las voor")
    assert store.live_blobs() == {"ab"}
    with store.change(Label("purge", "evidence", file.title)) as change:
        change.purge("evidence", file.id)
    assert store.any("evidence", file.id) is None
    assert store.search("wilhelmina") == []
    assert store.live_blobs() == set()
    assert store.links_to(other.id) == []
    with database.read() as connection:
        tables = [
            row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type='table' AND rootpage > 0")
        ]
        held = {name: str(connection.execute(f'SELECT * FROM "{name}"').fetchall()).lower() for name in tables}
    assert [name for name, rows in held.items() if "ilhelmin" in rows] == []
    assert {touched for step in store.operations() for touched in step.touched} >= {("evidence", file.id)}
    # The step that made all three can still be taken back for what is left of it.
    store.undo()
    assert store.get(Experience, other.id) is None
    assert store.any("evidence", file.id) is None


@pytest.mark.parametrize("way", ["linked", "unlinked", "undone"])
def test_a_purged_record_is_named_in_no_step(store: Store, database: Database, way: str) -> None:
    gone, stays = experience("Wilhelmina"), experience("Het andere")
    tie = link(gone, stays, quote=Quote.take("story", "Wilhelmina las voor", 0, 10))
    for record in (gone, stays):
        with store.change(Label("create", record.KIND, record.heading)) as change:
            change.put(record)
    with store.change(Label("link", gone.KIND, gone.heading)) as change:
        change.link(tie)
    if way == "unlinked":
        with store.change(Label("unlink", Link.KIND)) as change:
            change.trash(Link.KIND, tie.id)
        with store.change(Label("purge", Link.KIND)) as change:
            change.purge(Link.KIND, tie.id)
    elif way == "undone":
        store.undo()
    with store.change(Label("purge", gone.KIND)) as change:
        change.purge(gone.KIND, gone.id)
    headings = {step.label.heading for step in store.operations()}
    assert headings == {"", "Het andere"}
    with database.read() as connection:
        assert "ilhelmin" not in str(connection.execute("SELECT * FROM delta").fetchall())


def test_purging_many_merges_the_index_once(store: Store, database: Database) -> None:
    trashed = [experience(f"Weg {number}", story="Wilhelmina las voor") for number in range(5)]
    put(store, *trashed, experience("blijft", story="Een ander verhaal"))
    merged: list[str] = []

    def watch(statement: str) -> None:
        if "'optimize'" in statement:
            merged.append(statement)

    database.write(lambda connection: connection.set_trace_callback(watch))
    with store.change(Label("empty_trash")) as change:
        for record in trashed:
            change.purge(record.KIND, record.id)
    database.write(lambda connection: connection.set_trace_callback(None))
    assert len(merged) == 1
    with database.read() as connection:
        left = str(connection.execute("SELECT block FROM search_data").fetchall())
    assert "wilhelmina" not in left
    assert "verhaal" in left


def test_a_purge_takes_the_drafts_and_what_is_read_too_late(store: Store, database: Database) -> None:
    file = Evidence(
        id="0190", written_at=START, title="Rapport", file_name="rapport.pdf", sha256="ab", octets=1,
        media_type="application/pdf", made_on=date(2026, 1, 1),
    )  # fmt: skip
    put(store, file)
    mine = ("0190", "composing:0190", "new:reflection:alact:0190:0191")
    others = ("01901", "new:reflection:alact:0191", "composing:new")
    for key in (*mine, *others):
        store.save_draft(key, "Wilhelmina")
    with store.change(Label("purge", "evidence")) as change:
        change.purge("evidence", file.id)
    store.index_evidence_text(file.id, "Wilhelmina las voor")
    assert {key for key, _, _ in store.drafts()} == set(others)
    with database.read() as connection:
        assert connection.execute("SELECT * FROM evidence_text").fetchall() == []


def test_text_read_while_the_evidence_was_undone_is_there_when_it_is_redone(store: Store) -> None:
    put(store, evidence := Evidence(
        id="0190", written_at=START, title="Rapport", file_name="rapport.pdf", sha256="ab", octets=1,
        media_type="application/pdf", made_on=date(2026, 1, 1),
    ))  # fmt: skip
    store.undo()
    store.index_evidence_text(evidence.id, "Wilhelmina las voor")
    assert store.search("wilhelmina") == []
    store.redo()
    assert [hit.id for hit in store.search("wilhelmina")] == [evidence.id]


def test_version_vector_counts_by_device(store: Store, database: Database, clock: HandClock) -> None:
    saved = experience()
    put(store, saved)
    put(Store(database, "there", clock), replace(saved, title="daar"))
    put(store, replace(saved, title="hier"))
    with database.read() as connection:
        vector, stamp = connection.execute("SELECT vector, hlc FROM record").fetchall()[0]
    assert vector == '{"here":2,"there":1}'
    assert stamp.endswith("-here")


def test_stamps_rise_when_the_clock_goes_back(store: Store, database: Database, clock: HandClock) -> None:
    put(store, experience("een"))
    clock.now = START.replace(year=2009)
    put(store, experience("twee"))
    put(store, experience("drie"))
    with database.read() as connection:
        stamps = [row[0] for row in connection.execute("SELECT hlc FROM operation ORDER BY seq")]
    assert stamps == sorted(set(stamps))


def test_changes_do_not_nest_and_unknown_kinds_are_refused(store: Store) -> None:
    with pytest.raises(RuntimeError), store.change(CREATE), store.change(CREATE):
        pass

    class Stray(Experience):
        KIND = ""

    with pytest.raises(ValueError, match="no kind"), store.change(CREATE) as change:
        change.put(Stray(id="x", written_at=START, title="", happened_on=date(2026, 1, 1)))


def test_writers_queue_and_readers_go_on(store: Store) -> None:
    failures: list[UserError] = []

    def write(name: str) -> None:
        try:
            for number in range(20):
                put(store, experience(f"{name} {number}"))
                store.rows(Query(limit=5))
        except UserError as error:
            failures.append(error)

    threads = [threading.Thread(target=write, args=(name,)) for name in ("een", "twee", "drie")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert (store.count(Query()), store.operation_counter()) == (60, 60)


def test_quotes_survive(store: Store) -> None:
    one, other = experience("een"), experience("twee", "dat ging vanzelf, dacht ik")
    tie = link(one, other, Role.LIFTED_FROM, quote=Quote.take("story", other.story, 9, 16, store.version(other.id)))
    put(store, one, other, tie)
    (found,) = store.links_from(one.id)
    assert isinstance(found, Link)
    assert found.quote is not None
    assert found.quote.text == "vanzelf"


def test_links_are_counted_by_their_live_sources(store: Store) -> None:
    goal, one, two, gone = (experience(title) for title in ("doel", "een", "twee", "weg"))
    loose = link(two, goal, Role.PROVES)
    with store.change(Label("create")) as change:
        for record in (goal, one, two, gone):
            change.put(record)
        for made in (link(one, goal, Role.PROVES), link(one, goal, Role.PROVES), loose, link(gone, goal, Role.PROVES)):
            change.put(made)
        change.put(link(two, goal, Role.ABOUT))
    assert store.link_counts(Role.PROVES, goal.KIND) == {goal.id: 3}
    with store.change(Label("trash")) as change:
        change.trash(gone.KIND, gone.id)
        change.trash(loose.KIND, loose.id)
    assert store.link_counts(Role.PROVES, goal.KIND) == {goal.id: 1}
    assert store.link_counts(Role.PROVES, "evidence") == {}


def test_records_are_found_by_the_content_they_name(store: Store) -> None:
    file = Evidence(
        id="file", written_at=START, title="t", file_name="f", sha256="ab" * 32, octets=1, media_type="",
        made_on=date(2026, 1, 1),
    )  # fmt: skip
    other = replace(file, id="other")
    put(store, file, other, experience())
    put(store, replace(other, sha256="cd" * 32))
    assert store.naming(Evidence, file.sha256) == [(file, False), (replace(other, sha256="cd" * 32), False)]
    with store.change(Label("trash")) as change:
        change.trash(file.KIND, file.id)
    assert [(item.id, gone) for item, gone in store.naming(Evidence, file.sha256)] == [("other", False), ("file", True)]
    assert store.naming(Evidence, "ef" * 32) == []

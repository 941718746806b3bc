"""Undo and redo: across every kind of change, across restarts, and never past somebody else's change."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, rule

from portfolio_app.domain.changes import Label
from portfolio_app.domain.errors import UserError
from portfolio_app.domain.experiences import Experience
from portfolio_app.domain.records import Record
from portfolio_app.store.engine import Database
from portfolio_app.store.store import Query, Store
from tests.store.samples import KEY, PORTFOLIO, HandClock, experience, link


def put(store: Store, *records: Record, verb: str = "edit") -> None:
    with store.change(Label(verb, records[0].KIND, records[0].heading)) as change:
        for record in records:
            change.put(record)


def test_undo_names_the_step_and_redo_ends_with_something_new(store: Store) -> None:
    saved = experience("eerst")
    put(store, saved, verb="create")
    put(store, replace(saved, title="daarna"))
    undoable = store.undoable()
    assert undoable is not None
    assert undoable.label == Label("edit", "experience", "daarna")
    done = store.undo()
    assert done is not None
    assert done.label == undoable.label
    assert done.undoes == undoable.id
    assert store.need(Experience, saved.id).title == "eerst"
    redoable = store.redoable()
    assert redoable is not None
    assert redoable.label == undoable.label
    put(store, replace(saved, title="anders"))
    assert store.redoable() is None
    assert store.redo() is None
    titles = [version.record.heading for version in store.history("experience", saved.id) if version.record]
    assert titles == ["anders", "eerst", "daarna", "eerst"]


def test_line_survives_a_restart(store: Store, path: Path) -> None:
    one, other = experience("een"), experience("twee")
    put(store, one, verb="create")
    put(store, other, link(one, other), verb="create")
    store.undo()
    store.close()
    again = Store(Database.open(path, KEY, PORTFOLIO, HandClock()), "here", HandClock())
    assert again.undo() is not None
    assert again.undo() is None
    assert again.count(Query()) == 0
    assert again.redo() is not None
    assert again.redo() is not None
    assert len(again.links_from(one.id)) == 1
    again.close()


def test_undone_creation_is_found_nowhere(store: Store) -> None:
    saved = experience("Wilhelmina")
    put(store, saved, verb="create")
    store.undo()
    assert store.any("experience", saved.id) is None
    assert store.search("wilhelmina") == []
    assert store.rows(Query()) == store.rows(Query(trashed=True)) == []
    store.redo()
    assert [hit.id for hit in store.search("wilhelmina")] == [saved.id]


def test_trash_comes_back_with_its_own_instant(store: Store) -> None:
    saved = experience()
    put(store, saved, verb="create")
    with store.change(Label("trash")) as change:
        change.trash("experience", saved.id)
    (before,) = store.rows(Query(trashed=True))
    store.undo()
    store.redo()
    (after,) = store.rows(Query(trashed=True))
    assert after.trashed_at == before.trashed_at


def test_undo_stops_before_what_came_from_elsewhere(store: Store, database: Database) -> None:
    saved = experience()
    put(store, saved, verb="create")
    database.write(
        lambda connection: connection.execute("UPDATE record SET body=replace(body, 'Rekenles', 'Taalles')").rowcount
    )
    with pytest.raises(UserError, match="undo-conflict"):
        store.undo()
    assert store.need(Experience, saved.id).title == "Taalles"
    assert store.operation_counter() == 1


def test_undo_is_announced(store: Store) -> None:
    saved = experience()
    put(store, saved)
    heard = list[frozenset[tuple[str, str]]]()
    store.subscribe(lambda changes: heard.append(changes.touched))
    store.undo()
    store.redo()
    assert heard == [frozenset({("experience", saved.id)})] * 2


World = dict[str, tuple[Record, bool]]


class UndoMachine(RuleBasedStateMachine):
    """Random changes, undo and redo against a plain dict with a stack of its former states."""

    ids = Bundle("ids")

    @initialize()
    def begin(self) -> None:
        self.folder = Path(tempfile.mkdtemp())
        self.path = self.folder / "portfolio.db"
        self.clock = HandClock()
        self.store = Store(Database.create(self.path, KEY, PORTFOLIO, self.clock), "here", self.clock)
        self.world: World = {}
        self.past: list[World] = []
        self.future: list[World] = []

    def teardown(self) -> None:
        if hasattr(self, "store"):
            self.store.close()
            shutil.rmtree(self.folder)

    def step(self, world: World) -> None:
        if world != self.world:
            self.past.append(self.world)
            self.future.clear()
            self.world = world

    @rule(target=ids, title=st.sampled_from(["een", "twee"]))
    def create(self, title: str) -> str:
        made = experience(title)
        put(self.store, made, verb="create")
        self.step(self.world | {made.id: (made, False)})
        return made.id

    @rule(one=ids, other=ids)
    def tie(self, one: str, other: str) -> None:
        if one in self.world and other in self.world:
            made = link(self.world[one][0], self.world[other][0])
            put(self.store, made, verb="link")
            self.step(self.world | {made.id: (made, False)})

    @rule(ids=st.lists(ids, min_size=1, max_size=3), story=st.text("ab ", max_size=12))
    def edit(self, ids: list[str], story: str) -> None:
        changed: World = {}
        for ident in ids:
            if ident in self.world:
                record = self.world[ident][0]
                assert isinstance(record, Experience)
                changed[ident] = (replace(record, story=story), False)
        if changed:
            put(self.store, *(record for record, _ in changed.values()))
            self.step(self.world | changed)

    @rule(ident=ids, trashed=st.booleans())
    def move(self, ident: str, trashed: bool) -> None:
        if ident in self.world:
            with self.store.change(Label("trash" if trashed else "restore")) as change:
                (change.trash if trashed else change.restore)("experience", ident)
            self.step(self.world | {ident: (self.world[ident][0], trashed)})

    @rule()
    def undo(self) -> None:
        done = self.store.undo()
        assert (done is None) == (not self.past)
        if self.past:
            self.future.append(self.world)
            self.world = self.past.pop()

    @rule()
    def redo(self) -> None:
        done = self.store.redo()
        assert (done is None) == (not self.future)
        if self.future:
            self.past.append(self.world)
            self.world = self.future.pop()

    @rule()
    def restart(self) -> None:
        self.store.close()
        self.store = Store(Database.open(self.path, KEY, PORTFOLIO, self.clock), "here", self.clock)

    @invariant()
    def agrees(self) -> None:
        if not hasattr(self, "store"):
            return
        live = {row.id for row in self.store.rows(Query())} | {
            row.id for row in self.store.rows(Query(kinds=("link",)))
        }
        trashed = {row.id for row in self.store.rows(Query(trashed=True))}
        assert live == {ident for ident, (_, gone) in self.world.items() if not gone}
        assert trashed == {ident for ident, (_, gone) in self.world.items() if gone}
        for ident, (record, _) in self.world.items():
            assert self.store.any(record.KIND, ident) == record


UndoMachine.TestCase.settings = settings(max_examples=15, stateful_step_count=25, deadline=None)
TestUndoMachine = UndoMachine.TestCase


@pytest.mark.fuzz
@pytest.mark.timeout(1800)
class TestUndoMachineAtLength(UndoMachine.TestCase):
    """The same at full size."""

    settings = settings(max_examples=400, stateful_step_count=60, deadline=None)

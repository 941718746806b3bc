"""What is left of a damaged database, and what backups give back."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import apsw
import pytest

from portfolio_app.domain import canonical
from portfolio_app.domain.changes import Label
from portfolio_app.domain.experiences import Experience
from portfolio_app.store.engine import Database
from portfolio_app.store.pages import PAGE
from portfolio_app.store.salvage import Salvaged, Source, salvage
from portfolio_app.store.store import Store
from portfolio_app.store.values import Query
from tests.store.samples import KEY, PORTFOLIO, HandClock, experience, link

COUNT = 1000
STORY = "Een verhaal van een les die anders liep dan gedacht. " * 6


@dataclass
class Damaged:
    """A closed database, what stood in it, an older backup of it, and which page holds what."""

    path: Path
    backup: Path
    bodies: dict[str, str]

    def pages(self, table: str, kind: str) -> list[int]:
        """Numbers of the pages of a table: leaf or internal."""
        connection = apsw.Connection(str(self.path))
        connection.execute("PRAGMA cipher='sqlcipher'").fetchall()
        connection.execute("PRAGMA legacy=4").fetchall()
        connection.execute(f"PRAGMA key=\"x'{KEY.hex()}'\"").fetchall()
        try:
            query = "SELECT pageno FROM dbstat WHERE name=? AND pagetype=? ORDER BY path"
            return [row[0] for row in connection.execute(query, (table, kind))]
        finally:
            connection.close()

    def flip(self, *numbers: int) -> None:
        data = bytearray(self.path.read_bytes())
        for number in numbers:
            data[(number - 1) * PAGE + 1000] ^= 1
        self.path.write_bytes(data)

    def salvage(self, *, backup: bool) -> tuple[Salvaged, Store]:
        target = self.path.with_name("mended.db")
        sources = [Source(self.backup, KEY)] if backup else []
        salvaged = salvage(self.path, KEY, PORTFOLIO, target, sources=sources)
        return salvaged, Store(Database.open(target, KEY, PORTFOLIO, HandClock()), "here", HandClock())


def bodies(store: Store) -> dict[str, str]:
    return {record.id: canonical.dump(record) for record in store.load(Experience, Query())}


@pytest.fixture(scope="module")
def sound(made: Path, tmp_path_factory: pytest.TempPathFactory) -> Damaged:
    """A thousand records with a past; the last ten are newer than the backup."""
    path = Path(shutil.copy(made, tmp_path_factory.mktemp("sound") / "portfolio.db"))
    store = Store(Database.open(path, KEY, PORTFOLIO, HandClock()), "here", HandClock())
    records = [experience(f"Les {number}", STORY + str(number)) for number in range(COUNT)]
    with store.change(Label("create")) as change:
        for record in records[:-10]:
            change.put(record)
        change.put(link(records[0], records[1]))
    store.save_draft("week:2026-W37", "Een begin")
    with store.change(Label("edit")) as change:
        for record in records[:200]:
            change.put(replace(record, title=record.title + ", herzien"))
    store.database.checkpoint()
    backup = Path(shutil.copy(path, path.with_name("backup.db")))
    for record in records[-10:]:
        with store.change(Label("create")) as change:
            change.put(record)
    found = bodies(store)
    store.close()
    return Damaged(path, backup, found)


@pytest.fixture
def damaged(sound: Damaged, tmp_path: Path) -> Damaged:
    """A copy of it to be damaged."""
    path, backup = (Path(shutil.copy(file, tmp_path)) for file in (sound.path, sound.backup))
    return replace(sound, path=path, backup=backup)


def settle(store: Store) -> None:
    assert store.check(deep=True) == []
    store.close()


def test_a_whole_file_comes_out_as_it_was(damaged: Damaged) -> None:
    salvaged, store = damaged.salvage(backup=False)
    assert salvaged == Salvaged(COUNT, 0, 0, 0)
    assert bodies(store) == damaged.bodies
    assert store.draft("week:2026-W37") == "Een begin"
    assert store.operation_counter() == 12
    undone = store.undo()
    assert undone is not None
    assert undone.label.verb == "create"
    settle(store)


@pytest.mark.parametrize("which", [0, 7, -1], ids=["first", "middle", "last"])
def test_one_broken_leaf_costs_the_few_records_on_it(damaged: Damaged, which: int) -> None:
    damaged.flip(damaged.pages("record", "leaf")[which])
    salvaged, store = damaged.salvage(backup=False)
    assert salvaged.from_file >= COUNT * 0.99
    # The number of a record that nothing else names is not known to be gone.
    assert salvaged.lost in (COUNT - salvaged.from_file, COUNT - salvaged.from_file - 1)
    found = bodies(store)
    assert found.items() <= damaged.bodies.items()
    assert len(found) == salvaged.items
    settle(store)


def test_a_backup_gives_back_what_the_file_lost(damaged: Damaged) -> None:
    damaged.flip(damaged.pages("record", "leaf")[3])
    salvaged, store = damaged.salvage(backup=True)
    assert salvaged.from_backups > 0
    assert (salvaged.items, salvaged.lost, salvaged.histories) == (COUNT, 0, 0)
    assert bodies(store) == damaged.bodies
    settle(store)


@pytest.mark.parametrize("table", ["record", "delta"])
def test_a_broken_inner_page_is_made_up_for_by_the_backup(damaged: Damaged, table: str) -> None:
    damaged.flip(damaged.pages(table, "internal")[0])
    salvaged, store = damaged.salvage(backup=True)
    assert salvaged.items >= COUNT - 10
    assert bodies(store).items() <= damaged.bodies.items()
    settle(store)


def test_without_its_first_page_everything_comes_from_the_backup(damaged: Damaged) -> None:
    damaged.flip(1)
    salvaged, store = damaged.salvage(backup=True)
    assert salvaged == Salvaged(0, COUNT - 10, 0, 0)
    assert store.draft("week:2026-W37") == "Een begin"
    settle(store)


def test_a_history_breaks_off_where_a_version_is_gone_and_undo_does_not_half(damaged: Damaged) -> None:
    damaged.flip(*damaged.pages("delta", "leaf")[:2])
    salvaged, store = damaged.salvage(backup=False)
    assert salvaged.from_file == COUNT
    assert salvaged.histories > 0
    assert bodies(store) == damaged.bodies
    for _ in range(10):
        store.undo()
    # The step that changed two hundred records lost some of its ways back: it can't be undone by halves.
    assert store.undoable() is None or store.undoable() == store.operations()[-1]
    settle(store)


def test_steps_that_are_gone_keep_their_number(damaged: Damaged) -> None:
    damaged.flip(*damaged.pages("operation", "leaf")[:1])
    salvaged, store = damaged.salvage(backup=False)
    assert salvaged.from_file == COUNT
    assert store.operation_counter() == 12
    assert bodies(store) == damaged.bodies
    settle(store)


def past(store: Store, ident: str) -> list[str]:
    with store.database.read() as connection:
        query = "SELECT d.patch FROM delta d JOIN record r ON r.n=d.record WHERE r.id=?"
        return [str(row[0]) for row in connection.execute(query, (ident,))]


def revised(damaged: Damaged, number: int) -> str:
    """Id of a record that was changed before the backup."""
    return next(ident for ident, body in damaged.bodies.items() if f'"Les {number}, herzien"' in body)


def test_the_past_of_what_was_removed_for_good_stays_out(damaged: Damaged) -> None:
    opened = Store(Database.open(damaged.path, KEY, PORTFOLIO, HandClock()), "here", HandClock())
    gone = revised(damaged, 150)
    with opened.change(Label("purge")) as change:
        change.purge(Experience.KIND, gone)
    opened.close()
    damaged.flip(damaged.pages("delta", "leaf")[0])
    _, store = damaged.salvage(backup=True)
    assert len(past(store, gone)) <= 1
    settle(store)


def test_the_past_with_a_name_that_was_erased_stays_out(damaged: Damaged) -> None:
    opened = Store(Database.open(damaged.path, KEY, PORTFOLIO, HandClock()), "here", HandClock())
    first = opened.need(Experience, revised(damaged, 150))
    with opened.change(Label("edit")) as change:
        change.put(replace(first, title="Iets heel anders"))
    places = opened.find_words(lambda key, text: text in ("Les 150", first.title), lambda done, total: None)
    assert [place.id for place in places.records] == [first.id]
    opened.rewrite_words(places, lambda key, text: "weg" if text in ("Les 150", first.title) else text)
    # A page that breaks may hold the older part of a history and not the newer one.
    opened.database.write(
        lambda connection: connection.execute(
            "DELETE FROM delta WHERE version < 3 AND record=(SELECT n FROM record WHERE id=?)", (first.id,)
        )
    )
    opened.close()
    damaged.flip(damaged.pages("delta", "leaf")[0])
    _, store = damaged.salvage(backup=True)
    assert bodies(store).keys() == damaged.bodies.keys()
    assert len(past(store, first.id)) == 2
    assert len(past(store, revised(damaged, 151))) == 2
    settle(store)


def test_what_was_taken_out_stays_out(damaged: Damaged) -> None:
    opened = Store(Database.open(damaged.path, KEY, PORTFOLIO, HandClock()), "here", HandClock())
    opened.drop_draft("week:2026-W37")
    gone = next(iter(damaged.bodies))
    with opened.change(Label("purge")) as change:
        change.purge(Experience.KIND, gone)
    opened.close()
    damaged.flip(damaged.pages("record", "leaf")[-1])
    _, store = damaged.salvage(backup=True)
    assert store.draft("week:2026-W37") is None
    assert gone not in bodies(store)
    settle(store)


@pytest.mark.parametrize("many", [5, 40])
def test_any_bytes_may_be_broken(damaged: Damaged, many: int, tmp_path: Path) -> None:
    import random

    chance = random.Random(many)
    count = damaged.path.stat().st_size // PAGE
    damaged.flip(*chance.sample(range(2, count + 1), min(many, count - 2)))
    salvaged, store = damaged.salvage(backup=True)
    assert salvaged.items >= COUNT - 10
    assert bodies(store).items() <= damaged.bodies.items()
    settle(store)


def stopping(at: str) -> Callable[[str], None]:
    def step(part: str) -> None:
        if part == at:
            raise KeyboardInterrupt

    return step


def test_it_can_be_stopped_and_leaves_the_damaged_file_as_it_was(damaged: Damaged) -> None:
    damaged.flip(damaged.pages("record", "leaf")[2])
    before = damaged.path.read_bytes()
    with pytest.raises(KeyboardInterrupt):
        salvage(damaged.path, KEY, PORTFOLIO, damaged.path.with_name("mended.db"), step=stopping("delta"))
    assert damaged.path.read_bytes() == before
    _, store = damaged.salvage(backup=True)
    settle(store)


def test_a_record_that_makes_no_sense_is_taken_from_the_backup(damaged: Damaged) -> None:
    opened = Store(Database.open(damaged.path, KEY, PORTFOLIO, HandClock()), "here", HandClock())
    opened.database.write(lambda connection: connection.execute("UPDATE record SET body='{\"half' WHERE n IN (3, 995)"))
    opened.close()
    salvaged, store = damaged.salvage(backup=True)
    assert (salvaged.items, salvaged.unreadable) == (COUNT - 1, 1)
    # The one that no backup knows stays as it is: somebody may read it one day.
    assert [finding.code for finding in store.check(deep=True)] == ["record-unreadable"]
    assert len(bodies(store)) == COUNT - 1
    store.close()

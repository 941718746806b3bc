"""Random lives of one portfolio on two or three computers: they agree in the end, and no text is lost on the way."""

from __future__ import annotations

import random
import shutil
from collections import Counter
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from portfolio_app.domain import canonical
from portfolio_app.domain.changes import Label
from portfolio_app.domain.conflicts import Conflict
from portfolio_app.domain.errors import UserError
from portfolio_app.domain.experiences import Experience
from portfolio_app.domain.journal import JournalWeek
from portfolio_app.domain.links import Link
from portfolio_app.domain.records import Record
from portfolio_app.domain.selection import Audience, Selection
from portfolio_app.store.engine import Database
from portfolio_app.store.store import Change, Query, Store
from tests.store.samples import KEY, PORTFOLIO, START, HandClock, experience, link
from tests.tools.tally import Tally

SUITE = "Two or three computers, at random"
WORDS = ("les", "toets", "gesprek", "rust", "stilte", "vraag")


@contextmanager
def only_conflicts() -> Generator[None]:
    """A step may be out of reach because the other computer changed the same record since; nothing else is expected."""
    try:
        yield
    except UserError as error:
        if error.code != "undo-conflict":
            raise


@dataclass
class World:
    """What was ever committed anywhere, by record, and what a purge meant to erase."""

    chance: random.Random
    written: dict[tuple[str, str], set[str]] = field(default_factory=dict)
    erased: dict[str, set[str]] = field(default_factory=dict)
    counts: Counter[str] = field(default_factory=Counter)


class Computer:
    """One copy of the portfolio, with a clock of its own that may be far off."""

    def __init__(self, path: Path, name: str, world: World) -> None:
        skew = world.chance.choice([timedelta(), timedelta(minutes=5), timedelta(days=-3), timedelta(days=4000)])
        self.clock = HandClock(START + skew)
        self.world, self.path, self.name = world, path, name
        self.store = Store(Database.open(path, KEY, PORTFOLIO, self.clock), name, self.clock)

    def act(self) -> None:
        self.clock.now += timedelta(seconds=self.world.chance.choice([1, 60, 86_400]))
        acts = [self.create, self.create, *[self.edit] * 9, self.trash, self.trash, self.restore, self.purge, self.tie,
                self.undo, self.redo, self.week, self.week, self.choose, self.settle]  # fmt: skip
        act = self.world.chance.choice(acts)
        before = self.store.operation_counter()
        act()
        if self.store.operation_counter() > before:
            self.world.counts[act.__name__] += 1
            self.note()

    def note(self) -> None:
        """Remember what the last step left."""
        (step,) = self.store.operations(limit=1)
        for kind, ident in step.touched:
            record = self.store.any(kind, ident)
            if record is not None:
                self.world.written.setdefault((kind, ident), set()).add(canonical.dump(record))

    def some(self, *kinds: str, trashed: bool = False) -> Record | None:
        rows = self.store.rows(Query(kinds=kinds, trashed=trashed))
        if not rows:
            return None
        row = self.world.chance.choice(rows)
        return self.store.any(row.kind, row.id)

    def write(self, verb: str, work: Callable[[Change], None]) -> None:
        with self.store.change(Label(verb)) as change:
            work(change)

    def text(self) -> str:
        return f"{self.world.chance.choice(WORDS)} {self.world.chance.randrange(10**6)}"

    def create(self) -> None:
        made = experience(self.text(), self.text())
        self.write("create", lambda change: change.put(made))

    def edit(self) -> None:
        record = self.some("experience")
        if isinstance(record, Experience):
            part = self.world.chance.choice(["title", "story"])
            self.write("edit", lambda change: change.put(replace(record, **{part: self.text()})))

    def trash(self) -> None:
        record = self.some("experience", "journal_week")
        if record is not None:
            self.write("trash", lambda change: change.trash(record.KIND, record.id))

    def restore(self) -> None:
        record = self.some("experience", trashed=True)
        if record is not None:
            self.write("restore", lambda change: change.restore(record.KIND, record.id))

    def purge(self) -> None:
        record = self.some("experience", trashed=self.world.chance.random() < 0.7)
        if record is None:
            return
        self.covered(record)
        for one in (*self.store.links_from(record.id), *self.store.links_to(record.id)):
            self.covered(one)
        self.write("purge", lambda change: change.purge(record.KIND, record.id))

    def covered(self, record: Record) -> None:
        known = {canonical.dump(one.record) for one in self.store.history(record.KIND, record.id) if one.record}
        self.world.erased.setdefault(record.id, set()).update(known)

    def tie(self) -> None:
        one, other = self.some("experience", "journal_week"), self.some("experience", "journal_week")
        if one is not None and other is not None:
            self.write("link", lambda change: change.put(link(one, other)))

    def undo(self) -> None:
        with only_conflicts():
            self.store.undo()

    def redo(self) -> None:
        with only_conflicts():
            self.store.redo()

    def week(self) -> None:
        number, question = self.world.chance.randrange(1, 4), self.world.chance.choice("abc")
        here = [week for week in self.store.load(JournalWeek, Query()) if week.number == number]
        base = here[0] if here else JournalWeek(id=experience().id, written_at=self.clock(), year=2026, number=number)
        made = replace(base, answers={**base.answers, question: self.text()})
        self.write("edit", lambda change: change.put(made))

    def choose(self) -> None:
        name = self.world.chance.choice(("", "Het Kompas"))  # one of her own stands beside the usual one
        here = [item for item in self.store.load(Selection, Query()) if item.name == name]
        day = date(2026, 9, 1)
        base = here[0] if here else Selection(
            id=experience().id, written_at=self.clock(), audience=Audience.MENTOR, from_on=day, until_on=day, name=name
        )  # fmt: skip
        weeks = frozenset(row.id for row in self.store.rows(Query(kinds=("journal_week",))))
        made = replace(base, account=self.text(), chosen=weeks)
        self.write("edit", lambda change: change.put(made))

    def settle(self) -> None:
        found = self.store.load(Conflict, Query())
        if found:
            self.write("settle", lambda change: change.trash(Conflict.KIND, found[0].id))

    def merge(self, other: Database) -> bool:
        before = self.store.operation_counter()
        merged = self.store.merge(other)
        counts = self.world.counts
        counts["merges"] += 1
        counts["conflicts"] += len(merged.conflicts)
        counts["united"] += len(merged.united)
        counts["back"] += len(merged.back)
        after = self.store.operation_counter()
        for step in self.store.operations(limit=after - before):
            if step.device == self.name:
                for kind, ident in step.touched:
                    record = self.store.any(kind, ident)
                    if record is not None:
                        self.world.written.setdefault((kind, ident), set()).add(canonical.dump(record))
        return bool(merged.operation)

    def state(self) -> list[tuple[object, ...]]:
        columns = "id, kind, schema_version, body, trashed_at, purged, vector, hlc, changed_at, heading, day"
        with self.store.database.read() as connection:
            return connection.execute(f"SELECT {columns} FROM record ORDER BY id").fetchall()

    def everything(self) -> list[list[tuple[object, ...]]]:
        tables = ("record", "operation", "delta", "link_end", "blob", "blob_use", "evidence_text", "setting", "meta")
        with self.store.database.read() as connection:
            return [connection.execute(f"SELECT * FROM {name} ORDER BY 1, 2").fetchall() for name in tables]


def live(seed: int, made: Path, folder: Path, counts: Counter[str]) -> None:
    """One history: work and merges in any order, then exchanges until nothing is new; and what must hold then."""
    chance = random.Random(seed)
    world = World(chance, counts=counts)
    names = ["een", "twee", "drie"][: chance.choice([2, 2, 3])]
    computers = [Computer(Path(shutil.copy(made, folder / f"{name}-{seed}.db")), name, world) for name in names]
    bundles: list[Path] = []
    try:
        for turn in range(chance.randrange(15, 50)):
            one = chance.choice(computers)
            if chance.random() < 0.8:
                one.act()
                continue
            other = chance.choice([computer for computer in computers if computer is not one])
            if chance.random() < 0.3:
                other.store.database.checkpoint()
                bundles.append(Path(shutil.copy(other.path, folder / f"bundle-{seed}-{turn}.db")))
            if bundles and chance.random() < 0.3:
                old = Database.open(chance.choice(bundles), KEY, PORTFOLIO, one.clock, read_only=True)
                one.merge(old)
                before = one.everything()
                assert not one.merge(old)
                assert one.everything() == before
                old.close()
            else:
                one.merge(other.store.database)
        rounds = exchange(computers)
        counts["histories"] += 1
        counts["rounds"] += rounds
        agree(computers, world)
    finally:
        for computer in computers:
            computer.store.close()


def exchange(computers: list[Computer]) -> int:
    """Merge everything everywhere until nothing is new; how often that took."""
    for rounds in range(10):
        news = [one.merge(other.store.database) for one in computers for other in computers if one is not other]
        if not any(news):
            return rounds
    raise AssertionError("they never come to rest")


def agree(computers: list[Computer], world: World) -> None:
    first = computers[0].state()
    for computer in computers[1:]:
        assert computer.state() == first
    for computer in computers:
        assert computer.store.check(deep=True) == []
        nothing_lost(computer, world)
        weeks = [week.heading for week in computer.store.load(JournalWeek, Query())]
        assert len(weeks) == len(set(weeks))
        assert [item.name for item in computer.store.load(Selection, Query())].count("") <= 1


def nothing_lost(computer: Computer, world: World) -> None:
    """Every state that anybody committed is the present one, in the history, or set aside; unless a purge knew it."""
    aside = [one for trashed in (False, True) for one in computer.store.load(Conflict, Query(trashed=trashed))]
    for (kind, ident), bodies in world.written.items():
        there = {canonical.dump(one.record) for one in computer.store.history(kind, ident) if one.record}
        there |= {one.body for one in aside if one.of_id == ident}
        missing = bodies - there - world.erased.get(ident, set())
        if kind == "link":
            # A link at a record that was purged goes with it, whoever made it.
            missing = {body for body in missing if not world.erased.keys() & ends(body)}
        if kind == "conflict":
            missing = set()
        assert not missing, (kind, ident)


def ends(body: str) -> set[str]:
    link = canonical.load("link", 1, body)
    return {link.source_id, link.target_id} if isinstance(link, Link) else set()


def tell(counts: Counter[str], tally: Tally) -> None:
    histories, rounds = counts.pop("histories"), counts.pop("rounds")
    tally.add(SUITE, histories=histories, steps=counts.total(), rounds_of_merging=rounds)
    tally.add(SUITE, never_agreed=0, versions_lost=0)


@pytest.mark.parametrize("seed", range(20))
def test_computers_agree_and_nothing_is_lost(seed: int, made: Path, tmp_path: Path, tally: Tally) -> None:
    counts: Counter[str] = Counter()
    live(seed, made, tmp_path, counts)
    tell(counts, tally)


@pytest.mark.faults
@pytest.mark.timeout(600)
@pytest.mark.parametrize("batch", range(6))
def test_three_hundred_histories(batch: int, made: Path, tmp_path: Path, tally: Tally) -> None:
    counts: Counter[str] = Counter()
    for seed in range(1000 + batch * 50, 1050 + batch * 50):
        live(seed, made, tmp_path, counts)
        for path in tmp_path.iterdir():
            path.unlink()
    tell(counts, tally)

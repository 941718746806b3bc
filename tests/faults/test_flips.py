"""One bit is wrong, anywhere: it is noticed, and nothing that is shown differs from what was written."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TypeVar

import pytest

from portfolio_app.domain.errors import UserError
from portfolio_app.domain.evidence import Evidence
from portfolio_app.services.evidence import PAGE, THUMBNAIL
from portfolio_app.services.session import Services
from portfolio_app.store.pages import SALT
from portfolio_app.store.values import Query
from tests.faults.judging import PASSPHRASE
from tests.faults.model import Item, Model
from tests.faults.steps import KINDS, Walk, drawn, named, see
from tests.faults.worker import Desk, a_day
from tests.tools.tally import Tally
from tests.vault.documents import jpeg

SUITE = "One bit flipped"
T = TypeVar("T")
FEW, MANY = 1, 10  # times the least number below, divided by ten
IN_DATABASE, IN_VAULT, IN_BUNDLE, IN_LOG = 20, 40, 4, 6
DAMAGED = frozenset({
    "database-damaged", "database-wrong-key", "database-foreign", "database-other-portfolio", "database-disk-trouble",
    "record-unreadable",
})  # fmt: skip
DAMAGED_EVIDENCE = frozenset({"evidence-damaged", "evidence-newer"})


def noticed(work: Callable[[], T], codes: frozenset[str] = DAMAGED) -> T | None:
    """What comes of it; None where it was refused because of damage."""
    try:
        return work()
    except UserError as error:
        if error.code not in codes:
            raise
    return None


@contextmanager
def flipped(path: Path, chance: random.Random, least: int = 0) -> Generator[int]:
    """Inside, one bit of a file is another one; says at which octet."""
    at, bit = chance.randrange(least, path.stat().st_size), 1 << chance.randrange(8)
    _flip(path, at, bit)
    try:
        yield at
    finally:
        _flip(path, at, bit)


def _flip(path: Path, at: int, bit: int) -> None:
    with path.open("r+b") as file:
        file.seek(at)
        [octet] = file.read(1)
        file.seek(at)
        file.write(bytes([octet ^ bit]))


@pytest.fixture
def made(tmp_path: Path) -> tuple[Desk, Model]:
    """A closed portfolio after a day of work, with pictures of what was taken in."""
    desk = Desk(tmp_path / "made")
    return desk, a_day(desk, PASSPHRASE, 8, 150)


def shown(on: Services) -> Iterator[tuple[str, Item]]:
    """Every record that can still be read."""
    for query in (Query(kinds=KINDS), Query(trashed=True)):
        for row in noticed(partial(on.records.rows, query)) or ():
            record = noticed(partial(on.records.any, row.kind, row.id))
            if record is not None and record.KIND in KINDS:
                assert record.heading == row.heading
                name, item = named(record)
                yield name, replace(item, trashed=query.trashed)


def flip_database(desk: Desk, model: Model, folder: Path, count: int, chance: random.Random, tally: Tally) -> None:
    there = {name: model.item(name) for name in (*model.items(), *model.items(trashed=True))}
    copy = Desk(folder / "flipped")
    shutil.copytree(desk.home, copy.home)
    (copy.home / "ballast").unlink(missing_ok=True)
    database, whole = copy.home / "portfolio.db", (desk.home / "portfolio.db").read_bytes()
    for _ in range(count):
        database.write_bytes(whole)
        with flipped(database, chance) as at:
            tally.add(SUITE, in_the_database=1)
            services = noticed(partial(copy.open, PASSPHRASE))
            if services is None:
                tally.add(SUITE, database_refused=1)
                continue
            try:
                for name, item in shown(services):
                    assert there[name] == item
                sound = services.checks.check(deep=False).sound
                # Of the first octets the key file has a copy, with which the file opens as it is.
                assert not sound or at < SALT, f"octet {at}"
                tally.add(SUITE, database_found_by_the_check=int(not sound))
                tally.add(SUITE, database_made_up_for_by_the_key_file=int(sound))
            finally:
                services.close()


def flip_vault(services: Services, count: int, chance: random.Random, tally: Tally) -> None:
    items = services.evidence.all()
    whole = {item.id: services.evidence.read(item) for item in items}
    for number in range(count):
        item = chance.choice(items)
        with flipped(services._core.vault.path(item.sha256), chance):
            with pytest.raises(UserError) as caught:
                services.evidence.read(item)
            assert caught.value.code in DAMAGED_EVIDENCE
            assert whole[item.id].startswith(_streamed(services, item))
            if number % 20 == 0:
                [finding] = services.checks.check(deep=True).findings
                assert (finding.code, finding.facts["count"]) == ("evidence-damaged", 1)
        tally.add(SUITE, in_the_vault=1, vault_noticed=1)
    assert services.checks.check(deep=True).sound


def _streamed(services: Services, item: Evidence) -> bytes:
    """What a viewer gets before it is told."""
    got = bytearray()

    def view() -> bool:
        with services.evidence.open_stream(item) as stream:
            while piece := stream.read(4096):
                got.extend(piece)
        return True

    assert noticed(view, DAMAGED_EVIDENCE) is None
    return bytes(got)


def flip_previews(services: Services, folder: Path, count: int, chance: random.Random, tally: Tally) -> None:
    picture = folder / "bord.jpg"
    picture.write_bytes(jpeg())
    item = services.evidence.add(picture).evidence
    for number in range(count):
        kind = (THUMBNAIL, PAGE)[number % 2]
        make = services.evidence.thumbnail if kind == THUMBNAIL else services.evidence.page_copy
        sound = make(item)
        assert sound
        path = services._core.vault._preview_path(item.sha256, kind)
        at, bit = chance.randrange(path.stat().st_size), 1 << chance.randrange(8)
        _flip(path, at, bit)
        assert make(item) == sound  # it is made again
        tally.add(SUITE, in_pictures_kept=1, pictures_made_again=1)


def flip_backups(services: Services, folder: Path, count: int, chance: random.Random, tally: Tally) -> None:
    """A whole bundle, and a backup on this disk with its evidence in a pool."""
    bundle = services.bundles.write(folder / "alles.leerlijn").path
    snapshot = services.backups.snapshot("regular").path
    pooled = sorted(path for path in services.backups.places.pool.rglob("*") if path.is_file())
    for path, name, file in ((bundle, "bundles", bundle), (snapshot, "backups", snapshot), (snapshot, "pool", None)):
        for _ in range(count):
            with flipped(file or chance.choice(pooled), chance):
                with pytest.raises(UserError) as caught, services.backups.open(path) as opened:
                    opened.verify()
                assert caught.value.code.startswith("bundle-")
            tally.add(SUITE, **{f"in_{name}": 1, "bundles_and_backups_refused": 1})
        with services.backups.open(path) as opened:
            opened.verify()


def flip_log(folder: Path, count: int, chance: random.Random, tally: Tally) -> None:
    """What stands behind a flipped bit in the write-ahead log is gone for SQLite; the counter outside it tells."""
    desk, left = Desk(folder / "logging"), Desk(folder / "log")
    desk.folder.mkdir()
    model = Model(passphrase=PASSPHRASE)
    services, walk = desk.begin(PASSPHRASE), Walk(model, desk.papers)
    services.maintain().result(60)  # the log is folded in; what follows stands in it alone
    views = {services._core.store.operation_counter(): model.view()}
    for step in (drawn(chance, {"create": 3, "edit": 3, "trash": 1, "undo": 1, "link": 1}) for _ in range(14)):
        if act := walk.plan(step):
            act.program(services)
            act.model()
            views[services._core.store.operation_counter()] = model.view()
    saved = services._core.store.operation_counter()
    shutil.copytree(desk.home, left.home)  # as a process that was killed leaves it
    services.close()
    log = left.home / "portfolio.db-wal"
    whole = {path: path.read_bytes() for path in (log, left.home / "portfolio.db", left.home / "counter")}
    for _ in range(count):
        for path, data in whole.items():
            path.write_bytes(data)
        log.with_name("portfolio.db-shm").unlink(missing_ok=True)
        _flip(log, chance.randrange(len(whole[log])), 1 << chance.randrange(8))
        again = left.open(PASSPHRASE)
        there = again._core.store.operation_counter()
        assert see(again) == views[there]
        told = sum(int(str(finding.facts["missing"])) for finding in again.warnings)
        assert told == saved - there
        again.close()
        tally.add(SUITE, in_the_log=1, logs_of_which_steps_were_lost=int(told > 0), steps_told_to_be_lost=told)


def survive(folder: Path, made: tuple[Desk, Model], times: int, seed: int, tally: Tally) -> None:
    chance, (desk, model) = random.Random(seed), made
    flip_database(desk, model, folder, IN_DATABASE * times, chance, tally)
    services = desk.open(PASSPHRASE)
    try:
        flip_vault(services, IN_VAULT * times, chance, tally)
        flip_previews(services, folder, times, chance, tally)
        flip_backups(services, folder, IN_BUNDLE * times, chance, tally)
    finally:
        services.close()
    flip_log(folder, IN_LOG * times, chance, tally)
    tally.add(SUITE, shown_as_good=0)


def test_a_flipped_bit_is_noticed(tmp_path: Path, made: tuple[Desk, Model], tally: Tally) -> None:
    survive(tmp_path, made, FEW, 1, tally)


@pytest.mark.faults
@pytest.mark.timeout(1800)
def test_hundreds_of_flipped_bits_are_noticed(tmp_path: Path, made: tuple[Desk, Model], tally: Tally) -> None:
    survive(tmp_path, made, MANY, 2, tally)

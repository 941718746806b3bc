"""The counter beside the database: cheap to write, impossible to fake, never half."""

from __future__ import annotations

from pathlib import Path

import pytest

from portfolio_app.domain.errors import UserError
from portfolio_app.vault.counter import Counter
from tests.tools.somebody import common_folder, somebody_else

KEY = b"k" * 32


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "counter"


def test_it_gives_back_the_last_count(path: Path) -> None:
    counter = Counter(path, KEY)
    assert counter.read() is None
    for count in (1, 2, 3, 7, 8, 250):
        counter.write(count, durable=count == 250)
        assert Counter(path, KEY).read() == count


def test_a_write_that_stopped_anywhere_leaves_the_count_before(path: Path) -> None:
    Counter(path, KEY).write(41)
    before = path.read_bytes()
    Counter(path, KEY).write(42)
    after = path.read_bytes()
    changed = [at for at in range(len(after)) if after[at] != before[at]]
    for at in range(changed[0] + 1, changed[-1] + 1):
        path.write_bytes(after[:at] + before[at:])
        assert Counter(path, KEY).read() == 41
    path.write_bytes(after)
    assert Counter(path, KEY).read() == 42


def test_a_raised_count_without_the_key_is_not_believed(path: Path) -> None:
    Counter(path, KEY).write(5)
    data = bytearray(path.read_bytes())
    data[11] = data[55] = 200
    path.write_bytes(data)
    assert Counter(path, KEY).read() is None
    Counter(path, b"x" * 32).write(900)
    assert Counter(path, KEY).read() is None


@pytest.mark.parametrize("data", [b"", b"x", b"\0" * 88, b"\xff" * 1000])
def test_a_damaged_file_counts_as_none_and_is_written_anew(path: Path, data: bytes) -> None:
    path.write_bytes(data)
    counter = Counter(path, KEY)
    assert counter.read() is None
    counter.write(9)
    assert counter.read() == 9


def test_a_lower_count_never_takes_the_place_of_a_higher_one(path: Path) -> None:
    counter = Counter(path, KEY)
    counter.write(100)
    counter.write(101)
    for count in (50, 51, 52):
        counter.write(count, durable=count == 52)
        assert counter.read() == 101


def test_steps_saved_after_a_loss_do_not_make_up_for_it(path: Path) -> None:
    Counter(path, KEY).write(101)
    counter = Counter(path, KEY)
    counter.go_on(99)
    for count in (100, 101, 102, 103):
        counter.write(count)
        assert Counter(path, KEY).missing(count) == 2
    counter.reset(103)
    counter.write(104)
    assert Counter(path, KEY).missing(104) == 0


def test_one_that_may_not_be_read_is_told() -> None:
    with common_folder() as folder:
        Counter(folder / "counter", KEY).write(5)
        (folder / "counter").chmod(0o000)
        with somebody_else(), pytest.raises(UserError, match="no-permission"):
            Counter(folder / "counter", KEY).read()


def test_it_begins_again_at_a_lower_count(path: Path) -> None:
    counter = Counter(path, KEY)
    counter.write(100)
    counter.write(101)
    counter.reset(50)
    assert counter.read() == 50

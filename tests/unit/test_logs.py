"""The log holds what the program did, and not one word of its owner."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from portfolio_app import logs
from portfolio_app.domain.errors import UserError

SECRET = "Wie stilvalt, heeft hulp nodig"


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    handler = logs.start(tmp_path / "logs")
    yield tmp_path / "logs"
    logs.stop(handler)


def test_numbers_dates_ids_and_plain_texts_are_written(folder: Path) -> None:
    record = "0193e0a1-7d5c-7c3e-9f6a-1b2c3d4e5f60"
    log = logging.getLogger("portfolio_app.store")
    log.info("saved %s %s of %s, %d octets", logs.Plain("habit"), record, date(2026, 11, 24), 512)
    assert f"portfolio_app.store: saved habit {record} of 2026-11-24, 512 octets" in logs.tail(folder)


@pytest.mark.parametrize("value", [SECRET, SECRET.encode(), Path(SECRET), [SECRET], ValueError(SECRET)])
def test_what_was_typed_never_reaches_the_file(folder: Path, value: object) -> None:
    log = logging.getLogger("portfolio_app.services")
    log.warning("kept %s", value)
    log.warning("kept %(what)s", {"what": value})
    assert "stilvalt" not in logs.tail(folder)
    assert logs.tail(folder).count("kept ‹") + logs.tail(folder).count("kept ValueError") == 2


@pytest.mark.logs_errors
def test_an_exception_is_written_as_types_and_places(folder: Path) -> None:
    try:
        try:
            raise ValueError(SECRET)
        except ValueError as error:
            raise UserError("database-damaged", name=SECRET) from error
    except UserError:
        logging.getLogger("portfolio_app.store").exception("could not open")
    text = logs.tail(folder)
    assert "UserError (database-damaged)" in text
    assert "builtins.ValueError" in text
    assert "test_an_exception_is_written_as_types_and_places" in text
    assert "stilvalt" not in text
    assert str(Path.home()) not in text


def test_other_libraries_are_cut_down_to_their_place(folder: Path) -> None:
    logging.getLogger("pikepdf").warning("cannot read %s", SECRET)
    logging.getLogger("pikepdf").warning(SECRET)
    assert "stilvalt" not in logs.tail(folder)
    assert "pikepdf: at " in logs.tail(folder)


def test_a_folder_that_cannot_be_made_stops_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    handler = logs.start(tmp_path / "file" / "logs")
    logging.getLogger("portfolio_app").warning("still here")
    logs.stop(handler)
    assert logs.tail(tmp_path / "file" / "logs") == ""

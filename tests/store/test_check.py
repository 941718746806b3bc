"""The check finds damage, and repairs what follows from the records."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from portfolio_app.domain.changes import Label
from portfolio_app.domain.errors import UserError
from portfolio_app.domain.evidence import Evidence
from portfolio_app.domain.experiences import Experience
from portfolio_app.domain.links import Role
from portfolio_app.store.engine import Database
from portfolio_app.store.store import Store
from portfolio_app.store.values import Finding, Query
from tests.store.samples import KEY, PORTFOLIO, START, HandClock, experience, link


@pytest.fixture
def filled(store: Store) -> Store:
    """Two linked records."""
    one, other = experience("een", "rekenles"), experience("twee")
    with store.change(Label("create")) as change:
        for record in (one, other, link(one, other, Role.ABOUT)):
            change.put(record)
    return store


def sql(store: Store, statement: str) -> None:
    store.database.write(lambda connection: connection.execute(statement).rowcount)


def codes(findings: list[Finding]) -> list[str]:
    return [finding.code for finding in findings]


def test_all_is_well(filled: Store) -> None:
    assert filled.check() == filled.check(deep=True) == []


def test_links_are_repaired_from_their_records(filled: Store) -> None:
    sql(filled, "UPDATE link_end SET role='proves'")
    assert codes(filled.check()) == ["links-repaired"]
    assert filled.check() == []


def test_who_only_reads_is_not_told_of_a_repair(filled: Store) -> None:
    sql(filled, "UPDATE link_end SET role='proves'")
    database = Database.open(filled.database.path, KEY, PORTFOLIO, HandClock(), read_only=True)
    reading = Store(database, "here", HandClock())
    assert codes(reading.check()) == codes(reading.check()) == ["links-wrong"]
    reading.close()


def test_index_is_repaired_from_the_records(filled: Store) -> None:
    sql(filled, "DELETE FROM search_data WHERE id > 10")
    assert codes(filled.check()) == ["search-rebuilt"]
    assert filled.check() == []
    assert [hit.heading for hit in filled.search("rekenles")] == ["een"]


def test_record_that_fell_out_of_the_index_is_put_back(filled: Store) -> None:
    sql(filled, "DELETE FROM search WHERE rowid=1")
    assert codes(filled.check()) == ["search-rebuilt"]
    assert [hit.heading for hit in filled.search("rekenles")] == ["een"]


def test_missing_steps_files_and_unreadable_records_are_reported(filled: Store) -> None:
    with filled.change(Label("create")) as change:
        change.put(
            Evidence(
                id="e",
                written_at=START,
                title="t",
                file_name="f",
                sha256="ab",
                octets=1,
                media_type="",
                made_on=date.min,
            )
        )
    columns = "at, device, hlc, course, verb, kind, heading"
    copied = f"INSERT INTO operation (seq, id, {columns}, touched) SELECT 9, 'x', {columns}, '[]' FROM operation"
    sql(filled, f"{copied} WHERE seq=1")
    sql(filled, "UPDATE record SET body='{\"half\":' WHERE heading='twee'")
    sql(filled, "UPDATE delta SET patch='{\"story\":[9,9' WHERE record=1")
    found = {finding.code: dict(finding.facts) for finding in filled.check(deep=True)}
    assert found == {
        "operations-missing": {"missing": 6},
        "record-unreadable": {"count": 1},
        "history-unreadable": {"count": 1},
        "blob-missing": {"count": 1},
    }


def test_records_that_cannot_be_read_are_counted_and_keep_nothing_else_from_being_read(filled: Store) -> None:
    sql(filled, "UPDATE record SET body='{\"half\":' WHERE kind='link' OR heading='twee'")
    sql(filled, "DELETE FROM search")
    found = filled.check(deep=True)
    assert found == [Finding("record-unreadable", {"count": 2}), Finding("search-rebuilt")]
    assert filled.check(deep=True) == [Finding("record-unreadable", {"count": 2})]
    (left,) = filled.load(Experience, Query(kinds=(Experience.KIND,)))
    assert left.title == "een"
    broken = next(row for row in filled.rows(Query()) if row.heading == "twee")
    assert filled.load_ids([left.id, broken.id]) == [left]
    assert filled.links_from(left.id) == []
    assert [hit.heading for hit in filled.search("rekenles")] == ["een"]
    with pytest.raises(UserError, match="record-unreadable"):
        filled.need(Experience, broken.id)


def test_a_flipped_byte_is_found_wherever_it_lies(filled: Store, path: Path) -> None:
    filled.close()
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    opened = Store(Database.open(path, KEY, PORTFOLIO, HandClock()), "here", HandClock())
    assert opened.check() == [Finding("page-damaged", {"pages": 1})]
    opened.close()

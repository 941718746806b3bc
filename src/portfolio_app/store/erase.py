"""Changes words everywhere they were ever written: in records, in all their versions, in drafts, steps and the index.

This is the one place where history is rewritten, because a person who is to be erased must be gone from it as well.
Every version keeps its number and its way back, so that undo and history go on as before, without the words.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from typing import Any

from sqlcipher3.dbapi2 import Connection

from portfolio_app.domain import canonical, names
from portfolio_app.domain.changes import Label
from portfolio_app.domain.errors import UserError
from portfolio_app.domain.persons import Pseudonym
from portfolio_app.store import driver, history, hlc, indexing, state
from portfolio_app.store.state import State, Stored
from portfolio_app.store.writing import Stamp, follow, newest, put_operation

Matcher = Callable[[str, str], bool]
"""Gets the key of a text and the text, and tells whether the words are in it."""

Rewriter = Callable[[str, str], str]
"""Gets the key of a text and the text, and gives the text without the words."""

_UNREADABLE = (UserError, ValueError, TypeError, KeyError, IndexError)
"""What a history raises that can't be read."""


@dataclass(frozen=True)
class Place:
    """A record that holds the words: today, in so many earlier versions, in the text read out of its file."""

    n: int
    kind: str
    id: str
    now: bool
    earlier: int
    in_file: bool = False


@dataclass(frozen=True)
class Places:
    """Where the words are. ``drafts`` are keys of drafts, ``settings`` keys of settings; ``steps`` is how many."""

    records: tuple[Place, ...]
    drafts: tuple[str, ...]
    settings: tuple[str, ...]
    steps: int

    @property
    def nowhere(self) -> bool:
        """Whether they are in none of them."""
        return not (self.records or self.drafts or self.settings or self.steps)


def find(connection: Connection, matches: Matcher, step: Callable[[int, int], None]) -> Places:
    """Look everywhere; ``step`` hears how many records of how many were read, and may raise to stop."""
    rows = connection.execute("SELECT n FROM record WHERE purged=0 ORDER BY n").fetchall()
    read = connection.execute("SELECT record_id, text FROM evidence_text")
    in_files = {ident for ident, text in read if matches("", text)}
    found: list[Place] = []
    for number, (n,) in enumerate(rows):
        step(number, len(rows))
        stored = state.at(connection, n)
        held = [_holds(stored.state, matches)]
        # A history that can't be read holds nothing that anybody could show; what can be read of it is.
        with suppress(*_UNREADABLE):
            held.extend(_holds(earlier, matches) for earlier in islice(history.states(connection, stored), 1, None))
        if stored.kind != Pseudonym.KIND and (any(held) or stored.id in in_files):
            found.append(Place(n, stored.kind, stored.id, held[0], sum(held[1:]), stored.id in in_files))
    step(len(rows), len(rows))
    drafts = connection.execute("SELECT key, body FROM draft ORDER BY key")
    settings = connection.execute("SELECT key, value FROM setting ORDER BY key")
    return Places(
        tuple(found),
        tuple(key for key, body in drafts if _named(body, matches)),
        tuple(key for key, value in settings if _named(value, matches)),
        sum(matches("heading", heading) for (heading,) in connection.execute("SELECT heading FROM operation")),
    )


def rewrite(connection: Connection, places: Places, rewriter: Rewriter, stamp: Stamp) -> int:
    """Rewrite what `find` found, as one step that can't be undone; returns its number."""
    # What stands in the text of a file only is gone when the file is, and is told as long as it is not.
    written = [place for place in places.records if place.now or place.earlier]
    stored = [state.at(connection, place.n) for place in written]
    clock = hlc.tick(newest(connection)[1], stamp.now, stamp.device)
    numbers = [place.n for place, one in zip(written, stored, strict=True) if one.state.body is not None]
    step = put_operation(connection, Label("erase"), numbers, stamp, "final")
    for one in stored:
        _rewrite_record(connection, one, rewriter, Mark(step.seq, clock, stamp))
    for key in places.drafts:
        _rewrite_value(connection, "draft", "body", key, rewriter)
    for key in places.settings:
        _rewrite_value(connection, "setting", "value", key, rewriter)
    for number, heading in connection.execute("SELECT seq, heading FROM operation WHERE heading <> ''").fetchall():
        changed = rewriter("heading", heading)
        if changed != heading:
            connection.execute("UPDATE operation SET heading=? WHERE seq=?", (changed, number))
    indexing.scrub(connection)
    return step.seq


def _holds(held: State, matches: Matcher) -> bool:
    return held.body is not None and _named(held.body, matches)


def _named(body: str, matches: Matcher) -> bool:
    """Whether the words are in one of the texts in JSON; what is no JSON is one text."""
    try:
        plain: Any = json.loads(body)
    except ValueError:
        return matches("", body)
    return any(matches(key, text) for key, text in names.texts(plain))


def _rewritten(body: str, rewriter: Rewriter) -> str:
    try:
        plain: Any = json.loads(body)
    except ValueError:
        return rewriter("", body)
    return canonical.text(names.with_texts(plain, rewriter))


@dataclass(frozen=True)
class Mark:
    """Number of the step, its stamp of the clock, and who writes when."""

    seq: int
    clock: str
    by: Stamp


def _rewrite_record(connection: Connection, stored: Stored, rewriter: Rewriter, mark: Mark) -> None:
    states: list[State] = []
    with suppress(*_UNREADABLE):
        # What was read before the trouble stays.
        states.extend(_changed(one, rewriter) for one in history.states(connection, stored))
    steps = connection.execute(
        "SELECT operation FROM delta WHERE record=? ORDER BY operation DESC", (stored.n,)
    ).fetchall()
    for (operation,), after, before in zip(steps, states, states[1:], strict=False):
        connection.execute(
            "UPDATE delta SET digest=?, patch=? WHERE record=? AND operation=?",
            (after.digest, after.way_back_to(before), stored.n, operation),
        )
    for (operation,) in steps[len(states) - 1 :]:
        # Nobody can read what lies before, but words of it may still stand there.
        connection.execute("DELETE FROM delta WHERE record=? AND operation=?", (stored.n, operation))
    now = states[0]
    if now.body is None:
        return
    record = _loaded(stored.kind, now)
    heading, sort_key, day, minutes, tags, lang, written_at = state.promoted(record)
    connection.execute(
        "UPDATE record SET body=?, heading=?, sort_key=?, day=?, minutes=?, tags=?, lang=?, written_at=?, changed_at=?,"
        " version=?, hlc=?, vector=? WHERE n=?",
        (now.body, heading, sort_key, day, minutes, tags, lang, written_at, state.instant(mark.by.now),
         stored.version + 1, mark.clock, stored.next_vector(mark.by.device), stored.n),
    )  # fmt: skip
    connection.execute(
        "INSERT INTO delta (record, operation, version, digest, schema_version, trashed_at, patch)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        (stored.n, mark.seq, stored.version + 1, now.digest, now.schema_version, now.trashed_at, now.way_back_to(now)),
    )
    if record is not None and stored.n is not None:
        follow(connection, stored.n, stored.kind, record, stored.state, fresh=False)


def _changed(one: State, rewriter: Rewriter) -> State:
    body = None if one.body is None else _rewritten(one.body, rewriter)
    return State(one.schema_version, body, one.trashed_at)


def _loaded(kind: str, now: State) -> Any:
    try:
        return now.record(kind)
    except UserError:
        return None


def _rewrite_value(connection: Connection, table: str, column: str, key: str, rewriter: Rewriter) -> None:
    value = driver.value(connection, f"SELECT {column} FROM {table} WHERE key=?", key)
    if value is not None:
        connection.execute(f"UPDATE {table} SET {column}=? WHERE key=?", (_rewritten(value, rewriter), key))

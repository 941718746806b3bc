"""Words in a row. The index keeps no places within a text, so those that hold every word of a phrase are read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress

from sqlcipher3.dbapi2 import Connection

from portfolio_app.domain import canonical
from portfolio_app.domain.errors import UserError
from portfolio_app.domain.evidence import Evidence
from portfolio_app.store import indexing, state, words
from portfolio_app.store.asking import Part
from portfolio_app.store.stopping import Stop


def keep(connection: Connection, wanted: Sequence[Part], stop: Stop) -> None:
    """Leave only what holds every phrase in the table of what was found."""
    for part in wanted:
        numbers = [row[0] for row in connection.execute("SELECT n FROM temp.found").fetchall()]
        _delete(connection, (n for n in numbers if not _stands(connection, n, part, stop)))


def drop(connection: Connection, part: Part, stop: Stop) -> None:
    """Take out of what was found whatever has the unwanted words that stand in ``temp.wanted``."""
    if not part.phrase:
        connection.execute("DELETE FROM temp.found WHERE n IN temp.wanted")
        return
    rows = connection.execute("SELECT n FROM temp.found WHERE n IN temp.wanted").fetchall()
    _delete(connection, (n for (n,) in rows if _stands(connection, n, part, stop)))


def _delete(connection: Connection, numbers: Iterator[int]) -> None:
    for n in list(numbers):
        connection.execute("DELETE FROM temp.found WHERE n = ?", (n,))


def _stands(connection: Connection, n: int, part: Part, stop: Stop) -> bool:
    stop.heed()
    stored = state.at(connection, n)
    kind, body = stored.kind, stored.state.body or ""
    # The whole body first, its names of fields and all: that is quick, and most do not have the words in a row there.
    # What was read out of a file stands elsewhere.
    if kind != Evidence.KIND and not within(body, part):
        return False
    with suppress(UserError):
        record = canonical.load(kind, stored.state.schema_version, body)
        return any(within(text, part) for text in indexing.pieces(connection, record))
    return False


def within(text: str, part: Part) -> bool:
    """Whether the words of a phrase stand in a row in a text."""
    needle = " " + " ".join(part.words)
    return (needle if part.unfinished else needle + " ") in f" {' '.join(words.tokens(text))} "

"""Keeps the full-text index in step with the records, in the same transaction.

The index holds no text of its own (the records do), and no places within a text: half the size, half the time to save.
"""

from __future__ import annotations

from typing import Final

from sqlcipher3.dbapi2 import Connection

from portfolio_app.domain.evidence import Evidence
from portfolio_app.domain.records import Record
from portfolio_app.store import driver, reading, words

DEFINITION: Final = (
    "CREATE VIRTUAL TABLE search USING fts5(title, body, tokenize = 'unicode61 remove_diacritics 2',"
    " detail = column, content = '', contentless_delete = 1)"
)
TUNING: Final = (
    "INSERT INTO search (search, rank) VALUES ('automerge', 16)",
    "INSERT INTO search (search, rank) VALUES ('pgsz', 3900)",
)
VERSION_KEY: Final = "search_version"


def index(connection: Connection, n: int, record: Record, *, fresh: bool) -> None:
    """Put a record's words into the index; ``fresh`` when the row was never indexed before."""
    title, body, extra = texts(connection, record)
    if fresh and not (title or body or extra):
        return
    lang = record.lang
    row = (n, _with_stems(title, lang), _with_stems(f"{body}\n{extra}" if extra else body, lang))
    how = "INSERT" if fresh else "INSERT OR REPLACE"
    connection.execute(f"{how} INTO search (rowid, title, body) VALUES (?, ?, ?)", row)


def forget(connection: Connection, n: int) -> None:
    """Take a record out of the index."""
    connection.execute("DELETE FROM search WHERE rowid=?", (n,))


def scrub(connection: Connection) -> None:
    """Drop every word of the records that were taken out of the index; once for all of them, for it takes long.

    fts5 only marks words as deleted and drops them at some later merge. That suits an edit, whose words the history
    holds anyway; what is purged must be gone, so everything is merged now.
    """
    connection.execute("INSERT INTO search (search) VALUES ('optimize')")


def is_current(connection: Connection) -> bool:
    """Whether the index was built with today's stemmer."""
    found = driver.value(connection, "SELECT value FROM meta WHERE key=?", VERSION_KEY)
    return found == words.version()


def has_todays_form(connection: Connection) -> bool:
    """Whether the index has the columns and the tokenizer of today."""
    made = driver.value(connection, "SELECT sql FROM sqlite_master WHERE name='search'")
    return made is not None and "".join(str(made).split()) == "".join(DEFINITION.split())


def make(connection: Connection) -> None:
    """Put an empty index in the place of the one that is there, damaged or not."""
    connection.execute("DROP TABLE IF EXISTS search")
    connection.execute(DEFINITION)
    for tuning in TUNING:
        connection.execute(tuning)


def is_complete(connection: Connection) -> bool:
    """Whether every record that has words and can be read is in the index, and nothing else is."""
    stray = driver.value(
        connection, "SELECT count(*) FROM search_docsize WHERE id NOT IN (SELECT n FROM record WHERE body IS NOT NULL)"
    )
    left_out = connection.execute(
        "SELECT kind, schema_version, body FROM record WHERE body IS NOT NULL AND kind <> 'link'"
        " AND n NOT IN (SELECT id FROM search_docsize)"
    )
    return not stray and not any(any(texts(connection, record)) for record in reading.readable(left_out))


def rebuild(connection: Connection) -> None:
    """Build the index anew from the records that can be read; works on a damaged one, too."""
    make(connection)
    query = "SELECT n, kind, schema_version, body FROM record WHERE body IS NOT NULL AND kind <> 'link'"
    for n, *stored in connection.execute(query).fetchall():
        for record in reading.readable([stored]):
            index(connection, n, record, fresh=True)
    connection.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (VERSION_KEY, words.version()))


def texts(connection: Connection, record: Record) -> tuple[str, str, str]:
    """Title, body, and the text read out of a file."""
    title, body = record.heading, "\n".join(filter(None, record.words))
    if not isinstance(record, Evidence):
        return title, body, ""
    found = driver.value(connection, "SELECT text FROM evidence_text WHERE record_id=?", record.id)
    return title, body, str(found or "")


def pieces(connection: Connection, record: Record) -> tuple[str, ...]:
    """The texts of a record one by one: words stand in a row only within one of them."""
    return (record.heading, *record.words, texts(connection, record)[2])


def _with_stems(text: str, lang: str) -> str:
    """The text and the stems that are not themselves words of it, once each: a query asks for both."""
    found = dict.fromkeys(words.tokens(text))
    fresh = dict.fromkeys(words.stems(found, lang)).keys() - found.keys()
    return f"{text}\n{' '.join(sorted(fresh))}" if fresh else text

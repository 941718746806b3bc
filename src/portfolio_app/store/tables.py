"""Tables as today's code sees them; `migrations` makes them. Columns that lists read stand before the long text."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Column, Integer, LargeBinary, MetaData, Table, Text

APPLICATION_ID: Final = 0x4C72_6C6E
"""Written into the file's header ("Lrln")."""

REVISIONS: Final = ("0001",)
"""Every revision, oldest first. Kept here so that opening need not load alembic."""

HEAD: Final = REVISIONS[-1]

metadata = MetaData()

record = Table(
    "record",
    metadata,
    Column("n", Integer, primary_key=True),
    Column("id", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("schema_version", Integer, nullable=False),
    Column("heading", Text, nullable=False),
    Column("sort_key", Text, nullable=False),
    Column("day", Text),
    Column("minutes", Integer),
    Column("tags", Text),
    Column("lang", Text, nullable=False),
    Column("written_at", Text, nullable=False),
    Column("changed_at", Text, nullable=False),
    Column("trashed_at", Text),
    Column("version", Integer, nullable=False),
    Column("hlc", Text, nullable=False),
    Column("vector", Text, nullable=False),
    Column("purged", Integer, nullable=False),
    Column("body", Text),
    sqlite_strict=True,
)
"""Records of every kind. No body means that the record does not exist (any more): the row is then its tombstone."""

link_end = Table(
    "link_end",
    metadata,
    Column("link", Integer, primary_key=True),
    Column("role", Text, nullable=False),
    Column("source_kind", Text, nullable=False),
    Column("source_id", Text, nullable=False),
    Column("target_kind", Text, nullable=False),
    Column("target_id", Text, nullable=False),
    sqlite_strict=True,
)
"""Index of link records by their ends; kept in the same transaction."""

operation = Table(
    "operation",
    metadata,
    Column("seq", Integer, primary_key=True),
    Column("id", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("device", Text, nullable=False),
    Column("hlc", Text, nullable=False),
    Column("course", Text, nullable=False),
    Column("verb", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("heading", Text, nullable=False),
    Column("touched", Text, nullable=False),
    Column("undoes", Integer),
    Column("undone_by", Integer),
    sqlite_strict=True,
)
"""Committed steps. ``course`` is do, undo, redo, final (a purge) or gone (everything it touched was purged).

``touched`` lists the numbers of its records; together with it they lead to the deltas.
"""

delta = Table(
    "delta",
    metadata,
    Column("record", Integer, primary_key=True),
    Column("operation", Integer, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("digest", Integer, nullable=False),
    Column("schema_version", Integer, nullable=False),
    Column("trashed_at", Text),
    Column("patch", Text),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)
"""How to get back: ``version`` and ``digest`` are of the state after, the other columns of the state before."""

blob = Table(
    "blob",
    metadata,
    Column("sha256", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("salt", Text, nullable=False),
    Column("octets", Integer, nullable=False),
    Column("media_type", Text, nullable=False),
    Column("added_at", Text, nullable=False),
    sqlite_strict=True,
)

blob_use = Table(
    "blob_use",
    metadata,
    Column("sha256", Text, primary_key=True),
    Column("record", Integer, primary_key=True),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)
"""Every file a version of a record ever named, until the record is purged."""

evidence_text = Table(
    "evidence_text",
    metadata,
    Column("record_id", Text, primary_key=True),
    Column("text", Text, nullable=False),
    sqlite_strict=True,
)

draft = Table(
    "draft",
    metadata,
    Column("key", Text, primary_key=True),
    Column("at", Text, nullable=False),
    Column("body", Text, nullable=False),
    sqlite_strict=True,
)

setting = Table(
    "setting",
    metadata,
    Column("key", Text, primary_key=True),
    Column("value", Text, nullable=False),
    sqlite_strict=True,
)

secret = Table(
    "secret",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", LargeBinary, nullable=False),
    sqlite_strict=True,
)

meta = Table(
    "meta", metadata, Column("key", Text, primary_key=True), Column("value", Text, nullable=False), sqlite_strict=True
)
"""Facts about the database: ``portfolio_id``, ``search_version``."""

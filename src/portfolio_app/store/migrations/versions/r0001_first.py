"""First revision: records as documents, operations with reverse deltas, links, search, and what stands beside them."""

from __future__ import annotations

from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

STATEMENTS = (
    """
    CREATE TABLE record (
        n INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        kind TEXT NOT NULL,
        schema_version INTEGER NOT NULL,
        heading TEXT NOT NULL,
        sort_key TEXT NOT NULL,
        day TEXT,
        minutes INTEGER,
        tags TEXT,
        lang TEXT NOT NULL,
        written_at TEXT NOT NULL,
        changed_at TEXT NOT NULL,
        trashed_at TEXT,
        version INTEGER NOT NULL,
        hlc TEXT NOT NULL,
        vector TEXT NOT NULL,
        purged INTEGER NOT NULL DEFAULT 0,
        body TEXT
    ) STRICT
    """,
    "CREATE INDEX record_live ON record (kind, day) WHERE body IS NOT NULL AND trashed_at IS NULL",
    "CREATE INDEX record_trashed ON record (trashed_at) WHERE trashed_at IS NOT NULL",
    """
    CREATE TABLE link_end (
        link INTEGER PRIMARY KEY REFERENCES record (n),
        role TEXT NOT NULL,
        source_kind TEXT NOT NULL,
        source_id TEXT NOT NULL,
        target_kind TEXT NOT NULL,
        target_id TEXT NOT NULL
    ) STRICT
    """,
    "CREATE INDEX link_end_source ON link_end (source_id, role)",
    "CREATE INDEX link_end_target ON link_end (target_id, role)",
    """
    CREATE TABLE operation (
        seq INTEGER PRIMARY KEY,
        id TEXT NOT NULL,
        at TEXT NOT NULL,
        device TEXT NOT NULL,
        hlc TEXT NOT NULL,
        course TEXT NOT NULL,
        verb TEXT NOT NULL,
        kind TEXT NOT NULL,
        heading TEXT NOT NULL,
        touched TEXT NOT NULL,
        undoes INTEGER REFERENCES operation (seq),
        undone_by INTEGER REFERENCES operation (seq),
        CONSTRAINT operation_course CHECK (course IN ('do', 'undo', 'redo', 'final', 'gone'))
    ) STRICT
    """,
    """
    CREATE TABLE delta (
        record INTEGER NOT NULL REFERENCES record (n),
        operation INTEGER NOT NULL REFERENCES operation (seq),
        version INTEGER NOT NULL,
        digest INTEGER NOT NULL,
        schema_version INTEGER NOT NULL,
        trashed_at TEXT,
        patch TEXT,
        PRIMARY KEY (record, operation)
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE blob (
        sha256 TEXT PRIMARY KEY NOT NULL,
        name TEXT NOT NULL,
        salt TEXT NOT NULL,
        octets INTEGER NOT NULL,
        media_type TEXT NOT NULL,
        added_at TEXT NOT NULL
    ) STRICT
    """,
    """
    CREATE TABLE blob_use (
        sha256 TEXT NOT NULL,
        record INTEGER NOT NULL REFERENCES record (n),
        PRIMARY KEY (sha256, record)
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE TABLE evidence_text (record_id TEXT PRIMARY KEY NOT NULL, text TEXT NOT NULL) STRICT",
    "CREATE TABLE draft (key TEXT PRIMARY KEY NOT NULL, at TEXT NOT NULL, body TEXT NOT NULL) STRICT",
    "CREATE TABLE setting (key TEXT PRIMARY KEY NOT NULL, value TEXT NOT NULL) STRICT",
    "CREATE TABLE secret (name TEXT PRIMARY KEY NOT NULL, value BLOB NOT NULL) STRICT",
    "CREATE TABLE meta (key TEXT PRIMARY KEY NOT NULL, value TEXT NOT NULL) STRICT",
    """
    CREATE VIRTUAL TABLE search USING fts5(
        title, body, tokenize = 'unicode61 remove_diacritics 2', detail = column,
        content = '', contentless_delete = 1
    )
    """,
    # Fewer, larger merges: a save then costs half of what it does with fts5's own setting.
    "INSERT INTO search (search, rank) VALUES ('automerge', 16)",
    # Pages of the index that fit into a page of the encrypted file, which holds 80 bytes less than usual.
    "INSERT INTO search (search, rank) VALUES ('pgsz', 3900)",
    "CREATE VIRTUAL TABLE search_term USING fts5vocab(search, row)",
)


def upgrade() -> None:
    """Make every table."""
    for statement in STATEMENTS:
        op.execute(statement)


def downgrade() -> None:
    """Nothing comes before the first revision; older versions of the program open older files only."""
    raise RuntimeError("the first revision has no predecessor")

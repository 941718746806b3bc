"""Records that hold the words of a question, gathered in tables that live in memory and belong to one connection.

The index walks an OR of many words slowly, for at each record it looks at all of them; a few at a time is quick.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sqlcipher3.dbapi2 import Connection

from portfolio_app.store import driver

_TOGETHER: Final = 8
_TABLES: Final = (
    "CREATE TEMP TABLE IF NOT EXISTS wanted (n INTEGER PRIMARY KEY)",
    "CREATE TEMP TABLE IF NOT EXISTS either (n INTEGER PRIMARY KEY)",
    "CREATE TEMP TABLE IF NOT EXISTS found (n INTEGER PRIMARY KEY)",
    "CREATE TEMP TABLE IF NOT EXISTS titled (n INTEGER PRIMARY KEY)",
)
_ADD: Final = "INSERT OR IGNORE INTO temp.{table} SELECT rowid FROM search WHERE search MATCH ?"


@dataclass(frozen=True)
class Group:
    """Quoted terms of the index that stand for one word: itself and its stems, and those with it inside them."""

    near: tuple[str, ...]
    inside: tuple[str, ...] = ()

    @property
    def is_small(self) -> bool:
        """Whether it can be asked for together with others."""
        return len(self.inside) <= _TOGETHER

    @property
    def expression(self) -> str:
        """All of it in the index's own language."""
        return f"({' OR '.join((*self.near, *self.inside))})"


def clear(connection: Connection) -> None:
    """Empty the tables of what is found."""
    connection.execute("DELETE FROM temp.found")
    connection.execute("DELETE FROM temp.titled")


def make(connection: Connection) -> None:
    """Make the tables where they are missing. Not within a transaction: they would go with it, and come each time."""
    for statement in _TABLES:
        connection.execute(statement)


def gather(connection: Connection, groups: Sequence[Group]) -> int:
    """Fill ``temp.wanted`` with the numbers of all records that hold a term of each group; returns how many."""
    connection.execute("DELETE FROM temp.wanted")
    small = " AND ".join(group.expression for group in groups if group.is_small)
    large = [group for group in groups if not group.is_small]
    if small and not large:
        connection.execute(_ADD.format(table="wanted"), (small,))
    for at, group in enumerate(large):
        if not at:
            _add_each(connection, "wanted", group, small)
            continue
        connection.execute("DELETE FROM temp.either")
        _add_each(connection, "either", group, small)
        connection.execute("DELETE FROM temp.wanted WHERE n NOT IN temp.either")
    return int(driver.value(connection, "SELECT count(*) FROM temp.wanted") or 0)


def _add_each(connection: Connection, table: str, group: Group, also: str) -> None:
    terms = (*group.near, *group.inside)
    for start in range(0, len(terms), _TOGETHER):
        part = f"({' OR '.join(terms[start : start + _TOGETHER])})"
        connection.execute(_ADD.format(table=table), (f"{part} AND {also}" if also else part,))


def gather_titles(connection: Connection, groups: Sequence[Group]) -> None:
    """Fill ``temp.titled`` with what has every word, or a form of it, in its title."""
    near = " AND ".join(f"({' OR '.join(group.near)})" for group in groups)
    connection.execute(_ADD.format(table="titled"), (f"title : ({near})",))

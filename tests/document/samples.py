"""Records and snapshots for the composition of documents."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any, TypeVar

from portfolio_app import paths
from portfolio_app.content.sets import ContentSets
from portfolio_app.document.compose import compose
from portfolio_app.document.snapshot import Snapshot
from portfolio_app.document.tree import Document, Facts, Heading, ListBlock, Paragraph, Table, plain, walk
from portfolio_app.domain.links import Link, Role
from portfolio_app.domain.portfolio import Profile
from portfolio_app.domain.records import Record
from portfolio_app.domain.selection import DEFAULT_PARTS, Audience, Selection
from portfolio_app.i18n import Lang, Translator

R = TypeVar("R", bound=Record)
NOW = datetime(2026, 3, 11, 15, tzinfo=UTC)
SETS = ContentSets(paths.resources())


def made(cls: type[R], id: str, **facts: Any) -> R:
    return cls(id=id, written_at=NOW, **facts)


def link(role: Role, source: Record, target: Record) -> Link:
    return made(
        Link,
        f"{source.id}-{target.id}",
        role=role,
        source_kind=source.KIND,
        source_id=source.id,
        target_kind=target.KIND,
        target_id=target.id,
    )


OWNER = made(Profile, "owner", given_name="Noor", family_name="Zandkamp", school="Het Kompas", subject="aardrijkskunde")


def snapshot(audience: Audience = Audience.ARCHIVE, account: str = "", lang: str = "nl", **facts: Any) -> Snapshot:
    selection = made(
        Selection,
        "selection",
        audience=audience,
        from_on=date(2025, 8, 1),
        until_on=date(2026, 3, 11),
        lang=lang,
        parts=DEFAULT_PARTS[audience],
        account=account,
    )
    content = {
        "frameworks": {item.id: item for item in SETS.frameworks()},
        "templates": {(item.id, item.version): item for item in (*SETS.templates(), SETS.template("week", 1))},
        "instruments": {(item.id, item.version): item for item in SETS.instruments()},
    }
    return Snapshot(**{"selection": selection, "today": date(2026, 3, 11), "owner": OWNER, **content, **facts})


def composed(lang: Lang = "nl", **facts: Any) -> Document:
    return compose(snapshot(lang=lang, **facts), Translator(lang))


def words(document: Document) -> str:
    """Every word of the parts, a line for each block."""
    lines: list[str] = []
    for block in walk(document):
        match block:
            case Heading() | Paragraph():
                lines.append(plain(block.inline))
                if isinstance(block, Heading):
                    lines.append(block.eyebrow)
            case ListBlock():
                lines += [plain(item) for item in block.items]
            case Facts():
                lines += [f"{label}: {plain(value)}" for label, value in block.pairs]
            case Table():
                lines += [" | ".join(column.head for column in block.columns)]
                lines += [" | ".join(plain(cell) for cell in row) for row in block.rows]
            case _:
                lines.append(getattr(block, "alternative", "") or getattr(block, "label", ""))
    return "\n".join(lines)

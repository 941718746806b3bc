"""Puts a mark into every text that a portfolio can hold, in a process of its own, and does everything with it.

``python -m tests.faults.typist PAPERS``: the portfolio, settings, log and temporary files go where the environment
says; what is taken in comes from the folder of papers and what is handed over goes there.
"""

from __future__ import annotations

import logging
import sys
import types
from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass, replace
from datetime import UTC, date, datetime
from enum import Enum
from pathlib import Path
from typing import Any, Union, get_args, get_origin, get_type_hints

from portfolio_app import logs, paths
from portfolio_app.bootstrap import Environment, Passphrase, create_portfolio, open_portfolio
from portfolio_app.domain.evidence import Evidence
from portfolio_app.domain.kinds import KINDS
from portfolio_app.domain.links import Link, Quote, Role
from portfolio_app.domain.records import Record
from portfolio_app.domain.selection import DEFAULT_PARTS, Audience, Export, Selection
from portfolio_app.services.session import Services
from tests.services.helpers import CHEAP
from tests.vault import documents

MARK = "merkteken"
PASSPHRASE = f"een zin met een {MARK} erin"
OURS = frozenset(
    {"lang", "kind", "scheme", "framework", "code", "category", "template", "field", "media_type", "sha256"}
)
"""Texts that come from the program's own lists."""


class Typist:
    """Fills in forms."""

    def __init__(self) -> None:
        self.count = 0

    def word(self) -> str:
        """A mark that was not written before."""
        self.count += 1
        return f"{MARK}{self.count:04d}"

    def record(self, cls: type[Record], on: Services) -> Record:
        """A record of a kind with a mark in every text."""
        facts = self._facts(cls) | {"id": on.records.new_id(), "written_at": on.records.now()}
        return cls(**facts)

    def _facts(self, cls: type[Any]) -> dict[str, Any]:
        hints = get_type_hints(cls)
        facts: dict[str, Any] = {}
        for field in fields(cls):
            if field.name in OURS and field.default is not MISSING:
                continue
            facts[field.name] = self._value(field.name, hints[field.name])
        return facts

    def _value(self, name: str, hint: Any) -> Any:
        origin, parts = get_origin(hint), get_args(hint)
        if origin in (Union, types.UnionType):
            return self._value(name, next(part for part in parts if part is not type(None)))
        if origin is tuple:
            return () if name in ("allocations", "competences") else (self._value(name, parts[0]),)
        if origin is frozenset:
            return frozenset()
        if origin in (dict, Mapping):
            return {f"question{number}": self._value(name, parts[1]) for number in range(2)}
        if isinstance(hint, type) and issubclass(hint, Enum):
            return next(iter(hint))
        if is_dataclass(hint) and isinstance(hint, type):
            return hint(**self._facts(hint))
        values = {date: date(2026, 2, 3), datetime: datetime(2026, 2, 3, tzinfo=UTC), int: 10, bool: False, float: 1.0}
        if hint in values:
            return values[hint]
        return "" if name.endswith("id") or name in OURS else self.word()


def type_everything(on: Services, typist: Typist) -> list[Record]:
    """A record of every kind, twice saved, one of them in the trash, with drafts."""
    saved: list[Record] = []
    for cls in KINDS.values():
        if cls in (Link, Evidence, Export, Selection):
            continue
        record = typist.record(cls, on)
        on.records.save(record)
        on.drafts.save(f"edit:{record.id}", typist.word())
        again = replace(typist.record(cls, on), id=record.id, written_at=record.written_at)
        on.records.save(again)
        saved.append(again)
    on.drafts.save("new:experience", typist.word())
    quote = Quote("story", typist.word(), typist.word(), typist.word())
    on.records.link(Role.RELATED, saved[0], saved[1], quote)
    on.records.trash(saved[2].KIND, saved[2].id)
    on.undo.undo()
    on.undo.redo()
    return saved


def take_in(on: Services, typist: Typist, papers: Path, about: Record) -> None:
    """Files with marks in their names, their contents and what is written about them; read, shown and indexed."""
    metadata = documents.exif()
    metadata[0x010E] = typist.word()
    contents = {
        "txt": typist.word().encode(),
        "docx": documents.docx(documents.paragraph(typist.word())),
        "odt": documents.odt(f"<text:p>{typist.word()}</text:p>"),
        "pdf": documents.pdf(typist.word()),
        "jpg": documents.jpeg(exif=metadata),
        "eml": b"Subject: " + typist.word().encode() + b"\n\n" + typist.word().encode(),
    }
    for suffix, data in contents.items():
        file = papers / f"{typist.word()}.{suffix}"
        file.write_bytes(data)
        evidence = on.evidence.add(file, title=typist.word(), about=about).evidence
        on.records.save(replace(evidence, description=typist.word(), alternative_text=typist.word()))
        on.evidence.index(evidence)
        on.evidence.thumbnail(evidence)
        on.evidence.page_copy(evidence)
        on.evidence.export_copy(evidence, papers / f"copy of {file.name}")
    on.evidence.add_data(documents.png(), f"{typist.word()}.png", about=about)


def hand_over(on: Services, typist: Typist, papers: Path) -> None:
    """The document, the bundle, and everything that looks at them."""
    selection = on.choosing.selection(Audience.ARCHIVE)
    selection = replace(selection, account=typist.word(), to_whom=typist.word(), parts=DEFAULT_PARTS[Audience.ARCHIVE])
    on.choosing.keep(selection)
    document = papers / f"{typist.word()}.pdf"
    on.exports.export(selection, document)
    on.verifying.verify(document)
    on.backups.snapshot("regular")
    bundle = on.bundles.write(papers / "all.leerlijn").path
    with on.bundles.open(bundle) as opened:
        opened.verify()
    assert len(on.search.find(MARK)) > 10


def main(papers: Path) -> int:
    """Do everything; prints how many marks were written."""
    typist, environment = Typist(), Environment(kdf=CHEAP)
    handler = logs.start(paths.log_dir())
    home = paths.default_home()
    services = create_portfolio(home, passphrase=PASSPHRASE, environment=environment).services
    saved = type_everything(services, typist)
    take_in(services, typist, papers, saved[0])
    hand_over(services, typist, papers)
    logging.getLogger("portfolio_app.test").info("%s was saved in %s", typist.word(), papers / typist.word())
    try:
        raise ValueError(typist.word())
    except ValueError:
        logging.getLogger("portfolio_app.test").exception("trouble")
    services.checks.check(deep=True)
    services.maintain().result(60)
    services.close()
    services = open_portfolio(home, Passphrase(PASSPHRASE), environment=environment)
    services.records.empty_trash()
    services.close()
    logs.stop(handler)
    print(typist.count)
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))

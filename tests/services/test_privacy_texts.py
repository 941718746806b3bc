"""No text of a document escapes, whatever block it stands in."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any, get_args

import pytest

from portfolio_app.document import tree
from portfolio_app.document.tree import Attachment, Cover, Document, PartBlock, Span
from portfolio_app.services.privacy_texts import of_document, texts_of

KINDS = [kind for kind in get_args(tree.Block) if kind is not tree.Break]
SILENT = {"anchor", "anchors", "sha256", "kind", "lang"}


class Planting:
    """Fills every text of a block with a word of its own."""

    def __init__(self) -> None:
        self.planted: list[str] = []

    def word(self) -> str:
        self.planted.append(f"woord{len(self.planted)}x")
        return self.planted[-1]

    def value(self, hint: str, name: str) -> Any:
        plain = hint.replace(" ", "")
        if plain in ("Inline", "tuple[Inline,...]", "tuple[tuple[Inline,...],...]"):
            span: Any = (Span(self.word(), link=f"https://{self.word()}.nl"),)
            for _ in range(plain.count("tuple")):
                span = (span,)
            return span
        if plain == "tuple[tuple[str,Inline],...]":
            return ((self.word(), (Span(self.word()),)),)
        if plain == "tuple[tuple[str,str],...]":
            return ((self.word(), self.word()),)
        if plain == "tuple[str,...]":
            return () if name in SILENT else (self.word(),)
        if plain == "str":
            return "" if name in SILENT else self.word()
        if plain.startswith("tuple["):
            inner = plain[6:].partition(",")[0]
            return (self.block(tree.Paragraph if inner == "Block" else getattr(tree, inner)),)
        return None

    def block(self, kind: Any) -> Any:
        told: dict[str, Any] = {}
        for item in fields(kind):
            value = self.value(str(item.type), item.name)
            if value is not None:
                told[item.name] = value
        if kind is tree.ReviewField:
            self.planted.remove(told.pop("name"))
            told |= {"name": "begeleider_antwoord", "kind": "text"}
        return kind(**{**_NEEDED.get(kind, {}), **told})


_NEEDED: dict[Any, dict[str, Any]] = {
    tree.Heading: {"level": 2},
    tree.Bar: {"value": 1.0},
    tree.Step: {"on": date(2026, 1, 1), "level": 0},
    tree.Picture: {"sha256": ""},
}


@pytest.mark.parametrize("kind", [*KINDS, Cover], ids=lambda kind: kind.__name__)
def test_every_text_of_every_kind_of_block_is_looked_through(kind: Any) -> None:
    assert is_dataclass(kind)
    planting = Planting()
    block = planting.block(kind)
    told = "\n".join(texts_of(block))
    assert planting.planted
    assert [word for word in planting.planted if word not in told] == []


def test_what_stands_beside_the_pages_is_looked_through_too() -> None:
    cover = Cover("kicker0", "naam0", "rol0", "periode0")
    attachment = Attachment("bestand0.txt", "text/plain", "00", 1, "omschrijving0", "id0")
    document = Document(
        "titel0", "maker0", "nl", "onderwerp0", cover, "Inhoud", (PartBlock("account", "deel0", (), "boven0"),),
        (attachment,), running_head="kop0", keywords=("trefwoord0",), beside="erbij0.zip",
    )  # fmt: skip
    told = {said.text for said in of_document(document)}
    for word in (
        "titel0", "maker0", "onderwerp0", "kicker0", "naam0", "rol0", "periode0", "deel0", "boven0", "bestand0.txt",
        "omschrijving0", "kop0", "trefwoord0", "erbij0.zip",
    ):  # fmt: skip
        assert word in told

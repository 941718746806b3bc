"""The tool that keeps the message catalogues, and the catalogues that are shipped."""

from __future__ import annotations

import gettext
import json
from pathlib import Path

import catalogue
import pytest

CODE = """
TABLE = {"a": N_("Save")}
def show(self, t, busy):
    t("Hello {name}", name=t("you"))
    self.t("Stop" if busy else "Start")
    t.n("{n} file", "{n} files", 3)
    self.t.p("month", "May")
    t(TABLE["a"])
    other.n("not", "ours")
"""


@pytest.fixture
def place(tmp_path: Path) -> tuple[Path, Path]:
    """An empty folder of translations and a package of one module."""
    sources = tmp_path / "src" / "program"
    sources.mkdir(parents=True)
    (sources / "page.py").write_text(CODE)
    return tmp_path / "translations", sources


def fill(place: tuple[Path, Path], texts: dict[str, object]) -> list[str]:
    file = place[0].parent / "texts.json"
    file.write_text(json.dumps(texts))
    return catalogue.fill([file], *place)


DUTCH: dict[str, object] = {
    "Save": "Bewaar",
    "Hello {name}": "Dag {name}",
    "you": "jij",
    "Stop": "Stop",
    "Start": "Begin",
    "{n} file": ["één bestand", "{n} bestanden"],
    "month\u0004May": "mei",
}


def test_messages_are_found_by_the_shape_of_the_call(place: tuple[Path, Path]) -> None:
    found = catalogue.extract(place[1])
    plain = {text for context, text in found if context is None}
    assert plain == {"Save", "Hello {name}", "you", "Stop", "Start", "{n} file"}
    assert found[None, "{n} file"].plural == "{n} files"
    assert ("month", "May") in found


def test_filled_texts_are_what_the_program_says(place: tuple[Path, Path]) -> None:
    catalogue.update(*place)
    assert fill(place, DUTCH) == []
    assert catalogue.check(*place) == []
    catalogue.compile_all(place[0])
    dutch = gettext.translation(catalogue.DOMAIN, place[0], languages=["nl"])
    assert dutch.gettext("Save") == "Bewaar"
    assert dutch.pgettext("month", "May") == "mei"
    assert dutch.ngettext("{n} file", "{n} files", 2) == "{n} bestanden"
    english = gettext.translation(catalogue.DOMAIN, place[0], languages=["en"])
    assert english.ngettext("{n} file", "{n} files", 2) == "{n} files"


def test_texts_may_come_before_the_code_that_uses_them(place: tuple[Path, Path]) -> None:
    fill(place, {"Later": "Straks", "{n} week": ["{n} week", "{n} weken"]})
    (place[1] / "late.py").write_text('t("Later"); t.n("{n} week", "{n} weeks", 2)')
    catalogue.update(*place)
    kept = catalogue.messages(catalogue.load("nl", place[0]))
    assert kept[None, "Later"].string == "Straks"
    assert kept[None, "{n} week"].id == ("{n} week", "{n} weeks")
    assert kept[None, "{n} week"].string == ("{n} week", "{n} weken")


def test_what_no_source_uses_any_more_is_obsolete_until_an_update_drops_it(place: tuple[Path, Path]) -> None:
    catalogue.update(*place)
    fill(place, DUTCH | {"Gone": "Weg"})
    assert catalogue.check(*place) == ["nl: obsolete: 'Gone'"]
    catalogue.update(*place)
    assert catalogue.check(*place) == []


@pytest.mark.parametrize(
    ("text", "complaint"),
    [("", "missing"), ("Dag {naam}", "placeholders differ"), ("Dag", "placeholders differ")],
)
def test_a_text_that_would_show_up_wrong_is_reported(place: tuple[Path, Path], text: str, complaint: str) -> None:
    catalogue.update(*place)
    fill(place, DUTCH | {"Hello {name}": text})
    assert [line for line in catalogue.check(*place) if complaint in line and "Hello" in line]


def test_a_plural_given_as_one_text_is_refused(place: tuple[Path, Path]) -> None:
    assert "a plural takes a list" in fill(place, {"{n} file": "{n} bestand"})[0]


@pytest.mark.parametrize(
    "code", ['t(f"Hello {name}")', 'self.t("Hello " + name)', 't.n("%d file" % n, "{n} files", n)']
)
def test_a_text_made_on_the_spot_is_reported(place: tuple[Path, Path], code: str) -> None:
    (place[1] / "page.py").write_text(code)
    catalogue.update(*place)
    assert [line for line in catalogue.check(*place) if "page.py:1: a text made on the spot" in line]


def test_an_update_writes_the_same_bytes_twice(place: tuple[Path, Path]) -> None:
    catalogue.update(*place)
    fill(place, DUTCH)
    catalogue.update(*place)
    before = catalogue.po_path("nl", place[0]).read_bytes()
    catalogue.update(*place)
    assert catalogue.po_path("nl", place[0]).read_bytes() == before


def test_every_text_of_the_program_is_translated() -> None:
    assert catalogue.check() == []

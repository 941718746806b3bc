"""From a look back to a belief, the board, a card, the week, the sheet for a talk and the year: by mouse, by keyboard.

It is done in a copy of the example, which has a talk ahead. What is read on the way is what a screen reader is told.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.journeys.conftest import Demo
from tests.journeys.person import FIELDS, PRESSED, Person, at
from tests.tools.atspi import Node, Reader
from tests.tools.screen import Screen

SENTENCE = "Wie stil is, denkt na."
PAGES = {"Vandaag": 1, "Mijn week": 2, "Terugkijken": 4, "Gewoontes en opvattingen": 5}


class Mouse:
    """Does everything with the mouse, and types."""

    def __init__(self, person: Person) -> None:
        self.person = person

    def go(self, page: str) -> None:
        """Open a page of the navigation."""
        self.person.click(page, "check box")
        self.person.find(page, "check box", state="checked")

    def press(self, name: str, *, back: bool = False, key: str = "") -> None:
        """Press a button. For the keyboard: ``back`` walks the other way, ``key`` is one that does the same."""
        del back, key
        self.person.click(name)

    def write(self, field: str, text: str) -> None:
        """Write in a field."""
        self.person.click_field(field)
        self.person.type(text)

    def list(self, name: str) -> None:
        """Give a list or a table the keyboard and go to its first line."""
        self.person.click(name, "list", "table")
        self.person.press("Home")


class Keyboard(Mouse):
    """Does everything with the keyboard."""

    def go(self, page: str) -> None:
        self.person.press(f"alt+{PAGES[page]}")
        self.person.find(page, "check box", state="checked")

    def press(self, name: str, *, back: bool = False, key: str = "") -> None:
        self.person.find(name, *PRESSED)
        if not key:
            self.person.tab_to(name, *PRESSED, key="shift+Tab" if back else "Tab")
        self.person.press(key or "space")

    def write(self, field: str, text: str) -> None:
        self.person.field(field)
        self.person.tab_to(field, *FIELDS)
        self.person.type(text)

    def list(self, name: str) -> None:
        self.person.find(name, "list", "table")
        self.person.tab_to(name, "list", "table")
        self.person.press("Home")


def told(person: Person, role: str, words: str) -> Node:
    """Wait until something of a role says words, in its name or in its description."""
    return person.wait(
        lambda nodes: next(
            (node for node in nodes if node.role == role and words in f"{node.name} {node.description}"), None
        ),
        f"{role} that says {words!r}",
    )


def look_back(hand: Mouse) -> None:
    """Write one sentence in a template of Looking back, and make a belief of it."""
    hand.go("Terugkijken")
    hand.press("Begin: Gewoonte → opvatting → uitproberen")
    hand.person.has_keyboard("Wat doe ik, of wat houd ik voor waar?")
    hand.person.type(SENTENCE)
    hand.press("Maak er een opvatting van")


def weigh(hand: Mouse) -> None:
    """Say on the page of the belief how one thinks now and when it did not fit."""
    person = hand.person
    told(person, "label", SENTENCE)
    hand.press("meestal")
    hand.press("Zet het op de lijn")
    hand.write("Wat kost het?", "Geduld.")
    hand.write("Wanneer klopte het? Wanneer niet?", "Vandaag wist Sem het antwoord allang.")
    hand.press("Klopte niet")
    person.reads("Vandaag wist Sem het antwoord allang.")
    hand.press("Bewaar", key="ctrl+Return")
    person.reads("Bewaard.")
    hand.press("Terug naar de lijst", back=True)


def find_on_the_board(hand: Mouse) -> None:
    """Open the belief from the board, in the column where it stands."""
    told(hand.person, "list", "Meestal")
    hand.list("Meestal")
    hand.person.press("Return")
    hand.person.find("Terug naar de lijst")


def bring_to_the_group(hand: Mouse) -> None:
    """Make a card for a group of colleagues of the belief in sight, read it, and see who is named on it."""
    person = hand.person
    person.press("ctrl+shift+g")
    hand.press("Maak de kaart")
    card = person.find("Intervisiekaart", "text")
    assert "Wat ik inbreng" in card.text
    told(person, "label", "Leerlijn kent alleen namen")
    hand.press("Sluiten", key="Escape")


def write_the_week(hand: Mouse) -> None:
    """Write a line of this week and be done with it."""
    hand.go("Mijn week")
    hand.write("Wat bleef je bij?", "Een stilte die iets opleverde.")
    hand.press("Klaar")
    hand.person.find("Verder schrijven")


def read_the_sheet(hand: Mouse) -> None:
    """Read the sheet for the talk that is near, and close it."""
    hand.go("Vandaag")
    hand.press("Maak gespreksblad")
    sheet = hand.person.find("Gespreksblad", "text")
    assert "Wat" in sheet.text
    hand.press("Sluiten", key="Escape")


def look_at_the_year(hand: Mouse) -> None:
    """Walk the weeks of a year, read it as text, and open what stands in a week."""
    person = hand.person
    person.press("ctrl+shift+y")
    person.find("De weken van dit jaar", "table", state="focused")
    told(person, "chart", "Leerlingen:")
    person.press("Left", "Right", "Return")
    person.wait(
        lambda nodes: next(
            (node for node in nodes if "focused" in node.states and "  ·  week  ·  " in node.name), None
        ),
        "the week in the list",
    )
    hand.press("Lees als tekst", back=True)
    assert "week geschreven" in person.find("Het jaar als tekst", "text").text
    hand.press("Sluiten", key="Escape")


WAYS: dict[str, tuple[Callable[[Mouse], None], ...]] = {
    "a belief": (look_back, weigh, find_on_the_board, bring_to_the_group),
    "a talk": (write_the_week, read_the_sheet, look_at_the_year),
}


@pytest.mark.timeout(240)
@pytest.mark.parametrize("hand", [Mouse, Keyboard])
@pytest.mark.parametrize("way", WAYS)
def test_making_the_implicit_explicit(
    screen: Screen, eyes: Reader, demo: Demo, tmp_path: Path, hand: type[Mouse], way: str
) -> None:
    home = tmp_path / "portfolio"
    shutil.copytree(demo.home, home)
    with at(screen, eyes, home, "--passphrase-file", "-", given=demo.passphrase) as person:
        person.find("Leerlijn*", "frame", state="active")
        for step in WAYS[way]:
            step(hand(person))
        assert person.quit() == 0

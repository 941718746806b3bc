"""Every control of every page says its name to a screen reader, as the accessibility bus of a real screen tells it."""

from __future__ import annotations

import pytest

from portfolio_app.ui.shell.pages import PAGES
from tests.journeys.conftest import Demo
from tests.journeys.person import Person, at
from tests.tools.atspi import Node, Reader
from tests.tools.screen import Screen

WITH_A_LIST = ("activities", "looking_back", "patterns", "evidence")
"""Pages on which Enter in the list opens a record."""
FRAMES = ("panel", "filler", "frame", "application", "scroll pane", "viewport", "layered pane", "split pane")
"""Roles that only hold others."""
CELL = "table cell"
"""A cell may be empty: the keyboard stops at its row, which the first cell names."""
TITLES = {
    "today": "Vandaag",
    "week": "Mijn week",
    "activities": "Activiteiten",
    "looking_back": "Terugkijken",
    "patterns": "Gewoontes en opvattingen",
    "growth": "Waar sta ik?",
    "evidence": "Bewijsstukken",
    "hours": "Scholingsuren",
    "portfolio": "Portfolio",
    "settings": "Instellingen",
}
FEWEST = 8


def controls(nodes: list[Node]) -> list[Node]:
    """What can have the keyboard."""
    return [node for node in nodes if "focusable" in node.states and node.role not in (*FRAMES, CELL)]


def unnamed(nodes: list[Node]) -> list[str]:
    """Controls that say nothing, with what they stand in."""
    return [
        f"{node} in {' / '.join(above.name for above in node.above if above.name)}"
        for node in controls(nodes)
        if not (node.name.strip() or node.label.strip())
    ]


def settle(person: Person, title: str) -> list[Node]:
    """What is in sight once a page stands there with a heading."""
    person.reads(title)
    nodes = person.look()
    assert len(controls(nodes)) >= FEWEST, [str(node) for node in nodes]
    return nodes


@pytest.mark.timeout(110)
def test_every_control_of_every_page_has_a_name(screen: Screen, eyes: Reader, demo: Demo) -> None:
    silent: dict[str, list[str]] = {}
    seen = 0
    with at(screen, eyes, demo.home, "--passphrase-file", "-", given=demo.passphrase) as person:
        person.find("Leerlijn*", "frame", state="active")
        for number, page in enumerate(PAGES, start=1):
            person.press(f"alt+{number % 10}")
            person.find(TITLES[page.key], "check box", state="checked")
            nodes = settle(person, TITLES[page.key])
            seen += len(controls(nodes))
            silent[page.key] = unnamed(nodes)
            if page.key in WITH_A_LIST:
                person.tab_to_list()
                person.press("Home", "Return")
                nodes = settle(person, "Terug naar de lijst")
                seen += len(controls(nodes))
                silent[f"{page.key}, one record"] = unnamed(nodes)
        assert person.quit() == 0
    assert {place: found for place, found in silent.items() if found} == {}
    assert seen > 150

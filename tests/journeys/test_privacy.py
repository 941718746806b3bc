"""A number that must not go out: noted, held back at signing, taken out with one press, and signed. By keyboard."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.journeys.conftest import Demo
from tests.journeys.person import Person, at
from tests.journeys.test_person import choose_file, printed, verify
from tests.tools.atspi import Reader
from tests.tools.screen import Screen

BSN = "111222333"
TITLE = "Overleg over een overstap"


def note(person: Person) -> None:
    """Write an activity with a number in it, as one does in the heat of the day."""
    person.press("alt+3")
    person.find("Nieuwe activiteit")
    person.tab_to("Nieuwe activiteit")
    person.press("space")
    person.has_keyboard("Wat was het?")
    person.type(TITLE)
    person.tab_to("Contacturen")
    person.type("2")
    person.tab_to("Wat deed ik, wat gebeurde er?")
    person.type(f"Ik noteerde het BSN {BSN} voor de administratie.")
    person.press("ctrl+Return")
    person.reads("Bewaard.")


def try_to_sign(person: Person) -> None:
    """Ask to sign; the check opens instead, on what must go."""
    person.press("alt+9")
    person.find("Onderteken en bewaar…")
    person.tab_to("Onderteken en bewaar…", key="shift+Tab")
    person.press("space")
    person.find("Wat er gevonden is", "table")
    person.reads("Er moet nog één ding uit voor je kunt ondertekenen")
    person.reads("111***333")
    person.has_keyboard("Wat er gevonden is")


def mend(person: Person) -> None:
    """Take it out with one press."""
    person.find("Haal het weg")
    person.tab_to("Haal het weg")
    person.press("space")
    person.wait(lambda nodes: None if any("111***333" in node.name for node in nodes) else True, "no number any more")


@pytest.mark.timeout(200)
def test_a_number_is_held_back_mended_and_the_rest_goes_out(
    screen: Screen, eyes: Reader, demo: Demo, tmp_path: Path
) -> None:
    home, out = tmp_path / "portfolio", tmp_path / "uit.pdf"
    shutil.copytree(demo.home, home)
    with at(screen, eyes, home, "--passphrase-file", "-", given=demo.passphrase) as person:
        person.find("Leerlijn*", "frame", state="active")
        note(person)
        try_to_sign(person)
        mend(person)
        look_at_the_rest(person)
        choose_file(person, out)
        person.reads("Ondertekend en bewaard")
        assert person.quit() == 0
    assert "nveranderd" in verify(out)
    told = printed(out)
    assert TITLE in told
    assert BSN not in told
    assert "[weggehaald]" in told


def look_at_the_rest(person: Person) -> None:
    """Look at every warning, one or a kind at a time, until it may be signed."""
    for _ in range(40):
        nodes = person.look()
        ready = [node for node in nodes if node.name == "Onderteken en bewaar…" and "enabled" in node.states]
        dialog = [node for node in ready if any(above.role == "dialog" for above in node.above)]
        if dialog:
            break
        seen = next(
            (node for node in nodes if node.role == "push button" and node.name.startswith(("Alle ", "Bekeken"))), None
        )
        assert seen is not None, "\n".join(map(str, nodes))
        person.click(seen.name)
    person.press("ctrl+Return")

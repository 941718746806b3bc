"""The main job as a person does it: from the first start to a signed PDF that somebody else can check."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from portfolio_app.ui.shell.menus import MENUS
from tests.journeys.person import Person, at
from tests.tools.atspi import Reader
from tests.tools.screen import Screen

PASSPHRASE = "een regel per week"
SENTENCE = "Sem zei niets meer en ik nam de beurt meteen over."
TITLE = "Studiedag over wachttijd"


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    path = tmp_path / "certificaat.txt"
    path.write_text("Noor volgde de studiedag over wachttijd.", encoding="utf-8")
    return path


def steps_down(command: str) -> int:
    """How often Down is pressed to come to a command of the first menu, the press that opens the menu included."""
    names = [entry.name for entry in MENUS[0][1] if entry.name]
    return names.index(command) + 1


def verify(out: Path) -> str:
    """What the program says of a PDF on the command line, in a run of its own."""
    command = [sys.executable, "-m", "portfolio_app", "--lang", "nl", "verify", str(out)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def printed(out: Path) -> str:
    """The text of a PDF on one line."""
    done = subprocess.run(["pdftotext", str(out), "-"], capture_output=True, text=True, timeout=60)
    return " ".join(done.stdout.replace("-\n", "").split())


def choose_file(person: Person, path: Path) -> None:
    """Name a file in the dialog that has just opened."""
    person.has_keyboard("Bestandsnaam:")
    person.press("ctrl+a")
    person.type(str(path))
    person.press("Return")


def check_in_the_window(person: Person, out: Path, *keys: str) -> None:
    """Have the window judge a PDF: choose it with the keys or else with the mouse, and read the verdict."""
    person.find("Kies een pdf…")
    if keys:
        person.has_keyboard("Kies een pdf…")
        person.press(*keys)
    else:
        person.click("Kies een pdf…")
    choose_file(person, out)
    person.reads("Onveranderd sinds ondertekening.")
    person.press("Escape")


def check_outcome(out: Path) -> None:
    """Judge what was handed over."""
    assert "nveranderd" in verify(out)
    told = printed(out)
    for words in (TITLE, SENTENCE, "3,5", "certificaat.txt", "Noor"):
        assert words in told, words
    listed = subprocess.run(["pdfdetach", "-list", str(out)], capture_output=True, text=True, timeout=60).stdout
    assert "certificaat" in listed


@pytest.mark.timeout(110)
def test_with_the_mouse(screen: Screen, eyes: Reader, tmp_path: Path, certificate: Path) -> None:
    out = tmp_path / "portfolio.pdf"
    with at(screen, eyes, tmp_path / "home") as person:
        person.click("Van mij")
        person.click("Verder")
        person.click_field("Wachtwoord")
        person.type(PASSPHRASE)
        person.click_field("Nog een keer")
        person.type(PASSPHRASE)
        person.click("Verder")
        person.reads("Je herstelcode")
        person.click("Verder")
        person.click_field("Voornaam")
        person.type("Noor")
        person.click("Verder")
        person.click_field("Wat bleef je bij deze week?")
        person.type(SENTENCE)
        person.click("Bewaar")

        person.click("Activiteiten")
        person.click("Nieuwe activiteit")
        person.click_field("Wat was het?")
        person.type(TITLE)
        person.click_field("Contacturen")
        person.type("3,5")
        person.click("Bewaar")
        person.reads("Bewaard.")
        person.click("Bestand erbij…")
        choose_file(person, certificate)
        person.click("certificaat*", "push button")
        person.click("zonder leerlingen")
        person.click("Bewaar")

        person.click("Mijn week")
        person.click_field("Wat bleef je bij?", times=3)
        person.click("Licht deze woorden eruit…")
        person.click_menu(0)
        person.reads("Eruit gelicht")

        person.click("Portfolio")
        person.open_row("Gewoontes en opvattingen")
        person.tick_row(SENTENCE)
        person.find(SENTENCE, "table cell", state="checked")
        person.click("Onderteken en bewaar…")
        choose_file(person, out)
        person.reads("Ondertekend en bewaard")
        person.press("F10", *["Down"] * steps_down("verify"), "Return")
        check_in_the_window(person, out)
        assert person.quit() == 0
    check_outcome(out)


@pytest.mark.timeout(110)
def test_by_keyboard_alone(screen: Screen, eyes: Reader, tmp_path: Path, certificate: Path) -> None:
    out = tmp_path / "portfolio.pdf"
    home = tmp_path / "home"
    with at(screen, eyes, home) as person:
        person.tab_to("Van mij")
        person.press("space")
        person.tab_to("Verder")
        person.press("Return")
        person.has_keyboard("Wachtwoord")
        person.type(PASSPHRASE)
        person.tab_to("Nog een keer")
        person.type(PASSPHRASE)
        person.press("Return")
        person.reads("Je herstelcode")
        person.has_keyboard("Verder")
        person.press("Return")
        person.has_keyboard("Voornaam")
        person.type("Noor")
        person.press("Return")
        person.has_keyboard("Wat bleef je bij deze week?")
        person.type(SENTENCE)
        person.tab_to("Bewaar")
        person.press("Return")
        person.find("Vandaag", "check box")

        person.press("alt+3")
        person.find("Nieuwe activiteit")
        person.tab_to("Nieuwe activiteit")
        person.press("space")
        person.has_keyboard("Wat was het?")
        person.type(TITLE)
        person.tab_to("Contacturen")
        person.type("3,5")
        person.tab_to("Bestand erbij…")
        person.press("space")
        choose_file(person, certificate)
        person.find("certificaat*", "push button")
        person.tab_to("certificaat*", "push button", key="shift+Tab")
        person.press("space")
        person.find("zonder leerlingen")
        person.tab_to("zonder leerlingen")
        person.press("space")
        person.find("zonder leerlingen", "check box", state="checked")
        person.tab_to("Bewaar", key="shift+Tab")
        person.press("space")

        person.press("alt+2")
        person.find("Wat bleef je bij?", "text")
        person.tab_to("Wat bleef je bij?", "text")
        person.press("ctrl+a", "ctrl+l")
        person.choose_in_menu(0)
        person.reads("Eruit gelicht")

        person.press("alt+9")
        person.find("Wat gaat mee", "tree")
        person.tab_to("Wat gaat mee", "tree")
        person.type("Gew")
        person.press("Right", "Down", "space")
        person.find(SENTENCE, "table cell", state="checked")
        person.tab_to("Onderteken en bewaar…", key="shift+Tab")
        person.press("space")
        choose_file(person, out)
        person.reads("Ondertekend en bewaard")
        person.press("F10", *["Down"] * steps_down("verify"), "Return")
        check_in_the_window(person, out, "Return")
        assert person.quit() == 0
    check_outcome(out)

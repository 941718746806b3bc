"""A teacher looks at the pages, takes something out, sees it go, hands over, goes on writing, and sees what changed."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from portfolio_app.bootstrap import Environment, create_portfolio
from portfolio_app.domain.experiences import Experience
from portfolio_app.domain.portfolio import Profile
from portfolio_app.services.settings import DeviceSettings
from portfolio_app.vault.slots import KdfCost
from tests.journeys.person import Person, at
from tests.journeys.test_person import choose_file, printed
from tests.tools.atspi import Node, Reader
from tests.tools.screen import Screen

PASSPHRASE = "een regel per week"
KEPT, TAKEN = "Training wachten", "Training luisteren"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A portfolio with two activities."""
    cheap = KdfCost(memory_kib=64, passes=1, lanes=1)
    environment = Environment(kdf=cheap, device=DeviceSettings(tmp_path / "settings"))
    services = create_portfolio(tmp_path / "portfolio", passphrase=PASSPHRASE, environment=environment).services
    records = services.records
    records.save(Profile(id=records.new_id(), written_at=records.now(), given_name="Noor"))
    for number, title in enumerate((KEPT, TAKEN), start=1):
        day = records.today() - timedelta(days=number)
        records.save(
            Experience(id=records.new_id(), written_at=records.now(), title=title, happened_on=day, contact_minutes=60)
        )
    services.close()
    return tmp_path / "portfolio"


def page_in_sight(nodes: list[Node]) -> Node | None:
    """The page of the preview: its name says which it is, its description what is on it."""
    return next((node for node in nodes if node.name.startswith("Pagina ") and node.description), None)


def says(person: Person, words: str, *, of: str = "", gone: bool = False) -> Node:
    """Wait until the page in sight says some words, or no longer does."""

    def sight(nodes: list[Node]) -> Node | None:
        page = page_in_sight(nodes)
        if page is None or of not in page.name:
            return None
        return page if (words in page.description) is not gone else None

    return person.wait(sight, f"page that says {words!r}" if not gone else f"page without {words!r}")


def turn_to(person: Person, part: str, *, by_key: bool) -> None:
    """Turn pages until one of a part is in sight."""
    for _ in range(8):
        page = person.wait(page_in_sight, "page")
        if part in page.name:
            return
        if by_key:
            person.press("Next")
        else:
            person.click("Volgende pagina (Page Down)")
        before = page.name
        person.wait(
            lambda nodes, before=before: (
                found if (found := page_in_sight(nodes)) is not None and found.name != before else None
            ),
            "next page",
        )
    raise AssertionError(f"no page of {part}")


@pytest.mark.timeout(240)
@pytest.mark.parametrize("by_key", [False, True], ids=["mouse", "keyboard"])
def test_from_the_pages_to_what_changed_since(
    screen: Screen, eyes: Reader, tmp_path: Path, home: Path, by_key: bool
) -> None:
    out = tmp_path / "voor-marijke.pdf"
    with at(screen, eyes, home, "--passphrase-file", "-", given=PASSPHRASE) as person:
        person.find("Leerlijn*", "frame", state="active")
        if by_key:
            person.press("alt+9")
            person.find("Portfolio", "check box", state="checked")
            person.tab_to("Toon de pagina's")
            person.press("space")
        else:
            person.click("Portfolio", "check box")
            person.click("Toon de pagina's")
        says(person, "Noor", of="Pagina 1")
        if by_key:
            person.tab_to("Pagina *", "filler")
        turn_to(person, "Activiteiten en momenten", by_key=by_key)
        says(person, TAKEN)

        person.open_row("Activiteiten en momenten")
        person.tick_row(TAKEN)
        says(person, TAKEN, of="Activiteiten en momenten", gone=True)
        says(person, KEPT, of="Activiteiten en momenten")

        if by_key:
            person.tab_to("Onderteken en bewaar…", key="shift+Tab")
            person.press("space")
        else:
            person.click("Onderteken en bewaar…")
        choose_file(person, out)
        person.reads("Ondertekend en bewaard")
        person.reads("Sindsdien is er niets veranderd.")

        person.open_row(KEPT)
        person.click_field("Wat was het?", times=3)
        person.type("Training wachten en kijken")
        person.click("Bewaar")
        person.reads("Bewaard.")
        person.click("Portfolio", "check box")
        person.reads("veranderd: Training wachten en kijken")
        assert person.quit() == 0
    told = printed(out)
    assert KEPT in told
    assert TAKEN not in told

"""Pictures of every page, light and dark, in Dutch and English, to be looked at.

    python -m tests.tools.shots [--out shots] [--home PORTFOLIO --passphrase TEXT] [--page KEY ...]
        [--size 1180x780] [--zoom 150]

Without ``--home`` the example is made first. The pictures go to a folder outside version control. A page that can
show more than its first sight does so through ``VIEWS``: a name, and what to do with the page before it is taken.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

# A screen as large as a laptop's: the one that Qt makes up is so small that every dialog is squeezed into it.
os.environ.setdefault("QT_QPA_PLATFORM", f"offscreen:configfile={Path(__file__).with_name('shots_screen.json')}")

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication, QDialog, QPushButton, QWidget

from portfolio_app import bootstrap
from portfolio_app.i18n import LANGUAGES, Lang, Translator
from portfolio_app.services.jobs import no_progress
from portfolio_app.services.session import Services
from portfolio_app.services.settings import DeviceSettings
from portfolio_app.ui.app import make_application
from portfolio_app.ui.dialogs.year import YearDialog
from portfolio_app.ui.pages.base import Desk, Page
from portfolio_app.ui.pages.looking_back import LookingBack
from portfolio_app.ui.shell.pages import PAGES
from portfolio_app.ui.shell.window import MainWindow
from portfolio_app.ui.tasks import Tasks
from portfolio_app.ui.theme.theme import Theme
from portfolio_app.vault.slots import KdfCost

ROOT = Path(__file__).resolve().parents[2]
CHEAP = KdfCost(memory_kib=64, passes=1, lanes=1)
MODES = ("light", "dark")
PASSPHRASE = "een regel per week"
MOST_WAITS = 100
"""For what is made beside the window, before a picture of it is taken."""

Prepare = Callable[[MainWindow, Page], QWidget | None]
"""Brings something in sight; returns the widget to take when it is not the window itself."""


def _first(kind: str) -> Prepare:
    """Open the newest record of a kind."""

    def prepare(window: MainWindow, page: Page) -> QWidget | None:
        from portfolio_app.store.values import Query

        rows = window.desk.services.records.rows(Query(kinds=(kind,), limit=1))
        if rows:
            window.open_record(kind, rows[0].id)
        return None

    return prepare


def _command(name: str) -> Prepare:
    """Open the dialog of a command and take that."""

    def prepare(window: MainWindow, page: Page) -> QWidget | None:
        window.command(name)
        settle()
        shown = [child for child in window.findChildren(QDialog) if child.isVisible()]
        return shown[-1] if shown else None

    return prepare


def _press(words: str) -> Prepare:
    """Press a button of the page by its words in English, and take the dialog that it opens."""

    def prepare(window: MainWindow, page: Page) -> QWidget | None:
        found = [button for button in page.findChildren(QPushButton) if button.text() == page.t(words)]
        if found:
            found[0].click()
            settle()
        shown = [child for child in window.findChildren(QDialog) if child.isVisible()]
        return shown[-1] if shown else None

    return prepare


def _template(ident: str) -> Prepare:
    """Begin to look back with a template."""

    def prepare(window: MainWindow, page: Page) -> QWidget | None:
        assert isinstance(page, LookingBack)
        page.begin(ident)
        return None

    return prepare


def _templates() -> dict[str, Prepare]:
    """One view for each template that is shipped, so that a new one needs no line here."""
    files = sorted((ROOT / "resources" / "templates").glob("*.toml"))
    return {
        f"template-{file.stem}": _template(file.stem) for file in files if "@" not in file.stem and file.stem != "week"
    }


def _year_as_text(window: MainWindow, page: Page) -> QWidget | None:
    """Open a year and read it as text."""
    shown = _command("year")(window, page)
    assert isinstance(shown, YearDialog)
    settle()
    shown.view.as_text.setChecked(True)
    return shown


def _pages(window: MainWindow, page: Page) -> QWidget | None:
    """The pages of what goes along, once all of them are there."""
    from portfolio_app.ui.pages.portfolio_preview import PreviewCard

    [card] = page.findChildren(PreviewCard)
    card.begin()
    for _ in range(MOST_WAITS):
        settle()
        if card.place.sheets is not None and card.place.sheets.whole:
            break
    page.scroller.ensureWidgetVisible(card)
    settle()
    return None


VIEWS: dict[str, dict[str, Prepare]] = {
    "today": {
        "capture": _command("capture"),
        "heard": _command("heard"),
        "card": _command("card"),
        "inbox": _command("inbox"),
        "find": _command("find"),
        "sheet": _press("Make a talk sheet"),
        "trash": _command("trash"),
        "verify": _command("verify"),
        "about": _command("about"),
        "passphrase": _command("passphrase"),
        "recovery": _command("recovery"),
        "keys": _command("keys"),
        "licences": _command("licences"),
    },
    "activities": {"one": _first("experience")},
    "week": {"one": _first("journal_week")},
    "looking_back": {"one": _first("reflection"), **_templates()},
    "patterns": {"list": _press("List"), "board": _press("Board"), "one": _first("pattern")},
    "evidence": {"one": _first("evidence")},
    "growth": {
        "talk": _first("talk"),
        "question": _first("learning_question"),
        "check": _press("Take the self-check"),
        "year": _command("year"),
        "year-text": _year_as_text,
    },
    "portfolio": {"archive": _first("selection"), "pages": _pages},
}


def settle(milliseconds: int = 120) -> None:
    """Let Qt lay out, paint and finish what waits."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def example(folder: Path, lang: Lang) -> Services:
    """The example portfolio."""
    environment = bootstrap.Environment(kdf=CHEAP, device=DeviceSettings(folder / "settings"))
    opened = bootstrap.create_portfolio(folder / "home", passphrase=PASSPHRASE, lang=lang, environment=environment)
    from portfolio_app.services.example import build

    services = opened.services
    build(services, lang=lang, until=services.records.today(), progress=no_progress)
    return services


def take(services: Services, lang: Lang, out: Path, keys: list[str], size: tuple[int, int], scale: int) -> list[Path]:
    """Take every page of a portfolio, in both looks."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    theme = Theme(app)
    made: list[Path] = []
    for mode in MODES:
        theme.apply(mode, scale)
        window = MainWindow(Desk(services, Tasks(services.jobs), Translator(lang)))
        window.resize(*size)
        window.show()
        for number, line in enumerate(PAGES, start=1):
            if keys and line.key not in keys:
                continue
            page = window.go(line.key)
            settle()
            made.append(_save(window, out / f"{lang}-{mode}-{number:02d}-{line.key}.png"))
            for name, prepare in VIEWS.get(line.key, {}).items():
                page = window.go(line.key)
                seen = prepare(window, page)
                settle()
                made.append(_save(seen or window, out / f"{lang}-{mode}-{number:02d}-{line.key}-{name}.png"))
                if isinstance(seen, QDialog):
                    seen.reject()
                    settle(20)
        window.close()
        window.deleteLater()
        settle(20)
    return made


def take_start(lang: Lang, out: Path, scale: int) -> list[Path]:
    """Take what stands before the window: the four steps of the first start, and the lock."""
    from portfolio_app.services.jobs import Jobs
    from portfolio_app.ui.dialogs.first_run import CODE, COMPUTER, PASSPHRASE, WEEK, WHO, FirstRunDialog
    from portfolio_app.ui.dialogs.unlock import UnlockDialog

    app = QApplication.instance()
    assert isinstance(app, QApplication)
    theme, jobs, t = Theme(app), Jobs(), Translator(lang)
    made: list[Path] = []
    for mode in MODES:
        theme.apply(mode, scale)
        tasks = Tasks(jobs)
        first = FirstRunDialog(t, tasks, _nobody)
        first.show()
        for step, name in (
            (COMPUTER, "computer"),
            (PASSPHRASE, "passphrase"),
            (CODE, "code"),
            (WHO, "who"),
            (WEEK, "week"),
        ):
            first.show_step(step)
            settle()
            made.append(_save(first, out / f"{lang}-{mode}-00-start-{name}.png"))
        first.close()
        lock = UnlockDialog(t, tasks, _nobody, _nobody)
        lock.show()
        settle()
        made.append(_save(lock, out / f"{lang}-{mode}-00-lock.png"))
        lock.close()
        settle(20)
    jobs.close()
    return made


def _nobody(*asked: object) -> Any:
    raise LookupError("pictures open nothing")


def _save(widget: QWidget, file: Path) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    widget.grab().save(str(file))
    return file


def main(arguments: list[str] | None = None) -> int:
    """Make the pictures and say where they are."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=ROOT / "shots")
    parser.add_argument("--home", type=Path)
    parser.add_argument("--passphrase", default=PASSPHRASE)
    parser.add_argument("--lang", choices=LANGUAGES, action="append")
    parser.add_argument("--page", action="append", default=[])
    parser.add_argument("--size", default="1180x780")
    parser.add_argument("--zoom", "--scale", dest="scale", type=int, default=100, help="text size in percent")
    options = parser.parse_args(arguments)
    width, height = (int(part) for part in options.size.split("x"))
    make_application(sys.argv)
    made: list[Path] = []
    for lang in options.lang or LANGUAGES:
        with tempfile.TemporaryDirectory() as folder:
            if options.home is None:
                services = example(Path(folder), lang)
            else:
                key = bootstrap.Passphrase(options.passphrase)
                environment = bootstrap.Environment(device=DeviceSettings(Path(folder)))
                services = bootstrap.open_portfolio(options.home, key, environment=environment, read_only=True)
            try:
                made += [] if options.page else take_start(lang, options.out, options.scale)
                made += take(services, lang, options.out, options.page, (width, height), options.scale)
            finally:
                services.close()
    print(f"{len(made)} pictures in {options.out}")
    return 0


if __name__ == "__main__":
    sys.exit(main())

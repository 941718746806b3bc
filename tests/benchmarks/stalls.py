"""Opens the window on a portfolio, walks through its pages, scrolls and searches; tells how long its thread was busy.

Run as a program: ``python -m tests.benchmarks.stalls HOME MASTER``. Prints JSON: for each step the longest time between
two beats of a timer, in milliseconds, by the clock and by what the thread of the window itself worked. On a computer
that is busy with other things only the second says something about the program.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QLineEdit

from portfolio_app.bootstrap import Environment, RawKey, open_portfolio
from portfolio_app.i18n import Translator
from portfolio_app.services.settings import DeviceSettings
from portfolio_app.ui.app import make_application
from portfolio_app.ui.pages.activities import Activities
from portfolio_app.ui.pages.base import Desk
from portfolio_app.ui.pages.search import SearchPage
from portfolio_app.ui.shell.pages import PAGES
from portfolio_app.ui.shell.window import MainWindow
from portfolio_app.ui.tasks import Tasks
from portfolio_app.ui.theme.theme import Theme
from portfolio_app.ui.widgets.found import FoundList

BEAT_MS = 5
SCROLLS = 40
SETTLE_MS = 400
PATIENCE_SECONDS = 60.0
QUESTIONS = ("toets", "schr", "klas uitleg", '"in de klas"', "les -gedrag", "e")


class Heart(QObject):
    """Notes the longest time between two beats."""

    def __init__(self) -> None:
        super().__init__()
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)
        self._timer.start(BEAT_MS)
        self.forget()

    def forget(self) -> None:
        """Begin anew."""
        self.clock = self.work = 0.0
        self._last = (time.perf_counter(), time.thread_time())

    def _beat(self) -> None:
        now = (time.perf_counter(), time.thread_time())
        self.clock = max(self.clock, now[0] - self._last[0])
        self.work = max(self.work, now[1] - self._last[1])
        self._last = now


class Walk:
    """Does steps and keeps what each cost."""

    def __init__(self, window: MainWindow) -> None:
        self.window = window
        self.heart = Heart()
        self.steps: dict[str, tuple[float, float]] = {}

    def step(self, name: str, work: Callable[[], object], until: Callable[[], bool] = lambda: True) -> None:
        """Do something, and wait until it is done."""
        self.heart.forget()
        work()
        QTest.qWait(SETTLE_MS)
        limit = time.monotonic() + PATIENCE_SECONDS
        while not until() and time.monotonic() < limit:
            QTest.qWait(BEAT_MS)
        self.steps[name] = (self.heart.clock * 1000, self.heart.work * 1000)

    def scroll(self, view: QAbstractItemView) -> None:
        """From the top to the end in jumps, waiting for a beat after each."""
        bar = view.verticalScrollBar()
        for at in range(SCROLLS + 1):
            bar.setValue(bar.maximum() * at // SCROLLS)
            QTest.qWait(BEAT_MS * 2)

    def search(self) -> None:
        """Type questions letter by letter, and wait for each answer."""
        self.step("opening the search page", self.window.search)
        page = self.window.page(SearchPage.KEY)
        assert isinstance(page, SearchPage)
        line, found = page.findChildren(QLineEdit)[0], page.findChildren(FoundList)[0]
        for text in QUESTIONS:
            line.clear()
            self.step(
                f"searching {text}", lambda text=text: QTest.keyClicks(line, text, delay=20), lambda: page.settled
            )
            self.step(f"scrolling what was found for {text}", lambda: self.scroll(found))


def main(home: Path, master: bytes) -> dict[str, tuple[float, float]]:
    """Walk through a portfolio; what each step cost."""
    app = make_application(sys.argv[:1])
    theme = Theme(app)
    theme.apply("light", 100)
    services = open_portfolio(home, RawKey(master), environment=Environment(device=DeviceSettings(home / "settings")))
    try:
        services.search.warm()
        window = MainWindow(Desk(services, Tasks(services.jobs), Translator("nl")))
        walk = Walk(window)
        walk.step("showing the window", window.show)
        for line in PAGES[1:]:
            walk.step(f"opening {line.key}", lambda key=line.key: window.go(key))
        for line in PAGES:
            walk.step(f"coming back to {line.key}", lambda key=line.key: window.go(key))
        window.go(Activities.KEY)
        page = window.page(Activities.KEY)
        assert page is not None
        table = page.findChildren(QAbstractItemView)[0]
        walk.step("scrolling activities", lambda: walk.scroll(table))
        walk.search()
        window.close()
        return walk.steps
    finally:
        services.close()


if __name__ == "__main__":
    print(json.dumps(main(Path(sys.argv[1]), bytes.fromhex(sys.argv[2]))))

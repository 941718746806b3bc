"""Takes one large file in, in a process of its own, and measures: against a copy with fsync, in memory, and in stalls.

    python -m tests.benchmarks.importing FOLDER MEGABYTES ROUNDS

Writes one line of JSON. A round is a copy and an import of the same octets, in turn, so that a slow disk is slow for
both; the files of a round differ from those of the others, or the second import would find the first.
"""

from __future__ import annotations

import json
import os
import statistics
import sys
import time
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from portfolio_app.bootstrap import Environment, create_portfolio
from portfolio_app.i18n import Translator
from portfolio_app.services.intake import Batch
from portfolio_app.services.settings import DeviceSettings
from portfolio_app.ui.offers import Offer
from portfolio_app.ui.pages.base import Desk
from portfolio_app.ui.shell.window import MainWindow
from portfolio_app.ui.tasks import Tasks
from portfolio_app.vault.slots import KdfCost

BLOCK = 1 << 20
BEAT_MS = 5


def peak_octets() -> int:
    """The most memory that this process ever had."""
    import resource

    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most if sys.platform == "darwin" else most * 1024


def make(path: Path, megabytes: int) -> None:
    """A file of random octets."""
    with path.open("wb") as file:
        for _ in range(megabytes):
            file.write(os.urandom(BLOCK))
        file.flush()
        os.fsync(file.fileno())


def change(path: Path) -> None:
    """Make other content of a file, so that it is not recognised."""
    with path.open("r+b") as file:
        file.write(os.urandom(16))
        os.fsync(file.fileno())


def copy(source: Path, target: Path) -> float:
    """Seconds of a plain copy that is safe on disk."""
    begun = time.perf_counter()
    with source.open("rb") as file, target.open("wb") as out:
        while block := file.read(BLOCK):
            out.write(block)
        out.flush()
        os.fsync(out.fileno())
    seconds = time.perf_counter() - begun
    target.unlink()
    return seconds


class Heart:
    """Beats in the window's thread and notes by how many milliseconds each beat was late."""

    def __init__(self) -> None:
        self.late: list[float] = []
        self._last = time.perf_counter()
        self._timer = QTimer()
        self._timer.timeout.connect(self._beat)

    def begin(self) -> None:
        """Start to beat."""
        self._last = time.perf_counter()
        self._timer.start(BEAT_MS)

    def end(self) -> None:
        """Stop."""
        self._timer.stop()

    def _beat(self) -> None:
        now = time.perf_counter()
        self.late.append((now - self._last) * 1000 - BEAT_MS)
        self._last = now


def take(app: QApplication, window: MainWindow, source: Path, heart: Heart) -> float:
    """Seconds from dropping a file in the window until it is told that it is in."""
    done: list[Batch] = []
    heart.begin()
    begun = time.perf_counter()
    window.desk.intake.take(Offer((source,)), window, done.append)
    while not done:
        app.processEvents()
        time.sleep(0.001)
    seconds = time.perf_counter() - begun
    heart.end()
    assert len(done[0].fresh) == 1, done
    return seconds


def main(folder: Path, megabytes: int, rounds: int) -> None:
    """Measure, and say it."""
    app = QApplication([])
    environment = Environment(kdf=KdfCost(memory_kib=64, passes=1, lanes=1), device=DeviceSettings(folder / "settings"))
    services = create_portfolio(folder / "portfolio", passphrase="een regel per week", environment=environment).services
    window = MainWindow(Desk(services, Tasks(services.jobs), Translator("nl")))
    window.show()
    window.go("evidence")
    heart, ratios, times = Heart(), list[float](), list[float]()
    small, source = folder / "klein.bin", folder / "film.bin"
    make(small, 1)
    take(app, window, small, Heart())  # what is loaded once is not what a large file costs
    make(source, megabytes)
    copy(source, folder / "copy.bin")
    before = peak_octets()
    for number in range(rounds):
        # The disk is still busy with what was written before: each goes first in turn.
        plain = copy(source, folder / "copy.bin") if number % 2 else 0.0
        ours = take(app, window, source, heart)
        plain = plain or copy(source, folder / "copy.bin")
        ratios.append(ours / plain)
        times.append(ours)
        change(source)
    grown = peak_octets() - before
    window.close()
    services.close()
    late = sorted(heart.late)
    told = {
        "ratio": statistics.median(ratios),
        "seconds": statistics.median(times),
        "memory": grown,
        "late_p99": late[len(late) * 99 // 100],
        "late_max": late[-1],
    }
    print(json.dumps(told))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))

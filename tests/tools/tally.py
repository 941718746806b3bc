"""What the tests of faults count, told in one table at the end of a run.

The counts travel with the tests' own reports, so that they arrive from worker processes too.
"""

from __future__ import annotations

from typing import cast

import pytest

_PROPERTY = "tally"
_Count = tuple[str, str, float, str]


class Tally:
    """The counts of one test; ``suite`` and ``what`` are told as they are."""

    def __init__(self, properties: list[tuple[str, object]]) -> None:
        self._properties = properties

    def add(self, suite: str, **counts: int) -> None:
        """Count; what several tests of a suite count is added up. An underscore stands for a space."""
        for what, count in counts.items():
            self._tell(suite, what.replace("_", " "), count, "sum")

    def most(self, suite: str, what: str, value: float) -> None:
        """Tell a measure; of several tests the greatest."""
        self._tell(suite, what, value, "most")

    def _tell(self, suite: str, what: str, value: float, how: str) -> None:
        self._properties.append((_PROPERTY, [suite, what, value, how]))


class Table:
    """Collects the counts of every test that passed and prints them."""

    def __init__(self) -> None:
        self._rows: dict[tuple[str, str], float] = {}
        self._failed: list[str] = []

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Take the counts out of a report."""
        if report.when != "call":
            return
        counts = [cast(_Count, value) for name, value in report.user_properties if name == _PROPERTY]
        for suite, what, value, how in counts if report.passed else ():
            before = self._rows.get((suite, what))
            known = value if before is None else before + value if how == "sum" else max(before, value)
            self._rows[suite, what] = known
        if report.failed and "/faults/" in report.nodeid.replace("\\", "/"):
            self._failed.append(report.nodeid)

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Print the table."""
        if not self._rows:
            return
        terminalreporter.section("faults survived")
        last = ""
        for (suite, what), value in sorted(self._rows.items(), key=lambda row: row[0][0]):
            told = f"{value:,}" if isinstance(value, int) else f"{value:.2f}"
            terminalreporter.write_line(f"{suite if suite != last else '':<38}{what:<48}{told:>12}")
            last = suite
        for nodeid in self._failed:
            terminalreporter.write_line(f"failed, so its counts are missing: {nodeid}")


@pytest.fixture
def tally(request: pytest.FixtureRequest) -> Tally:
    """Counts what this test has survived; the table at the end shows it."""
    return Tally(request.node.user_properties)


both_sizes = pytest.mark.parametrize("size", ["every day", pytest.param("full", marks=pytest.mark.faults)])
"""For a test that is as large every day as it is at full size: it runs with ``-m faults`` and without."""

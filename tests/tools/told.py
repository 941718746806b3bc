"""Rows of words that tests tell, each section a table at the end of a run.

They travel with the tests' own reports, so that they arrive from worker processes too.
"""

from __future__ import annotations

from typing import cast

import pytest

_PROPERTY = "told"


class Told:
    """What one test has to tell."""

    def __init__(self, properties: list[tuple[str, object]]) -> None:
        self._properties = properties

    def row(self, section: str, heads: tuple[str, ...], *cells: str) -> None:
        """Add a row to the table of a section."""
        self._properties.append((_PROPERTY, [section, list(heads), list(cells)]))


class Tables:
    """Collects the rows of every test and prints them."""

    def __init__(self) -> None:
        self._rows: dict[tuple[str, tuple[str, ...]], list[tuple[str, ...]]] = {}

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Take the rows out of a report."""
        if report.when != "call":
            return
        for name, value in report.user_properties:
            if name == _PROPERTY:
                section, heads, cells = cast("tuple[str, list[str], list[str]]", value)
                self._rows.setdefault((section, tuple(heads)), []).append(tuple(cells))

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Print the tables."""
        for (section, heads), rows in self._rows.items():
            terminalreporter.section(section)
            widths = [max(len(row[at]) for row in (heads, *rows)) for at in range(len(heads))]
            for row in (heads, *sorted(rows)):
                terminalreporter.write_line(
                    "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
                )


@pytest.fixture
def told(request: pytest.FixtureRequest) -> Told:
    """Tells rows of words at the end of the run."""
    return Told(request.node.user_properties)

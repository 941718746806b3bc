"""The eyes of a person, for all journeys on the screen."""

from __future__ import annotations

from collections.abc import Generator

import pytest

from tests.tools.atspi import Reader, reader
from tests.tools.screen import Screen


@pytest.fixture(scope="session", name="eyes")
def _eyes(screen: Screen) -> Generator[Reader]:
    """Reads the screen as a screen reader does."""
    with reader(screen) as running:
        yield running

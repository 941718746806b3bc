"""The example, read aloud from beginning to end."""

from __future__ import annotations

import re
import subprocess
from itertools import pairwise

import pytest

from portfolio_app.bootstrap import Environment, Passphrase, open_portfolio
from portfolio_app.document import tree
from portfolio_app.domain.selection import Audience, Export
from portfolio_app.services.settings import DeviceSettings
from portfolio_app.store.values import Query
from tests.journeys.conftest import Demo
from tests.pdf.reading import alternatives, heard, letters, to_be_heard


@pytest.fixture(scope="module")
def document(demo: Demo) -> tree.Document:
    """What the file was made from, but for the signature, which is made with the file."""
    environment = Environment(device=DeviceSettings(demo.folder / "settings"))
    services = open_portfolio(demo.home, Passphrase(demo.passphrase), environment=environment, read_only=True)
    try:
        [made] = services.records.load(Export, Query(kinds=(Export.KIND,)))
        selection = services.choosing.selection(Audience.ARCHIVE, "nl", made.until_on)
        return services.composing.compose(selection)
    finally:
        services.close()


@pytest.mark.timeout(300)
def test_everything_is_heard_once_and_in_the_order_in_which_it_was_told(demo: Demo, document: tree.Document) -> None:
    said, wanted = heard(demo.pdf), to_be_heard(document)
    end = letters([document.parts[-1].title])
    said, wanted = (text[: text.rindex(end)] for text in (said, wanted))
    differs = next(
        (at for at, (a, b) in enumerate(zip(said, wanted, strict=False)) if a != b), min(len(said), len(wanted))
    )
    around = slice(max(differs - 60, 0), differs + 60)
    assert (said[around], len(said)) == (wanted[around], len(wanted))


@pytest.mark.timeout(300)
def test_every_chart_and_picture_is_told_in_words(demo: Demo, document: tree.Document) -> None:
    told = [
        block.alternative
        for block in tree.walk(document)
        if isinstance(block, tree.BarChart | tree.StepChart | tree.Picture)
    ]
    assert alternatives(demo.pdf) == told
    assert len(told) > 20
    assert all(words.strip() for words in told)


@pytest.mark.timeout(300)
def test_headings_go_down_one_step_at_a_time(demo: Demo) -> None:
    done = subprocess.run(["pdfinfo", "-struct", demo.pdf], capture_output=True, text=True, check=True)
    levels = [int(level) for level in re.findall(r"^ *H(\d) ", done.stdout, re.MULTILINE)]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert set(levels) == {1, 2, 3, 4}

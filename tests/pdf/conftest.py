"""One produced file for all tests of this room: making the key alone takes a second."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from portfolio_app.document import tree
from portfolio_app.pdf.produce import Produced, make_signer, produce
from portfolio_app.pdf.sign import Signer
from tests.pdf.sample import NOW, Sample, sample
from tests.pdf.stage import Stage, make_stage
from tests.tools.key_files import Authority


@pytest.fixture(scope="session")
def rich() -> Sample:
    """A document with everything in it."""
    return sample()


@pytest.fixture(scope="session")
def signer() -> Signer:
    """The owner's key."""
    return make_signer("Anna de Vries", "Vechtcollege", "anna@example.org", NOW)


@pytest.fixture(scope="session")
def mentor() -> Signer:
    """A reader's key, or somebody's who attacks."""
    return make_signer("J. Bakker", "Vechtcollege", "", NOW)


@pytest.fixture(scope="session")
def produced(rich: Sample, signer: Signer, tmp_path_factory: pytest.TempPathFactory) -> Produced:
    """The signed file."""
    out = tmp_path_factory.mktemp("pdf") / "portfolio.pdf"
    return produce(rich.document, out, pictures=rich.read, attachments=rich.read, signer=signer, now=NOW)


@pytest.fixture(scope="session")
def signed(produced: Produced) -> bytes:
    """Its bytes."""
    return produced.path.read_bytes()


@pytest.fixture(scope="session")
def last_part(rich: Sample) -> tree.Document:
    """A document of one part, with the fields to sign in."""
    return replace(rich.document, parts=rich.document.parts[-1:], attachments=())


@pytest.fixture(scope="session")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    """Who issues certificates."""
    return Authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """A place for a file."""
    return tmp_path / "out.pdf"


@pytest.fixture(scope="session")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Stage:
    """What an attacker has to work with."""
    return make_stage(tmp_path_factory.mktemp("stage"))

"""The example from one command, judged by strangers' tools."""

from __future__ import annotations

import hashlib
import json
import random
import re
import subprocess
import sys
from pathlib import Path

import pytest

from portfolio_app.bootstrap import Environment, Passphrase, open_portfolio
from portfolio_app.cli import main as command_line
from portfolio_app.document import tree
from portfolio_app.domain.kinds import KINDS
from portfolio_app.domain.selection import Audience
from portfolio_app.services.settings import DeviceSettings
from portfolio_app.store.values import Query
from tests.journeys.conftest import Demo
from tests.tools.strangers import accept, browser_sees_all, run

FLIPS = 40
ENCODINGS = ("utf-8", "utf-16-le", "utf-16-be")
LONG_WORD = re.compile(r"[^\W\d_]{8,}")


def program(*arguments: object) -> subprocess.CompletedProcess[str]:
    """Run the program's command line."""
    command = [sys.executable, "-m", "portfolio_app", *(str(part) for part in arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=200)


def words_of(demo: Demo) -> set[str]:
    """Every word of eight letters or more in an entry or file name."""
    environment = Environment(device=DeviceSettings(demo.folder / "settings"))
    services = open_portfolio(demo.home, Passphrase(demo.passphrase), environment=environment, read_only=True)
    try:
        records = [record for cls in KINDS.values() for record in services.records.load(cls, Query(kinds=(cls.KIND,)))]
        texts = [text for record in records for text in (record.heading, *record.words)]
    finally:
        services.close()
    return {word.lower() for text in texts for word in LONG_WORD.findall(text)}


@pytest.mark.timeout(300)
def test_strangers_accept_it(demo: Demo, tmp_path: Path) -> None:
    accept(demo.pdf, tmp_path)


@pytest.mark.timeout(300)
def test_a_browser_sees_all_of_it(demo: Demo) -> None:
    browser_sees_all(demo.pdf, "nl-NL")


def test_the_command_line_says_untouched_and_then_changed(demo: Demo, tmp_path: Path) -> None:
    assert program("verify", demo.pdf).returncode == 0
    data = bytearray(demo.pdf.read_bytes())
    data[len(data) // 3] ^= 0x20
    spoiled = tmp_path / "spoiled.pdf"
    spoiled.write_bytes(data)
    assert program("verify", spoiled).returncode == 1


def _flips(demo: Demo, count: int, folder: Path) -> None:
    """Change one byte of the signed range at a time and ask the command line itself."""
    data = demo.pdf.read_bytes()
    signed = [int(part) for part in re.findall(rb"/ByteRange\s*\[([\d\s]+)\]", data)[0].split()]
    chance = random.Random(20261124)
    spoiled = folder / "spoiled.pdf"
    for _ in range(count):
        start, length = chance.choice([(signed[0], signed[1]), (signed[2], signed[3])])
        at, bit = chance.randrange(start, start + length), chance.randrange(1, 256)
        spoiled.write_bytes(data[:at] + bytes([data[at] ^ bit]) + data[at + 1 :])
        assert command_line.run(["verify", str(spoiled)], no_window) == 1, at


def no_window(*_: object) -> int:
    """Nobody asks for a window here."""
    raise AssertionError


@pytest.mark.timeout(300)
def test_every_flipped_byte_is_noticed(demo: Demo, tmp_path: Path) -> None:
    _flips(demo, FLIPS, tmp_path)


@pytest.mark.fuzz
@pytest.mark.timeout(1800)
def test_every_flipped_byte_is_noticed_at_length(demo: Demo, tmp_path: Path) -> None:
    _flips(demo, 400, tmp_path)


def bare(text: str) -> str:
    """Words alone: line ends, spaces and soft hyphens out."""
    return re.sub(r"[\s\u00ad]+", "", text)


@pytest.mark.timeout(300)
def test_every_paragraph_is_in_the_text_in_its_order(demo: Demo) -> None:
    environment = Environment(device=DeviceSettings(demo.folder / "settings"))
    services = open_portfolio(demo.home, Passphrase(demo.passphrase), environment=environment, read_only=True)
    try:
        composing, choosing = services.composing, services.choosing
        document = composing.compose(choosing.selection(Audience.ARCHIVE, "nl"))
    finally:
        services.close()
    joined = re.sub(r"-\n(?=\w)", "", run("pdftotext", demo.pdf, "-"))
    plain, kept = bare(joined), bare(run("pdftotext", demo.pdf, "-"))
    structure = re.sub(r"(?m)^\s*(Link \(inline\)|Object \d+ \d+)$", "", run("pdfinfo", "-struct-text", demo.pdf))
    order = bare(structure.replace('"', ""))
    paragraphs = [tree.plain(block.inline) for block in tree.walk(document) if isinstance(block, tree.Paragraph)]
    assert len(paragraphs) > 500
    lost = [text for text in paragraphs if bare(text) not in plain and bare(text) not in kept
            and bare(text).replace("-", "") not in kept.replace("-", "")]  # fmt: skip
    assert lost == []
    at, strayed = 0, []
    for text in paragraphs:
        wanted = bare(text).replace('"', "")
        found = order.find(wanted, at)
        if found < 0:
            strayed.append(text)
        else:
            at = found
    assert strayed == []


def test_attachments_agree_with_the_manifest(demo: Demo, tmp_path: Path) -> None:
    run("pdfdetach", "-saveall", "-o", tmp_path, demo.pdf)
    manifest = json.loads((tmp_path / "manifest.json").read_text(encoding="utf-8"))
    digests = {hashlib.sha256(path.read_bytes()).hexdigest() for path in tmp_path.iterdir()}
    listed = {entry["sha256"] for entry in manifest["files"]}
    assert len(listed) >= 50
    assert listed <= digests
    printed = bare(run("pdftotext", demo.pdf, "-"))
    assert all(digest in printed for digest in listed)


@pytest.mark.timeout(300)
def test_no_word_of_hers_lies_open(demo: Demo) -> None:
    words = words_of(demo)
    assert len(words) > 800
    words -= {"portfolio", "leerlijn"}  # they name the program's own files
    # Bytes know only the capitals of ASCII, so É and é are two patterns.
    patterns = {shape.encode(code).lower() for word in words for shape in (word, word.upper()) for code in ENCODINGS}
    # What goes wrong with a name of hers in it must leave a log, and not the name.
    nowhere = demo.outside / (min(word for word in words if word.isascii()) * 40)
    assert demo.run("new", "--home", nowhere, "--passphrase-file", "-", given="een goede lange zin\n").returncode == 1
    files = [item for root in (demo.home, demo.outside) for item in root.rglob("*") if item.is_file()]
    assert {"portfolio.db", "keys.json", "leerlijn.log"} <= {item.name for item in files}
    for path in files:
        assert not any(word in path.name.lower() for word in words), path.name
        data = path.read_bytes().lower()
        assert [pattern for pattern in patterns if pattern in data] == [], path.name

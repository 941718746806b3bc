"""No word of an owner reaches the disk in plain letters, not for a moment: every write of the program is looked at."""

from __future__ import annotations

import base64
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.replay import events
from tests.faults.typist import MARK
from tests.tools.tally import Tally, both_sizes

SUITE = "No plain text on the disk"
pytestmark = pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="needs a library that is loaded before the system's own"
)


def disguises() -> Iterator[bytes]:
    """The mark as it might be written."""
    for word in (MARK, MARK.upper(), MARK.capitalize()):
        for encoding in ("utf-8", "utf-16-le", "utf-16-be"):
            yield word.encode(encoding)
    for before in range(3):  # where a group of three octets begins
        coded = base64.b64encode(bytes(before) + MARK.encode())
        yield coded[4:-4] if before else coded[:-4]
    yield MARK.encode().hex().encode()


@both_sizes
def test_no_word_is_ever_written_in_plain_letters(shim: Path, tmp_path: Path, size: str, tally: Tally) -> None:
    box, papers, log = (tmp_path / name for name in ("computer", "papers", "log"))
    for folder in (box / "tmp", box / "home", papers):
        folder.mkdir(parents=True)
    places = {"HOME": "home", "TMPDIR": "tmp", "XDG_RUNTIME_DIR": "tmp"}
    places |= {f"XDG_{name}_HOME": f"home/.{name.lower()}" for name in ("DATA", "CONFIG", "STATE", "CACHE")}
    done = subprocess.run(
        [sys.executable, "-B", "-m", "tests.faults.typist", papers],
        env=os.environ
        | {name: str(box / below) for name, below in places.items()}
        | {"LEERLIJN_SHIM_ROOT": str(box), "LEERLIJN_SHIM_LOG": str(log), "LD_PRELOAD": str(shim)}
        | {"PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    written = [event for event in events(log) if event.kind in "cwrlm"]
    left = [path for path in box.rglob("*") if path.is_file()]
    names = [event.a.encode() for event in written] + [str(path).encode() for path in left]
    found = {
        disguise
        for disguise in disguises()
        if any(disguise in data for data in (*(event.b for event in written), *names, *(p.read_bytes() for p in left)))
    }
    assert not found
    assert any(disguise in path.read_bytes() for path in papers.iterdir() for disguise in disguises())  # it does look
    assert {path.name for path in left} >= {"portfolio.db", "keys.json", "counter", "leerlijn.log"}
    tally.add(SUITE, words_typed=int(done.stdout), writes_looked_at=len(written), files_left_looked_at=len(left))
    tally.add(SUITE, words_found=len(found))

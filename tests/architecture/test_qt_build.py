"""Some builds of PySide6 lose a reference to None with every void call, and abort after some thousands of them."""

from __future__ import annotations

import subprocess
import sys

CODE = """
import sys
from PySide6 import QtCore
thing = QtCore.QObject()
thing.setObjectName("warm")
before = sys.getrefcount(None)
for _ in range(20_000):
    thing.setObjectName("x")
lost = before - sys.getrefcount(None)
assert abs(lost) < 100, f"{lost} references to None lost in 20,000 calls"
print("sound")
"""


def test_void_calls_of_qt_keep_the_references_to_none() -> None:
    done = subprocess.run([sys.executable, "-c", CODE], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.strip()) == (0, "sound"), done.stderr

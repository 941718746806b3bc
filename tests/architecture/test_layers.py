"""The arrows of the architecture point down only, and nothing below the window needs Qt."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
NETWORK = (
    "socket",
    "ssl",
    "http",
    "urllib.request",
    "ftplib",
    "smtplib",
    "socketserver",
    "asyncio",
    "PySide6.QtNetwork",
)
HEAVY = ("alembic", "reportlab", "pikepdf", "pyhanko", "keyring", "PIL", "pypdfium2", "babel")

EVERYTHING_BELOW_UI = """
import importlib, pkgutil, sys
import portfolio_app

class Absent:
    @staticmethod
    def find_spec(name, path=None, target=None):
        if name.partition(".")[0] in ("PySide6", "shiboken6", "pytestqt"):
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)

sys.meta_path.insert(0, Absent)
names = [module.name for module in pkgutil.walk_packages(portfolio_app.__path__, "portfolio_app.",
         onerror=lambda name: None) if not module.name.startswith("portfolio_app.ui")
         and ".migrations.versions" not in module.name]
for name in names:
    importlib.import_module(name)
print(len(names))
"""


def python(code: str) -> subprocess.CompletedProcess[str]:
    """Run code in a fresh interpreter."""
    return subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)


def test_imports_point_down_only() -> None:
    command = [Path(sys.executable).with_name("lint-imports"), "--no-cache"]
    contracts = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert contracts.returncode == 0, contracts.stdout
    assert "0 broken" in contracts.stdout


def test_everything_below_the_window_imports_without_qt() -> None:
    done = python(EVERYTHING_BELOW_UI)
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > 40


def test_starting_loads_nothing_that_only_an_export_or_a_first_run_needs() -> None:
    done = python("import sys, portfolio_app.__main__, portfolio_app.bootstrap; print(*sys.modules)")
    assert done.returncode == 0, done.stderr
    loaded = set(done.stdout.split())
    assert not [name for name in HEAVY if name in loaded]


def imported(file: Path) -> set[str]:
    """Names of modules that a file imports, anywhere in it."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
    return found


def test_only_the_timestamp_opens_a_connection() -> None:
    source = ROOT / "src" / "portfolio_app"
    reaching: set[str] = set()
    for file in source.rglob("*.py"):
        wide = {name for name in imported(file) if any(name == one or name.startswith(f"{one}.") for one in NETWORK)}
        text = file.read_text(encoding="utf-8")
        if wide == {"socket"} and not re.sub(r"\bimport socket\b|\bsocket\.gethostname\(\)", "", text).count("socket."):
            continue  # the name of this computer
        if wide:
            reaching.add(file.relative_to(source).as_posix())
    # The window asks on this computer whether it runs already; that goes over no network.
    assert reaching == {"services/timestamping.py", "ui/instance.py"}


def test_the_entry_point_is_light_because_every_worker_imports_it_again() -> None:
    done = python("import sys, portfolio_app.__main__; print(*sys.modules)")
    loaded = set(done.stdout.split())
    assert not [name for name in (*HEAVY, "PySide6", "sqlalchemy", "portfolio_app.services") if name in loaded]

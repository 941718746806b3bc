"""What every test gets: a home of its own, a keyring of its own, compiled catalogues, and strict manners."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
from collections.abc import Generator
from pathlib import Path

import pytest

from tests.tools import keyring_file, strict
from tests.tools.screen import Screen
from tests.tools.screen import screen as a_screen
from tests.tools.tally import Table, tally
from tests.tools.told import Tables, told

__all__ = ["tally", "told"]

ROOT = Path(__file__).resolve().parent.parent
WITH_QT = ("ui", "journeys", "benchmarks")  # folders of tests that may import Qt
HAS_QT = importlib.util.find_spec("PySide6") is not None

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
if HAS_QT:
    pytest_plugins = ["pytestqt.plugin"]


def pytest_addoption(parser: pytest.Parser) -> None:
    """Know pytest-qt's settings also where Qt, and so its plugin, is absent."""
    if not HAS_QT:
        parser.addini("qt_log_level_fail", "see pytest-qt")
        parser.addini("qt_log_ignore", "see pytest-qt", type="linelist")


def pytest_configure(config: pytest.Config) -> None:
    """Compile the catalogues once, before any worker starts."""
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")]))
    os.environ["PYTHON_KEYRING_BACKEND"] = f"{keyring_file.__name__}.{keyring_file.FileKeyring.__name__}"
    if not hasattr(config, "workerinput"):
        config.pluginmanager.register(Table())
        config.pluginmanager.register(Tables())
    if not hasattr(config, "workerinput") and _stale_catalogues():
        subprocess.run([sys.executable, ROOT / "packaging" / "catalogue.py", "compile"], check=True)


def _stale_catalogues() -> bool:
    sources = (ROOT / "translations").glob("*/LC_MESSAGES/*.po")
    pairs = [(source, source.with_suffix(".mo")) for source in sources]
    return any(not made.exists() or made.stat().st_mtime < source.stat().st_mtime for source, made in pairs)


def _room(item: pytest.Item) -> str:
    """Folder below tests/ that a test lies in."""
    path = item.path.relative_to(ROOT / "tests") if item.path.is_relative_to(ROOT / "tests") else item.path
    return path.parts[0]


MAY_MOUNT = sys.platform.startswith("linux") and os.geteuid() == 0


def pytest_report_header() -> str | None:
    """Say what is left out."""
    return None if MAY_MOUNT else "not run: tests marked root, which make a disk of their own (run as the superuser)"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark tests by the folder they lie in."""
    if not MAY_MOUNT:
        left_out = [item for item in items if item.get_closest_marker("root")]
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in left_out]
    for item in items:
        match _room(item):
            case "benchmarks":
                item.add_marker(pytest.mark.bench)
            case "journeys":
                item.add_marker(pytest.mark.journey)
                item.add_marker(pytest.mark.gui)
            case "ui":
                item.add_marker(pytest.mark.gui)
            case _:
                pass


@pytest.fixture(autouse=True)
def _own_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Generator[None]:
    """Keep a test away from the home, the settings and the keyring of whoever runs it."""
    home = tmp_path_factory.mktemp("home")
    names = {"HOME": ".", "USERPROFILE": ".", "APPDATA": "AppData/Roaming", "LOCALAPPDATA": "AppData/Local"}
    names |= {"XDG_DATA_HOME": ".local/share", "XDG_CONFIG_HOME": ".config", "XDG_STATE_HOME": ".local/state"}
    names |= {"XDG_CACHE_HOME": ".cache"}
    for name, below in names.items():
        monkeypatch.setenv(name, str((home / below).resolve()))
    monkeypatch.setenv(keyring_file.PLACE, str(home / "keyring.json"))
    monkeypatch.delenv(keyring_file.LOCKED, raising=False)
    for name in ("LANG", "LANGUAGE", "LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    yield
    if core := sys.modules.get("keyring.core"):
        vars(core)["_keyring_backend"] = None  # a backend that a test chose does not reach the next one


@pytest.fixture(autouse=True)
def _good_manners(request: pytest.FixtureRequest) -> Generator[None]:
    """Fail a test that logs an error, leaves a thread behind or, below the window, imports Qt."""
    expected = request.node.get_closest_marker("logs_errors") is not None
    with strict.no_leaked_threads(), strict.no_logged_errors(expected=expected):
        if _room(request.node) in WITH_QT or not HAS_QT:
            yield
        else:
            with strict.without_qt():
                yield


@pytest.fixture(scope="session", name="screen")
def _screen() -> Generator[Screen]:
    """A virtual screen with a window manager and a message bus, for programs that a journey starts."""
    with a_screen() as running:
        yield running

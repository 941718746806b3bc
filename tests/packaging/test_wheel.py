"""The wheel carries the program together with its data, so that it runs without the sources beside it."""

from __future__ import annotations

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PARTS = ("src", "resources", "translations", "packaging", "pyproject.toml", "README.md", "LICENSE")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A wheel of a copy of the sources in which nothing was compiled before."""
    copy = tmp_path_factory.mktemp("sources")
    for name in PARTS:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("*.mo", "__pycache__"))
        else:
            shutil.copyfile(ROOT / name, copy / name)
    build = "import sys; from hatchling.build import build_wheel; print(build_wheel(sys.argv[1]))"
    done = subprocess.run([sys.executable, "-c", build, copy / "dist"], cwd=copy, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return copy / "dist" / done.stdout.split()[-1]


def test_data_and_compiled_catalogues_are_in_the_wheel(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    for lang in ("nl", "en"):
        assert f"portfolio_app/translations/{lang}/LC_MESSAGES/portfolio_app.mo" in names
    shipped = [path.relative_to(ROOT).as_posix() for path in (ROOT / "resources").rglob("*") if path.is_file()]
    assert not [name for name in shipped if f"portfolio_app/{name}" not in names]


def test_the_installed_program_finds_its_data_in_itself(wheel: Path, tmp_path: Path) -> None:
    zipfile.ZipFile(wheel).extractall(tmp_path)
    code = (
        "import sys; sys.path.insert(0, sys.argv[1]); from portfolio_app import paths;"
        "from portfolio_app.i18n import Translator;"
        "print(paths.resources(), Translator('nl')('This item is no longer there. It may lie in the trash.'))"
    )
    done = subprocess.run([sys.executable, "-P", "-c", code, tmp_path], capture_output=True, text=True, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert str(tmp_path / "portfolio_app" / "resources") in done.stdout
    assert "This item" not in done.stdout

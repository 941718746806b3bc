"""Asking for files, and opening them with the programs of the desktop."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QStandardPaths, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget

LAST = "last_folder"
"""Property of the application: the folder that was used last, as long as the program runs."""


def start_folder() -> Path:
    """Where a question for a file begins: where the last file was, or among the documents."""
    used = Path(str(QApplication.instance().property(LAST) or ""))  # pyright: ignore[reportOptionalMemberAccess]
    if used.is_absolute() and used.is_dir():
        return used
    documents = Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation))
    return documents if documents.is_dir() else Path.home()


def ask_files(parent: QWidget, title: str, kinds: str = "") -> list[Path]:
    """Let her choose files to read; none when she changed her mind."""
    names, _ = QFileDialog.getOpenFileNames(parent, title, str(start_folder()), kinds)
    return _used([Path(name) for name in names])


def ask_file(parent: QWidget, title: str, kinds: str = "") -> Path | None:
    """Let her choose a file to read."""
    name, _ = QFileDialog.getOpenFileName(parent, title, str(start_folder()), kinds)
    return _used([Path(name)])[0] if name else None


def ask_where(parent: QWidget, title: str, name: str, kinds: str = "") -> Path | None:
    """Let her choose where a file goes that is called ``name`` unless she calls it something else.

    A name without the ending of ``name`` gets it. Where that is the name of a file already, it is asked once more with
    that name, so that nothing is replaced without the question that belongs to it.
    """
    proposed, ending = start_folder() / name, Path(name).suffix
    while True:
        chosen, _ = QFileDialog.getSaveFileName(parent, title, str(proposed), kinds)
        if not chosen:
            return None
        target = Path(chosen)
        if target.suffix.lower() == ending.lower():
            return _used([target])[0]
        proposed = target.with_name(target.name + ending)
        if not proposed.exists():
            return _used([proposed])[0]


def show_outside(path: Path) -> bool:
    """Open a file or folder with the desktop's program for it; False where there is none."""
    return QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))


def _used(paths: list[Path]) -> list[Path]:
    app = QApplication.instance()
    if paths and app is not None:
        app.setProperty(LAST, str(paths[0].parent))
    return paths

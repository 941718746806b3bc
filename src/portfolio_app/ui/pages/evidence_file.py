"""The file of a piece of evidence: what it looks like, what it is, and what can be done with it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QVBoxLayout, QWidget

from portfolio_app.domain import file_names
from portfolio_app.domain.errors import UserError
from portfolio_app.domain.evidence import Evidence
from portfolio_app.services.jobs import Job
from portfolio_app.services.particulars import Particulars
from portfolio_app.ui.dialogs.outside import ask_outside
from portfolio_app.ui.file_words import file_icon, file_name_of_kind
from portfolio_app.ui.files import ask_where
from portfolio_app.ui.guard import guarded, nothing
from portfolio_app.ui.metadata_words import told
from portfolio_app.ui.pages.base import Page
from portfolio_app.ui.theme.fonts import grown
from portfolio_app.ui.theme.icons import pixmap
from portfolio_app.ui.theme.tokens import in_force
from portfolio_app.ui.widgets.buttons import Button, QuietButton
from portfolio_app.ui.widgets.containers import Card, FlowLayout, Label

T = TypeVar("T")
SMALL = QSize(200, 200)
ICON = 64


class Thumbnail(QLabel):
    """A small picture of the file, or its icon; a click asks to see it large."""

    clicked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedWidth(SMALL.width())
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def show_icon(self, name: str) -> None:
        """Show what kind of file it is."""
        self.setPixmap(pixmap(name, in_force().accent, grown(ICON), self.devicePixelRatioF()))

    def show_picture(self, data: bytes) -> None:
        """Show a picture that this program made of the file."""
        picture = QPixmap()
        if picture.loadFromData(data):
            keep, smooth = Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
            self.setPixmap(picture.scaled(SMALL, keep, smooth))

    @guarded(nothing)
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.clicked.emit()


class FilePart(Card):
    """What the file is, and buttons to see it, to open it elsewhere, to keep a copy and to cover something in it."""

    cover_requested = Signal()

    def __init__(self, page: Page) -> None:
        super().__init__()
        self.page = page
        self._item: Evidence | None = None
        self._job: Job[Any] | None = None
        self.thumbnail = Thumbnail()
        self.thumbnail.clicked.connect(self.look)
        self._kind = Label(role="section", wrap=True)
        self._facts = Label(role="small", wrap=True)
        self._facts.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.particulars = Label(wrap=True)
        self.see = Button(icon_name="eye")
        self.see.clicked.connect(self.look)
        self.elsewhere = QuietButton(icon_name="arrow-square-out")
        self.elsewhere.clicked.connect(self.open_elsewhere)
        self.copy = QuietButton(icon_name="download")
        self.copy.clicked.connect(self._save_copy)
        self.cover = QuietButton(icon_name="eye-slash")
        self.cover.clicked.connect(self.cover_requested)
        self.covered = Label(wrap=True)
        row = QHBoxLayout()
        row.setSpacing(20)
        beside = QVBoxLayout()
        beside.setSpacing(10)
        beside.addWidget(self._kind)
        beside.addWidget(self._facts)
        self.row = FlowLayout(spacing=8)
        for button in (self.see, self.elsewhere, self.copy, self.cover):
            self.row.addWidget(button)
        beside.addWidget(self.particulars)
        beside.addWidget(self.covered)
        beside.addLayout(self.row)
        beside.addWidget(self._make_progress())
        beside.addStretch()
        row.addWidget(self.thumbnail, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(beside, 1)
        self.body.addLayout(row)

    def _make_progress(self) -> QWidget:
        self._progress = QWidget()
        row = QHBoxLayout(self._progress)
        row.setContentsMargins(0, 0, 0, 0)
        self._bar, self._stop = QProgressBar(), QuietButton()
        self._bar.setTextVisible(False)
        self._stop.clicked.connect(self._cancel)
        row.addWidget(self._bar, 1)
        row.addWidget(self._stop)
        self._progress.hide()
        return self._progress

    def retranslate(self) -> None:
        """Say the words again."""
        t = self.page.t
        self.set_title(t("The file"))
        self.see.setText(t("Have a look"))
        self.elsewhere.setText(t("Open in another program"))
        self.copy.setText(t("Save a copy …"))
        self.cover.setText(t("Make unrecognisable …"))
        self._stop.setText(t("Stop"))
        self._bar.setAccessibleName(t("How far the file is"))

    def show_item(self, item: Evidence) -> None:
        """Show the file of a piece of evidence."""
        t = self.page.t
        self._item = item
        self._kind.setText(f"{file_name_of_kind(item, t)} · {t.size(item.octets)}")
        self._facts.setText(f"{file_names.tidy(item.file_name)}\nSHA-256 {item.sha256}")
        self.see.setEnabled(self.page.desk.services.looking.can_show(item))
        self.cover.setVisible(self.page.desk.services.evidence.can_cover(item))
        self.covered.setVisible(item.is_covered)
        self.covered.setText(
            t.n(
                "One box lies on every copy of it that goes out.",
                "{n} boxes lie on every copy of it that goes out.",
                max(1, len(item.covers)),
            )
        )
        self.thumbnail.show_icon(file_icon(item.media_type))
        self.thumbnail.setAccessibleName(item.alternative_text or t("Picture: {title}", title=item.heading))
        service = self.page.desk.services.evidence
        self.page.desk.tasks.start(self, lambda _: service.thumbnail(item), self._pictured(item.sha256))

        self.particulars.setVisible(False)
        looking = self.page.desk.services.looking
        self.page.desk.tasks.start(
            self, lambda _: looking.particulars(item), self._looked_into(item.sha256), failed=_quietly
        )

    def _looked_into(self, sha256: str):
        def show(found: Particulars) -> None:
            if self._item is not None and self._item.sha256 == sha256:
                self.particulars.setText(told(found, self.page.t))
                self.particulars.setVisible(True)

        return show

    def _pictured(self, sha256: str):
        def show(data: bytes | None) -> None:
            if data is not None and self._item is not None and self._item.sha256 == sha256:
                self.thumbnail.show_picture(data)

        return show

    def look(self) -> None:
        """Show the file large."""
        if self._item is not None:
            self.look_at(self._item)

    def look_at(self, item: Evidence) -> None:
        """Show a file large; what has no picture says so there, with the way to another program."""
        from portfolio_app.ui.dialogs.look import LookDialog

        dialog = LookDialog(self.page.desk, item, self.page.window())
        dialog.outside_requested.connect(self.open_outside)
        dialog.open()

    def open_elsewhere(self) -> None:
        """Open the file in the program that the computer has for it."""
        if self._item is not None:
            self.open_outside(self._item)

    def open_outside(self, item: Evidence) -> None:
        """Open a file in another program; what that means is explained the first time."""
        desk = self.page.desk
        outside = desk.services.outside

        def go_on() -> None:
            self.run(lambda job: outside.open(item, job.progress, job.cancelled), self._opened)

        ask_outside(desk, self.page.window(), go_on)

    def _opened(self, path: Path) -> None:
        self.page.show_outside(path)
        self.page.said(self.page.t("It lies outside the encryption now, until you lock or close Leerlijn."))

    def run(self, work: Callable[[Job[T]], T], done: Callable[[T], None]) -> None:
        """Do something with the file off the window's thread, with progress and a way to stop; one at a time."""
        if self._job is not None:
            return
        self._bar.setRange(0, 0)
        self._progress.show()
        self._job = self.page.desk.tasks.start(
            self, work, done, failed=self.page.trouble_met.emit, progress=self._step, finished=self._finished
        )

    def _step(self, at: int, of: int, name: str) -> None:
        del name
        # In thousandths: a file may have more octets than Qt's numbers go.
        self._bar.setRange(0, 1000)
        self._bar.setValue(at * 1000 // max(of, 1))

    def _finished(self) -> None:
        self._job = None
        self._progress.hide()

    def _cancel(self) -> None:
        if self._job is not None:
            self._job.cancel()

    def _save_copy(self) -> None:
        item = self._item
        if item is None:
            return
        chosen = ask_where(self, self.page.t("Save a copy"), file_names.tidy(item.file_name))
        if chosen is None:
            return
        # A film takes a while to decipher.
        service, desk = self.page.desk.services.evidence, self.page.desk
        desk.tasks.start(self, lambda _: service.export_copy(item, chosen), lambda _: self._copied(item))

    def _copied(self, item: Evidence) -> None:
        t = self.page.t
        said = t("The copy is saved as the file is, hidden data and all. It is not encrypted.")
        if item.is_covered:
            said = f"{said} {t('What you covered can be seen in it: the boxes are only on what goes out.')}"
        self.page.said(said)


def _quietly(error: UserError) -> None:
    """A file that can't be read is told when somebody wants to see it."""
    del error

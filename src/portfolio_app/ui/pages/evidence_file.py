"""The file of a piece of evidence: what it looks like, what it is, and what can be done with it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from portfolio_app.domain import file_names
from portfolio_app.domain.evidence import Evidence
from portfolio_app.ui.file_words import file_icon, file_name_of_kind
from portfolio_app.ui.files import ask_where
from portfolio_app.ui.guard import guarded, nothing
from portfolio_app.ui.pages.base import Page
from portfolio_app.ui.theme.fonts import grown
from portfolio_app.ui.theme.icons import pixmap
from portfolio_app.ui.theme.tokens import in_force
from portfolio_app.ui.widgets.buttons import Button, QuietButton
from portfolio_app.ui.widgets.containers import Card, FlowLayout, Label

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
    """What the file is, and buttons to see it, to open it elsewhere and to keep a copy."""

    def __init__(self, page: Page) -> None:
        super().__init__()
        self.page = page
        self._item: Evidence | None = None
        self.thumbnail = Thumbnail()
        self.thumbnail.clicked.connect(self.look)
        self._kind = Label(role="section", wrap=True)
        self._facts = Label(role="small", wrap=True)
        self._facts.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.see = Button(icon_name="eye")
        self.see.clicked.connect(self.look)
        self.copy = QuietButton(icon_name="download")
        self.copy.clicked.connect(self._save_copy)
        row = QHBoxLayout()
        row.setSpacing(20)
        beside = QVBoxLayout()
        beside.setSpacing(10)
        beside.addWidget(self._kind)
        beside.addWidget(self._facts)
        self.row = FlowLayout(spacing=8)
        for button in (self.see, self.copy):
            self.row.addWidget(button)
        beside.addLayout(self.row)
        beside.addStretch()
        row.addWidget(self.thumbnail, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(beside, 1)
        self.body.addLayout(row)

    def retranslate(self) -> None:
        """Say the words again."""
        t = self.page.t
        self.set_title(t("The file"))
        self.see.setText(t("View"))
        self.copy.setText(t("Save a copy …"))

    def show_item(self, item: Evidence) -> None:
        """Show the file of a piece of evidence."""
        t = self.page.t
        self._item = item
        self._kind.setText(f"{file_name_of_kind(item, t)} · {t.size(item.octets)}")
        self._facts.setText(f"{file_names.tidy(item.file_name)}\nSHA-256 {item.sha256}")
        self.see.setEnabled(self.page.desk.services.looking.can_show(item))
        self.thumbnail.show_icon(file_icon(item.media_type))
        self.thumbnail.setAccessibleName(item.alternative_text or t("Picture: {title}", title=item.heading))
        service = self.page.desk.services.evidence
        self.page.desk.tasks.start(self, lambda _: service.thumbnail(item), self._pictured(item.sha256))

    def _pictured(self, sha256: str):
        def show(data: bytes | None) -> None:
            if data is not None and self._item is not None and self._item.sha256 == sha256:
                self.thumbnail.show_picture(data)

        return show

    def look(self) -> None:
        """Show the file large."""
        from portfolio_app.ui.dialogs.look import LookDialog

        if self._item is not None:
            LookDialog(self.page.desk, self._item, self.page.window()).open()

    def _save_copy(self) -> None:
        item = self._item
        if item is None:
            return
        chosen = ask_where(self, self.page.t("Save a copy"), file_names.tidy(item.file_name))
        if chosen is None:
            return
        # A film takes a while to decipher.
        service, desk = self.page.desk.services.evidence, self.page.desk
        desk.tasks.start(self, lambda _: service.export_copy(item, chosen), self._copied)

    def _copied(self, path: Path) -> None:
        del path
        self.page.said(self.page.t("The copy is saved as the file is, hidden data and all. It is not encrypted."))

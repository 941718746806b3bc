"""Files that are dropped anywhere in the window or pasted outside a text, and how far bringing them in is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QDropEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
)
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QProgressBar, QWidget

from portfolio_app.i18n import Translator
from portfolio_app.services.cards import is_card
from portfolio_app.services.inbox import Round
from portfolio_app.ui.guard import guarded
from portfolio_app.ui.inbox import InboxWatcher
from portfolio_app.ui.intake_words import arrived
from portfolio_app.ui.offers import Offer, files_of, offer_of
from portfolio_app.ui.pages.base import Desk, Page
from portfolio_app.ui.theme.fonts import grown
from portfolio_app.ui.widgets.buttons import QuietButton
from portfolio_app.ui.widgets.containers import Label

DRAGS = (QEvent.Type.DragEnter, QEvent.Type.DragMove, QEvent.Type.Drop)


class IntakeBar(QFrame):
    """At the foot of the window while files come in: how far, which one, and a way to stop."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "info")
        self._desk = desk
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 6, 16, 6)
        row.setSpacing(14)
        self._words = Label()
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(grown(220))
        self._name = Label(role="small")
        self._name.setMinimumWidth(0)
        self.stop = QuietButton()
        self.stop.clicked.connect(desk.intake.stop)
        row.addWidget(self._words)
        row.addWidget(self._bar)
        row.addWidget(self._name, 1)
        row.addWidget(self.stop)
        desk.intake.began.connect(self._begin)
        desk.intake.progressed.connect(self._tell)
        desk.intake.ended.connect(self.hide)
        self.hide()

    def retranslate(self, t: Translator) -> None:
        """Say the words again."""
        self._words.setText(t("Bringing files in"))
        self._bar.setAccessibleName(t("Bringing files in"))
        self.stop.setText(t("Stop"))

    def _begin(self) -> None:
        self._bar.setRange(0, 0)
        self._name.setText("")
        self.show()
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, self._words.text()))

    def _tell(self, at: int, of: int, name: str) -> None:
        self._bar.setRange(0, of)
        self._bar.setValue(at)
        room = max(60, self._name.width())
        self._name.setText(self._name.fontMetrics().elidedText(name, Qt.TextElideMode.ElideMiddle, room))


class Incoming(QObject):
    """Hands what is dropped or pasted to the page in sight; where that has no place for it, offers it as evidence.

    ``page`` answers None while the content is hidden: then nothing is taken. Activity cards are no evidence: they go to
    ``show_cards``, which shows what they would fill in. A PDF, or one with its ZIP file, can be verified instead.

    Dropping is watched at the native window: it hears of a drag before a field under the mouse can take the file for
    words to be typed.
    """

    def __init__(
        self,
        desk: Desk,
        window: QWidget,
        page: Callable[[], Page | None],
        go: Callable[[str], Page],
        show_cards: Callable[[Sequence[Path]], None],
        verify: Callable[[Sequence[Path]], None],
    ) -> None:
        super().__init__(window)
        self._desk, self._window, self._page, self._go, self._show_cards = desk, window, page, go, show_cards
        self._verify = verify
        self.bar = IntakeBar(desk)
        self.inbox = InboxWatcher(desk, self)
        self.inbox.arrived.connect(self._arrived)

    def watch(self) -> None:
        """Begin; called when the window has a native one."""
        handle = self._window.windowHandle()
        handle.removeEventFilter(self)
        handle.installEventFilter(self)
        self.inbox.start()

    @property
    def _welcome(self) -> bool:
        return self._page() is not None and QApplication.activeModalWidget() is None

    @guarded(lambda: False)
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in DRAGS and isinstance(event, QDropEvent):
            offer = Offer(files_of(event.mimeData()))
            if offer and self._welcome:
                # A copy, whatever the file manager proposes: after a move it would throw the file away.
                event.setDropAction(Qt.DropAction.CopyAction)
                event.accept()
                if event.type() == QEvent.Type.Drop:
                    # The program that was dragged from waits until this returns.
                    QTimer.singleShot(0, self, lambda: self.receive(offer))
                return True
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and self._brings(event):
            self.paste()
            return True
        return super().eventFilter(watched, event)

    def _brings(self, event: QKeyEvent) -> bool:
        """Whether a key pastes files or a picture: in a text they would become names of places, or nothing."""
        pasted = event.matches(QKeySequence.StandardKey.Paste)
        return pasted and self._welcome and bool(offer_of(QGuiApplication.clipboard().mimeData()))

    def _arrived(self, done: Round) -> None:
        # While a dialog is open or everything is hidden, the pages tell it later by what waits.
        page = self._page()
        if page is not None and self._welcome:
            page.said(arrived(done, self._desk.t))

    def paste(self) -> None:
        """Take in the files or the picture on the clipboard."""
        offer = offer_of(QGuiApplication.clipboard().mimeData())
        page = self._page()
        if offer:
            self.receive(offer)
        elif page is not None:
            page.said(self._desk.t("There is no file or picture on the clipboard; copy one first."))

    def receive(self, offer: Offer) -> None:
        """Bring something in by the page in sight."""
        page = self._page()
        if page is None:
            return
        cards = [path for path in offer.paths if is_card(path)]
        if cards:
            self._show_cards(cards)
            offer = Offer(tuple(path for path in offer.paths if path not in cards), offer.picture)
        if not offer or page.take_in(offer):
            return
        from portfolio_app.ui.dialogs.as_evidence import AsEvidenceDialog
        from portfolio_app.ui.dialogs.verify import is_verifiable

        signed = is_verifiable(offer.paths)
        if signed and page.KEY == "portfolio":
            self._verify(offer.paths)
            return
        dialog = AsEvidenceDialog(self._desk.t, offer, self._window, verifiable=signed)
        dialog.verify_requested.connect(lambda: self._verify(offer.paths))
        dialog.accepted.connect(lambda: self._go("evidence").take_in(offer))
        dialog.open()

"""Is this PDF still as it was signed? Drop it here, or choose it; the answer is in words."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from portfolio_app.domain.errors import UserError
from portfolio_app.pdf.verdict import Verdict
from portfolio_app.services.verdicts import headline, lines
from portfolio_app.ui.dialogs.base import Dialog
from portfolio_app.ui.files import ask_file
from portfolio_app.ui.guard import guarded, nothing
from portfolio_app.ui.pages.base import Desk
from portfolio_app.ui.widgets.buttons import Button, PrimaryButton
from portfolio_app.ui.widgets.containers import Banner, IconLabel, Label, Tone

TONES: dict[str, Tone] = {"untouched": "good", "reviewed": "good", "unsigned": "warn", "unreadable": "warn"}


class VerifyDialog(Dialog):
    """Takes one PDF and says what is known about it."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk.t, parent, width=600)
        self._desk = desk
        t = desk.t
        self.setAcceptDrops(True)
        self.set_heading(t("Verify a PDF"), t("Drop a signed PDF here, or choose one. Nothing is sent anywhere."))
        self._place = IconLabel("seal-check", "accent", 48)
        self.body.addWidget(self._place, 0, Qt.AlignmentFlag.AlignHCenter)
        self._name = Label(role="small", wrap=True)
        self.body.addWidget(self._name)
        self._outcome = Banner("info")
        self.body.addWidget(self._outcome)
        self._lines = Label(wrap=True)
        self._lines.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        box = QVBoxLayout()
        box.addWidget(self._lines)
        self.body.addLayout(box)
        self.body.addStretch()
        self._choose = PrimaryButton(t("Choose a PDF…"), "file-pdf")
        self._choose.clicked.connect(self._ask)
        close = Button(t("Close"))
        close.clicked.connect(self.accept)
        self.add_buttons(close, self._choose)
        self._choose.setFocus()

    def verify(self, file: Path) -> None:
        """Judge a file, on another thread."""
        self._name.setText(file.name)
        self._choose.setEnabled(False)
        self._outcome.set_tone("info")
        self._outcome.set_texts(self.t("One moment…"))
        self._lines.setText("")
        self.trouble.set_texts("")
        verifying = self._desk.services.verifying
        self._desk.tasks.start(
            self, lambda job: verifying.verify(file), self._tell, failed=self._failed, finished=self._ready
        )

    @guarded(nothing)
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    @guarded(nothing)
    def dropEvent(self, event: QDropEvent) -> None:
        for url in event.mimeData().urls():
            if url.isLocalFile():
                event.acceptProposedAction()
                self.verify(Path(url.toLocalFile()))
                return

    def _ask(self) -> None:
        chosen = ask_file(self, self.t("Choose a PDF"), "PDF (*.pdf)")
        if chosen is not None:
            self.verify(chosen)

    def _ready(self) -> None:
        self._choose.setEnabled(True)

    def _failed(self, error: UserError) -> None:
        self._outcome.set_texts("")
        self.show_trouble(error)

    def _tell(self, verdict: Verdict) -> None:
        tone = "warn" if verdict.identity == "other" else "good"
        self._outcome.set_tone(TONES.get(verdict.outcome, "bad") if tone == "good" else tone)
        self._outcome.set_texts(headline(verdict, self.t))
        self._lines.setText("\n".join(lines(verdict, self.t)))

"""Is this PDF still as it was signed? Drop it here, or choose it; the answer is in words. No portfolio is needed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QWidget

from portfolio_app.domain.errors import UserError
from portfolio_app.domain.fingerprints import grouped
from portfolio_app.i18n import Translator
from portfolio_app.pdf.verdict import Verdict
from portfolio_app.services.jobs import Job, Progress
from portfolio_app.services.known_keys import KnownKeys, recognised
from portfolio_app.services.settings import write_atomically
from portfolio_app.services.spoken import fingerprint_words
from portfolio_app.services.verdicts import change_lines, evidence_lines, headline, identity_lines
from portfolio_app.ui.dialogs.backup_now import Bar
from portfolio_app.ui.dialogs.base import Dialog
from portfolio_app.ui.files import ask_file, ask_where
from portfolio_app.ui.guard import guarded, nothing
from portfolio_app.ui.offers import files_of
from portfolio_app.ui.tasks import Tasks
from portfolio_app.ui.widgets.buttons import Button, PrimaryButton, QuietButton
from portfolio_app.ui.widgets.containers import Banner, FlowLayout, IconLabel, Label, SectionTitle, Tone
from portfolio_app.ui.widgets.rows import Rows

TONES: dict[str, Tone] = {"untouched": "good", "reviewed": "good", "unsigned": "warn", "unreadable": "warn"}
ZIP, PDF = ".zip", ".pdf"


class Judge(Protocol):
    """Who judges, with a portfolio or without, and knows the keys that are remembered on this computer."""

    @property
    def known(self) -> KnownKeys: ...

    def verify(
        self,
        path: Path,
        original: Path | None = None,
        signer: str | None = None,
        beside: Path | None = None,
        *,
        progress: Progress = ...,
        cancelled: Callable[[], bool] = ...,
    ) -> Verdict: ...


def is_verifiable(paths: Sequence[Path]) -> bool:
    """Whether files may be a signed portfolio: one PDF, perhaps with the ZIP file that came with it."""
    endings = sorted(path.suffix.lower() for path in paths)
    return endings in ([PDF], [PDF, ZIP])


class VerifyDialog(Dialog):
    """Takes one PDF, perhaps with the ZIP file beside it and another copy, and says what is known about it."""

    def __init__(self, t: Translator, tasks: Tasks, judge: Judge, parent: QWidget | None = None) -> None:
        super().__init__(t, parent, width=640)
        self._tasks, self._judge = tasks, judge
        self._file: Path | None = None
        self._beside: Path | None = None
        self._original: Path | None = None
        self._verdict: Verdict | None = None
        self._job: Job[Verdict] | None = None
        self._round = 0
        self.setAcceptDrops(True)
        self.set_heading(
            t("Verify a PDF"),
            t("Drop a signed PDF here, with the ZIP file that came with it, or choose one. Nothing is sent anywhere."),
        )
        self._place = IconLabel("seal-check", "accent", 48)
        self.body.addWidget(self._place, 0, Qt.AlignmentFlag.AlignHCenter)
        self._name = Label(role="small", wrap=True)
        self.body.addWidget(self._name)
        self._bar = Bar(t("How far it is"))
        self._bar.hide()
        self.body.addWidget(self._bar)
        self._outcome = Banner("info")
        self._outcome.action_requested.connect(self._remember)
        self.body.addWidget(self._outcome)
        self._found = Rows(10)
        self.body.addWidget(self._found)
        self._more = QWidget()
        more = FlowLayout(self._more)
        for words, icon, work in (
            (t("Choose the ZIP file…"), "archive", self._ask_beside),
            (t("Lay another copy beside it…"), "files", self._ask_original),
            (t("Keep what was found…"), "download-simple", self._keep),
        ):
            button = QuietButton(words, icon)
            button.clicked.connect(work)
            more.addWidget(button)
        self._more.hide()
        self.body.addWidget(self._more)
        self.body.addStretch()
        keys = QuietButton(t("Remembered keys…"), "key")
        keys.clicked.connect(self._show_keys)
        self._choose = PrimaryButton(t("Choose a PDF…"), "file-pdf")
        self._choose.clicked.connect(self._ask)
        self._stop = Button(t("Stop"))
        self._stop.clicked.connect(self._cancel)
        self._stop.hide()
        close = Button(t("Close"))
        close.clicked.connect(self.accept)
        self.add_buttons(self._stop, close, self._choose, left=keys)
        self.finished.connect(self._cancel)
        self._choose.setFocus()

    # -- taking files -------------------------------------------------------------------------------------------

    def take(self, paths: Sequence[Path]) -> None:
        """Judge what was dropped or chosen: a PDF, the ZIP file beside it, or both."""
        zips = [path for path in paths if path.suffix.lower() == ZIP]
        others = [path for path in paths if path not in zips]
        if others:
            # What was dropped before its PDF belongs to it; what lay beside an earlier one does not.
            kept = self._beside if self._file is None else None
            self._file, self._beside, self._original = others[0], kept, None
        if zips:
            self._beside = zips[0]
        if self._file is not None:
            self._begin()
        elif zips:
            self._outcome.set_tone("info")
            self._outcome.set_texts(self.t("And now the PDF that came with {name}.", name=zips[0].name))

    def verify(self, file: Path) -> None:
        """Judge a file."""
        self.take([file])

    def _begin(self) -> None:
        file, beside, original = self._file, self._beside, self._original
        if file is None:
            return
        self._cancel()
        names = [each.name for each in (file, beside, original) if each is not None]
        self._name.setText(" · ".join(names))
        self._verdict = None
        self._show_working(True)
        self._outcome.set_tone("info")
        self._outcome.set_texts(self.t("One moment…"))
        self._found.fill(())
        self.trouble.set_texts("")

        def work(job: Job[Verdict]) -> Verdict:
            judge = self._judge
            return judge.verify(file, original, None, beside, progress=job.progress, cancelled=job.cancelled)

        self._round += 1
        number = self._round

        def now(call: Callable[..., None]) -> Callable[..., None]:
            """What an earlier file leads to, which may have been ready when it was stopped, is about that one."""
            return lambda *told: call(*told) if number == self._round else None

        self._job = self._tasks.start(
            self, work, now(self._tell), failed=now(self._failed), progress=now(self._bar.tell),
            finished=now(self._ready),
        )  # fmt: skip

    def _cancel(self) -> None:
        if self._job is not None:
            self._job.cancel()

    def _ready(self) -> None:
        self._job = None
        self._show_working(False)
        self._choose.setFocus()
        if self._verdict is None:
            self._outcome.set_texts("")

    def _show_working(self, working: bool) -> None:
        self._bar.setRange(0, 0)
        self._bar.setVisible(working)
        self._stop.setVisible(working)
        self._choose.setEnabled(not working)
        self._more.setVisible(False)
        self._place.setVisible(False)

    @guarded(nothing)
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if files_of(event.mimeData()):
            event.acceptProposedAction()

    @guarded(nothing)
    def dropEvent(self, event: QDropEvent) -> None:
        paths = files_of(event.mimeData())
        if paths:
            # A copy, whatever the file manager proposes: after a move it would throw the file away.
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
            self.take(paths)

    def _ask(self) -> None:
        chosen = ask_file(self, self.t("Choose a PDF"), "PDF (*.pdf)")
        if chosen is not None:
            self.take([chosen])

    def _ask_beside(self) -> None:
        chosen = ask_file(self, self.t("Choose the ZIP file"), "ZIP (*.zip)")
        if chosen is not None:
            self._beside = chosen
            self._begin()

    def _ask_original(self) -> None:
        chosen = ask_file(self, self.t("Choose another copy of this PDF"), "PDF (*.pdf)")
        if chosen is not None:
            self._original = chosen
            self._begin()

    # -- telling ------------------------------------------------------------------------------------------------

    def _failed(self, error: UserError) -> None:
        self.show_trouble(error)

    def _tell(self, verdict: Verdict) -> None:
        self._verdict = verdict
        t = self.t
        tone = TONES.get(verdict.outcome, "bad")
        if not verdict.good and tone == "good":
            tone = "warn"
        self._outcome.set_tone(tone)
        fresh = verdict.good and verdict.identity == "unknown" and bool(verdict.fingerprint)
        self._outcome.set_texts(headline(verdict, t), t("Remember this key…") if fresh else "")
        rows: list[QWidget] = []
        for title, lines in (
            (t("Who signed it, and when"), identity_lines(verdict, t)),
            (t("What was found in it"), change_lines(verdict, t)),
            (t("Evidence"), evidence_lines(verdict, t)),
        ):
            if lines:
                rows += [SectionTitle(title), _readable("\n".join(lines))]
            if lines and verdict.fingerprint and len(rows) == 2:
                rows += [Label(t("Fingerprint of the key"), "label"), _readable(grouped(verdict.fingerprint), "code")]
                said = " ".join(fingerprint_words(verdict.fingerprint))
                rows += [Label(t("Its beginning in words"), "label"), _readable(said, "digest")]
        self._found.fill(rows)
        self._more.show()
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, headline(verdict, t)))

    # -- keys ---------------------------------------------------------------------------------------------------

    def _remember(self) -> None:
        from portfolio_app.ui.dialogs.naming import NamingDialog

        verdict = self._verdict
        if verdict is None:
            return
        t = self.t
        dialog = NamingDialog(
            t,
            t("Remember this key of…"),
            t(
                "First compare the fingerprint with the person whose key it is, in her presence or on the telephone. "
                "It is remembered on this computer, outside any portfolio."
            ),
            verdict.signer_name,
            lambda name: self._judge.known.remember(verdict.fingerprint, name, verdict.signer_name),
            self,
        )
        dialog.accepted.connect(self._recognise)
        dialog.open()

    def _recognise(self) -> None:
        """Say it anew now that other keys are known."""
        if self._verdict is not None:
            self._tell(recognised(self._verdict, self._judge.known))

    def _show_keys(self) -> None:
        from portfolio_app.ui.dialogs.known_keys import KnownKeysDialog

        dialog = KnownKeysDialog(self.t, self._judge.known, self)
        dialog.changed.connect(self._begin)
        dialog.open()

    def _keep(self) -> None:
        """Write what was found as data, for who keeps a file on it."""
        verdict, file = self._verdict, self._file
        if verdict is None or file is None:
            return
        target = ask_where(self, self.t("Keep what was found"), f"{file.stem}.json", "JSON (*.json)")
        if target is not None:
            self.attempt(lambda: write_atomically(target, verdict.dumps().encode()))


def _readable(text: str, role: str = "") -> Label:
    """Words that can be selected, also with the keyboard."""
    label = Label(text, role, wrap=True)
    label.setTextInteractionFlags(
        Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
    )
    return label

"""Makes the document from the page: asks where to, looks which files tell too much, signs, and says what was made."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from portfolio_app.domain.errors import UserError
from portfolio_app.domain.evidence import Evidence
from portfolio_app.domain.fingerprints import groups
from portfolio_app.domain.privacy_report import Report
from portfolio_app.domain.selection import Export, Selection
from portfolio_app.i18n import Translator
from portfolio_app.services.jobs import Job
from portfolio_app.services.sentences import explain
from portfolio_app.services.signing_words import warning
from portfolio_app.ui import carry_words
from portfolio_app.ui.dialogs.privacy_presenter import Pictures
from portfolio_app.ui.dialogs.question import agreed
from portfolio_app.ui.files import ask_where
from portfolio_app.ui.pages.base import Page
from portfolio_app.ui.pages.portfolio_presenter import PortfolioPresenter
from portfolio_app.ui.pages.portfolio_privacy import PrivacyStep
from portfolio_app.ui.pages.portfolio_progress import stage
from portfolio_app.ui.pages.portfolio_since_words import headline, lines
from portfolio_app.ui.widgets.buttons import QuietButton
from portfolio_app.ui.widgets.containers import Banner, Label


class SigningRow(QWidget):
    """How far the document is, with a way to stop it, and afterwards where it lies.

    ``settle`` saves what the page holds. ``made`` tells that a document lies there.
    """

    made = Signal()

    def __init__(
        self, page: Page, presenter: PortfolioPresenter, settle: Callable[[], None], privacy: PrivacyStep
    ) -> None:
        super().__init__()
        self._page, self._presenter, self._settle, self._privacy = page, presenter, settle, privacy
        self.job: Job[Export] | Job[tuple[Evidence, ...]] | Job[tuple[Report, Pictures]] | None = None
        self._out: Path | None = None
        self._export: Export | None = None
        self._result = Banner("good")
        self._result.action_requested.connect(self._open_result)
        self._result.other_requested.connect(self._protect)
        self._made_of: Selection | None = None
        self._folder = QuietButton(icon_name="folder")
        self._folder.clicked.connect(self._show_folder)
        self._result.add_beside(self._folder)
        self._unstamped = Banner("warn")
        self._unstamped.action_requested.connect(self._sign_without)
        self._unstamped.other_requested.connect(self._sign_again)
        self._bar, self._doing, self._stop = QProgressBar(), Label(), QuietButton(icon_name="x")
        self._bar.setMaximumWidth(320)
        self._stop.clicked.connect(self._cancel)
        self._progress = QWidget()
        row = QHBoxLayout(self._progress)
        row.setContentsMargins(0, 0, 0, 0)
        for widget in (self._bar, self._doing, self._stop):
            row.addWidget(widget)
        row.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._result)
        column.addWidget(self._unstamped)
        column.addWidget(self._progress)
        self._progress.hide()
        self._show_self()

    def speak(self, t: Translator) -> None:
        """Say the words in a language."""
        self._stop.setText(t("Stop"))
        self._folder.setText(t("Show the folder"))
        self._bar.setAccessibleName(t("Making the portfolio"))

    def sign(self) -> None:
        """Look what must not go out; ask where to, and make it."""
        if self.job is not None or not self._may_be_over():
            return
        self._settle()
        self._begin()
        privacy, choice = self._privacy.presenter, self._presenter.selection

        def work(job: Job[tuple[Report, Pictures]]) -> tuple[Report, Pictures]:
            return privacy.look(choice, job)

        self.job = self._page.desk.tasks.start(self, work, self._looked, progress=self._tell, finished=self._finished)

    def _looked(self, found: tuple[Report, Pictures]) -> None:
        report, pictures = found
        self._privacy.presenter.show(report, pictures)
        if report.hits or pictures.silent:
            self._privacy.show(self.ask_where, found)
        else:
            self.ask_where()

    def ask_where(self) -> None:
        """Ask where to, and make it."""
        t = self._page.t
        if not self._knows_what_changed():
            return
        chosen = ask_where(self, t("Sign and save"), self._presenter.file_name(t), "PDF (*.pdf)")
        if chosen is not None:
            self._look_before(chosen if chosen.suffix.lower() == ".pdf" else chosen.with_name(f"{chosen.name}.pdf"))

    def _look_before(self, out: Path) -> None:
        """First look which files would tell more than their content; sign when the person lets them go along."""
        if self.job is not None:
            return
        self._settle()
        selection, exports = self._presenter.selection, self._page.desk.services.exports
        self._begin()

        def work(job: Job[tuple[Evidence, ...]]) -> tuple[Evidence, ...]:
            return exports.keeping_metadata(selection, progress=job.progress, cancelled=job.cancelled)

        told = self._privacy.presenter.told_of

        def done(found: tuple[Evidence, ...]) -> None:
            telling = tuple(item for item in found if item.id not in told)
            if not telling or self._may_tell(telling):
                self.export_to(out)

        self.job = self._page.desk.tasks.start(self, work, done, progress=self._tell, finished=self._finished)

    def _may_tell(self, telling: tuple[Evidence, ...]) -> bool:
        t = self._page.t
        words, files = self._presenter.telling(telling, t)
        return agreed(self, words, files, yes=t("Hand over as they are"), no=t("Cancel"), final=False)

    def _may_be_over(self) -> bool:
        """Whether the certificate of her key is valid now, or she wants to sign with it all the same."""
        t, signing = self._page.t, self._page.desk.services.signing
        key = signing.active()
        told = warning(key.about, signing.standing(), t) if key is not None else ""
        more = t("In Settings you choose another key.")
        return not told or agreed(self, told, more, yes=t("Sign all the same"), no=t("Cancel"), final=False)

    def _knows_what_changed(self) -> bool:
        """Whether she goes on, where this reader has an earlier document: she is told what is different now."""
        t, found = self._page.t, self._presenter.since
        if found is None:
            return True
        told = "\n".join(f"• {title}: {words}" for _, title, words in lines(found, t))
        more = told or t("Nothing changed since then.")
        return agreed(self, headline(found, t), more, yes=t("Sign and save …"), no=t("Cancel"), final=False)

    def export_to(self, out: Path, *, stamped: bool = True) -> None:
        """Compose, sign and write the file off the window's thread, with progress and a way to stop.

        Where she named a timestamp server the time is stamped, unless not ``stamped``.
        """
        if self.job is not None:
            return
        self._settle()
        selection, exports = self._presenter.selection, self._page.desk.services.exports
        agreed = frozenset(self._privacy.presenter.agreed)
        self._out, self._made_of = out, selection
        self._begin()

        def work(job: Job[Export]) -> Export:
            return exports.export(
                selection, out, agreed=agreed, stamped=stamped, progress=job.progress, cancelled=job.cancelled
            )

        self.job = self._page.desk.tasks.start(
            self, work, self._done, failed=self._failed, progress=self._tell, finished=self._finished
        )

    def _failed(self, error: UserError) -> None:
        """A timestamp that can't be had is a choice; anything else is told as everywhere."""
        t = self._page.t
        if not error.code.startswith("timestamp-"):
            self._page.trouble_met.emit(error)
            return
        self._unstamped.set_texts(explain(error, t), t("Sign without timestamp"), t("Try again"))
        self._show_self()
        self._unstamped.action.setFocus()

    def _sign_without(self) -> None:
        if self._out is not None:
            self.export_to(self._out, stamped=False)

    def _sign_again(self) -> None:
        if self._out is not None:
            self.export_to(self._out)

    def _begin(self) -> None:
        self._result.set_texts("")
        self._unstamped.set_texts("")
        self._bar.setRange(0, 0)
        self._doing.setText(stage("", self._page.t))
        self._progress.show()
        self._page.header.action.setEnabled(False)
        self._show_self()

    def _tell(self, done: int, total: int, what: str) -> None:
        self._bar.setRange(0, max(total, 1))
        self._bar.setValue(done)
        words = stage(what, self._page.t)
        self._doing.setText(words)
        self._bar.setAccessibleDescription(words)

    def _done(self, made: Export) -> None:
        t = self._page.t
        begins = " ".join(groups(made.fingerprint)[:4])
        further = carry_words.made(made, self._made_of, t) if self._made_of is not None else ""
        signed = t(
            "Signed and saved: {file}, {pages}. The fingerprint of your key begins with {groups}.",
            file=made.file_name,
            pages=t.n("{n} page", "{n} pages", made.pages),
            groups=begins,
        )
        kept = self._page.desk.services.protecting.kept(made)
        self._result.set_texts(f"{signed} {further}".strip(), t("Open"), t("With a password…") if kept else "")
        self._export = made
        self._show_self()
        self.made.emit()

    def _finished(self) -> None:
        self.job = None
        self._progress.hide()
        self._page.header.action.setEnabled(True)
        self._show_self()

    def _show_self(self) -> None:
        """Without something to tell it takes no room."""
        self.setVisible(not all(part.isHidden() for part in (self._progress, self._result, self._unstamped)))

    def _cancel(self) -> None:
        if self.job is not None:
            self.job.cancel()

    def _protect(self) -> None:
        from portfolio_app.ui.dialogs.protected_copy import ProtectedCopyDialog

        if self._export is not None:
            ProtectedCopyDialog(self._page.desk, self._export, self._page).open()

    def _show_folder(self) -> None:
        if self._out is not None:
            self._page.show_outside(self._out.parent)

    def _open_result(self) -> None:
        if self._out is not None:
            self._page.show_outside(self._out)

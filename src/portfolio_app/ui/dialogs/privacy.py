"""The privacy check: what goes out with a choice, what has to go, what she should look at, and mending it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QItemSelectionModel, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QProgressBar, QWidget

from portfolio_app.domain.evidence import Evidence
from portfolio_app.domain.privacy import Level
from portfolio_app.domain.privacy_report import Hit, Report
from portfolio_app.services.jobs import Job
from portfolio_app.ui.dialogs.base import Dialog
from portfolio_app.ui.dialogs.privacy_parts import ClassListPart, DetailPart, PicturesPart
from portfolio_app.ui.dialogs.privacy_presenter import Line, Pictures, PrivacyPresenter
from portfolio_app.ui.guard import guarded, nothing
from portfolio_app.ui.models.paged import Column, PagedTableModel
from portfolio_app.ui.pages.base import Desk
from portfolio_app.ui.theme.fonts import grown
from portfolio_app.ui.widgets.buttons import Button, PrimaryButton, QuietButton
from portfolio_app.ui.widgets.chips import ScaleField
from portfolio_app.ui.widgets.containers import Banner
from portfolio_app.ui.widgets.lists import RowTable


class PrivacyDialog(Dialog):
    """Lists what was found. Accepted means: sign. It holds what it found in memory and forgets it when it closes."""

    words_requested = Signal(str, str, object)
    """A record at the words that were found; the dialog wants to be put aside meanwhile."""
    open_requested = Signal(str, str)
    aside_requested = Signal()

    def __init__(
        self, desk: Desk, presenter: PrivacyPresenter, parent: QWidget | None = None, *, signs: bool = True
    ) -> None:
        """With ``signs`` its main button goes on to sign."""
        super().__init__(desk.t, parent, width=820)
        t = self.t
        self._desk, self._presenter, self._signs = desk, presenter, signs
        self._job: Job[tuple[Report, Pictures]] | None = None
        self._again = False
        self._wanted = ""
        self._aside = self.looked = False
        self.set_heading(
            t("Check for privacy"),
            t("This goes out with what you chose. The check does not see everything: you know your pupils."),
        )
        self.verdict = Banner("info")
        self.body.addWidget(self.verdict)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(t("How far the check is"))
        self.body.addWidget(self._bar)
        self.levels = ScaleField[Level | None]()
        self.levels.name_silently(t("Show only"))
        self.levels.changed.connect(self._pick_level)
        self.body.addWidget(self.levels)
        self.body.addWidget(self._make_table(), 1)
        self.detail = DetailPart(t)
        self._wire_detail()
        self.body.addWidget(self.detail)
        self.pictures = PicturesPart(t)
        self.pictures.open_requested.connect(self._open)
        self.pictures.described.connect(self._describe)
        self.pictures.cover_requested.connect(self._cover)
        self.body.addWidget(self.pictures)
        self.class_list = ClassListPart(t)
        self.class_list.given.connect(self._use_class_list)
        self.body.addWidget(self.class_list)
        self._make_foot()
        self.finished.connect(self._end)
        self._show()

    def _make_table(self) -> RowTable:
        t, presenter = self.t, self._presenter
        self._model = PagedTableModel[Line](
            lambda: len(presenter.hits()),
            lambda offset, limit, _: [presenter.line(hit, t) for hit in presenter.hits()[offset : offset + limit]],
            [
                Column(t("What"), lambda line: line.what),
                Column(t("It says"), lambda line: line.shown),
                Column(t("Where"), lambda line: line.place),
                Column(t("What now"), lambda line: line.state),
            ],
            self,
        )
        self.table = RowTable(self._model)
        self.table.setAccessibleName(t("What was found"))
        self.table.setMinimumHeight(grown(190))
        self.table.arrange((140, 100, 0, 104))
        self.table.open_requested.connect(self._go_there)
        self.table.selectionModel().currentRowChanged.connect(self._show_detail)
        return self.table

    def _wire_detail(self) -> None:
        detail, presenter = self.detail, self._presenter
        detail.go_requested.connect(self._go_there)
        detail.stand_in_requested.connect(lambda: self._mend(lambda hit: presenter.stand_in(hit, self.t)))
        detail.take_out_requested.connect(lambda: self._mend(lambda hit: presenter.take_out(hit, self.t)))
        detail.fine_requested.connect(lambda: self._mend(presenter.say_fine))
        detail.leave_out_requested.connect(lambda: self._mend(presenter.leave_out))
        detail.seen_requested.connect(lambda: self._see(presenter.see))
        detail.seen_all_requested.connect(lambda: self._see(presenter.see_all))

    def _make_foot(self) -> None:
        t = self.t
        self._stop = QuietButton(t("Stop"), "x")
        self._stop.clicked.connect(self._cancel)
        close = QuietButton(t("Close"))
        close.clicked.connect(self.reject)
        self._undo = QuietButton(t("Undo"), "arrow-u-up-left")
        self._undo.clicked.connect(self._take_back)
        self._undo.hide()
        QShortcut(QKeySequence.StandardKey.Undo, self).activated.connect(self._undo.click)
        more = QuietButton(t("What may go out?"), "question")
        more.clicked.connect(self._explain)
        if not self._signs:
            self.add_buttons(self._undo, self._stop, close, left=more)
            self.sign = Button()
            self.sign.hide()
            return
        self.sign = PrimaryButton(t("Sign and save …"), "signature")
        self.sign.setDefault(True)
        self.sign.clicked.connect(self.accept)
        self.add_buttons(self._undo, self._stop, close, self.sign, left=more)

    def _explain(self) -> None:
        from portfolio_app.ui.dialogs.help import HelpDialog

        HelpDialog(self._desk, self, first="privacy").open()

    # -- looking ----------------------------------------------------------------------------------------------

    def begin(self) -> None:
        """Look at everything that goes out, off the window's thread; once more when something changed meanwhile."""
        if self._job is not None:
            self._again = True
            return
        self._again = False
        self._bar.setRange(0, 0)
        self._bar.show()
        self._stop.show()
        self.sign.setEnabled(False)
        presenter, choice = self._presenter, self._presenter.choice
        self._job = self._desk.tasks.start(
            self,
            lambda job: presenter.look(choice, job),
            self.take,
            failed=self.show_trouble,
            progress=self._tell,
            finished=self._idle,
        )

    def take(self, found: tuple[Report, Pictures]) -> None:
        """Show what was found."""
        self._presenter.show(*found)
        self.looked = True
        self.pictures.show_pictures(self._presenter.pictures)
        self._model.reload()
        self._show()
        self._choose(self._wanted)
        if self._presenter.report.hits:
            self.table.setFocus()
        elif self.sign.isEnabled():
            self.sign.setFocus()

    def _tell(self, at: int, of: int, what: str) -> None:
        del what
        self._bar.setRange(0, max(of, 1))
        self._bar.setValue(at)

    def _idle(self) -> None:
        self._job = None
        if self._again:
            QTimer.singleShot(0, self, self.begin)
        self._show()

    def _cancel(self) -> None:
        self._again = False
        if self._job is not None:
            self._job.cancel()

    def _show(self) -> None:
        t, presenter = self.t, self._presenter
        busy = self._job is not None
        self._bar.setVisible(busy)
        self._stop.setVisible(busy)
        free = presenter.is_free and self.looked
        self.sign.setEnabled(free and not busy)
        self.verdict.set_tone("bad" if presenter.report.blocked else "warn" if not presenter.is_free else "good")
        self.verdict.set_texts(presenter.verdict(t) if self.looked else "")
        self.sign.setAccessibleDescription(self.verdict.text)
        self.sign.setToolTip("" if free else self.verdict.text)
        some = bool(presenter.report.hits)
        self.levels.set_choices(presenter.groups(t))
        self.levels.set_value(presenter.level)
        for widget in (self.levels, self.table):
            widget.setVisible(some)
        self._show_detail()

    # -- choosing ---------------------------------------------------------------------------------------------

    @property
    def chosen(self) -> Hit | None:
        """The finding in sight."""
        line = self.table.chosen()
        return line.hit if isinstance(line, Line) else None

    def _choose(self, key: str) -> None:
        """Choose the finding with a key, else the first."""
        hits = self._presenter.hits()
        at = next((number for number, hit in enumerate(hits) if hit.key == key), 0)
        if hits:
            index = self._model.index(at, 0)
            rows = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
            self.table.selectionModel().setCurrentIndex(index, rows)
            self.table.scrollTo(index)
        self._show_detail()

    def _pick_level(self) -> None:
        self._presenter.level = self.levels.value()
        self.levels.set_value(self._presenter.level)
        self._model.reload()
        self._choose("")

    def _show_detail(self) -> None:
        hit = self.chosen
        self.detail.setVisible(hit is not None)
        if hit is not None:
            self.detail.show_detail(self._presenter.detail(hit, self.t))

    # -- doing ------------------------------------------------------------------------------------------------

    def _go_there(self) -> None:
        """Go to the record of the chosen finding; the check waits meanwhile."""
        hit = self.chosen
        if hit is None or not hit.place.id:
            return
        self._wanted = hit.key
        self._put_aside()
        if hit.place.in_record:
            self.words_requested.emit(hit.place.kind, hit.place.id, hit.finding.value)
        else:
            self.open_requested.emit(hit.place.kind, hit.place.id)

    def _open(self, kind: str, ident: str) -> None:
        self._put_aside()
        self.open_requested.emit(kind, ident)

    def _put_aside(self) -> None:
        self._aside = True
        self.aside_requested.emit()

    def _mend(self, work: Callable[[Hit], object]) -> None:
        """Do something about the chosen finding, and look again: only what changed is read."""
        hit = self.chosen
        if hit is None or not self.attempt(lambda: work(hit)):
            return
        self._wanted = self._neighbour(hit)
        self.table.setFocus()
        self._undo.setVisible(self._presenter.can_undo)
        self.begin()

    def _take_back(self) -> None:
        """Take the last mend back, and look again."""
        if self.attempt(self._presenter.undo):
            self._undo.setVisible(self._presenter.can_undo)
            self.begin()

    def _neighbour(self, hit: Hit) -> str:
        """The key of the finding that is chosen once this one is gone."""
        hits = self._presenter.hits()
        at = next((number for number, each in enumerate(hits) if each.key == hit.key), 0)
        others = [each for each in (*hits[at + 1 :], *reversed(hits[:at])) if each.finding.word != hit.finding.word]
        return others[0].key if others else ""

    def _see(self, work: Callable[[Hit], object]) -> None:
        hit = self.chosen
        if hit is None:
            return
        work(hit)
        left = [
            each for each in self._presenter.report.unseen(self._presenter.agreed) if each in self._presenter.hits()
        ]
        self._model.reload()
        self._show()
        self._choose(left[0].key if left else hit.key)
        self.table.setFocus()

    def _describe(self, piece: object, words: str) -> None:
        if isinstance(piece, Evidence) and self.attempt(lambda: self._presenter.describe(piece, words)):
            self.begin()

    def _cover(self, piece: object) -> None:
        """Make something in a picture unrecognisable, over the check; then look again."""
        from portfolio_app.ui.dialogs.cover import CoverDialog

        if isinstance(piece, Evidence):
            dialog = CoverDialog(self._desk, piece, self)
            dialog.covered.connect(self.begin)
            dialog.open()

    def _use_class_list(self, text: str) -> None:
        self.class_list.say(self._presenter.use_class_list(text))
        self.begin()

    @guarded(nothing)
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._aside:
            # She was somewhere else: what she changed there is looked at again.
            self._aside = False
            self.begin()

    def _end(self) -> None:
        self._cancel()
        self.class_list.wipe()
        self._presenter.forget_list()

"""Making parts of a picture unrecognisable, in what goes out of the house; the picture itself stays as it is."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QGridLayout, QListWidget, QVBoxLayout, QWidget

from portfolio_app.document.words import word
from portfolio_app.domain.covers import Cover, CoverLook
from portfolio_app.domain.evidence import Evidence, PupilsVisible
from portfolio_app.i18n import N_
from portfolio_app.services.drafts import COVER
from portfolio_app.ui.dialogs.base import Dialog
from portfolio_app.ui.dialogs.cover_draft import CoverForm
from portfolio_app.ui.dialogs.cover_presenter import FINE, STEP, Covering
from portfolio_app.ui.draft_banner import DraftBanner
from portfolio_app.ui.drafts import DraftKeeper
from portfolio_app.ui.pages.base import Desk
from portfolio_app.ui.theme.fonts import grown
from portfolio_app.ui.widgets.buttons import Button, PrimaryButton, QuietButton
from portfolio_app.ui.widgets.chips import ScaleField
from portfolio_app.ui.widgets.containers import FlowLayout, Label
from portfolio_app.ui.widgets.cover_board import CoverBoard

ANSWERS = (
    (PupilsVisible.NO, N_("no pupils recognisable")),
    (PupilsVisible.YES, N_("pupils recognisable")),
    (PupilsVisible.UNKNOWN, N_("not answered yet")),
)


class CoverDialog(Dialog):
    """Boxes over a picture, by mouse or by keyboard alone; and whether somebody can be recognised still.

    What is drawn is a draft until it is saved, whatever closes the editor; it says so when it brings one back.
    """

    covered = Signal(object)
    """The record as it was saved."""

    def __init__(self, desk: Desk, item: Evidence, parent: QWidget | None = None) -> None:
        super().__init__(desk.t, parent, width=820)
        t = self.t
        self._desk, self._item = desk, item
        self._work = Covering(item)
        self._looking = 0
        self.set_heading(
            t("Make unrecognisable: {title}", title=item.heading),
            t(
                "Draw a box over what nobody may recognise. Your own picture stays as it is; the boxes lie on every "
                "copy that goes out, and what is under them is not in there."
            ),
        )
        self._form = CoverForm(t, self._work, self._show, self)
        self._keeper = DraftKeeper(self._form, desk.services.drafts, self)
        self._keeper.failed.connect(self.show_trouble)
        self.finished.connect(self._put_down)
        self.restored = DraftBanner(desk, self._keeper, self._begin_again)
        self.body.addWidget(self.restored)
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        self.board = self._make_board()
        grid.addWidget(self.board, 0, 0)
        grid.addLayout(self._make_side(), 0, 1)
        grid.setColumnStretch(0, 3)
        grid.setColumnStretch(1, 1)
        self.body.addLayout(grid, 1)
        self.told = Label(role="small", wrap=True)
        self.body.addWidget(self.told)
        self.body.addWidget(self._make_answer())
        self._save = PrimaryButton(t("Save"), "check")
        self._save.setDefault(True)
        self._save.clicked.connect(self.save)
        close = QuietButton(t("Close"))
        close.setToolTip(t("What you drew stays here until you save it or throw it away."))
        close.clicked.connect(self.reject)
        self.add_buttons(close, self._save)
        QShortcut(QKeySequence.StandardKey.Undo, self).activated.connect(self._undo)
        self._show()
        self.restored.offer(self._keeper.open(f"{COVER}:{item.id}", item.id))
        desk.tasks.start(self, lambda _: desk.services.evidence.bare_page_copy(item), self._pictured)

    # -- parts ------------------------------------------------------------------------------------------------

    def _make_board(self) -> CoverBoard:
        board, work = CoverBoard(), self._work
        board.setAccessibleDescription(
            self.t(
                "Arrow keys move the chosen box, with Shift they make it larger or smaller, with Ctrl in small steps. "
                "Insert adds a box, Delete takes it away, Page Up and Page Down choose another one."
            )
        )
        board.drawn.connect(self._drawn)
        board.picked.connect(self._pick)
        board.placed.connect(self._placed)
        board.let_go.connect(work.end_move)
        board.moved.connect(self._moved)
        board.sized.connect(self._sized)
        board.remove_requested.connect(self.remove)
        board.add_requested.connect(self.add)
        board.next_requested.connect(self._next)
        return board

    def _make_side(self) -> QVBoxLayout:
        t = self.t
        side = QVBoxLayout()
        side.setSpacing(10)
        buttons = FlowLayout(spacing=6)
        self._add, self._remove = Button(t("Add a box"), "plus"), QuietButton(t("Take this box away"), "trash")
        self._back = QuietButton(t("Undo"), "arrow-u-up-left")
        self._add.clicked.connect(self.add)
        self._remove.clicked.connect(self.remove)
        self._back.clicked.connect(self._undo)
        for button in (self._add, self._remove, self._back):
            buttons.addWidget(button)
        self._list = QListWidget()
        self._list.setAccessibleName(t("Boxes on the picture"))
        self._list.setWordWrap(True)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setMinimumSize(grown(150), grown(70))
        self._list.currentRowChanged.connect(self._pick)
        self._look = ScaleField[CoverLook]()
        self._look.set_choices([(look, word(look, t)) for look in CoverLook])
        self._look.set_label(
            t("How?"), t("Black is surest. Blurring leaves a few patches of colour, which can't be undone.")
        )
        self._look.changed.connect(self._looked)
        self._finished = Button(t("See how it goes out"), "eye")
        self._finished.setCheckable(True)
        self._finished.toggled.connect(self._toggle_finished)
        side.addLayout(buttons)
        side.addWidget(self._list, 1)
        side.addWidget(self._look)
        side.addWidget(self._finished)
        return side

    def _make_answer(self) -> ScaleField[PupilsVisible]:
        self._pupils = ScaleField[PupilsVisible]()
        self._pupils.set_choices([(value, self.t(words)) for value, words in ANSWERS])
        self._pupils.set_label(
            self.t("Can a pupil be recognised, now that these boxes are there?"),
            self.t("Think of a face, a name on the board, a name badge, a striking coat. Unanswered, it stays out."),
        )
        self._pupils.changed.connect(self._answered)
        return self._pupils

    # -- doing ------------------------------------------------------------------------------------------------

    def add(self) -> None:
        """Put a box in the midst, to be moved from there."""
        self._do(self._work.add)
        self.board.setFocus()

    def remove(self) -> None:
        """Take the chosen box away."""
        self._do(self._work.remove)

    def _drawn(self, at: tuple[float, float], to: tuple[float, float]) -> None:
        self._do(lambda: self._work.draw(at, to))

    def _pick(self, at: int) -> None:
        self._do(lambda: self._work.choose(at))

    def _placed(self, box: Cover) -> None:
        self._do(lambda: self._work.place(box), spoken=False)

    def _moved(self, right: int, down: int, fine: bool) -> None:
        step = FINE if fine else STEP
        self._do(lambda: self._work.move(right * step, down * step))

    def _sized(self, wider: int, higher: int, fine: bool) -> None:
        step = FINE if fine else STEP
        self._do(lambda: self._work.size(wider * step, higher * step))

    def _undo(self) -> None:
        self._do(self._work.undo)

    def _next(self, by: int) -> None:
        many = len(self._work.boxes)
        if many:
            self._do(lambda: self._work.choose((self._work.chosen + by) % many))

    def _looked(self) -> None:
        look = self._look.value()
        self._do(lambda: self._work.set_look(look or self._work.look))

    def _answered(self) -> None:
        self._work.answer(self._pupils.value() or PupilsVisible.UNKNOWN)
        self._pupils.set_value(self._work.pupils)
        self._form.touch()

    def _do(self, work: Callable[[], object], *, spoken: bool = True) -> None:
        work()
        self._form.touch()
        self._show()
        if spoken:
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, self.told.text()))

    def _show(self) -> None:
        t, work = self.t, self._work
        self.board.show_boxes(work.boxes, work.chosen)
        told = work.told(t)
        self.told.setText(told)
        self.board.setAccessibleName(f"{t('Picture: {title}', title=self._item.heading)}. {told}")
        with QSignalBlocker(self._list):
            names = work.names(t)
            if self._list.count() != len(names):
                self._list.clear()
                self._list.addItems(names)
            for at, name in enumerate(names):
                self._list.item(at).setText(name)
            self._list.setCurrentRow(work.chosen)
        self._look.set_value(work.box.look if work.box is not None else work.look)
        self._pupils.set_value(work.pupils)
        self._remove.setEnabled(work.box is not None)
        self._back.setEnabled(work.can_undo)
        if self._finished.isChecked():
            self._draw_finished()

    def _pictured(self, data: bytes | None) -> None:
        if data is None or not self.board.show_picture(data):
            self.trouble.set_texts(self.t("This picture can't be shown here, so nothing can be covered in it."))
            for widget in (self._add, self._finished, self._save):
                widget.setEnabled(False)
            return
        self.board.setFocus()

    def _toggle_finished(self, on: bool) -> None:
        self._finished.setText(self.t("Back to the boxes") if on else self.t("See how it goes out"))
        if on:
            self._draw_finished()
        else:
            self._looking += 1
            self.board.show_finished(None)

    def _draw_finished(self) -> None:
        """Draw it as it goes out, in the process that draws the copies, and show it unless something newer came."""
        self._looking += 1
        number, item, boxes = self._looking, self._item, self._work.boxes
        evidence = self._desk.services.evidence

        def show(data: bytes | None) -> None:
            if number == self._looking and self._finished.isChecked():
                self.board.show_finished(data)

        self._desk.tasks.start(self, lambda _: evidence.tried_page_copy(item, boxes), show, failed=self.show_trouble)

    def save(self) -> None:
        """Keep the boxes and the answer as one step."""
        made: list[Evidence] = []
        work, evidence = self._work, self._desk.services.evidence
        if self.attempt(lambda: made.append(evidence.cover(self._item, work.boxes, work.pupils))):
            self._keeper.drop()
            self.covered.emit(made[0])
            self.accept()

    def _put_down(self) -> None:
        """Keep what was drawn; where everything was taken back there is nothing to keep."""
        if self._form.dirty and not self._work.is_changed:
            self._keeper.drop()
        self._keeper.close()

    def _begin_again(self) -> None:
        """Show what is saved, after the draft of it was thrown away."""
        self._work.begin()
        self._form.settle()
        self._show()

"""Filing what came in by the inbox: one piece at a time, by three questions and a place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from portfolio_app.document.words import word
from portfolio_app.domain import file_names
from portfolio_app.domain.evidence import Evidence, PupilsVisible
from portfolio_app.ui.dialogs.base import Dialog
from portfolio_app.ui.draft_banner import DraftBanner
from portfolio_app.ui.drafts import DraftKeeper
from portfolio_app.ui.form import Form
from portfolio_app.ui.pages.base import Desk
from portfolio_app.ui.pages.links_presenter import SHOWS
from portfolio_app.ui.widgets.buttons import Button, PrimaryButton, QuietButton
from portfolio_app.ui.widgets.chips import ScaleField
from portfolio_app.ui.widgets.containers import EmptyState, FlowLayout, Label
from portfolio_app.ui.widgets.fields import DateField, LineField
from portfolio_app.ui.widgets.speaking import speak_all

PICTURE = QSize(220, 220)


class FilingDialog(Dialog):
    """The pieces that wait, oldest first. Closing it leaves the rest where it is."""

    settings_requested = Signal()
    filed = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk.t, parent, width=640)
        self._desk = desk
        self._passed: set[str] = set()
        self._piece: Evidence | None = None
        t = desk.t
        self._form = Form(t, self)
        # The names are those of the editor of evidence: what was typed here comes back there, too.
        self._keeper = DraftKeeper(self._form, desk.services.drafts, self)
        self._keeper.failed.connect(self.show_trouble)
        self.finished.connect(self._keeper.close)
        self._restored = DraftBanner(desk, self._keeper, self._load)
        self.body.addWidget(self._restored)
        self._inside = QWidget()
        self.body.addWidget(self._inside)
        self._lay_out()
        self._empty = EmptyState("envelope-simple")
        self._empty.action_requested.connect(self._to_settings)
        self.body.addWidget(self._empty)
        self._skip = QuietButton(t("Later"), "caret-right")
        self._skip.clicked.connect(self._pass_by)
        close = Button(t("Close"))
        close.clicked.connect(self.accept)
        self.add_buttons(close, left=self._skip)
        speak_all(self, t)
        self._next()

    def _lay_out(self) -> None:
        t = self.t
        column = QVBoxLayout(self._inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(14)
        row = QHBoxLayout()
        row.setSpacing(20)
        self._picture = QLabel()
        self._picture.setFixedWidth(PICTURE.width())
        self._picture.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignHCenter)
        fields = QVBoxLayout()
        self._title, self._day = LineField(), DateField(self._desk.today)
        self._title.set_label(t("Title"))
        self._day.set_label(t("Made on"))
        self._pupils = ScaleField[PupilsVisible]()
        self._pupils.set_label(t("Are there pupils in it?"), t("Until you answer, it stays out of every document."))
        self._pupils.set_choices([(item, word(item, t)) for item in (PupilsVisible.NO, PupilsVisible.YES)])
        self._facts = Label(role="small", wrap=True)
        for name, field in (("title", self._title), ("made_on", self._day), ("pupils", self._pupils)):
            self._form.bind(name, field)
        for widget in (self._facts, self._title, self._day, self._pupils):
            fields.addWidget(widget)
        row.addWidget(self._picture)
        row.addLayout(fields, 1)
        column.addLayout(row)
        actions = FlowLayout()
        link = PrimaryButton(t("Link it to something …"), "link")
        link.setDefault(True)
        link.clicked.connect(self._ask)
        moment = Button(t("Make a moment of it"), "plus")
        moment.clicked.connect(self._make_moment)
        leave = QuietButton(t("Keep it as it is"), "check")
        leave.clicked.connect(self._leave)
        trash = QuietButton(t("To the trash"), "trash")
        trash.clicked.connect(self._trash)
        for button in (link, moment, leave, trash):
            actions.addWidget(button)
        column.addLayout(actions)

    # -- one after the other ----------------------------------------------------------------------------------

    def _next(self) -> None:
        left = [piece for piece in self._desk.services.inbox.waiting() if piece.id not in self._passed]
        self._piece = left[0] if left else None
        t = self.t
        self._inside.setVisible(bool(left))
        self._skip.setVisible(len(left) > 1)
        self._empty.setVisible(not left)
        if self._piece is None:
            self._keeper.close()
            self._restored.offer(None)
            self.set_heading(t("Inbox"))
            self._show_empty()
            return
        self.set_heading(t.n("Inbox: {n} file to file", "Inbox: {n} files to file", len(left)))
        self._show(self._piece)

    def _show(self, piece: Evidence) -> None:
        name = file_names.tidy(piece.file_name)
        self._facts.setText(f"{name} · {self.t.size(piece.octets)}")
        self._load()
        self._restored.offer(self._keeper.open(piece.id, piece.id))
        self._picture.clear()
        self._picture.setVisible(piece.is_picture or piece.media_type == "application/pdf")
        service = self._desk.services.evidence
        self._desk.tasks.start(self, lambda _: service.thumbnail(piece), self._show_picture(piece.id))
        self._title.setFocus()

    def _load(self) -> None:
        if self._piece is not None:
            self._form.load(self._piece)  # what is unknown is no choice, so none is shown

    def _show_picture(self, ident: str) -> Callable[[bytes | None], None]:
        def show(data: bytes | None) -> None:
            picture = QPixmap()
            if self._piece is None or self._piece.id != ident or data is None or not picture.loadFromData(data):
                return
            keep, smooth = Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
            self._picture.setPixmap(picture.scaled(PICTURE, keep, smooth))

        return show

    def _show_empty(self) -> None:
        t, inbox = self.t, self._desk.services.inbox
        if inbox.waiting():
            self._empty.set_texts(t("The rest can wait."))
        elif inbox.folder is None:
            self._empty.set_texts(
                t("No folder is your inbox yet."),
                t("Choose one for photos, voice memos and mails: what lands in it comes in by itself."),
                t("To the settings"),
            )
        else:
            self._empty.set_texts(t("Your inbox is empty."))

    # -- doing ------------------------------------------------------------------------------------------------

    def _labelled(self, piece: Evidence) -> Evidence:
        """The piece with what stands in the fields now."""
        return replace(
            piece,
            title=self._title.value().strip() or piece.title,
            made_on=self._day.value() or piece.made_on,
            pupils=self._pupils.value() or PupilsVisible.UNKNOWN,
        )

    def _file(self, work: Callable[[Evidence], object]) -> None:
        piece = self._piece
        if piece is not None and self.attempt(lambda: work(self._labelled(piece))):
            self._keeper.drop()
            self.filed.emit()
            self._next()

    def _ask(self) -> None:
        from portfolio_app.ui.dialogs.find import PickDialog

        dialog = PickDialog(self._desk, self.t("What does this piece of evidence belong to?"), SHOWS.kinds, (), self)
        dialog.open_requested.connect(self.join)
        dialog.open()

    def join(self, kind: str, ident: str) -> None:
        """Let the piece in sight belong to a record."""
        services = self._desk.services
        about = services.records.any(kind, ident)
        if about is not None:
            self._file(lambda piece: services.inbox.file_with(piece, about))

    def _make_moment(self) -> None:
        self._file(self._desk.services.inbox.make_moment)

    def _leave(self) -> None:
        self._file(self._desk.services.inbox.leave)

    def _trash(self) -> None:
        self._file(lambda piece: self._desk.services.records.trash(piece.KIND, piece.id))

    def _pass_by(self) -> None:
        if self._piece is not None:
            self._passed.add(self._piece.id)
            self._next()

    def _to_settings(self) -> None:
        self.accept()
        self.settings_requested.emit()

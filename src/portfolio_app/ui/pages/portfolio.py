"""Portfolio: for whom, what goes in, and the signed PDF."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QWidget

from portfolio_app.document.words import word
from portfolio_app.domain.changes import ChangeSet
from portfolio_app.domain.evidence import Evidence
from portfolio_app.domain.selection import Audience, Export, Part, Selection
from portfolio_app.services.jobs import Job
from portfolio_app.services.selecting import Item, Plan
from portfolio_app.ui.dialogs.question import agreed
from portfolio_app.ui.files import ask_where
from portfolio_app.ui.guard import guarded, nothing
from portfolio_app.ui.models.paged import Column, PagedTableModel
from portfolio_app.ui.pages.base import Desk, Page
from portfolio_app.ui.pages.history_button import HistoryButton
from portfolio_app.ui.pages.portfolio_draft import ChoiceBanner
from portfolio_app.ui.pages.portfolio_presenter import Handed, PortfolioPresenter, grouped, went_out
from portfolio_app.ui.pages.portfolio_tree import PlanTree
from portfolio_app.ui.widgets.buttons import QuietButton
from portfolio_app.ui.widgets.chips import ScaleField
from portfolio_app.ui.widgets.containers import Banner, Card, FlowLayout, Label
from portfolio_app.ui.widgets.fields import ChoiceField, DateField, LineField
from portfolio_app.ui.widgets.lists import RowTable
from portfolio_app.ui.widgets.text_area import TextArea

DRAFT_WITHIN_MS = 1500
LINES_IN_SIGHT = 8


class Portfolio(Page):
    """Choosing what a reader gets, and signing it."""

    KEY = "portfolio"

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._presenter = PortfolioPresenter(desk.services, desk.t.lang)
        self._job: Job[Export] | Job[tuple[Evidence, ...]] | None = None
        self._made: Path | None = None
        self._planning: Job[Plan] | None = None
        self.header.action_requested.connect(self._sign)
        self._result = Banner("good")
        self._result.action_requested.connect(self._open_result)
        self.body.addWidget(self._result)
        self.body.addWidget(self._make_progress())
        self.body.addWidget(self._make_reader())
        self._restored = ChoiceBanner(self, self._presenter, self._show)
        self.body.addWidget(self._restored)
        self.body.addWidget(self._make_account())
        self.body.addWidget(self._make_tree())
        self.body.addWidget(self._make_handed())
        self.body.addStretch()
        self._draft_timer = QTimer(self)
        self._draft_timer.setSingleShot(True)
        self._draft_timer.setInterval(DRAFT_WITHIN_MS)
        self._draft_timer.timeout.connect(self._keep_draft)

    def _make_reader(self) -> Card:
        self._reader = Card()
        self._audience = ScaleField[Audience]()
        self._audience.changed.connect(self._pick_audience)
        self._intro = Label(role="muted", wrap=True)
        today = self.desk.today
        self._from, self._until, self._language = DateField(today), DateField(today), ChoiceField[str]()
        self._to_whom = LineField()
        row = FlowLayout(spacing=14)
        for field in (self._from, self._until, self._language):
            row.addWidget(field)
        for field in (self._from, self._until):
            field.changed.connect(self._pick_period)
        self._language.changed.connect(self._pick_language)
        self._to_whom.changed.connect(self._typed)
        self._reader.body.addWidget(self._audience)
        self._reader.body.addWidget(self._intro)
        self._reader.body.addLayout(row)
        self._reader.body.addWidget(self._to_whom)
        return self._reader

    def _make_account(self) -> Card:
        card = self._account_card = Card()
        card.head.addWidget(HistoryButton(self))
        self._account = TextArea(least=4)
        self._account.changed.connect(self._typed)
        card.body.addWidget(self._account)
        return card

    def _make_handed(self) -> Card:
        self._before = Card()
        self._lines: tuple[Handed, ...] = ()
        self._handed_lines = PagedTableModel[Handed](
            lambda: len(self._lines), lambda offset, limit, _: self._lines[offset : offset + limit], (), self
        )
        self._handed = RowTable(self._handed_lines)
        self._handed.open_requested.connect(self._open_line)
        self._handed.delete_requested.connect(self._throw_line)
        self._before.body.addWidget(self._handed)
        return self._before

    def _make_tree(self) -> Card:
        card = self._tree_card = Card()
        self._default = QuietButton(icon_name="arrow-counter-clockwise")
        self._default.clicked.connect(self._back_to_default)
        card.head.addWidget(self._default)
        self._busy = Label(role="muted")
        self._busy.hide()
        self._tree = PlanTree(self._presenter)
        self._tree.switched.connect(self._switched)
        self._tree.open_requested.connect(self.open_requested)
        card.body.addWidget(self._busy)
        card.body.addWidget(self._tree)
        return card

    def _make_progress(self) -> QWidget:
        self._progress = QWidget()
        row = QHBoxLayout(self._progress)
        row.setContentsMargins(0, 0, 0, 0)
        self._bar, self._doing, self._stop = QProgressBar(), Label(), QuietButton(icon_name="x")
        self._bar.setMaximumWidth(320)
        self._stop.clicked.connect(self._cancel)
        for widget in (self._bar, self._doing, self._stop):
            row.addWidget(widget)
        row.addStretch()
        self._progress.hide()
        return self._progress

    def retranslate(self) -> None:
        super().retranslate()
        t = self.t
        self.header.set_texts(
            t("Portfolio"), t("You decide who sees what. Everything is yours alone until you choose it."),
            t("Sign and save …"), "signature",
        )  # fmt: skip
        self._reader.set_title(t("For whom?"))
        self._audience.set_choices([(item, word(item, t)) for item in Audience])
        self._audience.name_silently(t("For whom?"))
        self._from.set_label(t("From"))
        self._until.set_label(t("Until and including"))
        self._language.set_choices([("nl", t("Dutch")), ("en", t("English"))])
        self._language.set_label(t("Language of the document"))
        self._to_whom.set_label(t("Name or role of the reader (optional)"), t("Only for your own list."))
        self._account_card.set_title(t("Your account of this period"))
        self._account.name_silently(t("Your account of this period"))
        self._account.set_placeholder(t("What did you want, what did you do, what do pupils learn differently now?"))
        self._tree_card.set_title(t("What goes along"))
        self._tree_card.set_note(
            t(
                "Tick what this reader may see. What is left out leaves no trace in the document. "
                "A double click or Enter opens it."
            )
        )
        self._default.setText(t("As usual for this reader"))
        self._busy.setText(t("Busy…"))
        self._tree.set_words(t)
        self._before.set_title(t("Handed over before"))
        self._before.set_note(t("Enter or a double click shows what went out; Delete takes it from the list."))
        self._handed.setAccessibleName(t("Handed over before"))
        self._handed_lines.set_columns([
            Column(t("Day"), lambda line: line.day), Column(t("For whom?"), lambda line: line.reader),
            Column(t("File"), lambda line: line.file),
        ])  # fmt: skip
        self._handed.arrange((130, 260, 0))
        self._stop.setText(t("Stop"))
        self._bar.setAccessibleName(t("Making the portfolio"))
        self._show()

    def refresh(self, changes: ChangeSet | None) -> None:
        if changes is None or changes.touches({Selection.KIND}):
            self._presenter.reload()
            self._show()
            return
        self._fill_tree()
        if changes.touches({Export.KIND}):
            self._fill_handed()

    def open_record(self, kind: str, ident: str) -> bool:
        if kind == Export.KIND:
            return self._open_export(ident)
        found = self._presenter.find(ident)
        if found is None:
            return False
        self._pick(found.audience)
        self._account.setFocus()
        return True

    def resume(self, draft: str) -> bool:
        audience = next((item for item in Audience if draft == f"portfolio:{item.value}"), None)
        if audience is not None:
            self._pick(audience)
        return audience is not None

    def in_sight(self) -> tuple[str, str] | None:
        chosen = self._presenter.selection
        return (chosen.KIND, chosen.id) if self._presenter.find(chosen.id) is not None else None

    def leave(self) -> None:
        # First the draft: what can't be saved must not be lost.
        self._keep_draft()
        self.attempt(self._presenter.save)

    def _typed(self) -> None:
        self._presenter.change(account=self._account.value(), to_whom=self._to_whom.value())
        self._chosen()

    def _chosen(self) -> None:
        """Something was changed by hand: it is on disk shortly."""
        if not self._draft_timer.isActive():
            self._draft_timer.start()

    def _keep_draft(self) -> None:
        self._draft_timer.stop()
        self.attempt(self._presenter.keep_draft)

    def _show(self) -> None:
        selection = self._presenter.selection
        self._audience.set_value(self._presenter.audience)
        self._intro.setText(self._presenter.intro(self.t))
        self._from.set_value(selection.from_on)
        self._until.set_value(selection.until_on)
        self._language.set_value(selection.lang)
        for field, text in ((self._account, selection.account), (self._to_whom, selection.to_whom)):
            if field.value() != text:
                field.set_value(text)
        self._fill_tree()
        self._fill_handed()
        self._restored.offer()

    def _fill_tree(self) -> None:
        """Show what goes along; where there is very much to be gone through, once that is done."""
        self._stop_planning()
        if not self.desk.services.records.are_many:
            self._tree.show_plan(self._presenter.plan())
            return
        presenter, selection = self._presenter, self._presenter.selection

        def done(plan: Plan) -> None:
            # One that was stopped may have been ready already.
            if job is self._planning:
                self._stop_planning()
                self._tree.show_plan(plan)

        job = self.desk.tasks.start(self, lambda job: presenter.planned(selection, job.cancelled), done)
        self._planning = job
        self._busy.show()

    def _stop_planning(self) -> None:
        if self._planning is not None:
            self._planning.cancel()
        self._planning = None
        self._busy.hide()

    @guarded(nothing)
    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if self._planning is not None:
            self._stop_planning()
            self._stale = True

    def _switched(self, held: object, on: bool) -> None:
        if isinstance(held, Part):
            self._presenter.switch_part(held, on)
        elif isinstance(held, Item):
            self._presenter.switch_item(held, on)
        self._chosen()
        # Rebuilding the tree inside its own signal would delete the row that sent it.
        QTimer.singleShot(0, self, self._fill_tree)

    def _fill_handed(self) -> None:
        self._lines = self._presenter.handed_over(self.t)
        self._handed_lines.reload()
        self._before.setVisible(bool(self._lines))
        rows = min(len(self._lines), LINES_IN_SIGHT)
        high = self._handed.verticalHeader().defaultSectionSize()
        self._handed.setFixedHeight(self._handed.horizontalHeader().sizeHint().height() + rows * high + 4)

    def _open_line(self, line: Handed) -> None:
        self._open_export(line.id)

    def _throw_line(self, line: Handed) -> None:
        self._throw(line.id)

    def _open_export(self, ident: str) -> bool:
        from portfolio_app.ui.dialogs.handed_over import HandedOverDialog

        export = self._presenter.export(ident)
        if export is None:
            return False
        HandedOverDialog(self.t, went_out(export, self.t), lambda: self._throw(ident), self).open()
        return True

    def _throw(self, ident: str) -> None:
        if self.attempt(lambda: self._presenter.throw_away(ident)):
            self.said(self.t("Moved to the trash."), undo=True)
            self._fill_handed()

    def _pick_audience(self) -> None:
        chosen = self._audience.value()
        if chosen is None:
            self._audience.set_value(self._presenter.audience)
            return
        self._pick(chosen)

    def _pick(self, audience: Audience) -> None:
        self.leave()
        self.attempt(lambda: self._presenter.pick(audience))
        self._show()

    def _pick_period(self) -> None:
        first, last = self._from.value(), self._until.value()
        if first is None or last is None:
            return
        if last < first:
            self._until.set_error(self.t("The last day comes before the first."))
            return
        self._until.set_error("")
        self._presenter.change(from_on=first, until_on=last)
        self._chosen()
        self._fill_tree()

    def _pick_language(self) -> None:
        self._presenter.change(lang=self._language.value())
        self._chosen()

    def _back_to_default(self) -> None:
        self._presenter.back_to_default()
        self._chosen()
        self._show()

    def _sign(self) -> None:
        chosen = ask_where(self, self.t("Sign and save"), self._presenter.file_name(self.t), "PDF (*.pdf)")
        if chosen is not None:
            self._look_before(chosen if chosen.suffix.lower() == ".pdf" else chosen.with_name(f"{chosen.name}.pdf"))

    def _look_before(self, out: Path) -> None:
        """First look which files would tell more than their content; sign when the person lets them go along."""
        if self._job is not None:
            return
        self._typed()
        selection, exports = self._presenter.selection, self.desk.services.exports
        self._begin()

        def work(job: Job[tuple[Evidence, ...]]) -> tuple[Evidence, ...]:
            return exports.keeping_metadata(selection, progress=job.progress, cancelled=job.cancelled)

        def done(telling: tuple[Evidence, ...]) -> None:
            if not telling or self._may_tell(telling):
                self.export_to(out)

        self._job = self.desk.tasks.start(self, work, done, progress=self._tell, finished=self._finished)

    def _may_tell(self, telling: tuple[Evidence, ...]) -> bool:
        t = self.t
        words, files = self._presenter.telling(telling, t)
        return agreed(self, words, files, yes=t("Hand over as they are"), no=t("Cancel"), final=False)

    def export_to(self, out: Path) -> None:
        """Compose, sign and write the file off the window's thread, with progress and a way to stop."""
        if self._job is not None:
            return
        self._typed()
        self.leave()
        selection, exports = self._presenter.selection, self.desk.services.exports
        self._made = out
        self._begin()

        def work(job: Job[Export]) -> Export:
            return exports.export(selection, out, progress=job.progress, cancelled=job.cancelled)

        self._job = self.desk.tasks.start(self, work, self._done, progress=self._tell, finished=self._finished)

    def _begin(self) -> None:
        self._result.set_texts("")
        self._bar.setRange(0, 0)
        self._progress.show()
        self.header.action.setEnabled(False)

    def _tell(self, done: int, total: int, what: str) -> None:
        self._bar.setRange(0, max(total, 1))
        self._bar.setValue(done)
        self._doing.setText(what)

    def _done(self, made: Export) -> None:
        t = self.t
        groups = " ".join(grouped(made.fingerprint)[:4])
        self._result.set_texts(
            t(
                "Signed and saved: {file}, {pages}. The fingerprint of your key begins with {groups}.",
                file=made.file_name,
                pages=t.n("{n} page", "{n} pages", made.pages),
                groups=groups,
            ),
            t("Open"),
        )
        self._fill_handed()

    def _finished(self) -> None:
        self._job = None
        self._progress.hide()
        self.header.action.setEnabled(True)

    def _cancel(self) -> None:
        if self._job is not None:
            self._job.cancel()

    def _open_result(self) -> None:
        if self._made is not None:
            self.show_outside(self._made)

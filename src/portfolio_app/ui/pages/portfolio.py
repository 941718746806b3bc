"""Portfolio: for whom, what goes in, and the signed PDF."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QWidget

from portfolio_app.document.words import word
from portfolio_app.domain.changes import ChangeSet
from portfolio_app.domain.selection import Audience, Export, Part, Selection
from portfolio_app.services.jobs import Job
from portfolio_app.services.selecting import Item, Plan
from portfolio_app.ui.guard import guarded, nothing
from portfolio_app.ui.pages.base import Desk, Page
from portfolio_app.ui.pages.history_button import HistoryButton
from portfolio_app.ui.pages.portfolio_draft import ChoiceBanner
from portfolio_app.ui.pages.portfolio_handed import HandedOver
from portfolio_app.ui.pages.portfolio_presenter import PortfolioPresenter
from portfolio_app.ui.pages.portfolio_signing import SigningRow
from portfolio_app.ui.pages.portfolio_tree import PlanTree
from portfolio_app.ui.widgets.buttons import QuietButton
from portfolio_app.ui.widgets.chips import ScaleField
from portfolio_app.ui.widgets.containers import Card, FlowLayout, Label
from portfolio_app.ui.widgets.fields import ChoiceField, DateField, LineField
from portfolio_app.ui.widgets.text_area import TextArea

DRAFT_WITHIN_MS = 1500


class Portfolio(Page):
    """Choosing what a reader gets, and signing it."""

    KEY = "portfolio"

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._presenter = PortfolioPresenter(desk.services, desk.t.lang)
        self._planning: Job[Plan] | None = None
        self._signing = SigningRow(self, self._presenter, self._settle)
        self.header.action_requested.connect(self._signing.sign)
        self.body.addWidget(self._signing)
        self.body.addWidget(self._make_reader())
        self._restored = ChoiceBanner(self, self._presenter, self._show)
        self.body.addWidget(self._restored)
        self.body.addWidget(self._make_account())
        self.body.addWidget(self._make_tree())
        self._handed = HandedOver(self, self._presenter)
        self._signing.made.connect(self._handed.refresh)
        self.body.addWidget(self._handed)
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
        self._show()

    def refresh(self, changes: ChangeSet | None) -> None:
        if changes is None or changes.touches({Selection.KIND}):
            self._presenter.reload()
            self._show()
            return
        self._fill_tree()
        if changes.touches({Export.KIND}):
            self._handed.refresh()

    def open_record(self, kind: str, ident: str) -> bool:
        if kind == Export.KIND:
            return self._handed.open_export(ident)
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
        self._handed.refresh()
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

    def _settle(self) -> None:
        self._typed()
        self.leave()

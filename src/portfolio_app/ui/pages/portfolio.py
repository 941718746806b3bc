"""Portfolio: for whom, what goes in, and the signed PDF."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QWidget

from portfolio_app.domain.changes import ChangeSet
from portfolio_app.domain.selection import Export, Part, Selection
from portfolio_app.services.choosing import Stock
from portfolio_app.services.jobs import Job
from portfolio_app.services.selecting import Item, Plan
from portfolio_app.services.since import SinceLast
from portfolio_app.ui.guard import guarded, nothing
from portfolio_app.ui.pages.base import Desk, Page
from portfolio_app.ui.pages.portfolio_choices import IN_STOCK, Which
from portfolio_app.ui.pages.portfolio_draft import ChoiceBanner
from portfolio_app.ui.pages.portfolio_glance import Beside, GlancePanel
from portfolio_app.ui.pages.portfolio_handed import HandedOver
from portfolio_app.ui.pages.portfolio_look import LookFold
from portfolio_app.ui.pages.portfolio_outlook import OutlookLine
from portfolio_app.ui.pages.portfolio_presenter import PortfolioPresenter
from portfolio_app.ui.pages.portfolio_preview import PreviewCard
from portfolio_app.ui.pages.portfolio_privacy import PrivacyStep
from portfolio_app.ui.pages.portfolio_reader import ReaderCard
from portfolio_app.ui.pages.portfolio_signing import SigningRow
from portfolio_app.ui.pages.portfolio_since import SinceCard
from portfolio_app.ui.pages.portfolio_texts import TextsCard
from portfolio_app.ui.pages.portfolio_tree import PlanTools
from portfolio_app.ui.widgets.buttons import QuietButton
from portfolio_app.ui.widgets.containers import Card, Label

DRAFT_WITHIN_MS = 1500
GLANCE_AFTER_MS = 300


class Portfolio(Page):
    """Choosing what a reader gets, and signing it."""

    KEY = "portfolio"

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._presenter = PortfolioPresenter(desk.services, desk.t.lang)
        self._looking_up: Job[Stock] | None = None
        self._privacy = PrivacyStep(self, self._presenter, self._settle, self._left_out)
        self._signing = SigningRow(self, self._presenter, self._settle, self._privacy)
        self._check = QuietButton(icon_name="shield-check")
        self._check.clicked.connect(self._privacy.look)
        self.header.add_beside(self._check)
        self.header.action_requested.connect(self._signing.sign)
        self._reader = ReaderCard(self, self._presenter)
        self._restored = ChoiceBanner(self, self._presenter, self._show)
        self._texts = TextsCard(self)
        self._since = SinceCard(self)
        self._since.told.connect(self._changed_since)
        self._pages, self._handed = PreviewCard(self), HandedOver(self, self._presenter)
        self._since.part_requested.connect(self._pages.show_part)
        self._pages.asked.connect(self._show_pages)
        self._signing.made.connect(self._handed.refresh)
        self._signing.made.connect(self._show_pages)
        for widget in (
            self._signing,
            self._reader,
            self._restored,
            self._texts,
            self._since,
            self._make_tree(),
            self._pages,
            self._handed,
        ):
            self.body.addWidget(widget)
        self.body.addStretch()
        self._draft_timer = QTimer(self)
        self._draft_timer.setSingleShot(True)
        self._draft_timer.setInterval(DRAFT_WITHIN_MS)
        self._draft_timer.timeout.connect(self._keep_draft)
        self._glance_timer = QTimer(self)
        self._glance_timer.setSingleShot(True)
        self._glance_timer.setInterval(GLANCE_AFTER_MS)
        self._glance_timer.timeout.connect(self._glance_again)
        self._reader.picked.connect(self._pick)
        self._reader.changed.connect(self._chosen)
        self._reader.days_changed.connect(self._planned_anew)
        self._texts.account_written.connect(self._account_written)
        self._texts.part_written.connect(self._part_written)

    def _make_tree(self) -> Card:
        card = self._tree_card = Card()
        self._default = QuietButton(icon_name="arrow-counter-clockwise")
        self._default.clicked.connect(self._back_to_default)
        card.head.addWidget(self._default)
        self._busy = Label(role="muted")
        self._busy.hide()
        self._tools, self._glance, self._look = PlanTools(self._presenter), GlancePanel(), LookFold()
        self._tree = self._tools.tree
        self._tree.plan_model.switched.connect(self._switched)
        self._tree.open_requested.connect(self.open_requested)
        self._tree.move_requested.connect(self._move)
        self._tools.ticked.connect(self._tick_all)
        self._tools.write_requested.connect(self._texts.write_at)
        self._look.changed.connect(self._looks)
        self._outlook = OutlookLine(self)
        self._look.body.addWidget(self._outlook)
        card.body.addWidget(self._busy)
        card.body.addWidget(Beside(self._tools, self._glance))
        card.body.addWidget(self._look)
        return card

    def retranslate(self) -> None:
        super().retranslate()
        t = self.t
        self.header.set_texts(
            t("Portfolio"), t("You decide who sees what. Everything is yours alone until you choose it."),
            t("Sign and save …"), "signature",
        )  # fmt: skip
        self._check.setText(t("Check for privacy"))
        self._tree_card.set_title(t("What goes along"))
        self._tree_card.set_note(
            t(
                "Tick what this reader may see. What is left out leaves no trace in the document. "
                "A double click or Enter opens it."
            )
        )
        self._default.setText(t("As usual for this reader"))
        self._busy.setText(t("Busy…"))
        self._show()

    def refresh(self, changes: ChangeSet | None) -> None:
        if changes is None or changes.touches(IN_STOCK):
            self._presenter.forget_stock()
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
        self._pick(found)
        self._texts.account.setFocus()
        return True

    def resume(self, draft: str) -> bool:
        which = self._presenter.pick_draft(draft)
        if which is not None:
            self._pick(which)
        return which is not None

    def in_sight(self) -> tuple[str, str] | None:
        chosen = self._presenter.selection
        return (chosen.KIND, chosen.id) if self._presenter.find(chosen.id) is not None else None

    def leave(self) -> None:
        # First the draft: what can't be saved must not be lost.
        self._keep_draft()
        self.attempt(self._presenter.save)

    def _left_out(self) -> None:
        """Something was left out of the document elsewhere."""
        self._settle()
        self._planned_anew()

    def _settle(self) -> None:
        """Everything that was typed is in the choice already; save it."""
        self.leave()

    def _chosen(self) -> None:
        """Something was changed by hand: it is on disk shortly."""
        if not self._draft_timer.isActive():
            self._draft_timer.start()
        self._show_pages()

    def _keep_draft(self) -> None:
        self._draft_timer.stop()
        self.attempt(self._presenter.keep_draft)

    def _show(self) -> None:
        self._reader.show_choice()
        selection = self._presenter.selection
        self._texts.show_choice(selection)
        self._look.show_choice(selection)
        self._fill_tree()
        self._handed.refresh()
        self._restored.offer()

    # -- what goes along --------------------------------------------------------------------------------------

    def _fill_tree(self) -> None:
        """Show what goes along; where there is very much to be looked up first, once that is done."""
        self._stop_looking_up()
        presenter = self._presenter
        plan = presenter.planned
        if plan is not None or not self.desk.services.records.are_many:
            self._show_plan(plan or presenter.plan())
            return
        selection = presenter.selection

        def done(stock: Stock) -> None:
            # One that was stopped may have been ready already.
            if job is self._looking_up:
                self._stop_looking_up()
                presenter.take_stock(stock)
                self._fill_tree()

        job = self.desk.tasks.start(self, lambda job: presenter.look_up(selection, job.cancelled), done)
        self._looking_up = job
        self._busy.show()

    def _show_plan(self, plan: Plan) -> None:
        self._tools.show_plan(plan)
        self._glance.show_plan(plan)
        self._texts.show_parts(plan.selection.parts)
        self._outlook.show_plan(plan)
        self._show_pages()

    def _show_pages(self) -> None:
        self._pages.follow(self._presenter.selection)
        self._since.follow(self._presenter.selection)

    def _changed_since(self, found: SinceLast | None) -> None:
        """It stands with each record in the tree, and with the part in sight under its pages."""
        self._presenter.since = found
        self._pages.tell_since(found)
        plan = self._presenter.planned
        if plan is not None:
            self._tools.show_plan(plan)

    def _stop_looking_up(self) -> None:
        if self._looking_up is not None:
            self._looking_up.cancel()
        self._looking_up = None
        self._busy.hide()

    @guarded(nothing)
    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if self._looking_up is not None:
            self._stop_looking_up()
            self._stale = True

    def _planned_anew(self) -> None:
        self._chosen()
        # Changing the rows inside the signal of one of them would take it away under the view's hands.
        QTimer.singleShot(0, self, self._fill_tree)

    def _switched(self, held: object, on: bool) -> None:
        if isinstance(held, Part):
            self._presenter.switch_part(held, on)
        elif isinstance(held, Item):
            self._presenter.switch_items([held], on)
        self._planned_anew()

    def _tick_all(self, items: list[Item], on: bool) -> None:
        if items:
            self._presenter.switch_items(items, on)
            self._planned_anew()

    def _move(self, part: Part, by: int) -> None:
        if self._presenter.move_part(part, by, self._tree.plan_model.parts):
            self._planned_anew()

    # -- her words, and how it looks --------------------------------------------------------------------------

    def _account_written(self, text: str) -> None:
        self._presenter.change(account=text)
        self._written()

    def _part_written(self, part: Part, text: str) -> None:
        self._presenter.write_part(part, text)
        self._written()

    def _looks(self, facts: dict[str, Any]) -> None:
        self._presenter.change(**facts)
        self._written()

    def _written(self) -> None:
        """It changes what the glance says, but not what goes along: that may wait until she stops typing."""
        self._chosen()
        self._glance_timer.start()

    def _glance_again(self) -> None:
        plan = self._presenter.planned
        if plan is not None:
            self._show_plan(plan)

    # -- for whom ---------------------------------------------------------------------------------------------

    def _pick(self, which: Which) -> None:
        self.leave()
        self.attempt(lambda: self._presenter.pick(which))
        self._show()

    def _back_to_default(self) -> None:
        self._presenter.back_to_default()
        self._chosen()
        self._show()

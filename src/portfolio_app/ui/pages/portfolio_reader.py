"""For whom it is: a reader or a selection of her own, the days, the language, and a name for her own list."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal

from portfolio_app.document.words import word
from portfolio_app.domain.selection import Audience, Selection
from portfolio_app.i18n import Translator
from portfolio_app.ui.dialogs.naming import NamingDialog
from portfolio_app.ui.pages.base import Page
from portfolio_app.ui.pages.portfolio_choices import Which
from portfolio_app.ui.pages.portfolio_presenter import PortfolioPresenter
from portfolio_app.ui.widgets.buttons import QuietButton
from portfolio_app.ui.widgets.chips import ScaleField
from portfolio_app.ui.widgets.containers import Card, FlowLayout, Label
from portfolio_app.ui.widgets.fields import ChoiceField, DateField, LineField


class ReaderCard(Card):
    """``picked`` carries the reader or selection that was chosen; ``changed`` tells that a field was changed by hand,
    ``days_changed`` that the days were."""

    picked = Signal(object)
    changed = Signal()
    days_changed = Signal()

    def __init__(self, page: Page, presenter: PortfolioPresenter) -> None:
        super().__init__()
        self._page, self._presenter = page, presenter
        self._names: tuple[tuple[Which, str], ...] = ()
        self.help = QuietButton("", "question")
        self.help.clicked.connect(lambda: page.command_requested.emit("whom"))
        self.head.addWidget(self.help)
        self.which = ScaleField[Which]()
        self.which.changed.connect(self._pick)
        self._intro = Label(role="muted", wrap=True)
        today = page.desk.today
        self.first, self.last, self.language = DateField(today), DateField(today), ChoiceField[str]()
        self.to_whom = LineField()
        self.keep, self.rename = QuietButton("", "floppy-disk"), QuietButton("", "pencil-simple")
        self.throw = QuietButton("", "trash")
        self.keep.clicked.connect(self._ask_name)
        self.rename.clicked.connect(self._ask_other_name)
        self.throw.clicked.connect(self._throw_away)
        own, days = FlowLayout(spacing=4), FlowLayout(spacing=14)
        for button in (self.keep, self.rename, self.throw):
            own.addWidget(button)
        for field in (self.first, self.last, self.language):
            days.addWidget(field)
        for field in (self.first, self.last):
            field.changed.connect(self._days)
        self.language.changed.connect(self._language)
        self.to_whom.changed.connect(self._whom)
        self.body.addWidget(self.which)
        self.body.addWidget(self._intro)
        self.body.addLayout(own)
        self.body.addLayout(days)
        self.body.addWidget(self.to_whom)

    def speak(self, t: Translator) -> None:
        """Say every word in a language."""
        self.set_title(t("For whom?"))
        self.help.setText(t("What do you give to whom?"))
        self.first.set_label(t("From"))
        self.last.set_label(t("Until and including"))
        self.language.set_choices([("nl", t("Dutch")), ("en", t("English"))])
        self.language.set_label(t("Language of the document"))
        self.to_whom.set_label(t("Name or role of the reader (optional)"), t("Only for your own list."))
        self.keep.setText(t("Keep as a selection of your own…"))
        self.rename.setText(t("Rename…"))
        self.throw.setText(t("To the trash"))
        self._names = ()

    def show_choice(self) -> None:
        """Show the choice in sight."""
        t, selection = self._page.t, self._presenter.selection
        self._offer(
            [(item, word(item, t)) for item in Audience] + [(own.id, own.name) for own in self._presenter.own()]
        )
        self.which.set_value(self._presenter.which)
        self._intro.setText(self._presenter.intro(t))
        own = bool(selection.name)
        self.rename.setVisible(own)
        self.throw.setVisible(own)
        writable = not self._page.desk.services.read_only
        for button in (self.keep, self.rename, self.throw):
            button.setEnabled(writable)
        self.first.set_value(selection.from_on)
        self.last.set_value(selection.until_on)
        self.last.set_error("")
        self.language.set_value(selection.lang)
        if self.to_whom.value() != selection.to_whom.strip():
            self.to_whom.set_value(selection.to_whom)

    def _offer(self, names: Sequence[tuple[Which, str]]) -> None:
        if tuple(names) != self._names:
            self._names = tuple(names)
            self.which.set_choices(names)
            self.which.name_silently(self._page.t("For whom?"))

    def _pick(self) -> None:
        chosen = self.which.value()
        if chosen is None:  # a click on the chosen one lets nothing go
            self.which.set_value(self._presenter.which)
            return
        self.picked.emit(chosen)

    def _days(self) -> None:
        first, last = self.first.value(), self.last.value()
        if first is None or last is None:
            return
        if last < first:
            self.last.set_error(self._page.t("The last day comes before the first."))
            return
        self.last.set_error("")
        self._presenter.change(from_on=first, until_on=last)
        self.days_changed.emit()

    def _language(self) -> None:
        self._presenter.change(lang=self.language.value() or "nl")
        self.changed.emit()

    def _whom(self) -> None:
        self._presenter.change(to_whom=self.to_whom.value())
        self.changed.emit()

    # -- selections of her own ----------------------------------------------------------------------------------

    def _ask_name(self) -> None:
        t = self._page.t
        proposal = self._presenter.selection.to_whom.strip()
        dialog = NamingDialog(
            t, t("Keep as a selection of your own"),
            t("What you chose now is kept under a name and stands beside the readers from now on. Changing one of the "
              "two leaves the other as it is."),
            proposal, self._keep, self._page,
        )  # fmt: skip
        dialog.open()

    def _keep(self, name: str) -> None:
        made: Selection = self._presenter.make_own(name)
        self._page.said(self._page.t("Kept as {name}.", name=made.name), undo=True)
        self.picked.emit(made.id)

    def _ask_other_name(self) -> None:
        t = self._page.t
        NamingDialog(t, t("Rename"), "", self._presenter.selection.name, self._rename, self._page).open()

    def _rename(self, name: str) -> None:
        self._presenter.rename(name)
        self.show_choice()

    def _throw_away(self) -> None:
        if self._page.attempt(self._presenter.throw_own_away):
            self._page.said(self._page.t("Moved to the trash."), undo=True)
            self.picked.emit(self._presenter.which)

"""Looking back: templates to begin with, and a list with no more than heading and day."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from portfolio_app.domain.changes import ChangeSet
from portfolio_app.domain.experiences import Experience
from portfolio_app.domain.reflections import Reflection
from portfolio_app.store.values import Row
from portfolio_app.ui.guard import guarded
from portfolio_app.ui.models.paged import Column, PagedTableModel
from portfolio_app.ui.pages.base import Desk
from portfolio_app.ui.pages.editor import RecordPage
from portfolio_app.ui.pages.looking_back_presenter import WEEK, LookingBackPresenter, TemplateCard
from portfolio_app.ui.pages.reflection_editor import ReflectionEditor
from portfolio_app.ui.pages.reflection_presenter import ReflectionPresenter
from portfolio_app.ui.widgets.buttons import Button, QuietButton
from portfolio_app.ui.widgets.containers import (
    Banner,
    Card,
    Disclosure,
    EmptyState,
    IconLabel,
    Label,
    SectionTitle,
    clear,
)
from portfolio_app.ui.widgets.fields import LineField
from portfolio_app.ui.widgets.layouts import Tiles
from portfolio_app.ui.widgets.lists import RowTable
from portfolio_app.ui.words import with_written

TYPING_MS = 180
ACROSS = 3
OTHER_LEAST = 240
TABLE_LEAST = 120


class LowTable(RowTable):
    """Takes the height that is left; a few lines are enough, for it scrolls itself."""

    @guarded(lambda: QSize(256, TABLE_LEAST))
    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), TABLE_LEAST)

    @guarded(lambda: QSize(92, TABLE_LEAST))
    def minimumSizeHint(self) -> QSize:
        return QSize(super().minimumSizeHint().width(), TABLE_LEAST)


class LookingBack(RecordPage):
    """Reflections. Their words never stand in the list: the screen may be shared."""

    KEY = "looking_back"
    SHOWS = frozenset({"reflection", "link", "experience", "pattern", "learning_question", "evidence", "feedback"})

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent, scroll_list=True)
        self._presenter = LookingBackPresenter(desk.services)
        self._details = ReflectionPresenter(desk.services)
        self._editors: dict[tuple[str, int], ReflectionEditor] = {}
        self._about: Experience | None = None
        self._about_banner = Banner("info")
        self._about_banner.action_requested.connect(self._forget_about)
        self.listing.addWidget(self._about_banner)
        self._templates = QGridLayout()
        self._templates.setSpacing(14)
        self._buttons: list[Button] = []
        self.listing.addLayout(self._templates)
        self._more = Disclosure()
        self._more_forms = QWidget()
        self._more.body.addWidget(self._more_forms)
        self._other = Tiles(self._more_forms, OTHER_LEAST, 10, ACROSS)
        self.listing.addWidget(self._more)
        self._make_list()

    def _make_list(self) -> None:
        self._list_title = SectionTitle()
        self._text = LineField()
        self._text.setMaximumWidth(340)
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(TYPING_MS)
        self._typing.timeout.connect(self._search)
        self._text.changed.connect(self._typing.start)
        self._text.submitted.connect(self._search)
        row = QHBoxLayout()
        row.addWidget(self._list_title, 1)
        row.addWidget(self._text, 1)
        self.listing.addSpacing(6)
        self.listing.addLayout(row)
        self._model: PagedTableModel[Row] = PagedTableModel(self._presenter.count, self._presenter.page, parent=self)
        self._table = LowTable(self._model)
        self._table.open_requested.connect(self._open)
        self._table.delete_requested.connect(self._trash)
        self._empty = EmptyState("arrow-counter-clockwise")
        self._empty.action_requested.connect(self._show_all)
        self.listing.addWidget(self._table, 1)
        self.listing.addWidget(self._empty, 1)

    # -- words ------------------------------------------------------------------------------------------------

    def retranslate(self) -> None:
        t = self.t
        self.header.set_texts(t("Looking back"), t("Choose how you want to look back. One moment is enough."))
        self._list_title.setText(t("What you wrote"))
        self._text.name_silently(t("Search in reflections"))
        self._text.set_placeholder(t("Search in reflections"))
        self._fill_templates()
        self._model.set_columns([
            Column(t("Day"), lambda row: self.t.date(row.day, "medium") if row.day else "", width=150),
            Column(t("What"), self._what),
        ])  # fmt: skip
        self._table.arrange((150, 0))
        self._table.setAccessibleName(t("Reflections"))
        super().retranslate()
        self.refresh(None)

    def _fill_templates(self) -> None:
        """Three in sight, and the others with a line each on what they are good for."""
        clear(self._templates)
        clear(self._other)
        self._buttons = []
        cards = self._presenter.templates(self.t)
        for at, card in enumerate(card for card in cards if card.first):
            self._templates.addWidget(self._template_card(card), at // ACROSS, at % ACROSS)
        for column in range(ACROSS):
            self._templates.setColumnStretch(column, 1)
        others = [card for card in cards if not card.first]
        for card in others:
            self._other.addWidget(self._template_line(card))
        self._more.setVisible(bool(others))
        self._more.set_title(self.t("More forms"))

    def _template_line(self, item: TemplateCard) -> QWidget:
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 4)
        column.setSpacing(0)
        button = QuietButton(item.name, item.icon)
        button.setAccessibleName(f"{self.t('Begin')}: {item.name}")
        button.setAccessibleDescription(item.purpose)
        button.clicked.connect(lambda: self.begin(item.id))
        self._buttons.append(button)
        purpose = Label(item.purpose, "small", wrap=True)
        purpose.setContentsMargins(34, 0, 0, 0)
        column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(purpose)
        column.addStretch()
        return box

    def _template_card(self, item: TemplateCard) -> Card:
        t = self.t
        card = Card(item.name, item.purpose)
        card.head.insert(0, IconLabel(item.icon, "accent", 22))
        card.body.addStretch()
        button = Button(t("To my week") if item.id == WEEK else t("Begin"))
        button.setAccessibleName(f"{button.text()}: {item.name}")
        button.setAccessibleDescription(item.purpose)
        button.clicked.connect(lambda: self.begin(item.id))
        self._buttons.append(button)
        row = QHBoxLayout()
        row.addWidget(button)
        row.addStretch()
        card.body.addLayout(row)
        return card

    # -- the list ---------------------------------------------------------------------------------------------

    def refresh(self, changes: ChangeSet | None) -> None:
        self._fill()
        self._show_about()
        if self.editor is not None:
            self.editor.reload()

    def _fill(self) -> None:
        t = self.t
        self._model.reload()
        found = self._model.rowCount() > 0
        searching = bool(self._presenter.text.strip())
        self._table.setVisible(found)
        self._empty.setVisible(not found)
        self._list_title.setVisible(found or searching)
        self._text.setVisible(found or searching)
        if searching:
            self._empty.set_texts(t("Nothing found."), t("Other words may help."), t("Show everything"))
        else:
            self._empty.set_texts(
                t("Nothing written yet."),
                t("Take one moment that stayed with you. It may be one that went well."),
            )

    def _show_about(self) -> None:
        t = self.t
        if self._about is not None:
            self._about = self._presenter.experience(self._about.id)
        words = t("You are looking back on “{title}”. Choose how.", title=self._about.title) if self._about else ""
        self._about_banner.set_texts(words, t("On something else") if words else "")

    def _forget_about(self) -> None:
        self._about = None
        self._show_about()

    def _search(self) -> None:
        self._typing.stop()
        self._presenter.text = self._text.value()
        self._fill()

    def _show_all(self) -> None:
        self._text.set_value("")
        self._search()

    # -- opening ----------------------------------------------------------------------------------------------

    def open_record(self, kind: str, ident: str) -> bool:
        """Open a reflection. Given the id of an experience, begin a new one about it."""
        self.leave()  # first: it may be this very record that was being typed in
        record = self.desk.services.records.get(Reflection, ident)
        if record is None:
            return self.look_back_on(ident)
        editor = self._editor_for(record)
        editor.show_record(record)
        self.show_editor(editor)
        return True

    def look_back_on(self, experience_id: str) -> bool:
        """Offer the templates to look back on an experience; False when it is gone."""
        about = self._presenter.experience(experience_id)
        if about is None:
            return False
        self.start_new(Reflection.KIND)
        self._about = about
        self._show_about()
        return True

    def start_new(self, kind: str) -> bool:
        """Show the templates to choose from."""
        if self.editor is not None:
            self.editor.go_back()
        self._about = None
        self._show_about()
        if self._buttons:
            self._buttons[min(1, len(self._buttons) - 1)].setFocus()
        return True

    def _what(self, row: Row) -> str:
        zone = self.desk.services.history.zone
        return with_written(row.heading or self.t("without a title"), row.day, row.written_at, zone, self.t)

    def resume(self, draft: str) -> bool:
        """Go on with a new reflection: the key has its template and the moments that it is about."""
        _, kind, template, *about = [*draft.split(":"), "", ""]
        about = [ident for ident in about if ident]
        if kind != Reflection.KIND or not self._presenter.knows(template):
            return False
        moment = self._presenter.experience(about[0]) if about else None
        if about and moment is None:
            return False
        self._about = moment
        self.begin(template)
        return True

    def begin(self, template_id: str) -> None:
        """Begin with a template; the week has a page of its own."""
        about = self._about
        if template_id == WEEK:
            self.page_requested.emit(WEEK)
            return
        record = self._presenter.fresh(template_id, self.desk.lang(), about)
        editor = self._editor_for(record)
        self.show_editor(editor)
        editor.begin(record, (about.id,) if about else ())
        self._about = None

    def _editor_for(self, record: Reflection) -> ReflectionEditor:
        template = self._presenter.template_of(record)
        key = (template.id, template.version)
        known = self._editors.get(key)
        if known is not None and template.source:
            return known
        if known is not None:
            known.leave()
            # Made of the answers of another record, because the template itself is gone: it can't serve this one.
            self.stack.removeWidget(known)
            known.deleteLater()
        editor = self._editors[key] = ReflectionEditor(self, self._details, template)
        self.add_editor(editor)
        return editor

    def _open(self, row: object) -> None:
        if isinstance(row, Row):
            self.open_record(row.kind, row.id)

    def _trash(self, row: object) -> None:
        if isinstance(row, Row) and self.attempt(lambda: self.desk.services.records.trash(row.kind, row.id)):
            self.said(self.t("Moved to the trash."), undo=True)

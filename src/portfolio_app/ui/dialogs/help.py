"""Help: a few pages for a teacher, and cards for paper for the days when something happens."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QTextEdit, QVBoxLayout, QWidget

from portfolio_app import paths
from portfolio_app.content.help import NOBODY, Help, Topic
from portfolio_app.document.tree import PartBlock
from portfolio_app.domain.errors import UserError
from portfolio_app.services.settings import HEIR
from portfolio_app.services.sheet_files import Fit
from portfolio_app.ui.dialogs.base import Dialog
from portfolio_app.ui.files import ask_where
from portfolio_app.ui.pages.base import Desk
from portfolio_app.ui.theme.fonts import grown
from portfolio_app.ui.theme.icons import icon
from portfolio_app.ui.widgets.buttons import Button, PrimaryButton
from portfolio_app.ui.widgets.containers import Label
from portfolio_app.ui.widgets.fields import ChoiceField
from portfolio_app.ui.widgets.paper import POINTS, paper

CHOICE = "heir"


class HelpDialog(Dialog):
    """The topics at the left, the text at the right; what is in sight can be printed or kept as a PDF."""

    def __init__(self, desk: Desk, parent: QWidget | None = None, *, first: str = "") -> None:
        """``first`` is the key of the text to begin with."""
        super().__init__(desk.t, parent, width=820, height=560)
        self._desk = desk
        t = desk.t
        self._help = Help(paths.resources() / "help", t.lang)
        self.part = PartBlock("", "", ())
        self.set_heading(t("Help"))
        row = QHBoxLayout()
        row.setSpacing(16)
        self._list = QListWidget()
        self._list.setFixedWidth(grown(210))
        self._list.setMinimumHeight(240)
        self._list.setWordWrap(True)
        self._list.setAccessibleName(t("Topics"))
        self._list.currentItemChanged.connect(self._chosen)
        row.addWidget(self._list)
        column = QVBoxLayout()
        self._heir: ChoiceField[str] = ChoiceField()
        self._heir.set_label(t("Who may open your portfolio later?"))
        self._heir.set_choices([(value, t(words)) for value, words in HEIR.choices])
        self._heir.set_value(desk.services.settings.get(HEIR))
        self._heir.setEnabled(not desk.services.read_only)
        self._heir.changed.connect(self._heir_chosen)
        self._page = QTextEdit()
        self._page.setReadOnly(True)
        self._page.setTabChangesFocus(True)
        self._page.setMinimumHeight(240)
        column.addWidget(self._heir)
        column.addWidget(self._page, 1)
        row.addLayout(column, 1)
        self.body.addLayout(row, 1)
        self._told = Label(role="small")
        self._pdf = Button(t("Save as PDF…"), "file-pdf")
        self._pdf.clicked.connect(self._ask_where)
        self._print = Button(t("Print…"), "printer")
        self._print.clicked.connect(self._print_it)
        close = PrimaryButton(t("Close"))
        close.clicked.connect(self.accept)
        self.foot.addWidget(self._told)
        self.add_buttons(self._pdf, self._print, close)
        try:
            self._fill(self._help.topics(), first)
        except UserError as error:
            self.show_trouble(error)
        self._list.setFocus()

    def _fill(self, topics: list[Topic], first: str) -> None:
        for topic in topics:
            item = QListWidgetItem(icon(self, "file-text" if topic.card else "question"), topic.title)
            item.setData(Qt.ItemDataRole.UserRole, topic.key)
            self._list.addItem(item)
        keys = [topic.key for topic in topics]
        self._list.setCurrentRow(keys.index(first) if first in keys else 0)

    def _chosen(self) -> None:
        if self._list.currentRow() >= 0:
            self._show_topic(str(self._list.currentItem().data(Qt.ItemDataRole.UserRole)))

    def _heir_chosen(self) -> None:
        chosen = self._heir.value() or ""
        if self.attempt(lambda: self._desk.services.settings.set(HEIR, chosen)):
            self._chosen()

    def _show_topic(self, key: str) -> None:
        services = self._desk.services
        is_heir = key == CHOICE
        self._heir.setVisible(is_heir)
        if is_heir and services.settings.get(HEIR) == "nobody":
            key = NOBODY
        places = {"home": str(services.home), "backups": str(services.backups.places.root)}
        self.trouble.set_texts("")
        self._told.setText("")
        try:
            self.part = self._help.part(key, places)
        except UserError as error:
            self.show_trouble(error)
            return
        document = paper(self.part, POINTS * grown(100) / 100)
        document.setDocumentMargin(14)
        document.setParent(self._page)
        self._page.setDocument(document)
        self._page.setAccessibleName(self.part.title)

    def _print_it(self) -> None:
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter

        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setDocName(self.part.title)
        if QPrintDialog(printer, self).exec() == QPrintDialog.DialogCode.Accepted:
            paper(self.part).print_(printer)
            self._told.setText(self.t("Sent to the printer."))

    def _ask_where(self) -> None:
        target = ask_where(self, self.t("Save as PDF"), f"{self.part.title}.pdf", "PDF (*.pdf)")
        if target is not None:
            self.save_to(target)

    def save_to(self, target: Path) -> None:
        """Lay out what is in sight on another thread, and write it as a PDF."""
        files, part, t = self._desk.services.sheet_files, self.part, self.t
        self.trouble.set_texts("")
        self._told.setText(t("One moment…"))

        def done(fit: Fit) -> None:
            del fit
            self._told.setText(t("Saved: {file}", file=target.name))

        def failed(error: UserError) -> None:
            self._told.setText("")
            self.show_trouble(error)

        self._desk.tasks.start(self, lambda _: files.save_pdf(target, part, t), done, failed=failed)

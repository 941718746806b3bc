"""The menu bar: every command once, with its words, its key and its name.

A page asks for a command by name (``command_requested``), so what a menu can do a button can do too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu

from portfolio_app.domain.changes import Label
from portfolio_app.i18n import N_, Translator
from portfolio_app.ui.shell.cover import KEYS
from portfolio_app.ui.shell.pages import PAGES
from portfolio_app.ui.widgets.text_area import LOOK_KEYS
from portfolio_app.ui.words import step_name


@dataclass(frozen=True)
class Command:
    """A command: its name, its words, its keys. ``elsewhere``: not the menu but a widget listens for the keys."""

    name: str
    words: str
    keys: tuple[str, ...] = ()
    elsewhere: bool = False


SEPARATOR = Command("", "")

MENUS: tuple[tuple[str, tuple[Command, ...]], ...] = (
    (
        N_("File"),
        (
            Command("capture", N_("Quick note…"), ("Ctrl+N",)),
            Command("heard", N_("My coach said…"), ("Ctrl+Shift+M",)),
            Command("group-card", N_("Take to a group of colleagues…"), ("Ctrl+Shift+G",)),
            Command("evidence", N_("Add evidence…"), ("Ctrl+Shift+E",)),
            SEPARATOR,
            Command("inbox", N_("Inbox…")),
            Command("open-card", N_("Open an activity card…")),
            Command("card", N_("Make an activity card…")),
            Command("privacy", N_("Check for privacy…")),
            Command("verify", N_("Verify a PDF…")),
            SEPARATOR,
            Command("backup", N_("Back up now…")),
            Command("backups", N_("Backups…")),
            Command("check", N_("Check the portfolio…")),
            SEPARATOR,
            Command("merge", N_("Merge with another computer…")),
            Command("conflicts", N_("Changed on two computers…")),
            SEPARATOR,
            Command("new-keys", N_("New keys…")),
            Command("lock", N_("Lock"), ("Ctrl+Shift+L",)),
            Command("quit", N_("Quit"), ("Ctrl+Q",)),
        ),
    ),
    (
        N_("Edit"),
        (
            Command("undo", N_("Undo"), ("Ctrl+Z",)),
            Command("redo", N_("Redo"), ("Ctrl+Shift+Z", "Ctrl+Y")),
            SEPARATOR,
            Command("steps", N_("Latest changes…"), ("Ctrl+Alt+Z",)),
            Command("history", N_("History…"), ("Ctrl+Alt+H",)),
            Command("trash", N_("Trash…")),
            SEPARATOR,
            Command("find", N_("Find…"), ("Ctrl+F",)),
            Command("person", N_("Find a person…"), ("Ctrl+Shift+F",)),
            SEPARATOR,
            Command("paste", N_("Paste as evidence"), ("Ctrl+V",)),
            Command("lift", N_("Lift selected words out…"), ("Ctrl+L",), elsewhere=True),
            Command("look_along", N_("Look along with what I write"), (LOOK_KEYS,), elsewhere=True),
            Command("stand_in", N_("Write the stand-in for a name"), ("Ctrl+R",)),
        ),
    ),
    (
        N_("View"),
        (
            Command("hide", N_("Hide what is on the screen"), KEYS),
            SEPARATOR,
            Command("year", N_("A year to look at…"), ("Ctrl+Shift+Y",)),
            SEPARATOR,
            Command("light", N_("Light")),
            Command("dark", N_("Dark")),
            Command("system", N_("As the computer")),
        ),
    ),
    (
        N_("Help"),
        (
            Command("help", N_("Help…")),
            Command("cards", N_("Cards to print…")),
            Command("keys", N_("Keys…"), ("F1",)),
            SEPARATOR,
            Command("licences", N_("Licences…")),
            Command("about", N_("About Leerlijn…")),
        ),
    ),
)
THEMES = ("light", "dark", "system")
ALSO: tuple[tuple[str, str], ...] = (
    (N_("Save what is being written"), "Ctrl+Return"),
    (N_("Open the menus"), "F10"),
    (N_("Close a dialog"), "Esc"),
)
"""Keys that belong to no command: what they do, and which they are."""


def with_marks(texts: Sequence[str]) -> list[str]:
    """Give every text of a menu a letter of its own to press, the first of a word where that is free."""
    taken: set[str] = set()
    made: list[str] = []
    for text in texts:
        starts = [at for at, sign in enumerate(text) if sign.isalnum() and (at == 0 or not text[at - 1].isalnum())]
        others = [at for at, sign in enumerate(text) if sign.isalnum() and at not in starts]
        at = next((at for at in starts + others if text[at].casefold() not in taken), None)
        if at is not None:
            taken.add(text[at].casefold())
        safe = text.replace("&", "&&")
        made.append(safe if at is None else f"{text[:at].replace('&', '&&')}&{text[at:].replace('&', '&&')}")
    return made


def key_table(t: Translator) -> list[tuple[str, list[tuple[str, str]]]]:
    """Every command that has keys, by menu, in words; then the pages, and what belongs to no command."""
    table = [
        (t(title), [(t(command.words).rstrip("…"), _written(command.keys[:1])) for command in commands if command.keys])
        for title, commands in MENUS
    ]
    numbered = [(t(line.title), _written((f"Alt+{number % 10}",))) for number, line in enumerate(PAGES, start=1)]
    also = [(t(words), _written((keys,))) for words, keys in ALSO]
    return [*table, (t("Pages"), numbered), (t("Everywhere"), also)]


def _written(keys: Sequence[str]) -> str:
    return ", ".join(QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText) for key in keys)


class Menus(QObject):
    """Makes the actions and keeps their words."""

    command_chosen = Signal(str)
    page_chosen = Signal(str)

    def __init__(self, window: QMainWindow) -> None:
        super().__init__(window)
        self.actions: dict[str, QAction] = {}
        self._menus: list[tuple[QMenu, str]] = []
        self._pages: list[tuple[QAction, str]] = []
        self._words: dict[QAction, str] = {}
        self._elsewhere: dict[QAction, str] = {}
        self._bar = window.menuBar()
        for title, commands in MENUS:
            menu = QMenu(window)
            window.menuBar().addMenu(menu)
            self._menus.append((menu, title))
            for command in commands:
                self._add(menu, command)
            if title == "View":
                menu.addSeparator()
                self._add_pages(menu)

    def retranslate(self, t: Translator) -> None:
        """Say every word in another language."""
        titles = with_marks([t(title) for _, title in self._menus])
        for (menu, _), title in zip(self._menus, titles, strict=True):
            menu.setTitle(title)
        for _, commands in MENUS:
            for command in commands:
                if command.name:
                    self._words[self.actions[command.name]] = t(command.words)
        for action, title in self._pages:
            self._words[action] = t(title)
        self._mark()

    def _mark(self) -> None:
        """Show the words with their letters; those of a widget's keys with the keys too."""
        for menu, _ in self._menus:
            listed = [action for action in menu.actions() if action in self._words]
            for action, text in zip(listed, with_marks([self._words[action] for action in listed]), strict=True):
                action.setText(text + self._elsewhere.get(action, ""))

    def show_steps(self, undo: Label | None, redo: Label | None, t: Translator) -> None:
        """Name what undo and redo would do."""
        for name, label, plain, named in (
            ("undo", undo, t("Undo"), N_("Undo: {step}")),
            ("redo", redo, t("Redo"), N_("Redo: {step}")),
        ):
            self._words[self.actions[name]] = t(named, step=step_name(label, t)) if label else plain
            self.actions[name].setEnabled(label is not None)
        self._mark()

    def show_theme(self, mode: str) -> None:
        """Tick the look that is in force."""
        for name in THEMES:
            self.actions[name].setChecked(name == mode)

    def enable(self, on: bool, *, locking: bool = False) -> None:
        """Allow or forbid everything but showing the content again (unless it is ``locking``) and leaving."""
        for name, action in self.actions.items():
            if name not in ("quit", "lock") and (name != "hide" or locking):
                action.setEnabled(on)
        for action, _ in self._pages:
            action.setEnabled(on)

    def _add(self, menu: QMenu, command: Command) -> None:
        if not command.name:
            menu.addSeparator()
            return
        action = QAction(menu)
        if command.elsewhere:
            self._elsewhere[action] = "\t" + _written(command.keys)
        else:
            action.setShortcuts([QKeySequence(keys) for keys in command.keys])
        action.setCheckable(command.name in THEMES)
        action.setMenuRole(QAction.MenuRole.QuitRole if command.name == "quit" else QAction.MenuRole.NoRole)
        action.setData(command.name)
        action.triggered.connect(self._triggered)
        menu.addAction(action)
        self.actions[command.name] = action

    def _add_pages(self, menu: QMenu) -> None:
        for number, line in enumerate(PAGES, start=1):
            action = QAction(menu)
            if number < 10:
                keys = [QKeySequence(f"Alt+{number}"), QKeySequence(f"Ctrl+{number}")]
            else:
                keys = [QKeySequence("Alt+0"), QKeySequence("Ctrl+0"), QKeySequence("Ctrl+,")]
            action.setShortcuts(keys)
            action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
            action.setData(line.key)
            action.triggered.connect(self._page_triggered)
            menu.addAction(action)
            self._pages.append((action, line.title))

    def open_bar(self) -> None:
        """Go to the first menu by keyboard."""
        self._bar.setFocus(Qt.FocusReason.MenuBarFocusReason)
        self._bar.setActiveAction(self._menus[0][0].menuAction())

    def _triggered(self) -> None:
        action = self.sender()
        assert isinstance(action, QAction)
        self.command_chosen.emit(str(action.data()))

    def _page_triggered(self) -> None:
        action = self.sender()
        assert isinstance(action, QAction)
        self.page_chosen.emit(str(action.data()))

"""Palette and style sheet, made from the table of colours.

Widgets say what they are by a property ``role`` (``setProperty("role", "title")``); the sheet knows the roles.
Measures of text grow with the text size; so does the padding of what holds it.
"""

from __future__ import annotations

import re
from pathlib import Path

from PySide6.QtGui import QColor, QPalette

from portfolio_app.ui.theme import icons
from portfolio_app.ui.theme.fonts import pixels
from portfolio_app.ui.theme.tokens import Tokens, names

# {token} is a colour, {14px} a length that grows with the text size, {svg:name/token} a drawn arrow or tick.
SHEET = """
* { outline: none; }
QMainWindow, QDialog, QWidget[role="page"], QScrollArea[role="page"] { background: {window}; }
QWidget { color: {text}; }
QWidget[role="sidebar"] { background: {surface}; border-right: 1px solid {border}; }
QLabel { background: transparent; }
QLabel[role="brand"] { font-size: {17px}; font-weight: 600; color: {accent}; }
QLabel[role="title"] { font-size: {24px}; font-weight: 600; }
QLabel[role="section"] { font-size: {16px}; font-weight: 600; }
QLabel[role="statement"] { font-size: {20px}; font-weight: 500; }
QLabel[role="label"] { font-size: {13px}; font-weight: 500; }
QLabel[role="muted"] { color: {muted}; }
QLabel[role="small"] { color: {muted}; font-size: {12px}; }
QLabel[role="error"] { color: {bad}; font-size: {13px}; }
QLabel[role="good"] { color: {good}; }
QLabel[role="code"] { font-family: "DejaVu Sans Mono", "Consolas", "Menlo", monospace;
    font-size: {18px}; font-weight: 600; }
QLabel[role="digest"] { font-family: "DejaVu Sans Mono", "Consolas", "Menlo", monospace; font-size: {13px}; }
QLabel[role="chip"] { background: {accent_soft}; color: {accent_strong}; border-radius: 6px; padding: 2px {8px};
    font-size: {12px}; font-weight: 500; }
QLabel[role="chip-warn"] { background: {warn_soft}; color: {warn}; border-radius: 6px; padding: 2px {8px};
    font-size: {12px}; font-weight: 500; }
QFrame[role="card"] { background: {surface}; border: 1px solid {border}; border-radius: 12px; }
QFrame[role="card-accent"] { background: {surface}; border: 1px solid {border}; border-left: 4px solid {accent};
    border-radius: 12px; }
QFrame[role="line"] { background: {border}; border: none; max-height: 1px; min-height: 1px; }
QFrame[role="info"] { background: {accent_soft}; border: none; border-radius: 10px; }
QFrame[role="warn"] { background: {warn_soft}; border: none; border-radius: 10px; }
QFrame[role="bad"] { background: {bad_soft}; border: none; border-radius: 10px; }
QFrame[role="good"] { background: {good_soft}; border: none; border-radius: 10px; }
QFrame[role="toast"] { background: {text}; border: none; border-radius: 10px; }
QFrame[role="toast"] QLabel { color: {window}; }
QFrame[role="toast"] QPushButton { background: transparent; color: {window}; border: 1px solid {window}; }
QFrame[role="toast"] QPushButton:focus { border: 2px solid {window}; padding: {5px} {13px}; }

QPushButton { background: {surface}; border: 1px solid {control}; border-radius: 8px; padding: {6px} {14px};
    font-weight: 500; min-height: {20px}; }
QPushButton:hover { background: {hover}; }
QPushButton:pressed { background: {sunken}; }
QPushButton:checked { background: {accent_soft}; color: {accent_strong}; border-color: {accent}; }
QPushButton:focus { border: 2px solid {accent}; padding: {5px} {13px}; }
QPushButton:disabled { color: {muted}; background: {sunken}; border-color: {border}; }
QPushButton[role="primary"] { background: {accent}; color: {on_accent}; border-color: {accent}; font-weight: 600; }
QPushButton[role="primary"]:hover { background: {accent_strong}; border-color: {accent_strong}; }
QPushButton[role="primary"]:focus { border: 2px solid {text}; }
QPushButton[role="primary"]:disabled { background: {track}; color: {muted}; border-color: {track}; }
QPushButton[role="danger"] { color: {bad}; border-color: {bad}; }
QPushButton[role="danger"]:disabled { color: {muted}; border-color: {border}; }
QPushButton[role="quiet"] { background: transparent; border: 1px solid transparent; color: {accent};
    padding: {6px} {10px}; }
QPushButton[role="quiet"]:hover { background: {accent_soft}; }
QPushButton[role="quiet"]:focus { border: 2px solid {accent}; padding: {5px} {9px}; }
QPushButton[role="quiet"]:disabled { color: {muted}; background: transparent; }
QPushButton[role="small"] { background: transparent; border: 1px solid transparent; color: {muted};
    font-size: {12px}; font-weight: 400; padding: {3px} {6px}; min-height: {16px}; }
QPushButton[role="small"]:hover { color: {text}; background: {hover}; }
QPushButton[role="small"]:focus { border: 2px solid {accent}; padding: {2px} {5px}; }
QPushButton[role="row"] { background: transparent; border: 1px solid transparent; text-align: left;
    padding: {7px} {10px}; font-weight: 400; }
QPushButton[role="row"]:hover { background: {hover}; }
QPushButton[role="row"]:focus { border: 2px solid {accent}; padding: {6px} {9px}; }
QPushButton::menu-indicator { image: url("{svg:caret-down/accent}"); width: {12px}; height: {12px};
    subcontrol-origin: padding; subcontrol-position: center right; right: {2px}; }
QPushButton[role="chip"] { background: {surface}; border: 1px solid {control}; border-radius: 8px; padding: 2px {10px};
    font-size: {13px}; min-height: {22px}; }
QPushButton[role="chip"]:hover { background: {hover}; }
QPushButton[role="chip"]:checked { background: {accent_soft}; color: {accent_strong}; border-color: {accent};
    font-weight: 600; }
QPushButton[role="chip"]:focus { border: 2px solid {accent}; padding: 1px {9px}; }
QToolButton { background: transparent; border: 1px solid transparent; border-radius: 8px; padding: {6px}; }
QToolButton:hover { background: {hover}; }
QToolButton:checked { background: {accent_soft}; }
QToolButton:focus { border: 2px solid {accent}; padding: {5px}; }
QToolButton::menu-indicator { image: none; }

QLineEdit, QComboBox, QDateEdit, QSpinBox, QPlainTextEdit, QTextEdit { background: {surface};
    border: 1px solid {control}; border-radius: 8px; padding: {6px} {10px};
    selection-background-color: {accent}; selection-color: {on_accent}; }
QLineEdit, QComboBox, QDateEdit, QSpinBox { min-height: {20px}; }
QLineEdit:focus, QComboBox:focus, QDateEdit:focus, QSpinBox:focus, QPlainTextEdit:focus, QTextEdit:focus {
    border: 2px solid {accent}; padding: {5px} {9px}; }
QLineEdit:disabled, QComboBox:disabled, QDateEdit:disabled, QSpinBox:disabled, QPlainTextEdit:disabled {
    background: {sunken}; color: {muted}; border-color: {border}; }
QLineEdit[invalid="true"], QComboBox[invalid="true"], QPlainTextEdit[invalid="true"] { border: 2px solid {bad};
    padding: {5px} {9px}; }
QPlainTextEdit[readOnly="true"] { background: {sunken}; border-color: {border}; }
QPlainTextEdit[role="writing"] { font-size: {15px}; padding: {9px} {13px}; border-radius: 10px; }
QPlainTextEdit[role="writing"]:focus { padding: {8px} {12px}; }
QComboBox::drop-down, QDateEdit::drop-down { border: none; width: {28px}; subcontrol-origin: padding;
    subcontrol-position: center right; }
QComboBox::down-arrow, QDateEdit::down-arrow { image: url("{svg:caret-down/muted}"); width: {16px}; height: {16px}; }
QSpinBox::up-button, QSpinBox::down-button { border: none; width: {24px}; background: transparent; }
QSpinBox::up-button { subcontrol-origin: border; subcontrol-position: top right; }
QSpinBox::down-button { subcontrol-origin: border; subcontrol-position: bottom right; }
QSpinBox QLineEdit, QSpinBox QLineEdit:focus { border: none; padding: 0; background: transparent; min-height: 0; }
QSpinBox::up-arrow { image: url("{svg:caret-up/muted}"); width: {12px}; height: {12px}; }
QSpinBox::down-arrow { image: url("{svg:caret-down/muted}"); width: {12px}; height: {12px}; }
QComboBox { combobox-popup: 0; }
QComboBox QAbstractItemView { background: {surface}; border: 1px solid {control}; border-radius: 0; padding: 0;
    selection-background-color: {accent_soft}; selection-color: {accent_strong}; }
QComboBox QAbstractItemView:focus { border: 1px solid {control}; }
QComboBox QAbstractItemView::item { min-height: {28px}; padding: 0 {8px}; border-radius: 0; }

QCheckBox, QRadioButton { spacing: {10px}; padding: {4px}; border: 2px solid transparent; border-radius: 8px; }
QCheckBox:focus, QRadioButton:focus { border-color: {accent}; }
QCheckBox::indicator, QRadioButton::indicator { width: {18px}; height: {18px}; border: 1px solid {control};
    background: {surface}; }
QCheckBox::indicator { border-radius: 5px; }
QRadioButton::indicator { border-radius: {9px}; }
QListView::indicator, QTreeView::indicator { width: {16px}; height: {16px}; border: 1px solid {control};
    background: {surface}; border-radius: 5px; }
QListView::indicator:checked, QTreeView::indicator:checked { background: {accent}; border-color: {accent};
    image: url("{svg:check/on_accent}"); }
QTreeView::indicator:indeterminate { background: {accent}; border-color: {accent};
    image: url("{svg:minus/on_accent}"); }
QCheckBox::indicator:checked { background: {accent}; border-color: {accent}; image: url("{svg:check/on_accent}"); }
QRadioButton::indicator:checked { background: {surface}; border-color: {accent}; image: url("{dot}"); }
QCheckBox:disabled, QRadioButton:disabled { color: {muted}; }

QTableView, QListView, QTreeView { background: {surface}; border: 1px solid {border}; border-radius: 12px;
    gridline-color: transparent; alternate-background-color: {window}; selection-background-color: {accent_soft};
    selection-color: {text}; }
QTableView:focus, QListView:focus, QTreeView:focus { border: 2px solid {accent}; }
QTableView::item { padding: 0 {10px}; border: none; border-bottom: 1px solid {track}; }
QTableView::item:selected, QListView::item:selected, QTreeView::item:selected { background: {accent_soft};
    color: {text}; }
QListView::item, QTreeView::item { padding: {6px} {8px}; border-radius: 6px; }
QListView::item:hover { background: {hover}; }
QTableView[role="map"], QTableView[role="map"]:focus { background: transparent; border: none; border-radius: 0; }
QListView[role="cards"] { background: transparent; border: none; }
QListView[role="cards"]::item, QListView[role="cards"]::item:selected, QListView[role="cards"]::item:hover {
    background: transparent; padding: 0; }
QListView[role="column"] { background: {sunken}; border: 2px solid transparent; border-radius: 12px; padding: 4px; }
QListView[role="column"]:focus, QListView[role="column"][over="true"] { border-color: {accent}; }
QListView[role="column"]::item, QListView[role="column"]::item:selected, QListView[role="column"]::item:hover {
    background: transparent; padding: 0; }
QHeaderView { background: transparent; border: none; }
QHeaderView::section { background: {surface}; color: {muted}; border: none; border-bottom: 1px solid {border};
    padding: {9px} {10px}; font-weight: 600; font-size: {12px}; }
QHeaderView::down-arrow { image: url("{svg:caret-down/muted}"); width: {12px}; height: {12px}; }
QHeaderView::up-arrow { image: url("{svg:caret-up/muted}"); width: {12px}; height: {12px}; }
QTableCornerButton::section { background: {surface}; border: none; }

QTabBar { background: transparent; border: none; }
QTabBar::tab { background: transparent; color: {muted}; padding: {8px} {4px}; margin-right: {18px}; font-weight: 500;
    border: none; border-bottom: 2px solid transparent; }
QTabBar::tab:selected { color: {accent}; border-bottom: 2px solid {accent}; }
QTabBar::tab:hover { color: {text}; }
QTabBar::tab:focus { color: {accent_strong}; background: {accent_soft}; border-radius: 6px; }
QTabWidget::pane { border: none; background: transparent; }
QScrollArea, QScrollArea > QWidget > QWidget[role="page"] { background: transparent; border: none; }
QStackedWidget { background: transparent; }
QScrollBar:vertical { background: transparent; width: 14px; margin: 3px; }
QScrollBar::handle:vertical { background: {control}; border-radius: 4px; min-height: 36px; }
QScrollBar:horizontal { background: transparent; height: 14px; margin: 3px; }
QScrollBar::handle:horizontal { background: {control}; border-radius: 4px; min-width: 36px; }
QScrollBar::handle:hover { background: {muted}; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: none; }
QProgressBar { background: {track}; border: none; border-radius: 4px; min-height: 8px; max-height: 8px; }
QProgressBar::chunk { background: {accent}; border-radius: 4px; }
QSplitter::handle { background: transparent; width: {16px}; }
QToolTip { background: {text}; color: {window}; border: none; padding: {5px} {8px}; }
QMenuBar { background: {surface}; border-bottom: 1px solid {border}; padding: 2px {6px}; }
QMenuBar::item { background: transparent; padding: {5px} {9px}; border-radius: 6px; }
QMenuBar::item:selected { background: {accent_soft}; color: {accent_strong}; }
QMenu { background: {surface}; border: 1px solid {control}; padding: 4px; }
QMenu::item { padding: {6px} {24px} {6px} {14px}; border-radius: 6px; }
QMenu::item:selected { background: {accent_soft}; color: {accent_strong}; }
QMenu::item:disabled { color: {muted}; }
QMenu::separator { height: 1px; background: {border}; margin: 4px {8px}; }
QCalendarWidget QWidget { background: {surface}; alternate-background-color: {sunken}; }
QCalendarWidget QAbstractItemView { selection-background-color: {accent}; selection-color: {on_accent};
    border-radius: 0; }
QCalendarWidget QToolButton { color: {text}; }
"""

DOT = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 18 18"><circle cx="9" cy="9" r="5" fill="{colour}"/></svg>'
_LENGTH = re.compile(r"\{(\d+)px\}")
_ICON = re.compile(r"\{svg:([a-z-]+)/([a-z_]+)\}")


def sheet(tokens: Tokens, scale: int, folder: Path) -> str:
    """Make the style sheet; the drawings it points at are written to ``folder``."""

    def drawing(match: re.Match[str]) -> str:
        name, token = match[1], match[2]
        colour = str(getattr(tokens, token))
        file = folder / f"{name}-{colour[1:]}.svg"
        file.write_bytes(icons.source(name, colour))
        return file.as_posix()

    def length(match: re.Match[str]) -> str:
        return f"{pixels(int(match[1]), scale)}px"

    dot = folder / f"dot-{tokens.accent[1:]}.svg"
    dot.write_text(DOT.format(colour=tokens.accent), encoding="utf-8")
    made = _LENGTH.sub(length, _ICON.sub(drawing, SHEET)).replace("{dot}", dot.as_posix())
    for name in names():
        made = made.replace("{" + name + "}", str(getattr(tokens, name)))
    return made


def palette(tokens: Tokens) -> QPalette:
    """Make Qt's palette from the table."""
    role = QPalette.ColorRole
    made = QPalette()
    for where, token in (
        (role.Window, tokens.window),
        (role.Base, tokens.surface),
        (role.AlternateBase, tokens.window),
        (role.Text, tokens.text),
        (role.WindowText, tokens.text),
        (role.Button, tokens.surface),
        (role.ButtonText, tokens.text),
        (role.BrightText, tokens.bad),
        (role.Highlight, tokens.accent),
        (role.HighlightedText, tokens.on_accent),
        (role.PlaceholderText, tokens.muted),
        (role.ToolTipBase, tokens.text),
        (role.ToolTipText, tokens.window),
        (role.Link, tokens.accent),
        (role.LinkVisited, tokens.accent),
        (role.Accent, tokens.accent),
        (role.Light, tokens.surface),
        (role.Midlight, tokens.border),
        (role.Mid, tokens.border),
        (role.Dark, tokens.control),
    ):
        made.setColor(where, QColor(token))
    for where in (role.Text, role.WindowText, role.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, where, QColor(tokens.muted))
    return made

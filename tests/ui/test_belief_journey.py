"""A belief from its first words to a sharpened sentence and another column of the board, by the keyboard alone."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from portfolio_app.domain.patterns import Decision, Pattern, Rating, TryOutState
from portfolio_app.ui.pages.base import Desk
from portfolio_app.ui.pages.patterns import Patterns
from tests.ui.conftest import show

FURTHEST = 150
"""How often Tab is pressed at most before something that is not found is given up."""


class Fingers:
    """Somebody who has only a keyboard and hears what the focus is called."""

    def __init__(self, qtbot: QtBot, page: Patterns) -> None:
        self._qtbot, self._page = qtbot, page

    @property
    def at(self) -> QWidget:
        """What has the focus."""
        found = QApplication.focusWidget()
        assert found is not None
        return found

    def walk_to(self, name: str) -> None:
        """Press Tab until the focus is on what is called so."""
        for _ in range(FURTHEST):
            self._qtbot.keyClick(QApplication.focusWidget() or self._page, Qt.Key.Key_Tab)
            if said(self.at).startswith(name):
                return
        raise LookupError(name)

    def press(self, name: str) -> None:
        """Walk to a button and press it."""
        self.walk_to(name)
        self._qtbot.keyClick(self.at, Qt.Key.Key_Space)
        QApplication.processEvents()

    def write(self, name: str, words: str) -> None:
        """Walk to a field and type in it."""
        self.walk_to(name)
        self._qtbot.keyClicks(self.at, words)

    def key(self, key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press a key where the focus is."""
        self._qtbot.keyClick(self.at, key, held)
        QApplication.processEvents()


class Windows(QObject):
    """Gathers what is shown as a window."""

    def __init__(self, shown: list[QWidget]) -> None:
        super().__init__()
        self._shown = shown

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self._shown.append(watched)
        return False


def said(widget: QWidget) -> str:
    """What a screen reader calls a control."""
    return widget.accessibleName() or str(getattr(widget, "text", str)())


def only(desk: Desk) -> Pattern:
    (found,) = desk.services.patterns.all()
    return found


def test_a_belief_lives_by_keyboard_alone(qtbot: QtBot, desk: Desk) -> None:
    page = Patterns(desk)
    show(qtbot, page)
    with qtbot.waitActive(page):
        page.activateWindow()
    page.setFocus()
    hand = Fingers(qtbot, page)
    hand.press("Nieuwe opvatting")
    qtbot.waitUntil(lambda: said(hand.at).startswith("In één zin"))
    qtbot.keyClicks(hand.at, "Wie stilvalt, heeft hulp nodig.")
    hand.key(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert only(desk).statement == "Wie stilvalt, heeft hulp nodig."
    hand.press("helemaal")
    hand.press("Zet het op de lijn")
    assert only(desk).rating is Rating.WHOLLY
    hand.write("Wat doe ik dan vanzelf?", "Ik help.")
    hand.write("Wanneer klopte het?", "Bij leerling F niet.")
    hand.press("Klopte niet")
    assert [(case.text, case.fits) for case in only(desk).cases] == [("Bij leerling F niet.", False)]
    assert only(desk).automatic == "Ik help."  # what was typed beside it is saved along
    hand.write("Een andere kijk", "Stilte kan denken zijn.")
    hand.write("Ik probeer", "tien tellen wachten")
    hand.write("Ik verwacht", "onrust")
    hand.write("Ik denk er anders over", "er iemand begint")
    hand.press("Dit ga ik uitproberen")
    hand.press("Vertel")
    assert said(hand.at) == "Hoe ging het?"
    qtbot.keyClicks(hand.at, "Er begon iemand.")
    hand.write("Wat zegt dat over de opvatting", "Stilte is ook denken.")
    hand.press("Bewaar")
    (tried,) = only(desk).experiments
    assert (tried.state, tried.happened, tried.says) == (TryOutState.TOLD, "Er begon iemand.", "Stilte is ook denken.")
    hand.write("Een scherpere zin", "Wie stilvalt, denkt misschien na.")
    hand.press("Aanscherpen")
    assert only(desk).statement == "Wie stilvalt, denkt misschien na."
    assert [wording.decision for wording in only(desk).wordings] == [Decision.SHARPEN]
    hand.press("Terug naar de lijst")
    hand.walk_to("Helemaal")
    hand.key(Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier)
    hand.key(Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier)
    assert said(hand.at) == "Ik twijfel"
    assert only(desk).rating is Rating.IN_DOUBT
    hand.key(Qt.Key.Key_Return)
    assert page.editor is not None
    for _ in range(20):
        desk.services.undo.undo()
        if not desk.services.patterns.all():
            break
    assert desk.services.patterns.all() == []
    while desk.services.undo.redo_label() is not None:
        desk.services.undo.redo()
    assert (only(desk).rating, only(desk).statement) == (Rating.IN_DOUBT, "Wie stilvalt, denkt misschien na.")


def test_tab_goes_as_the_eye_does(qtbot: QtBot, desk: Desk) -> None:
    page = Patterns(desk)
    show(qtbot, page)
    with qtbot.waitActive(page):
        page.activateWindow()
    page.setFocus()
    hand = Fingers(qtbot, page)
    hand.walk_to("Zoek in")
    heard: list[str] = []
    for _ in range(6):
        hand.key(Qt.Key.Key_Tab)
        heard.append(said(hand.at))
    assert heard == ["Label", "Alles", "Gewoontes", "Opvattingen", "Bord", "Lijst"]
    shown: list[QWidget] = []
    app, watch = QApplication.instance(), Windows(shown)
    assert app is not None
    app.installEventFilter(watch)
    hand.press("Nieuwe opvatting")
    app.removeEventFilter(watch)
    assert shown == []  # nothing that has no place yet stands in a window of its own for a moment
    qtbot.waitUntil(lambda: said(hand.at).startswith("In één zin"))
    hand.key(Qt.Key.Key_Tab)
    assert said(hand.at).startswith("Begin met")

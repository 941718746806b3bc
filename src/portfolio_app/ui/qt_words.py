"""Qt's own words (questions for a file, a printer, the menu of a text) in the language of the window.

Qt's catalogue of a language may be a release behind: what it lacks is said by ours.
"""

from __future__ import annotations

from PySide6.QtCore import QLibraryInfo, QObject, QTranslator

from portfolio_app.i18n import N_, Translator
from portfolio_app.ui.guard import guarded

LACKING: dict[str, str] = {
    "&Look in:": N_("Look in:"),
    "Look in:": N_("Look in:"),
    "Files of &type:": N_("Kind of file:"),
    "Files of type:": N_("Kind of file:"),
    "Double Sided Printing": N_("Print on both sides"),
    "Off": N_("Off"),
    "Long side binding": N_("Turn over the long side"),
    "Short side binding": N_("Turn over the short side"),
    "Page &Set:": N_("Which pages:"),
}
"""Qt's words in English, and ours for them."""


def no_answer() -> str | None:
    """What Qt hears where there is none."""
    return None


class QtWords(QTranslator):
    """Answers Qt from its own catalogue, and from ours where that is silent."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._t: Translator | None = None

    def speak(self, t: Translator) -> None:
        """Answer in the language of ``t`` from now on."""
        self._t = t
        folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        self.load(f"qtbase_{t.lang}", folder)

    def isEmpty(self) -> bool:
        return False

    @guarded(no_answer)
    def translate(self, context: str, text: str, disambiguation: str | None = None, n: int = -1, /) -> str | None:
        # None and not an empty text: that would be an answer, and Qt would show it.
        known = super().translate(context, text, disambiguation, n)
        if known or self._t is None or text not in LACKING:
            return known or None
        return self._t(LACKING[text])

"""The chain from a teacher's learning to that of her pupils: one link in hand at a time, what it hangs on above it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from portfolio_app.i18n import N_, Translator
from portfolio_app.ui.guard import guarded, nothing
from portfolio_app.ui.theme.fonts import grown
from portfolio_app.ui.theme.tokens import in_force
from portfolio_app.ui.widgets.buttons import QuietButton
from portfolio_app.ui.widgets.containers import Disclosure, Label
from portfolio_app.ui.widgets.text_area import TextArea

GIST = 140
"""Characters of a link that show while another one is in hand."""


@dataclass(frozen=True)
class Link:
    """A link: the field it is, its short name, and the words that lead on to it."""

    field: str
    name: str
    onward: str


LINKS: tuple[Link, ...] = (
    Link("chain_designed", N_("Designed"), ""),
    Link("chain_carried_out", N_("Carried out"), N_("And how did that go in class?")),
    Link("chain_evaluated", N_("Evaluated"), N_("And how did I look at what it did?")),
    Link("chain_pupils_learned", N_("Pupils learned differently"), N_("And what did pupils learn differently?")),
    Link("chain_resulted", N_("What came of it"), N_("And what came of that?")),
)


class Rail(QWidget):
    """The ring of a link and the piece of the chain to its neighbours; filled where there are words."""

    WIDTH = 26
    RING = 6

    def __init__(self, first: bool, last: bool) -> None:
        super().__init__()
        self._first, self._last = first, last
        self._filled = self._joined = False
        self.setFixedWidth(grown(self.WIDTH))

    def show_state(self, filled: bool, joined: bool) -> None:
        """``joined``: the next link has words too."""
        self._filled, self._joined = filled, joined
        self.update()

    @guarded(nothing)
    def paintEvent(self, event: QPaintEvent) -> None:
        tokens = in_force()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ring, middle, top = grown(self.RING), self.width() / 2, grown(16)
        strong, weak = QPen(QColor(tokens.accent), 2), QPen(QColor(tokens.control), 1.4, Qt.PenStyle.DotLine)
        painter.setPen(strong if self._filled else weak)
        if not self._first:
            painter.drawLine(QPointF(middle, 0), QPointF(middle, top - ring))
        painter.setPen(strong if self._filled and self._joined else weak)
        if not self._last:
            painter.drawLine(QPointF(middle, top + ring), QPointF(middle, self.height()))
        painter.setPen(QPen(QColor(tokens.accent if self._filled else tokens.control), 2))
        painter.setBrush(QColor(tokens.accent) if self._filled else Qt.BrushStyle.NoBrush)
        painter.drawEllipse(QRectF(middle - ring, top - ring, 2 * ring, 2 * ring))


class ChainPart(QWidget):
    """Five links, each a text area of the editor's. Opening one lays the others down; a button leads on to the next."""

    def __init__(self, areas: Mapping[str, TextArea], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._areas = [areas[link.field] for link in LINKS]
        self.links = [Disclosure() for _ in LINKS]
        self.onward = [QuietButton(icon_name="arrow-right") for _ in LINKS[1:]]
        self._rails = [Rail(at == 0, at == len(LINKS) - 1) for at in range(len(LINKS))]
        self._gists = [Label(role="muted", wrap=True) for _ in LINKS]
        for at, (area, link) in enumerate(zip(self._areas, self.links, strict=True)):
            column.addWidget(self._make_link(at))
            area.changed.connect(self._tell)
            link.toggled.connect(partial(self._toggled, at))
        self._tell()

    def _make_link(self, at: int) -> QWidget:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(self._rails[at])
        inside = QVBoxLayout()
        inside.setContentsMargins(0, 2, 0, 10)
        inside.setSpacing(2)
        link = self.links[at]
        link.body.addWidget(self._areas[at])
        if at < len(self.onward):
            foot = QHBoxLayout()
            foot.addWidget(self.onward[at])
            foot.addStretch()
            link.body.addLayout(foot)
            self.onward[at].clicked.connect(lambda: self.take_up(at + 1))
        inside.addWidget(link)
        self._gists[at].setContentsMargins(grown(28), 0, 0, 0)
        inside.addWidget(self._gists[at])
        row.addLayout(inside, 1)
        return holder

    def retranslate(self, t: Translator) -> None:
        """Say the words again."""
        for at, (link, fold) in enumerate(zip(LINKS, self.links, strict=True)):
            fold.set_title(f"{at + 1}  {t(link.name)}")
            if at:
                self.onward[at - 1].setText(t(link.onward))

    def take_up(self, at: int) -> None:
        """Take a link in hand."""
        self.links[at].unfold()
        self._areas[at].setFocus()

    def begin(self) -> None:
        """Lay the chain down as a record was just shown: the first link without words in hand."""
        words = self._words()
        free = next((at for at, text in enumerate(words) if not text), None)
        for at, fold in enumerate(self.links):
            fold.unfold(at == free)
        self._tell()

    def _words(self) -> list[str]:
        return [" ".join(area.value().split()) for area in self._areas]

    def _toggled(self, at: int, opened: bool) -> None:
        if opened:
            for other, fold in enumerate(self.links):
                if other != at:
                    fold.unfold(False)
        self._tell()

    def _tell(self) -> None:
        words: Sequence[str] = self._words()
        for at, (text, gist) in enumerate(zip(words, self._gists, strict=True)):
            short = text if len(text) <= GIST else text[:GIST].rsplit(" ", 1)[0] + " …"
            gist.setText(short)
            gist.setVisible(bool(text) and not self.links[at].is_open)
            self._rails[at].show_state(bool(text), at + 1 < len(words) and bool(words[at + 1]))

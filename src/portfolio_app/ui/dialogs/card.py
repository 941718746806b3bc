"""An activity card that somebody sent: what it would fill in, before anything is kept of it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from portfolio_app.document.words import word
from portfolio_app.domain.errors import UserError
from portfolio_app.i18n import Translator
from portfolio_app.interchange.activity_card import ActivityCard
from portfolio_app.services.cards import CardRead
from portfolio_app.services.session import Services
from portfolio_app.ui.dialogs.base import Dialog
from portfolio_app.ui.pages.base import Desk
from portfolio_app.ui.widgets.buttons import Button, PrimaryButton
from portfolio_app.ui.widgets.containers import Banner, Label


class CardDialog(Dialog):
    """Accepted: an activity was made of the card. ``open_requested`` carries the activity to show."""

    open_requested = Signal(str, str)
    taken = Signal(str)
    """In words."""

    def __init__(self, desk: Desk, read: CardRead, parent: QWidget | None = None) -> None:
        super().__init__(desk.t, parent, width=560)
        t = self.t
        self._desk, self._read = desk, read
        self.set_heading(
            t("Activity card"),
            t("This is what it fills in. You can change all of it afterwards; the file stays as it is."),
        )
        self.known = Banner("info")
        self.body.addWidget(self.known)
        if read.known is not None:
            self.known.set_texts(
                t("This card is among your activities already, as “{title}” of {day}.",
                  title=read.known.title, day=t.date(read.known.happened_on))
            )  # fmt: skip
        self._show_facts()
        left = left_out_words(read, desk.services, t)
        self.left_out = Banner("warn")
        self.left_out.set_texts(t("Left out, because it is not known here: {what}.", what=left) if left else "")
        self.body.addWidget(self.left_out)
        self._make_foot()

    def _show_facts(self) -> None:
        holder = QWidget()
        grid = QGridLayout(holder)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(18)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        for row, (name, words) in enumerate(card_facts(self._read.card, self._desk.services, self.t)):
            grid.addWidget(Label(name, "muted"), row, 0, Qt.AlignmentFlag.AlignTop)
            shown = Label(words, wrap=True)
            shown.setAccessibleName(f"{name}: {words}")
            grid.addWidget(shown, row, 1)
        self.body.addWidget(holder)

    def _make_foot(self) -> None:
        t = self.t
        no = Button(t("Never mind"))
        no.clicked.connect(self.reject)
        if self._read.known is None:
            yes = PrimaryButton(t("Fill in an activity"), "check")
            yes.clicked.connect(self._take)
            self.add_buttons(no, yes)
        else:
            again = Button(t("Fill in once more"))
            again.clicked.connect(self._take)
            yes = PrimaryButton(t("Open that activity"), "chalkboard-teacher")
            yes.clicked.connect(self._open_known)
            self.add_buttons(no, again, yes)
        yes.setDefault(True)
        yes.setFocus()

    def _take(self) -> None:
        made: list[str] = []
        cards = self._desk.services.cards

        def work() -> None:
            made.append(cards.take(self._read).id)

        if self.attempt(work):
            self.accept()
            self.open_requested.emit("experience", made[0])
            self.taken.emit(self.t("Filled in from the card. Change what was different for you."))

    def _open_known(self) -> None:
        self.reject()
        if self._read.known is not None:
            self.open_requested.emit("experience", self._read.known.id)


def card_facts(card: ActivityCard, services: Services, t: Translator) -> list[tuple[str, str]]:
    """What a card fills in, as pairs of a name and words; what it leaves empty is not there."""
    days = t.date(card.happened_on)
    if card.ended_on is not None and card.ended_on != card.happened_on:
        days = t("{first} to {last}", first=days, last=t.date(card.ended_on))
    time = t("{all} hours", all=t.hours(card.minutes)) if card.minutes else ""
    if card.self_study_minutes and card.contact_minutes:
        own = t.hours(card.self_study_minutes)
        time = t("{all} hours, {own} of them self-study", all=t.hours(card.minutes), own=own)
    pairs = [
        (t("What"), card.title),
        (t("When"), days),
        (t("Hours"), time),
        (t("Kind of activity"), word(card.activity_type, t) if card.activity_type else ""),
        (t("Provider"), card.provider),
        (t("Place"), card.place),
        (t("What it is for"), card.purpose),
        (t("Competences"), ", ".join(_competence(services, ref.framework, ref.code, ref.version, t)
                                     for ref in card.competences)),
        (t("Where the hours count"), _places(card, services, t)),
        (t("Made by"), card.made_by),
    ]  # fmt: skip
    return [(name, words) for name, words in pairs if words]


def left_out_words(read: CardRead, services: Services, t: Translator) -> str:
    """What of a card is not taken over, by the codes that stand on it and the names of schemes."""
    left = read.left_out
    named = [_scheme(services, ident, t) for ident in left.schemes]
    schemes = [t("hours in {scheme} (you don't take part in it)", scheme=name) for name in named]
    return ", ".join([*left.competences, *left.categories, *schemes])


def _places(card: ActivityCard, services: Services, t: Translator) -> str:
    said: list[str] = []
    for part in card.allocations:
        scheme = services.content.scheme(part.scheme, part.version)
        category = next((t.pick(item.name) for item in scheme.categories if item.id == part.category), "")
        said.append(
            " · ".join(filter(None, (t.pick(scheme.name), category, t("{hours} h", hours=t.hours(part.minutes)))))
        )
    return "\n".join(said)


def _scheme(services: Services, ident: str, t: Translator) -> str:
    try:
        return t.pick(services.content.scheme(ident).name)
    except UserError:
        return ident


def _competence(services: Services, framework: str, code: str, version: int, t: Translator) -> str:
    found = services.content.framework(framework, version).find(code)
    return t.pick(found.name) if found is not None else code

"""The sheet with the recovery code: what it opens, how to use it, and what to do when it is lost or was seen."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from portfolio_app.document.compose.pieces import facts, note
from portfolio_app.document.tree import Block, Heading, ListBlock, Paragraph, PartBlock, spans
from portfolio_app.i18n import Translator


@dataclass(frozen=True)
class SheetFacts:
    """What stands on the sheet: the code, whose portfolio it opens, the folder where that lies, and the day."""

    code: str = field(repr=False)
    owner: str
    folder: str
    made_on: date


def recovery_sheet(known: SheetFacts, t: Translator) -> PartBlock:
    """One page to be printed and kept with other papers. It is to be understood years later, without the program."""
    pairs = ((t("Portfolio of"), known.owner), (t("Made on"), t.date(known.made_on)), (t("It lies in"), known.folder))
    blocks: list[Block] = [
        *facts(pairs),
        Paragraph(
            spans(t("With this code you open your portfolio when your passphrase has gone, or your computer.")), "lead"
        ),
        Paragraph(spans(known.code), "code"),
        note(t("Capitals, dashes and spaces don't matter. What looks like an O is a zero, an I or L is a one.")),
        *_steps(t("Forgotten your passphrase"), _forgotten(t)),
        *_steps(t("On another computer"), _elsewhere(t)),
        Heading(2, spans(t("Is this sheet lost, or did somebody see it?"))),
        *(Paragraph(spans(text)) for text in _lost(t)),
    ]
    return PartBlock("recovery", t("Recovery code"), tuple(blocks), "Leerlijn")


def _steps(title: str, steps: tuple[str, ...]) -> list[Block]:
    return [Heading(2, spans(title)), ListBlock(tuple(spans(step) for step in steps), ordered=True)]


def _forgotten(t: Translator) -> tuple[str, ...]:
    return (
        t("Open Leerlijn and choose “I forgot my passphrase”."),
        t("Type the code from this sheet."),
        t("Choose another passphrase in Settings."),
    )


def _elsewhere(t: Translator) -> tuple[str, ...]:
    return (
        t("The code alone opens nothing. Take your newest backup, or the whole folder of your portfolio."),
        t("Put Leerlijn on the other computer and open that backup or folder with it."),
        t("Type the code, or your passphrase if you still know it."),
        t("Choose a passphrase, make a new recovery code in Settings, and tear this sheet up."),
    )


def _lost(t: Translator) -> tuple[str, ...]:
    return (
        t(
            "Nothing is lost then: your passphrase goes on working. Make a new recovery code in Settings, under “Ways "
            "in”; from then on this one opens nothing any more."
        ),
        t(
            "Did somebody see the code who can also reach your files or backups? Then choose “New keys” there as well. "
            "Backups from before go on opening with this code, so throw those away too."
        ),
        t("Keep this sheet with your other papers: not with the computer, not as a photo on your phone."),
    )

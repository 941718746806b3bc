"""A single sheet as a PDF: one page, tagged, archival."""

from __future__ import annotations

import subprocess
from datetime import UTC, date, datetime
from pathlib import Path

import pikepdf
import pytest

from portfolio_app.document.compose.group_card import group_card
from portfolio_app.document.compose.recovery import SheetFacts, recovery_sheet
from portfolio_app.document.compose.talk import sheet
from portfolio_app.i18n import Lang, Translator
from portfolio_app.pdf.sheet import Laid, fitted_pdf, sheet_pdf
from tests.document.test_talk import SAID, everything, talk
from tests.tools import verapdf

PROFILES: tuple[verapdf.Profile, ...] = ("PDFA-3A", "PDFUA-1")
CODE = "7K3M-9PQR-0VWX-YZ12-3456-789A-BCDE"
DUTCH = Translator("nl")
FOLDER = "C:\\Users\\anna.vandenberg\\OneDrive - Stichting Openbaar Onderwijs\\Documenten\\Leerlijn"


def made(lang: Lang, target: Path) -> Path:
    known = SheetFacts(CODE, "Anna van den Berg-de Vries", FOLDER, date(2026, 11, 25))
    now = datetime(2026, 11, 25, 12, tzinfo=UTC)
    target.write_bytes(sheet_pdf(recovery_sheet(known, Translator(lang)), lang=lang, author=known.owner, now=now))
    return target


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_the_recovery_sheet_is_one_page_that_says_everything(tmp_path: Path, lang: Lang) -> None:
    path = made(lang, tmp_path / "sheet.pdf")
    text = subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, text=True, check=True).stdout
    assert text.count("\f") == 1
    assert CODE in text
    assert "Anna van den Berg-de Vries" in " ".join(text.split())
    assert "25 november 2026" in text.lower()
    path_in_side_column = "".join(line[:45].strip() for line in text.splitlines())
    assert FOLDER.replace(" ", "") in path_in_side_column.replace(" ", "")
    assert "-\n" not in text.split(CODE)[0].split("Leerlijn")[0]
    with pikepdf.open(path) as pdf:
        assert str(pdf.Root.Lang).startswith(lang)
        assert bool(pdf.Root.MarkInfo.Marked)


def test_the_sheet_is_archival_and_accessible(tmp_path: Path) -> None:
    path = made("nl", tmp_path / "sheet.pdf")
    for profile in PROFILES:
        (result,) = verapdf.validate(profile, path)
        assert result.compliant, str(result)


def talk_sheet(lines: int) -> Laid:
    tell = "Dat ik minder praat.\n\n" * lines
    part = sheet(talk(tell=tell, can="Tijd, van mijn teamleider.", may="Ruimte."), everything(), SAID, (), DUTCH)
    return fitted_pdf(part, lang="nl", author="Anna", now=datetime(2026, 11, 25, 12, tzinfo=UTC))


def test_the_sheet_for_a_talk_is_archival_and_accessible(tmp_path: Path) -> None:
    path = tmp_path / "talk.pdf"
    path.write_bytes(talk_sheet(2).data)
    for profile in PROFILES:
        (result,) = verapdf.validate(profile, path)
        assert result.compliant, str(result)


def test_the_card_for_a_group_is_archival_and_accessible(tmp_path: Path) -> None:
    card = talk(tell="Dat ik te snel help.", tried="Wachten tot acht.", ask="Wat zie ik over het hoofd?")
    part = group_card(card, None, str.strip, DUTCH)
    path = tmp_path / "card.pdf"
    path.write_bytes(fitted_pdf(part, lang="nl", author="Anna", now=datetime(2026, 11, 25, 12, tzinfo=UTC)).data)
    for profile in PROFILES:
        (result,) = verapdf.validate(profile, path)
        assert result.compliant, str(result)


def test_a_sheet_gets_less_room_between_before_it_gets_a_second_page() -> None:
    laid = [talk_sheet(lines) for lines in (2, 22, 40)]
    assert [(each.pages, each.tight) for each in laid] == [(1, False), (1, True), (2, False)]

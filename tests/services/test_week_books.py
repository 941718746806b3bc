"""The book of weeks: what goes in, what never does, and a PDF that is archival and accessible."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from datetime import date
from pathlib import Path

import pikepdf
import pytest

from portfolio_app.domain.errors import Cancelled, UserError
from portfolio_app.domain.journal import JournalWeek, Week
from portfolio_app.i18n import Translator
from portfolio_app.services.session import Services
from portfolio_app.services.week_books import Span
from tests.tools import verapdf

NL = Translator("nl")
YEAR = Span(date(2025, 8, 1), date(2026, 7, 31))
PROFILES: tuple[verapdf.Profile, ...] = ("PDFA-3A", "PDFUA-1")


def write(services: Services, week: Week, text: str, **more: object) -> JournalWeek:
    record = replace(services.journal.week(week), answers={"stuck": text, "went_well": "Omdat ik wachtte."}, **more)
    services.journal.save(record)
    return record


def words(path: Path) -> str:
    told = subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, text=True, check=True).stdout
    return " ".join(told.split())


def test_the_school_year_is_proposed(services: Services) -> None:
    assert services.week_books.this_year() == Span(date(2025, 8, 4), date(2026, 3, 11))


def test_weeks_with_words_go_in_oldest_first_and_vented_ones_never(services: Services) -> None:
    later, earlier = write(services, Week(2026, 10), "Later"), write(services, Week(2025, 40), "Eerder")
    write(services, Week(2026, 9), "Woedend", venting=True)
    write(services, Week(2025, 20), "Vorig schooljaar")
    services.journal.skip(Week(2026, 8))
    assert services.week_books.weeks(YEAR) == [earlier, later]


def test_the_pdf_says_the_weeks_by_month_with_their_questions(services: Services, tmp_path: Path) -> None:
    write(services, Week(2025, 40), "De klas werd stil.", energy=4)
    out = write(services, Week(2026, 2), "Dit houd ik voor me.")
    write(services, Week(2026, 10), "Tot en met €5 & <b>ß</b> 😀.", template_version=1)
    write(services, Week(2026, 9), "Woedend op alles", venting=True)
    target = tmp_path / "boek.pdf"
    pages: list[int] = []
    part = services.week_books.book(YEAR, {out.id}, NL)
    services.week_books.save(target, part, NL, lambda at, of, what: pages.append(at))
    told = words(target)
    assert "Week 40, 2025" in told
    assert "Waarom ging dit goed?" in told
    assert "De klas werd stil." in told
    assert told.index("oktober 2025") < told.index("maart 2026")
    assert "Hoeveel energie had je? genoeg" in told
    assert "Dit houd ik voor me" not in told
    assert "Woedend" not in told
    assert pages == sorted(pages)
    assert pages[0] == 1
    with pikepdf.open(target) as pdf:
        assert bool(pdf.Root.MarkInfo.Marked)
    for profile in PROFILES:
        (result,) = verapdf.validate(profile, target)
        assert result.compliant, str(result)


def test_a_book_without_weeks_is_not_made(services: Services) -> None:
    only = write(services, Week(2026, 10), "Een")
    with pytest.raises(UserError, match="book-empty"):
        services.week_books.book(YEAR, {only.id}, NL)


def test_a_book_that_is_stopped_leaves_no_file(services: Services, tmp_path: Path) -> None:
    write(services, Week(2026, 10), "Een")
    part = services.week_books.book(YEAR, (), NL)
    with pytest.raises(Cancelled):
        services.week_books.save(tmp_path / "boek.pdf", part, NL, cancelled=lambda: True)
    assert list(tmp_path.glob("*.pdf")) == []


def test_it_is_not_written_over_the_portfolio(services: Services) -> None:
    write(services, Week(2026, 10), "Een")
    part = services.week_books.book(YEAR, (), NL)
    with pytest.raises(UserError, match="inside-portfolio"):
        services.week_books.save(services.home / "boek.pdf", part, NL)

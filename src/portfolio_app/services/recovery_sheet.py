"""The recovery sheet: the code on a page that tells what to do with it, kept only where its owner puts it."""

from __future__ import annotations

from pathlib import Path

from portfolio_app.document.compose.recovery import SheetFacts, recovery_sheet
from portfolio_app.document.tree import PartBlock
from portfolio_app.i18n import Translator
from portfolio_app.services.core import Core
from portfolio_app.services.places import check_target


class RecoverySheets:
    """Makes the sheet for a code that was just made."""

    def __init__(self, core: Core, home: Path) -> None:
        self._core, self._home = core, home

    def sheet(self, code: str, t: Translator) -> PartBlock:
        """The sheet, to be printed."""
        return recovery_sheet(SheetFacts(code, self._owner(), str(self._home), self._core.today()), t)

    def save(self, target: Path, code: str, t: Translator) -> None:
        """Write the sheet as a PDF, whole or not at all. Slow: it is laid out.

        Raises `UserError` ``inside-portfolio``, ``write-failed``, ``folder-missing``, ``disk-full`` or
        ``no-permission``.
        """
        from portfolio_app.pdf.output import whole_file
        from portfolio_app.pdf.sheet import sheet_pdf

        check_target(target, self._home)
        data = sheet_pdf(self.sheet(code, t), lang=t.lang, author=self._owner(), now=self._core.clock())
        with whole_file(target) as file:
            file.write(data)

    def _owner(self) -> str:
        profile = self._core.profile()
        return profile.heading if profile else ""

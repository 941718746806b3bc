"""Sheets to take along as files: a PDF that is archival and accessible, and a text document."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from portfolio_app.document.tree import PartBlock
from portfolio_app.i18n import Translator
from portfolio_app.services.core import Core
from portfolio_app.services.places import check_target


@dataclass(frozen=True)
class Fit:
    """How many pages a sheet takes, and whether there is less room between its paragraphs to make it fit on one."""

    pages: int
    tight: bool


class SheetFiles:
    """Writes sheets. All of it is slow: they are laid out first."""

    def __init__(self, core: Core, home: Path) -> None:
        self._core, self._home = core, home

    def fit(self, part: PartBlock, t: Translator) -> Fit:
        """Whether it fits on one A4."""
        from portfolio_app.pdf.sheet import fitted_pdf

        laid = fitted_pdf(part, lang=t.lang, author=self._owner(), now=self._core.clock())
        return Fit(laid.pages, laid.tight)

    def save_pdf(self, target: Path, part: PartBlock, t: Translator) -> Fit:
        """Write a sheet as a PDF, whole or not at all.

        Raises `UserError` ``inside-portfolio``, ``write-failed``, ``folder-missing``, ``disk-full`` or
        ``no-permission``.
        """
        from portfolio_app.pdf.output import whole_file
        from portfolio_app.pdf.sheet import fitted_pdf

        check_target(target, self._home)
        laid = fitted_pdf(part, lang=t.lang, author=self._owner(), now=self._core.clock())
        with whole_file(target) as file:
            file.write(laid.data)
        return Fit(laid.pages, laid.tight)

    def save_docx(self, target: Path, part: PartBlock, t: Translator) -> None:
        """Write a sheet as a text document, whole or not at all; raises as `save_pdf`."""
        from portfolio_app.interchange.docx import TIGHT, Spacing, docx_bytes
        from portfolio_app.pdf.output import whole_file

        check_target(target, self._home)
        spacing = TIGHT if self.fit(part, t).tight else Spacing()
        data = docx_bytes(part, lang=t.lang, author=self._owner(), now=self._core.clock(), spacing=spacing)
        with whole_file(target) as file:
            file.write(data)

    def _owner(self) -> str:
        profile = self._core.profile()
        return profile.heading if profile else ""

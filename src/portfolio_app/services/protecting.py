"""A copy of what was handed over, behind a password, to be sent by mail."""

from __future__ import annotations

from pathlib import Path

from portfolio_app.document.compose import protected
from portfolio_app.domain.selection import Export
from portfolio_app.i18n import Translator
from portfolio_app.services.core import Core
from portfolio_app.services.evidence import stored_of
from portfolio_app.services.places import check_target


class Protecting:
    """Makes copies that a password opens; see `spoken.new_password` for one."""

    def __init__(self, core: Core, home: Path) -> None:
        self._core, self._home = core, home

    def kept(self, export: Export) -> bool:
        """Whether the signed original is here, to make a copy of."""
        return self._core.store.blob(export.sha256) is not None

    def save(self, export: Export, passphrase: str, target: Path, t: Translator) -> None:
        """Write the kept original behind a password, whole or not at all.

        Slow: a page is laid out. Raises `UserError` ``inside-portfolio``, ``write-failed``, ``folder-missing``,
        ``disk-full``, ``no-permission``, ``evidence-lost`` and ``evidence-damaged``.
        """
        from portfolio_app.pdf.output import whole_file
        from portfolio_app.pdf.protect import protect
        from portfolio_app.pdf.sheet import sheet_pdf

        check_target(target, self._home)
        document = self._core.vault.read(stored_of(self._core.store.blob(export.sha256)))
        owner, now = self._core.profile(), self._core.clock()
        part = protected.part(export.file_name, export.sha256, export.beside_name, t)
        page = sheet_pdf(part, lang=t.lang, author=owner.heading if owner else "", now=now)
        with whole_file(target) as file:
            protect(page, export.file_name, document, passphrase, now, file)

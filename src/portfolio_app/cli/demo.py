"""The example: a complete portfolio of a teacher who does not exist, exported, signed and verified."""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
from collections.abc import Generator
from contextlib import contextmanager, suppress
from datetime import UTC, date, datetime
from pathlib import Path

from portfolio_app.bootstrap import create_portfolio
from portfolio_app.cli.codes import OK, OUTCOMES
from portfolio_app.cli.terminal import ProgressBar, environment, read_passphrase
from portfolio_app.domain.errors import UserError
from portfolio_app.domain.selection import Audience
from portfolio_app.i18n import N_, Translator
from portfolio_app.services.session import Services

PASSPHRASE = N_("one line every week")
PORTFOLIO = "portfolio"
DOCUMENT = "leerlijn-voorbeeld.pdf"


def demo(options: argparse.Namespace, t: Translator) -> int:
    """Make the example in a new or empty folder."""
    out: Path = options.out
    _prepare(out)
    source = options.passphrase_file
    passphrase = read_passphrase(source) if source is not None else t(PASSPHRASE)
    until: date = options.until or datetime.now(UTC).astimezone().date()
    with _whole_or_gone(out):
        opened = create_portfolio(out / PORTFOLIO, passphrase=passphrase, lang=t.lang, environment=environment())
        services = opened.services
        try:
            for line in _build(services, options, until, t):
                print(line)
            code = _hand_over(services, out / DOCUMENT, until, t)
        finally:
            services.close()
    print(t("The example lies in {folder}", folder=out / PORTFOLIO))
    print(t("Its passphrase is: {passphrase}", passphrase=passphrase))
    if code == OK and not options.no_window:
        _open_window(out / PORTFOLIO, passphrase, t)
    return code


def _prepare(out: Path) -> None:
    if out.exists() and not out.is_dir():
        raise UserError("folder-is-a-file")
    if out.is_dir() and any(out.iterdir()):
        raise UserError("folder-not-empty")


@contextmanager
def _whole_or_gone(out: Path) -> Generator[None]:
    """Take away what was made in ``out`` when the making is broken off, with the folders that were new."""
    new = [folder for folder in (out, *out.parents) if not folder.exists()]
    try:
        yield
    except BaseException:
        shutil.rmtree(out / PORTFOLIO, ignore_errors=True)
        with suppress(OSError):
            (out / DOCUMENT).unlink(missing_ok=True)
            for folder in new:
                folder.rmdir()
        raise


def _build(services: Services, options: argparse.Namespace, until: date, t: Translator) -> list[str]:
    from portfolio_app.services.example import build

    bar = ProgressBar(t("Writing the example"))
    try:
        summary = build(
            services,
            lang=t.lang,
            years=options.years,
            until=until,
            entries=options.entries,
            seed=options.seed,
            progress=bar,
        )
    finally:
        bar.end()
    return summary.tell(t)


def _hand_over(services: Services, path: Path, until: date, t: Translator) -> int:
    """Export everything, as an archive of her own would hold it, and read it back."""
    from portfolio_app.services.verdicts import tell_verdict

    bar = ProgressBar(t("Making the document"))
    try:
        selection = services.choosing.selection(Audience.ARCHIVE, t.lang, until)
        made = services.exports.export(selection, path, agreed=None, progress=bar)  # nobody in it exists
    finally:
        bar.end()
    print(t.n("Written: {path}, {n} page", "Written: {path}, {n} pages", made.pages, path=path))
    verdict = services.verifying.verify(path)
    print("\n".join(tell_verdict(verdict, t)))
    return OUTCOMES[verdict.outcome]


def _open_window(home: Path, passphrase: str, t: Translator) -> None:
    """Open the window in a process of its own, so that the terminal is free again."""
    from portfolio_app.cli.main import has_screen

    if not has_screen():
        return
    command = [sys.executable, "-P", "-m", "portfolio_app", "--home", str(home.resolve()), "--lang", t.lang]
    window = subprocess.Popen(
        [*command, "--passphrase-file", "-"],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=os.name == "posix",
        text=True,
    )
    assert window.stdin is not None
    window.stdin.write(f"{passphrase}\n")
    window.stdin.close()
    # It goes on by itself; nobody waits for it.
    window.returncode = 0
    print(t("The window opens on it."))

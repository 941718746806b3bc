"""The commands for backups: make one, list them, put one back in a new folder."""

from __future__ import annotations

import argparse
from pathlib import Path

from portfolio_app.bootstrap import Passphrase, Recovery, restore_portfolio
from portfolio_app.cli.codes import OK, TROUBLE
from portfolio_app.cli.commands import open_home
from portfolio_app.cli.terminal import ProgressBar, ask_passphrase, environment, read_passphrase
from portfolio_app.domain.errors import UserError
from portfolio_app.i18n import Translator
from portfolio_app.services.backup_names import CHOSEN
from portfolio_app.services.backup_words import PLACES, REASONS, made_words, state_words, when_words
from portfolio_app.services.bundles import Made
from portfolio_app.services.session import Services
from portfolio_app.vault.bundle import SUFFIX


def backup(options: argparse.Namespace, t: Translator) -> int:
    """Make a backup, or list those that are there."""
    services = open_home(options, t, beside=options.list or options.to is not None)
    try:
        if options.list:
            return _list(services, t)
        bar = ProgressBar(t("Making the backup"))
        try:
            made = _made(services, options.to, bar)
        finally:
            bar.end()
    finally:
        services.close()
    print(made_words(made, t))
    print(made.path)
    return TROUBLE if made.unsound else OK


def _made(services: Services, to: Path | None, bar: ProgressBar) -> Made:
    if to is None:
        if services.read_only:
            # Two programs must not tidy up the same place.
            raise UserError("read-only")
        return services.backups.snapshot(CHOSEN, progress=bar)
    if to.is_dir():
        return services.backups.write_to(to, progress=bar)
    if to.suffix != SUFFIX:
        # A stick that is not there would become a file of its name, on the very disk it is to protect from.
        raise UserError("backup-place-gone")
    return services.bundles.write(to, progress=bar)


def _list(services: Services, t: Translator) -> int:
    listed = services.backups.all()
    for each in listed:
        words = (
            when_words(each, t, None),
            t.size(each.octets),
            t(PLACES[each.place]),
            state_words(each, t),
            t(REASONS.get(each.reason, each.reason)),
        )
        print(" · ".join(words))
        print(f"  {each.path}")
    if not listed:
        print(t("There is no backup yet."))
    return OK


def restore(options: argparse.Namespace, t: Translator) -> int:
    """Put a backup back in a folder that is new or empty."""
    source = options.passphrase_file
    text = read_passphrase(source) if source is not None else ask_passphrase(t)
    unlock = Recovery(text) if options.recovery else Passphrase(text)
    bar = ProgressBar(t("Reading the backup"))
    try:
        prepared = restore_portfolio(options.bundle, unlock, options.to, environment=environment(), progress=bar)
    finally:
        bar.end()
    items = t.n("{n} item", "{n} items", prepared.records)
    print(t("Everything was read and put back: {items}, in {folder}", items=items, folder=options.to))
    return OK

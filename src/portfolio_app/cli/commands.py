"""The commands: each calls the use cases and prints what it did."""

from __future__ import annotations

import argparse
import socket
from dataclasses import replace
from pathlib import Path

from portfolio_app import paths
from portfolio_app.bootstrap import (
    Unlock,
    create_portfolio,
    open_or_read,
    open_portfolio,
    portfolio_exists,
    repair_portfolio,
)
from portfolio_app.cli.codes import OK, TROUBLE
from portfolio_app.cli.privacy import looked_at
from portfolio_app.cli.terminal import ProgressBar, ask_passphrase, environment, read_passphrase, unlocked
from portfolio_app.domain.errors import UserError
from portfolio_app.domain.portfolio import ComputerOwner
from portfolio_app.domain.selection import Audience
from portfolio_app.i18n import Translator
from portfolio_app.services.checks import tell
from portfolio_app.services.merge_words import summary
from portfolio_app.services.merging import Outcome
from portfolio_app.services.repair import REPAIRABLE, Mended, Repaired, tell_mended, tell_repaired
from portfolio_app.services.sentences import explain
from portfolio_app.services.session import Services
from portfolio_app.services.settings import HOME, DeviceSettings
from portfolio_app.services.signing_words import warning
from portfolio_app.services.spoken import fingerprint_words


def home_of(options: argparse.Namespace) -> Path:
    """The portfolio's folder: what was asked for, else what the settings say, else the usual place."""
    if options.home is not None:
        return Path(options.home)
    kept = DeviceSettings().get(HOME)
    return Path(kept) if kept else paths.default_home()


def new(options: argparse.Namespace, t: Translator) -> int:
    """Make a new portfolio."""
    home = home_of(options)
    if portfolio_exists(home):
        raise UserError("portfolio-exists")
    source = options.passphrase_file
    passphrase = read_passphrase(source) if source is not None else ask_passphrase(t, twice=True)
    computer = ComputerOwner.SCHOOL if options.school else ComputerOwner.MINE
    opened = create_portfolio(home, passphrase=passphrase, lang=t.lang, computer=computer, environment=environment())
    opened.services.close()
    print(t("Your portfolio is made: {folder}", folder=home))
    print(t("Recovery code: {code}", code=opened.recovery_code or ""))
    print(t("Print or write down this code and keep it apart from the computer. It is shown once and kept nowhere."))
    return OK


def open_home(options: argparse.Namespace, t: Translator, *, beside: bool = False) -> Services:
    """Open the portfolio, if need be for reading only; ``beside`` reads while the window has it open."""
    home = home_of(options)
    if not portfolio_exists(home):
        raise UserError("portfolio-missing")

    def opener(unlock: Unlock) -> Services:
        return open_or_read(home, unlock, environment=environment(), take_over=options.take_over, beside=beside)

    try:
        return unlocked(home, options.passphrase_file, t, opener)
    except UserError as error:
        host = error.facts.get("host")
        if error.code != "portfolio-in-use" or options.take_over or host == socket.gethostname():
            raise
        raise UserError("portfolio-left-open", host=host) from error


def export(options: argparse.Namespace, t: Translator) -> int:
    """Make a signed PDF."""
    services = open_home(options, t)
    try:
        choosing = services.choosing
        if options.selection is not None:
            selection = choosing.named(options.selection)
        else:
            selection = choosing.selection(Audience(options.audience), t.lang)
        changes = {"from_on": options.from_on, "until_on": options.until_on}
        selection = replace(selection, **{key: day for key, day in changes.items() if day is not None})
        agreed = looked_at(services, selection, options.lang, t, seen=options.privacy_seen)
        bar = ProgressBar(t("Making the document"))
        try:
            made = services.exports.export(
                selection, options.out, lang=options.lang, stamped=options.stamped, agreed=agreed, progress=bar
            )
        finally:
            bar.end()
        telling = services.exports.keeping_metadata(selection)
        key, standing = services.signing.active(), services.signing.standing()
    finally:
        services.close()
    print(t.n("Written: {path}, {n} page", "Written: {path}, {n} pages", made.pages, path=options.out))
    print(f"SHA-256 {made.sha256}")
    if made.beside_name:
        beside = options.out.with_name(made.beside_name)
        print(t("Beside it, with large evidence: {path}, {size}", path=beside, size=t.size(made.beside_octets)))
        print(f"SHA-256 {made.beside_sha256}")
    print(t("Fingerprint of your key: {fingerprint}", fingerprint=made.fingerprint))
    if key is not None and (told := warning(key.about, standing, t)):
        print(told)
    if made.stamped_by:
        print(t("The time was stamped by {service}.", service=made.stamped_by))
    if telling:
        print(t("These files may still tell who made them, where and with what; that could not be taken out:"))
        print("\n".join(f"- {item.file_name}" for item in telling))
    if services.read_only:
        print(t("The portfolio could only be read: this file is not listed among what you handed over."))
    return OK


def certificate(options: argparse.Namespace, t: Translator) -> int:
    """Write the certificate of the key that signs, and tell how to know it."""
    services = open_home(options, t)
    try:
        key = services.signing.save_certificate(options.out)
    finally:
        services.close()
    print(t("Written: {path}", path=options.out))
    print(t("Fingerprint of your key: {fingerprint}", fingerprint=key.fingerprint))
    print(t("Its beginning in words: {words}", words=" ".join(fingerprint_words(key.fingerprint))))
    return OK


def merge(options: argparse.Namespace, t: Translator) -> int:
    """Take in what another computer has."""
    services = open_home(options, t)
    try:
        bar = ProgressBar(t("Merging"))
        try:
            outcome = _merged(services, options, t, bar)
        finally:
            bar.end()
    finally:
        services.close()
    print("\n".join(summary(outcome, t)))
    return OK


def _merged(services: Services, options: argparse.Namespace, t: Translator, bar: ProgressBar) -> Outcome:
    """Merge; a file that another key locked is opened with the passphrase or code that is typed then."""
    try:
        return services.merging.merge(options.bundle, progress=bar)
    except UserError as error:
        if error.code != "bundle-needs-key" or options.passphrase_file == "-":
            raise
        bar.end()
        if options.passphrase_file is not None:
            secret = read_passphrase(options.passphrase_file)
        else:
            print(explain(error, t))
            secret = ask_passphrase(t)
        return services.merging.merge_with(options.bundle, secret, progress=bar)


def check(options: argparse.Namespace, t: Translator) -> int:
    """Look whether everything is whole."""
    services = open_home(options, t, beside=not options.accept_loss)
    try:
        bar = ProgressBar(t("Looking"))
        try:
            report = services.checks.check(deep=not options.quick, progress=bar)
        finally:
            bar.end()
        told = report.findings
        if options.accept_loss and report.lost:
            services.checks.accept_loss()
            report = report.without_loss()
    finally:
        services.close()
    for finding in told:
        print(tell(finding, t))
    if len(report.findings) < len(told):
        print(t("You know this now: it is not reported any more."))
    if services.read_only:
        print(t("The portfolio was only read: nothing was repaired in it."))
    records = t.n("{n} item", "{n} items", report.records)
    files = t.n("{n} file", "{n} files", report.files)
    if report.sound:
        print(t("Everything is whole: {records}, {files}.", records=records, files=files))
        return OK
    return TROUBLE


def repair(options: argparse.Namespace, t: Translator) -> int:
    """Build a damaged portfolio anew, then take damaged evidence out of the backups."""
    home = home_of(options)
    if not portfolio_exists(home):
        raise UserError("portfolio-missing")
    bar = ProgressBar(t("Repairing"))

    def mend(unlock: Unlock) -> tuple[Repaired | None, Mended]:
        done = None
        if options.backups or not _is_whole(home, unlock, bar):
            done = repair_portfolio(home, unlock, environment=environment(), backups=options.backups, progress=bar)
        services = open_portfolio(home, unlock, environment=environment())
        try:
            return done, services.repairs.mend_evidence(options.backups, progress=bar)
        finally:
            services.close()

    try:
        repaired, mended = unlocked(home, options.passphrase_file, t, mend)
    finally:
        bar.end()
    told = tell_repaired(repaired, t) if repaired else [t("The database is whole: there was nothing to repair in it.")]
    print("\n".join([*told, *tell_mended(mended, t)]))
    gone = repaired is not None and (repaired.salvaged.lost or repaired.salvaged.unreadable)
    return TROUBLE if gone or mended.lost or mended.nameless else OK


def _is_whole(home: Path, unlock: Unlock, bar: ProgressBar) -> bool:
    """Whether a new database would be no better. Raises what `open_portfolio` raises for another reason than damage."""
    try:
        services = open_portfolio(home, unlock, environment=environment())
    except UserError as error:
        if error.code in REPAIRABLE:
            return False
        raise
    try:
        report = services.checks.check(deep=True, progress=bar)
    finally:
        services.close()
    return not any(finding.code in REPAIRABLE for finding in report.findings)

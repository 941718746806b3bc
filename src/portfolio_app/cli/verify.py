"""Verifying a PDF, and the keys that are remembered for it. No portfolio is needed for either."""

from __future__ import annotations

import argparse

from portfolio_app.cli.codes import OK, OUTCOMES, TROUBLE
from portfolio_app.cli.terminal import ProgressBar, environment
from portfolio_app.domain.errors import UserError
from portfolio_app.domain.fingerprints import grouped
from portfolio_app.i18n import Translator
from portfolio_app.services.jobs import Jobs
from portfolio_app.services.judging import Judging
from portfolio_app.services.known_keys import KnownKeys, read_certificate, recognised
from portfolio_app.services.settings import DeviceSettings
from portfolio_app.services.verdicts import tell_verdict


def verify(options: argparse.Namespace, t: Translator) -> int:
    """Tell whether a PDF is as it was signed; on request remember whose key it was."""
    jobs = Jobs()
    judging = Judging(jobs, DeviceSettings().path.parent, environment().today)
    bar = ProgressBar(t("Looking"))
    try:
        verdict = judging.verify(options.file, options.original, options.signer, options.beside, progress=bar)
    finally:
        bar.end()
        jobs.close()
    remembered = None
    if options.remember is not None:
        if not verdict.good:
            raise UserError("key-not-remembered")
        remembered = judging.known.remember(verdict.fingerprint, options.remember, verdict.signer_name)
        verdict = recognised(verdict, judging.known)
    if options.json:
        print(verdict.dumps())
    else:
        print("\n".join(tell_verdict(verdict, t)))
        if remembered is not None:
            print(t("From now on this key is known here as {name}.", name=remembered.name))
    return OUTCOMES[verdict.outcome] if verdict.good or verdict.outcome not in ("untouched", "reviewed") else TROUBLE


def keys(options: argparse.Namespace, t: Translator) -> int:
    """List the keys that are remembered on this computer, or remember, rename or forget one."""
    known = KnownKeys(DeviceSettings().path.parent, environment().today)
    if options.add is not None:
        fingerprint, calls_itself = read_certificate(options.add)
        made = known.remember(fingerprint, options.name or calls_itself, calls_itself)
        print(t("From now on this key is known here as {name}.", name=made.name))
    elif options.rename is not None:
        if known.find(options.rename) is None:
            raise UserError("key-unknown")
        made = known.remember(options.rename, options.name or "")
        print(t("From now on this key is known here as {name}.", name=made.name))
    elif options.forget is not None:
        if not known.forget(options.forget):
            raise UserError("key-unknown")
        print(t("That key is forgotten."))
    else:
        listed = known.all()
        for key in listed:
            print(f"{key.name} ({t.date(key.since)})\n  {grouped(key.fingerprint)}")
        if not listed:
            print(t("No key is remembered on this computer."))
    return OK

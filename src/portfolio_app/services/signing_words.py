"""Keys to sign with, in words: for the window and the command line alike."""

from __future__ import annotations

from collections.abc import Sequence

from portfolio_app.domain.fingerprints import groups
from portfolio_app.i18n import Translator
from portfolio_app.pdf.signer import About, Standing
from portfolio_app.services.signing import Key

PER_LINE = 4


def lined(pieces: Sequence[str]) -> str:
    """Groups of a fingerprint, or words, four on a line, as they are read aloud."""
    rows = [pieces[at : at + PER_LINE] for at in range(0, len(pieces), PER_LINE)]
    return "\n".join(" ".join(row) for row in rows)


def whose(about: About, t: Translator) -> str:
    """In whose name a key is, and who says so."""
    name = f"{about.name}, {about.organisation}" if about.organisation else about.name
    if about.issuer:
        return t("In the name of {name}. The certificate was issued by {issuer}.", name=name, issuer=about.issuer)
    return t("In the name of {name}.", name=name)


def valid(about: About, t: Translator) -> str:
    """From when until when a certificate is valid, and the kind of its key."""
    return t(
        "Valid from {since} until {until} ({kind}).",
        since=t.date(about.since.date()),
        until=t.date(about.until.date()),
        kind=about.kind,
    )


def warning(about: About, standing: Standing, t: Translator) -> str:
    """What to know of a certificate that is over or has yet to begin; empty for a valid one."""
    if standing == "expired":
        return t(
            "This certificate ended on {day}. You can still sign with it, but PDF programs will say that it is over.",
            day=t.date(about.until.date()),
        )
    if standing == "early":
        return t(
            "This certificate begins on {day}. You can sign with it already, but PDF programs will say that it is not "
            "valid yet.",
            day=t.date(about.since.date()),
        )
    return ""


def earlier(key: Key, t: Translator) -> str:
    """A key that signed before, on one line."""
    return t(
        "{name} · in use since {day} · {groups} …",
        name=key.about.name,
        day=t.date(key.used_from.date(), "medium"),
        groups=" ".join(groups(key.fingerprint)[:4]),
    )

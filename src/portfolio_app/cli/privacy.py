"""What must not leave, told on the terminal before a document is made."""

from __future__ import annotations

from collections.abc import Collection

from portfolio_app.cli.terminal import ProgressBar
from portfolio_app.domain.privacy import Level
from portfolio_app.domain.selection import Selection
from portfolio_app.i18n import Lang, Translator
from portfolio_app.services.privacy_words import LEVELS, tell_hit
from portfolio_app.services.session import Services


def looked_at(
    services: Services, selection: Selection, lang: Lang | None, t: Translator, *, seen: bool
) -> Collection[str]:
    """Print what was found, the heaviest first, and return the keys of what was looked at: with ``seen`` all of it.

    Nothing that was not printed can be among them.
    """
    bar = ProgressBar(t("Looking what must not go out"))
    try:
        report = services.privacy.check(selection, lang=lang, progress=bar)
    finally:
        bar.end()
    for level in Level:
        if found := report.of(level):
            print(f"{t(LEVELS[level])}:")
            print("\n".join(f"- {tell_hit(hit, t)}" for hit in found))
    if not seen and report.to_look_at and not report.blocked:
        print(t("Did you look at all of this? Then it goes along with --privacy-seen."))
    return {hit.key for hit in report.to_look_at} if seen else set[str]()

"""Texts for people: one gettext catalogue per language for window, PDF and terminal alike.

There is no global language. Whoever speaks to a person is handed a `Translator`. Messages are marked by the
name of the call, so that Babel finds them: ``t("Save")``, ``t.n("{n} file", "{n} files", count)``,
``t.p("month", "May")`` and, where a table of texts is built before the language is known, ``N_("Save")``.
"""

from __future__ import annotations

import gettext
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, tzinfo
from functools import cache
from pathlib import Path
from typing import Final, Literal, get_args

from portfolio_app import paths

Lang = Literal["nl", "en"]
LANGUAGES: Final[tuple[Lang, ...]] = get_args(Lang)
DEFAULT_LANG: Final[Lang] = "nl"
DOMAIN: Final = "portfolio_app"


def N_(message: str) -> str:  # noqa: N802 - the name gettext tools know
    """Mark a message for the catalogue without translating it yet."""
    return message


def as_lang(code: str | None) -> Lang:
    """Return the shipped language nearest to a locale code such as ``nl_NL.UTF-8``; Dutch when in doubt."""
    short = (code or "").lower().replace("-", "_").split("_")[0].split(".")[0]
    return short if short in LANGUAGES else DEFAULT_LANG


@cache
def _catalogue(lang: Lang, folder: Path) -> gettext.NullTranslations:
    return gettext.translation(DOMAIN, folder, languages=[lang], fallback=True)


@dataclass(frozen=True)
class Translator:
    """Turns messages, dates, numbers and minutes into text in one language."""

    lang: Lang = DEFAULT_LANG
    folder: Path = field(default_factory=paths.translations)

    def __call__(self, message: str, **facts: object) -> str:
        """Translate one message and fill in its named facts."""
        text = _catalogue(self.lang, self.folder).gettext(message) if message else ""
        return text.format(**facts) if facts else text

    def n(self, one: str, many: str, n: int, **facts: object) -> str:
        """Translate a message with a number; ``{n}`` is the number."""
        return _catalogue(self.lang, self.folder).ngettext(one, many, n).format(n=n, **facts)

    def p(self, context: str, message: str, **facts: object) -> str:
        """Translate a message that means different things in different places."""
        text = _catalogue(self.lang, self.folder).pgettext(context, message)
        return text.format(**facts) if facts else text

    def date(self, day: date, style: Literal["short", "medium", "long", "full"] = "long") -> str:
        """Write a calendar day as people do (24 november 2026)."""
        from babel.dates import format_date

        return format_date(day, style, locale=self._locale)

    def month(self, day: date) -> str:
        """Write month and year (november 2026)."""
        from babel.dates import format_date

        return format_date(day, "LLLL y", locale=self._locale)

    def month_name(self, day: date) -> str:
        """Write a month alone, shortened (nov)."""
        from babel.dates import format_date

        return format_date(day, "LLL", locale=self._locale).rstrip(".")

    def instant(self, moment: datetime, zone: tzinfo | None = None) -> str:
        """Write an instant in the reader's own time (24 november 2026, 09:05)."""
        local = moment.astimezone(zone)
        return f"{self.date(local.date())}, {local:%H:%M}"

    def number(self, value: float, decimals: int = 0) -> str:
        """Write a number with the language's separators."""
        from babel.numbers import format_decimal

        pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
        return format_decimal(value, format=pattern, locale=self._locale)

    def hours(self, minutes: int) -> str:
        """Write minutes as hours with at most two decimals (7,5).

        A minute is more than a hundredth of an hour, so what is a minute short never reads as a whole hour.
        """
        from babel.numbers import format_decimal

        return format_decimal(round(minutes / 60, 2), format="#,##0.##", locale=self._locale)

    def size(self, octets: int) -> str:
        """Write a file size (1,4 MB)."""
        amount = float(octets)
        for unit in ("B", "kB", "MB"):
            if amount < 1000:
                return f"{self.number(amount, 0 if unit == 'B' or amount >= 100 else 1)} {unit}"
            amount /= 1000
        return f"{self.number(amount, 1)} GB"

    def pick(self, texts: Mapping[str, str]) -> str:
        """Choose from texts that a content set carries in both languages."""
        return texts.get(self.lang) or texts.get(DEFAULT_LANG) or next(iter(texts.values()), "")

    @property
    def _locale(self) -> str:
        return {"nl": "nl_NL", "en": "en_GB"}[self.lang]

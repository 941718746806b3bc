"""Reads what people type for a day or for time spent. Knows no Qt."""

from __future__ import annotations

import re
from datetime import date, timedelta

MONTHS = {
    "jan": 1, "feb": 2, "mrt": 3, "maa": 3, "mar": 3, "apr": 4, "mei": 5, "may": 5, "jun": 6, "jul": 7,
    "aug": 8, "sep": 9, "okt": 10, "oct": 10, "nov": 11, "dec": 12,
}  # fmt: skip
DAYS_AGO = {
    "vandaag": 0, "nu": 0, "today": 0, "gisteren": 1, "yesterday": 1, "eergisteren": 2, "morgen": -1, "tomorrow": -1,
}  # fmt: skip

_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_NUMBERS = re.compile(r"(\d{1,2})[-/. ](\d{1,2})(?:[-/. ](\d{2}|\d{4}))?")
_WORDS = re.compile(r"(\d{1,2})[ -]?([a-z]{3,})\.?(?:[ -](\d{2}|\d{4}))?")

_CLOCK = re.compile(r"(\d{1,4})\s*(?::|h|u|uur|hours?|hrs?)\s*([0-5]?\d)\s*(?:m|min|minuten|minutes)?")
_MINUTES = re.compile(r"(\d{1,6})\s*(?:m|min|minuut|minuten|minutes?)")
_HOURS = re.compile(r"(\d{1,4}(?:[.,]\d{1,2})?|[.,]\d{1,2})\s*(?:h|u|uur|uren|hours?|hrs?)?")


def parse_day(text: str, today: date) -> date | None:
    """Read a day: 24-11-2026, 24/11, 24 nov, 2026-11-24, gisteren. Without a year the nearest one is meant."""
    words = " ".join(text.strip().casefold().split())
    if words in DAYS_AGO:
        return today - timedelta(days=DAYS_AGO[words])
    if match := _ISO.fullmatch(words):
        return _day(int(match[1]), int(match[2]), int(match[3]))
    if match := _NUMBERS.fullmatch(words):
        return _with_year(int(match[1]), int(match[2]), match[3], today)
    match = _WORDS.fullmatch(words)
    if match and match[2][:3] in MONTHS:
        return _with_year(int(match[1]), MONTHS[match[2][:3]], match[3], today)
    return None


def show_day(day: date, lang: str) -> str:
    """Write a day as it is typed: 24-11-2026 in Dutch, 24/11/2026 in English."""
    return f"{day:%d-%m-%Y}" if lang == "nl" else f"{day:%d/%m/%Y}"


def parse_minutes(text: str) -> int | None:
    """Read time spent as whole minutes: 7,5 · 7.5 · 1:30 · 1h30 · 1u30 · 90 m. A bare number is hours."""
    words = " ".join(text.strip().casefold().split())
    if match := _CLOCK.fullmatch(words):
        return int(match[1]) * 60 + int(match[2])
    if match := _MINUTES.fullmatch(words):
        return int(match[1])
    if match := _HOURS.fullmatch(words):
        return round(float(match[1].replace(",", ".")) * 60)
    return None


def show_minutes(minutes: int, lang: str) -> str:
    """Write minutes as hours without losing any: 7,5 where two decimals are exact, else 0:50."""
    if not minutes:
        return ""
    if minutes % 3:
        return f"{minutes // 60}:{minutes % 60:02d}"
    written = f"{minutes / 60:.2f}".rstrip("0").rstrip(".")
    return written.replace(".", ",") if lang == "nl" else written


def _with_year(day: int, month: int, year: str | None, today: date) -> date | None:
    if year:
        return _day(int(year) + (2000 if len(year) == 2 else 0), month, day)
    near = [found for offset in (0, -1, 1) if (found := _day(today.year + offset, month, day))]
    return min(near, key=lambda found: abs((found - today).days), default=None)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


_TENTHS = re.compile(r"(\d{1,2})(?:[.,](\d))?")


def parse_tenths(text: str) -> int | None:
    """Read a number with at most one decimal as tenths (3 · 2,5 · 2.5); None when it is none."""
    found = _TENTHS.fullmatch(text.strip())
    return int(found[1]) * 10 + int(found[2] or 0) if found else None


def show_tenths(tenths: int | None, lang: str) -> str:
    """Write tenths as a number with one decimal, empty for none."""
    return "" if tenths is None else f"{tenths // 10}{',' if lang == 'nl' else '.'}{tenths % 10}"

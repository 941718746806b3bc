"""The written material of the example: what is the same in both languages (shape) and the texts themselves."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from typing import Any

from portfolio_app import paths
from portfolio_app.services.example.cast import Cast

Table = Mapping[str, Any]
YEARS_WRITTEN = 4
LANGUAGES = ("nl", "en")


@cache
def shape(name: str) -> Table:
    """A file of days, kinds and numbers, without words."""
    return _read("shape", name)


@cache
def _read(folder: str, name: str) -> Table:
    with (paths.resources() / "example" / folder / f"{name}.toml").open("rb") as file:
        return tomllib.load(file)


@cache
def _week_texts(lang: str) -> dict[str, Table]:
    found: dict[str, Table] = {}
    for number in range(1, YEARS_WRITTEN + 1):
        found |= _read(lang, f"weeks-{number}")
    return found


class Texts:
    """The texts in one language, with the names and classes of a seed."""

    def __init__(self, lang: str, seed: int) -> None:
        self.lang = lang if lang in LANGUAGES else LANGUAGES[0]
        self.cast = Cast(_read(self.lang, "variation")["names"], seed)
        self._files: dict[str, Table] = {}

    def file(self, name: str) -> Table:
        """A file of texts."""
        if name not in self._files:
            self._files[name] = self.cast.through(_read(self.lang, name))
        return self._files[name]

    def week(self, slot: str) -> list[str] | None:
        """The three answers of a week by its slot (``y1.a1``), or None when none were written."""
        year, _, place = slot.partition(".")
        answers = _week_texts(self.lang).get(year, {}).get(place)
        return None if answers is None else self.cast.through(answers)

    def spare_weeks(self) -> list[list[str]]:
        """Weeks that fit anywhere."""
        return [self.cast.through(answers) for answers in _week_texts(self.lang)["any"].values()]

    def role(self, key: str) -> str:
        """A role by its key."""
        return str(self.file("growth")["roles"][key])


def sizes() -> dict[str, int]:
    """How many weeks were written for each block of each year."""
    counted: dict[str, int] = {}
    for year, weeks in _week_texts("nl").items():
        if year != "any":
            for place in weeks:
                block = f"{year}.{place[0]}"
                counted[block] = counted.get(block, 0) + 1
    return counted


def kept_weeks() -> frozenset[str]:
    """Weeks whose words are quoted elsewhere, which a short block must not lose."""
    return frozenset(str(item["week"]) for item in shape("patterns").values())


def fixed_weeks() -> frozenset[str]:
    """Weeks whose texts name a day."""
    return frozenset(shape("calendar")["fixed"])

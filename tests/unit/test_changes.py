"""The notice after a commit, expected errors, and what goes to which reader."""

from __future__ import annotations

from portfolio_app.domain.changes import ChangeSet
from portfolio_app.domain.errors import UserError
from portfolio_app.domain.selection import DEFAULT_PARTS, Audience, Part

CHANGE = ChangeSet("op", frozenset({("experience", "1"), ("link", "2"), ("experience", "3")}))


def test_a_notice_tells_kinds_and_ids() -> None:
    assert CHANGE.kinds() == {"experience", "link"}
    assert CHANGE.ids("experience") == {"1", "3"}
    assert CHANGE.ids() == {"1", "2", "3"}
    assert CHANGE.touches(["pattern", "link"])
    assert not CHANGE.touches(["pattern"])
    assert not ChangeSet("op").touches(["pattern"])


def test_an_expected_error_prints_its_code_and_facts() -> None:
    error = UserError("hours-doubled", scheme="nl-cao-vo", minutes=390)
    assert str(error) == "hours-doubled(scheme=nl-cao-vo, minutes=390)"
    assert str(UserError("portfolio-in-use")) == "portfolio-in-use"


def test_beliefs_and_journal_never_go_to_employer_or_register_by_default() -> None:
    private = {Part.PATTERNS, Part.JOURNAL, Part.REFLECTIONS}
    assert not DEFAULT_PARTS[Audience.DOSSIER] & private
    assert not DEFAULT_PARTS[Audience.REGISTER] & private
    assert DEFAULT_PARTS[Audience.ARCHIVE] == set(Part)

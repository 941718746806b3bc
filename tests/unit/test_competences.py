"""Competences: parts count for the whole, sectors have their own, gaps are named and nothing is judged."""

from __future__ import annotations

from datetime import date

from portfolio_app.domain.competences import coverage, for_sector, main_competences, shown_codes, with_parents
from portfolio_app.domain.experiences import CompetenceRef
from portfolio_app.domain.portfolio import Sector
from tests.unit.makers import SHIPPED, activity

LAW = SHIPPED.framework("nl-bekwaamheid-2017")
DAY = date(2026, 3, 1)


def ref(code: str, framework: str = LAW.id) -> CompetenceRef:
    return CompetenceRef(framework, code)


def test_a_part_belongs_to_its_whole() -> None:
    assert with_parents(LAW, "VD-V-12") == ("VD-V-12", "VD-V", "VD")
    assert with_parents(LAW, "nothing") == ()
    assert shown_codes(LAW, [ref("VD-V-12"), ref("1", "nl-sbl-2006")]) == {"VD-V-12", "VD-V", "VD"}


def test_each_sector_sees_its_own_subject_matter() -> None:
    primary = {item.code for item in for_sector(LAW, Sector.PO)}
    secondary = {item.code for item in for_sector(LAW, Sector.VO)}
    assert "VI-po-3" in primary - secondary
    assert "VI-vo-3" in secondary - primary
    assert [item.code for item in main_competences(LAW, Sector.PO)] == ["VI", "VD", "PE", "ALG"]


def test_coverage_counts_records_once_and_evidence_with_each_record() -> None:
    done = [
        activity("1", DAY, 1, competences=(ref("VD-V-1"), ref("VD-V-2"))),
        activity("2", DAY, 0, competences=(ref("VD-K-1"),)),
        activity("3", DAY, 0, competences=(ref("VI"),)),
    ]
    covered = {item.competence.code: item for item in coverage(LAW, Sector.VO, done, {"1": 2, "2": 1})}
    assert (covered["VD"].records, covered["VD"].evidence) == (2, 3)
    assert (covered["VD-V"].records, covered["VD-V"].evidence) == (1, 2)
    assert (covered["VI"].records, covered["VI"].evidence) == (1, 0)
    empty = {code for code, item in covered.items() if not item.records}
    assert {"PE", "ALG", "VI-vo-1"} <= empty
    assert not {"VD", "VI", "VD-K-1"} & empty

"""What a reader got, kept for the owner: what changed since, the original once more, and how it goes."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from portfolio_app.domain.errors import UserError
from portfolio_app.domain.experiences import Experience
from portfolio_app.domain.selection import Audience, Export, Part, Selection
from portfolio_app.services.session import Services
from portfolio_app.services.since import Since
from tests.services.helpers import Desk, activity, belief, profile, saved


@pytest.fixture
def course(services: Services) -> Experience:
    profile(services)
    return activity(services)


@pytest.fixture
def choice(services: Services, course: Experience) -> Selection:
    return services.choosing.keep(replace(services.choosing.default(Audience.MENTOR), to_whom="Marijke"))


def export(services: Services, choice: Selection, out: Path) -> Export:
    return services.exports.export(choice, out, agreed=None)


def told(services: Services, choice: Selection) -> set[tuple[Part, Since, str]]:
    found = services.since.since(choice)
    assert found is not None
    return {(one.part, one.what, one.heading) for one in found.differences}


def test_nothing_is_told_before_the_reader_got_something(services: Services, choice: Selection) -> None:
    assert services.since.since(choice) is None


def test_new_changed_and_gone_by_part_for_this_reader(
    services: Services, choice: Selection, course: Experience, tmp_path: Path
) -> None:
    gone = activity(services, "Een middag die wegging")
    made = export(services, choice, tmp_path / "portfolio.pdf")
    assert services.exports.all()[0].contents == made.contents
    assert {course.id, gone.id} <= made.contents.keys()
    assert told(services, choice) == set()
    saved(services, replace(course, story="Ik liet stiltes vallen."))
    thought = belief(services)
    services.records.trash(Experience.KIND, gone.id)
    more = replace(choice, chosen=frozenset({thought.id}), account="Dit jaar leerde ik wachten.")
    assert told(services, more) == {
        (Part.EXPERIENCES, Since.CHANGED, course.heading),
        (Part.EXPERIENCES, Since.GONE, gone.heading),
        (Part.PATTERNS, Since.NEW, thought.heading),
        (Part.ACCOUNT, Since.NEW, ""),
    }
    assert services.since.since(replace(choice, to_whom="Jan")) is None
    services.records.purge(Experience.KIND, gone.id)
    assert (Part.ACCOUNT, Since.GONE, "") in told(services, more)


def test_leaving_something_out_is_told_and_stands_in_no_document(
    services: Services, choice: Selection, course: Experience, tmp_path: Path
) -> None:
    export(services, choice, tmp_path / "eerst.pdf")
    without = services.choosing.keep(replace(choice, left_out=frozenset({course.id})))
    assert told(services, without) == {(Part.EXPERIENCES, Since.GONE, course.heading)}
    made = export(services, without, tmp_path / "toen.pdf")
    data = (tmp_path / "toen.pdf").read_bytes()
    for key, value in {**made.contents, course.id: ""}.items():
        assert key.encode() not in data
        assert not value or value.encode() not in data
    assert told(services, without) == set()


def test_the_kept_original_comes_out_byte_for_byte(services: Services, choice: Selection, tmp_path: Path) -> None:
    made = export(services, choice, tmp_path / "portfolio.pdf")
    assert services.originals.kept(made)
    again = services.originals.save_copy(made, tmp_path / "nog-eens.pdf")
    assert again.read_bytes() == (tmp_path / "portfolio.pdf").read_bytes()
    assert services.verifying.verify(again).outcome == "untouched"
    look = services.looking.look(services.originals.as_file(made))
    assert look.open().pages == made.pages
    services.looking.end(look)
    assert services.records.by_id(made.id) == made  # looking at it made no evidence
    with pytest.raises(UserError, match="inside-portfolio"):
        services.originals.save_copy(made, services.home / "kopie.pdf")


def test_the_original_goes_when_its_export_is_removed_for_good(
    desk: Desk, services: Services, choice: Selection, tmp_path: Path
) -> None:
    made = export(services, choice, tmp_path / "portfolio.pdf")
    services.records.trash(Export.KIND, made.id)
    services.maintain(keep=timedelta(0)).result(30)
    assert services.originals.kept(made)  # from the trash it can still come back
    services.records.restore(Export.KIND, made.id)
    assert services.exports.all() == [made]
    services.records.trash(Export.KIND, made.id)
    services.records.purge(Export.KIND, made.id)
    services.maintain(keep=timedelta(0)).result(30)
    assert not services.originals.kept(made)
    assert not services._core.vault.has(made.sha256)


def test_what_was_handed_over_before_contents_were_kept_is_not_compared(
    services: Services, choice: Selection, tmp_path: Path
) -> None:
    made = export(services, choice, tmp_path / "portfolio.pdf")
    saved(services, replace(made, contents={}))
    assert services.since.since(choice) is None

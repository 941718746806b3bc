"""Looking at a long portfolio: the first page, and the page in sight after a change, against laying all of it out."""

from __future__ import annotations

import shutil
import time
from collections.abc import Generator
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, ImageChops

from portfolio_app.bootstrap import Environment, RawKey, open_portfolio
from portfolio_app.domain.evidence import Evidence, PupilsVisible
from portfolio_app.domain.experiences import Experience
from portfolio_app.domain.selection import Audience, Selection
from portfolio_app.services.preview import Preview, Sheets
from portfolio_app.services.session import Services
from portfolio_app.services.settings import DeviceSettings
from tests.benchmarks.conftest import TABLE, Example

PHOTOS, PAGES, STORIES = 60, 300, 260
FIRST_GOAL, CHANGE_GOAL, NOTHING_GOAL = 0.5, 0.75, 0.5
STORY = (
    "We begonnen met de vraag wat leerlingen doen als het stil is. Sem wachtte, keek naar buiten en had toen een "
    "antwoord dat ik niet had verwacht. Ik schreef op wat ik zag en vergeleek het met wat ik dacht. "
)


def photo(number: int) -> bytes:
    """A photo, another one for each number. Pages show copies, which are ready: how large it is does not matter."""
    sky = Image.linear_gradient("L").resize((1600, 1200))
    out = BytesIO()
    Image.merge("RGB", (sky, ImageChops.offset(sky, 0, number * 40), ImageChops.invert(sky))).save(out, "JPEG")
    return out.getvalue()


@pytest.fixture(scope="module")
def services(example: Example, tmp_path_factory: pytest.TempPathFactory) -> Generator[Services]:
    folder = tmp_path_factory.mktemp("preview")
    shutil.copytree(example.home, folder / "portfolio")
    environment = Environment(device=DeviceSettings(folder / "settings"))
    opened = open_portfolio(folder / "portfolio", RawKey(example.master), environment=environment)
    fill(opened, folder)
    yield opened
    opened.close()


def fill(services: Services, folder: Path) -> None:
    """Write hundreds of stories, and take photos at some of them."""
    records = services.records
    for number in range(STORIES):
        course = Experience(
            id=records.new_id(), written_at=records.now(), title=f"Dag {number}: wat ik zag en wat ik dacht",
            happened_on=records.today() - timedelta(days=number % 90), contact_minutes=60, story=STORY * 14,
        )  # fmt: skip
        records.save(course)
        if number < PHOTOS:
            path = folder / f"foto-{number}.jpg"
            path.write_bytes(photo(number))
            item = services.evidence.add(path, about=course).evidence
            records.save(replace(item, pupils=PupilsVisible.NO))


def seconds(preview: Preview, choice: Selection, key: str) -> tuple[float, float, Sheets]:
    """How long until a page of a section can be drawn, and until everything is laid out."""
    begun, soon = time.perf_counter(), 0.0

    def told(sheets: Sheets) -> None:
        nonlocal soon
        section = sheets.section(key)
        if not soon and section is not None and section.pages:
            preview.draw(key, 0, 1.0)
            soon = time.perf_counter() - begun

    preview.look_at(key)
    sheets = preview.show(choice, told)
    return soon, time.perf_counter() - begun, sheets


@pytest.mark.timeout(900)
def test_looking_at_a_long_portfolio(services: Services) -> None:
    choice = services.choosing.default(Audience.ARCHIVE, "nl")
    services.composing.compose(choice)  # prepares the photos, as taking them in does
    with closing(services.previews.begin()) as before:
        before.show(choice)  # brings libraries and fonts in
    with closing(services.previews.begin()) as preview:
        measure(services, preview, choice)


def measure(services: Services, preview: Preview, choice: Selection) -> None:
    """Open the preview, and change something twice."""
    first, whole, sheets = seconds(preview, choice, "cover")
    assert sheets.pages >= PAGES
    assert len(services.records.load(Evidence)) >= PHOTOS
    course = next(one for one in services.records.load(Experience) if one.title.startswith("Dag 7:"))
    services.records.save(replace(course, story="Anders."))
    # A part of a few pages is in sight, and another one is changed; then the long one itself.
    elsewhere, _, _ = seconds(preview, choice, "hours")
    services.records.save(replace(course, story="Nog anders."))
    itself, _, _ = seconds(preview, choice, "experiences")
    nothing, _, _ = seconds(preview, choice, "experiences")
    for name, took, goal in (
        ("first page of a preview, against laying all of it out", first, FIRST_GOAL),
        ("page in sight after a change elsewhere", elsewhere, CHANGE_GOAL),
        ("page in sight after a change in its own, longest part", itself, CHANGE_GOAL),
        ("page in sight after a change that is in no document", nothing, NOTHING_GOAL),
    ):
        TABLE.append((name, took / whole, goal, took * 1000))
        assert took <= goal * whole, name

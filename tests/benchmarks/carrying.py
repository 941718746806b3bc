"""What an export takes, in a process of its own: ``python -m tests.benchmarks.carrying FOLDER WHAT``.

``large``: two gigabytes of film beside a document. ``photos``: sixty photos of about four megabytes and text for 300
pages, nothing prepared. ``one`` and ``every``: the pictures for pages of those photos, with one thread and with one for
each core. Prints JSON.
"""

from __future__ import annotations

import json
import os
import random
import resource
import sys
import time
from dataclasses import replace
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from portfolio_app.bootstrap import Environment, create_portfolio
from portfolio_app.domain.evidence import Evidence, PupilsVisible
from portfolio_app.domain.experiences import Experience
from portfolio_app.domain.portfolio import Profile
from portfolio_app.domain.selection import Audience, Selection
from portfolio_app.services.session import Services
from portfolio_app.services.settings import DeviceSettings
from portfolio_app.vault.slots import KdfCost

NOW = datetime(2026, 3, 11, 15, 0, tzinfo=UTC)
FILMS, FILM_OCTETS = 4, 500_000_000
PHOTOS = 60
EXPERIENCES = 300
WORDS = 420


def made(folder: Path) -> Services:
    """An empty portfolio with an owner."""
    environment = Environment(
        clock=lambda: NOW,
        kdf=KdfCost(memory_kib=64, passes=1, lanes=1),
        device=DeviceSettings(folder / "settings"),
        zone=UTC,
    )
    services = create_portfolio(folder / "portfolio", passphrase="een regel per week", environment=environment).services
    services.records.save(Profile(**head(services), given_name="Noor", family_name="Zandkamp"))
    return services


def head(services: Services) -> dict[str, Any]:
    """The first fields of a new record."""
    return {"id": services.records.new_id(), "written_at": NOW}


def experience(services: Services, number: int, words: int) -> Experience:
    """An activity with a text."""
    chance = random.Random(number)
    text = " ".join("".join(chance.choices("aeiou bcdfghklmnprst", k=7)) for _ in range(words))
    day = date(2025, 9, 1 + number % 28)
    record = Experience(**head(services), title=f"Studiedag {number}", happened_on=day, contact_minutes=60, story=text)
    services.records.save(record)
    return record


def film(path: Path, seed: int) -> None:
    """A file of half a gigabyte that is taken for a film."""
    chance = random.Random(seed)
    with path.open("wb") as file:
        file.write(b"\0\0\0\x18ftypmp42")
        for _ in range(FILM_OCTETS // 1_000_000):
            file.write(chance.randbytes(1_000_000))


def photo(path: Path, seed: int) -> None:
    """A photo of about four megabytes, 12 megapixels."""
    from PIL import Image

    width, height = 4000, 3000
    grain = Image.frombytes("L", (width // 4, height // 4), random.Random(seed).randbytes(width * height // 16))
    grain = grain.resize((width, height))
    out = BytesIO()
    Image.merge("RGB", [grain, grain.rotate(180), grain]).save(out, "JPEG", quality=90)
    path.write_bytes(out.getvalue())


def take_in(services: Services, path: Path, about: Experience) -> Evidence:
    """A file as evidence that may go along."""
    item = replace(services.evidence.add(path, about=about).evidence, pupils=PupilsVisible.NO)
    services.records.save(item)
    path.unlink()
    return item


def chosen(services: Services) -> Selection:
    return services.choosing.default(Audience.DOSSIER, today=NOW.date())


def peak() -> float:
    """The most memory in megabytes that this process and any that it waited for have held, whichever is more."""
    both = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return max(resource.getrusage(who).ru_maxrss for who in both) / 1024


def large(folder: Path) -> dict[str, Any]:
    services = made(folder)
    about = experience(services, 0, WORDS)
    for number in range(FILMS):
        film(folder / f"les-{number}.mp4", number)
        take_in(services, folder / f"les-{number}.mp4", about)
    begun = time.perf_counter()
    record = services.exports.export(chosen(services), folder / "portfolio.pdf")
    seconds = time.perf_counter() - begun
    services.close()  # waits for the worker, so that its memory is known
    return {"seconds": seconds, "beside": record.beside_octets, "peak": peak()}


def photos(folder: Path) -> dict[str, Any]:
    services = made(folder)
    about = [experience(services, number, WORDS) for number in range(EXPERIENCES)]
    for number in range(PHOTOS):
        photo(folder / f"bord-{number}.jpg", number)
        take_in(services, folder / f"bord-{number}.jpg", about[number])
    before = peak()
    begun = time.perf_counter()
    record = services.exports.export(chosen(services), folder / "portfolio.pdf")
    seconds = time.perf_counter() - begun
    services.close()
    return {"seconds": seconds, "pages": record.pages, "octets": record.octets, "before": before, "peak": peak()}


def pictures(folder: Path, workers: int) -> dict[str, Any]:
    services = made(folder)
    about = experience(services, 0, WORDS)
    items: list[Evidence] = []
    for number in range(PHOTOS // 3):
        photo(folder / f"bord-{number}.jpg", number)
        items.append(take_in(services, folder / f"bord-{number}.jpg", about))
    begun = time.perf_counter()
    found = services.carrying.pictures(items, workers=workers)
    seconds = time.perf_counter() - begun
    services.close()
    return {"seconds": seconds, "pictures": len(found)}


def run(folder: Path, what: str) -> dict[str, Any]:
    """Do one of them."""
    if what == "large":
        return large(folder)
    if what == "photos":
        return photos(folder)
    return pictures(folder, 1 if what == "one" else os.cpu_count() or 1)


if __name__ == "__main__":
    print(json.dumps(run(Path(sys.argv[1]), sys.argv[2])))

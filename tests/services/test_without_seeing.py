"""An owner who can't see her pictures hands over a document all the same, and strangers accept it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from portfolio_app.domain.covers import WHOLE, Cover, CoverLook
from portfolio_app.domain.evidence import Evidence, PupilsVisible, with_covers
from portfolio_app.domain.selection import Audience
from portfolio_app.services.session import Services
from tests.services.helpers import activity, profile, saved
from tests.tools.strangers import accept


def picture(services: Services, path: Path, title: str, pupils: PupilsVisible) -> Evidence:
    """A picture without a word about what it shows."""
    Image.new("RGB", (300, 200), (len(title), 90, 140)).save(path)
    item = services.evidence.add(path, about=activity(services), title=title).evidence
    return saved(services, replace(item, pupils=pupils))


@pytest.mark.timeout(200)
def test_what_is_unanswered_stays_out_and_a_title_tells_the_rest(services: Services, tmp_path: Path) -> None:
    profile(services)
    told = picture(services, tmp_path / "muur.png", "De woordmuur van 3v2", PupilsVisible.NO)
    half = picture(services, tmp_path / "hoek.png", "Het leeshoekje", PupilsVisible.NO)
    saved(services, with_covers(half, (Cover(0, 0, WHOLE // 2, WHOLE, CoverLook.BLUR),), PupilsVisible.NO))
    unanswered = picture(services, tmp_path / "groep.png", "De hele groep", PupilsVisible.UNKNOWN)
    out = tmp_path / "portfolio.pdf"
    services.exports.export(services.choosing.default(Audience.MENTOR), out)
    with pikepdf.open(out) as pdf:
        told_in_words = [
            str(part["/Alt"])
            for part in pdf.objects
            if isinstance(part, pikepdf.Dictionary) and part.get("/S") == "/Figure"
        ]
        assert {told.title, half.title} == set(told_in_words)
        assert not any(unanswered.title in name or "groep" in name for name in pdf.attachments)
    accept(out, tmp_path)

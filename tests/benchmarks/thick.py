"""A portfolio of some three hundred pages: text, a table, charts and photos, as our tree and as plain pieces."""

from __future__ import annotations

import hashlib
import io
import random
from dataclasses import dataclass
from functools import cache

from portfolio_app.document import tree

PARTS = 26
PARAGRAPHS = 40
ROWS = 300
CHARTS = 14
PHOTOS = 60
PHOTO_SIZE = (1600, 1200)


@dataclass(frozen=True)
class Chapter:
    """A title and its paragraphs."""

    title: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True)
class Thick:
    """What stands in it. ``photos`` are prepared JPEG by digest: the copies that lie ready in a portfolio."""

    chapters: tuple[Chapter, ...]
    rows: tuple[tuple[str, str, str], ...]
    photos: dict[str, bytes]

    def document(self) -> tree.Document:
        """As the program lays it out."""
        photos, parts = list(self.photos), list[tree.PartBlock]()
        for number, chapter in enumerate(self.chapters):
            blocks: list[tree.Block] = []
            for at, text in enumerate(chapter.paragraphs):
                if at % 8 == 0:
                    blocks.append(tree.Heading(2, tree.spans(f"{chapter.title}, {at // 8 + 1}")))
                blocks.append(tree.Paragraph(tree.spans(text)))
            blocks += [
                tree.Picture(digest, "Het bord na de les.", tree.spans("Foto"))
                for digest in photos[number :: len(self.chapters)]
            ]
            if number < CHARTS:
                blocks.append(_chart(number))
            parts.append(tree.PartBlock(f"part-{number}", chapter.title, tuple(blocks)))
        if self.rows:
            columns = (tree.Column("Datum", share=2), tree.Column("Activiteit", share=8), tree.Column("Uren", "right"))
            rows = tuple(tuple(tree.spans(cell) for cell in row) for row in self.rows)
            parts.append(tree.PartBlock("hours", "Uren", (tree.Table(columns, rows, "Alle activiteiten"),)))
        cover = tree.Cover("Portfolio", "A. de Vries", "", "")
        return tree.Document("Portfolio", "A. de Vries", "nl", "", cover, "Inhoud", tuple(parts))


def _chart(number: int) -> tree.BarChart:
    bars = tuple(tree.Bar(f"Soort {n}", n * 3.5 + number, f"{n * 3.5 + number:.1f} uur", 40.0) for n in range(1, 8))
    return tree.BarChart(f"Uren {number}", bars, "Uren naar soort, van weinig naar veel.", "uur")


@cache
def thick(parts: int = PARTS, photos: int = PHOTOS, seed: int = 5) -> Thick:
    """The same portfolio for the same seed; ``parts`` of 40 paragraphs each are some eleven pages a part."""
    chance = random.Random(seed)
    syllables = [c + v for c in "bdfghklmnprstvwz" for v in "aeiou"]
    words = ["".join(chance.choices(syllables, k=chance.randint(1, 5))) for _ in range(8000)]

    def sentence(length: int) -> str:
        return " ".join(words[min(int(chance.paretovariate(0.8)), 7999)] for _ in range(length)).capitalize() + "."

    chapters = tuple(
        Chapter(f"Deel {number + 1}", tuple(sentence(102) for _ in range(PARAGRAPHS))) for number in range(parts)
    )
    rows = tuple((f"{n % 28 + 1:02d}-03-2026", sentence(9), f"{n % 6},5") for n in range(ROWS))
    made = [photo(seed) for seed in range(photos)]
    return Thick(chapters, rows, {hashlib.sha256(data).hexdigest(): data for data in made})


def photo(seed: int, size: tuple[int, int] = PHOTO_SIZE, quality: int = 82) -> bytes:
    """A JPEG that compresses as a photo does: soft shapes and some grain."""
    from PIL import Image

    chance = random.Random(seed)
    rough = Image.frombytes("RGB", (40, 30), chance.randbytes(40 * 30 * 3)).resize(size, Image.Resampling.BICUBIC)
    grain = Image.effect_noise(size, 40).convert("RGB")
    out = io.BytesIO()
    Image.blend(rough, grain, 0.12).save(out, "JPEG", quality=quality)
    return out.getvalue()

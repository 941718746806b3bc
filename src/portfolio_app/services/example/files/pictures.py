"""Photos of a whiteboard (JPEG with EXIF, turned as phones store them) and bar charts (PNG), drawn with Pillow."""

from __future__ import annotations

import io
import math
import random
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from portfolio_app import paths

if TYPE_CHECKING:
    from PIL import Image, ImageDraw, ImageFont

BOARD = (1600, 1200)
CHART = (1200, 720)
INKS = ("#1d3f8a", "#a3262a", "#1f6b3a", "#22252b")
PAPER = "#f4f5f2"
CENTRE = (52.43, 6.21)  # somewhere between fields in the east of the Netherlands
Point = tuple[float, float]


@cache
def _font(size: int) -> ImageFont.FreeTypeFont:
    from PIL import ImageFont

    return ImageFont.truetype(paths.resources() / "fonts" / "pdf" / "SourceSans3-SemiBold.ttf", size)


class Pen:
    """A marker on a board: its lines are not quite straight."""

    def __init__(self, draw: ImageDraw.ImageDraw, rng: random.Random) -> None:
        self.draw = draw
        self._rng = rng

    def line(self, points: Sequence[Point], ink: str, width: int = 7) -> None:
        """Draw through points with a slightly unsteady hand."""
        made: list[Point] = []
        for (x1, y1), (x2, y2) in pairwise(points):
            steps = max(2, int(math.dist((x1, y1), (x2, y2)) / 40))
            for step in range(steps + 1):
                share = step / steps
                wobble = self._rng.uniform(-2.5, 2.5)
                made.append((x1 + (x2 - x1) * share + wobble, y1 + (y2 - y1) * share + wobble))
        self.draw.line(made, fill=ink, width=width, joint="curve")

    def box(self, left: float, top: float, right: float, bottom: float, ink: str) -> None:
        """Draw a box."""
        self.line([(left, top), (right, top), (right, bottom), (left, bottom), (left, top)], ink)

    def arrow(self, start: Point, end: Point, ink: str) -> None:
        """Draw an arrow."""
        self.line([start, end], ink)
        angle = math.atan2(end[1] - start[1], end[0] - start[0])
        for side in (-0.45, 0.45):
            tip = (end[0] - 34 * math.cos(angle + side), end[1] - 34 * math.sin(angle + side))
            self.line([end, tip], ink)

    def words(self, at: Point, text: str, ink: str, size: int = 52, middle: bool = False, room: int = 1300) -> None:
        """Write, smaller where there is not enough room."""
        font = _font(size)
        while size > 24 and self.draw.textlength(text, font=font) > room:
            size -= 4
            font = _font(size)
        place = (at[0] + self._rng.uniform(-4, 4), at[1] + self._rng.uniform(-4, 4))
        self.draw.text(place, text, fill=ink, font=font, anchor="mm" if middle else "lm")


def _listed(pen: Pen, lines: Sequence[str]) -> None:
    for number, text in enumerate(lines, 1):
        y = 260 + number * 150
        pen.draw.ellipse((130, y - 42, 214, y + 42), outline=INKS[1], width=7)
        pen.words((172, y), str(number), INKS[1], middle=True)
        pen.words((260, y), text, INKS[0])


def _compared(pen: Pen, lines: Sequence[str]) -> None:
    pen.line([(800, 280), (800, 1080)], INKS[3])
    half = (len(lines) + 1) // 2
    for column, (left, part) in enumerate(((120, lines[:half]), (860, lines[half:]))):
        for number, text in enumerate(part):
            y = 330 + number * 170
            pen.words((left, y), text, INKS[column] if number else INKS[3], 60 if not number else 48, room=620)
            if not number:
                pen.line([(left, y + 46), (left + 420, y + 46)], INKS[column])


def _axis(pen: Pen, lines: Sequence[str]) -> None:
    rising = [(220 + x, 900 - 480 * (x / 1150) + 60 * math.sin(x / 190)) for x in range(0, 1151, 50)]
    _drawn_line(pen, lines, rising, (240, 400), (620, 960))


def _dip(pen: Pen, lines: Sequence[str]) -> None:
    sinking = [(220 + x, 520 + 330 * math.exp(-(((x - 640) / 150) ** 2)) - x / 9) for x in range(0, 1151, 30)]
    _drawn_line(pen, lines, sinking, (660, 950), (1000, 330))


def _drawn_line(pen: Pen, lines: Sequence[str], curve: Sequence[Point], first: Point, second: Point) -> None:
    across, up, one, other = lines
    pen.arrow((200, 1040), (1480, 1040), INKS[3])
    pen.arrow((200, 1040), (200, 300), INKS[3])
    pen.words((1250, 1100), across, INKS[3], 44)
    pen.words((150, 255), up, INKS[3], 44)
    pen.line(curve, INKS[1], 10)
    pen.words(first, one, INKS[1], room=1400 - int(first[0]))
    pen.words(second, other, INKS[0], room=1500 - int(second[0]))


def _mapped(pen: Pen, lines: Sequence[str]) -> None:
    stream = [(120 + x, 640 + 190 * math.sin(x / 230)) for x in range(0, 1361, 40)]
    pen.line(stream, "#5b8fc0", 22)
    for number, text in enumerate(lines):
        x = 240 + number * 350
        y = 640 + 190 * math.sin((x - 120) / 230)
        pen.draw.ellipse((x - 30, y - 30, x + 30, y + 30), fill=PAPER, outline=INKS[1], width=8)
        pen.words((x, y + 105 if number < 2 else y - 105), text, INKS[0], 46, middle=True, room=330)


def _network(pen: Pen, lines: Sequence[str]) -> None:
    places = [(420, 640), (800, 480), (760, 900), (1280, 720)]
    for one, other in ((0, 1), (0, 2), (1, 2)):
        pen.line([places[one], places[other]], INKS[2])
    for (x, y), text in zip(places, lines, strict=False):
        pen.draw.ellipse((x - 150, y - 90, x + 150, y + 90), fill=PAPER, outline=INKS[1], width=8)
        pen.words((x, y), text, INKS[0], 46, middle=True, room=260)


def _plan(pen: Pen, lines: Sequence[str]) -> None:
    for street in ((480, 280, 440, 1100), (980, 260, 1040, 1100)):
        pen.line([street[:2], street[2:]], INKS[3], 12)
    pen.line([(110, 720), (1490, 640)], INKS[3], 12)
    pen.line([(130, 1000), (1480, 960)], "#b3a05a", 26)
    for (x, y), text in zip([(130, 460), (540, 560), (540, 860), (1110, 480)], lines, strict=False):
        pen.draw.ellipse((x - 22, y - 22, x + 22, y + 22), fill=INKS[1])
        pen.words((x + 40, y - 50), text, INKS[0], 50, room=520)


def _cycle(pen: Pen, lines: Sequence[str]) -> None:
    centres = [(800, 370), (1250, 690), (800, 1010), (350, 690)]
    for (x, y), text in zip(centres, lines, strict=False):
        pen.box(x - 230, y - 70, x + 230, y + 70, INKS[0])
        pen.words((x, y), text, INKS[3], 46, middle=True, room=420)
    for start, end in (((1040, 400), (1200, 600)), ((1200, 780), (1050, 960)), ((550, 980), (400, 780))):
        pen.arrow(start, end, INKS[1])


_LAYOUTS: dict[str, Callable[[Pen, Sequence[str]], None]] = {
    "list": _listed,
    "compare": _compared,
    "axis": _axis,
    "dip": _dip,
    "map": _mapped,
    "network": _network,
    "plan": _plan,
    "cycle": _cycle,
}


def photo(layout: str, lines: Sequence[str], turn: int, taken: datetime, rng: random.Random) -> bytes:
    """Photograph a drawn whiteboard: a JPEG with a camera's EXIF, a place, and orientation ``turn`` (3, 6 or 8)."""
    from PIL import Image, ImageDraw, ImageFilter

    image = Image.new("RGB", BOARD, "#c9c5bb")
    draw = ImageDraw.Draw(image)
    for step in range(8):
        shade, inset = 226 + step * 3, 28 + step * 6
        draw.rectangle((inset, inset, BOARD[0] - inset, BOARD[1] - inset), fill=(shade, shade + 1, shade))
    draw.rectangle((28, 28, BOARD[0] - 28, BOARD[1] - 28), outline="#7d8388", width=10)
    pen = Pen(draw, rng)
    if layout == "compare":
        _LAYOUTS[layout](pen, lines)
    else:
        pen.words((120, 160), lines[0], INKS[3], 72)
        pen.line([(120, 212), (720, 212)], INKS[2])
        _LAYOUTS[layout](pen, lines[1:])
    soft = image.filter(ImageFilter.BoxBlur(1))
    stored = {3: soft.rotate(180), 6: soft.rotate(90, expand=True), 8: soft.rotate(-90, expand=True)}[turn]
    target = io.BytesIO()
    stored.save(target, "JPEG", quality=80, exif=_exif(turn, taken, rng))
    return target.getvalue()


def _exif(turn: int, taken: datetime, rng: random.Random) -> Image.Exif:
    from PIL import Image
    from PIL.ExifTags import GPS, IFD, Base

    exif, stamp = Image.Exif(), taken.strftime("%Y:%m:%d %H:%M:%S")
    exif[Base.Make] = "Fairbox"
    exif[Base.Model] = "Fairbox 4"
    exif[Base.Orientation] = turn
    exif[Base.DateTime] = stamp
    exif.get_ifd(IFD.Exif)[Base.DateTimeOriginal] = stamp
    north, east = (centre + rng.uniform(-0.004, 0.004) for centre in CENTRE)
    place = exif.get_ifd(IFD.GPSInfo)
    place[GPS.GPSLatitudeRef], place[GPS.GPSLatitude] = "N", _degrees(north)
    place[GPS.GPSLongitudeRef], place[GPS.GPSLongitude] = "E", _degrees(east)
    return exif


def _degrees(value: float) -> tuple[float, float, float]:
    minutes = (value % 1) * 60
    return float(int(value)), float(int(minutes)), round((minutes % 1) * 60, 2)


def chart(title: str, names: Sequence[str], values: Sequence[int], shown: Callable[[int], str] = str) -> bytes:
    """A bar chart as a PNG; ``shown`` turns a value into what stands beside its bar."""
    from PIL import Image, ImageDraw

    image = Image.new("RGB", CHART, "#ffffff")
    draw = ImageDraw.Draw(image)
    draw.text((60, 56), title, fill="#22252b", font=_font(40), anchor="lm")
    highest, step = max(values), (CHART[1] - 150) / len(values)
    for number, (name, value) in enumerate(zip(names, values, strict=True)):
        y = 120 + number * step
        right = 420 + 640 * value / highest
        draw.rectangle((420, y, right, y + step * 0.6), fill="#2f6f7e")
        draw.text((400, y + step * 0.3), name, fill="#22252b", font=_fitting(draw, name, 340), anchor="rm")
        draw.text((right + 14, y + step * 0.3), shown(value), fill="#22252b", font=_font(26), anchor="lm")
    target = io.BytesIO()
    image.save(target, "PNG")
    return target.getvalue()


def _fitting(draw: ImageDraw.ImageDraw, text: str, room: int) -> ImageFont.FreeTypeFont:
    size = 28
    while size > 14 and draw.textlength(text, font=_font(size)) > room:
        size -= 2
    return _font(size)

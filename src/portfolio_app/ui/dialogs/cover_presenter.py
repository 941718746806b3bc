"""What the picture editor works on: boxes, which of them is chosen, and the way back. Knows no Qt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from portfolio_app.document.words import word
from portfolio_app.domain.covers import WHOLE, Cover, CoverLook, drawn
from portfolio_app.domain.evidence import Evidence, PupilsVisible
from portfolio_app.i18n import N_, Translator

STEP: Final = 100
"""How far an arrow key moves a box, in ten-thousandths of the picture; ``FINE`` with Ctrl."""
FINE: Final = 20
_NEW: Final = Cover(3_500, 3_500, 3_000, 3_000)
_THIRD: Final = WHOLE // 3
_PLACES: Final = (
    (N_("top left"), N_("top middle"), N_("top right")),
    (N_("middle left"), N_("in the middle"), N_("middle right")),
    (N_("bottom left"), N_("bottom middle"), N_("bottom right")),
)


class Covering:
    """The boxes of one picture, until they are saved."""

    def __init__(self, item: Evidence) -> None:
        self._saved = item
        self._boxes: tuple[Cover, ...] = ()
        self._before: list[tuple[Cover, ...]] = []
        self._moving: int | None = None
        self.begin()

    def begin(self) -> None:
        """What is saved, and nothing to take back."""
        self._boxes, self._before, self._moving = self._saved.covers, [], None
        self.chosen = 0 if self._boxes else -1
        self.look = self._boxes[-1].look if self._boxes else CoverLook.BLACK
        self.pupils = self._saved.pupils

    def resume(self, boxes: tuple[Cover, ...], pupils: PupilsVisible) -> None:
        """Go on with what was drawn and answered before; one step to take back."""
        if boxes != self._boxes:
            self._put(boxes, len(boxes) - 1)
            self.look = boxes[-1].look if boxes else self.look
        self.pupils = pupils

    @property
    def is_changed(self) -> bool:
        """Whether the boxes or the answer are others than those that are saved."""
        return (self._boxes, self.pupils) != (self._saved.covers, self._saved.pupils)

    @property
    def boxes(self) -> tuple[Cover, ...]:
        """The boxes, in the order in which they were drawn."""
        return self._boxes

    @property
    def box(self) -> Cover | None:
        """The chosen box."""
        return self._boxes[self.chosen] if 0 <= self.chosen < len(self._boxes) else None

    @property
    def can_undo(self) -> bool:
        """Whether there is a step to take back."""
        return bool(self._before)

    def choose(self, at: int) -> None:
        """Choose a box by its number; its look becomes that of the next one."""
        if 0 <= at < len(self._boxes):
            self.chosen, self._moving = at, None
            self.look = self._boxes[at].look

    def add(self) -> None:
        """A box in the midst, a little further on where one lies there already."""
        made = replace(_NEW, look=self.look)
        while made in self._boxes and made.left < WHOLE - made.width:
            made = made.moved(2 * STEP, 2 * STEP)
        self._put((*self._boxes, made), len(self._boxes))

    def draw(self, at: tuple[float, float], to: tuple[float, float]) -> None:
        """A box between two corners, as shares of the picture."""
        self._put((*self._boxes, drawn(at, to, self.look)), len(self._boxes))

    def move(self, right: int, down: int) -> None:
        """Move the chosen box; a row of moves of the same box is one step to take back."""
        self._change(lambda box: box.moved(right, down))

    def size(self, wider: int, higher: int) -> None:
        """Make the chosen box wider and higher."""
        self._change(lambda box: box.sized(wider, higher))

    def place(self, box: Cover) -> None:
        """Put the chosen box where it was dragged to."""
        self._change(lambda _: box)

    def end_move(self) -> None:
        """The next move is a step of its own."""
        self._moving = None

    def remove(self) -> None:
        """Take the chosen box away."""
        if self.box is not None:
            kept = tuple(box for at, box in enumerate(self._boxes) if at != self.chosen)
            self._put(kept, min(self.chosen, len(kept) - 1))

    def set_look(self, look: CoverLook) -> None:
        """Black or blurred: the chosen box, and those that come."""
        self.look, self._moving = look, None
        box = self.box
        if box is not None and box.look is not look:
            self._put(self._with(replace(box, look=look)), self.chosen)

    def undo(self) -> None:
        """Take the last step back."""
        if self._before:
            boxes = self._before.pop()
            self._moving = None
            self._answer_again(boxes)
            self._boxes = boxes
            self.chosen = min(max(self.chosen, 0), len(boxes) - 1)

    def answer(self, pupils: PupilsVisible) -> None:
        """What she says about pupils, now that the boxes are there."""
        self.pupils = pupils

    def _change(self, work: Callable[[Cover], Cover]) -> None:
        box = self.box
        if box is None:
            return
        made = work(box)
        if made == box:
            return
        if self._moving != self.chosen:
            self._before.append(self._boxes)
        self._moving = self.chosen
        self._take(self._with(made))

    def _with(self, box: Cover) -> tuple[Cover, ...]:
        return (*self._boxes[: self.chosen], box, *self._boxes[self.chosen + 1 :])

    def _put(self, boxes: tuple[Cover, ...], chosen: int) -> None:
        self._before.append(self._boxes)
        self._moving = None
        self._take(boxes)
        self.chosen = chosen

    def _take(self, boxes: tuple[Cover, ...]) -> None:
        self._answer_again(boxes)
        self._boxes = boxes

    def _answer_again(self, boxes: tuple[Cover, ...]) -> None:
        # Whoever said that nobody can be recognised said it of these boxes. More of them can't make it untrue.
        if self.pupils is PupilsVisible.NO and not set(self._boxes) <= set(boxes):
            self.pupils = PupilsVisible.UNKNOWN

    # -- words ------------------------------------------------------------------------------------------------

    def names(self, t: Translator) -> list[str]:
        """Every box in words: for the list beside the picture, and for whoever can't see it."""
        return [_told(number, box, t) for number, box in enumerate(self._boxes, start=1)]

    def told(self, t: Translator) -> str:
        """How many boxes there are, and where the chosen one lies."""
        if not self._boxes:
            return t("Nothing is covered yet.")
        many = t.n("{n} box", "{n} boxes", len(self._boxes))
        return f"{many}. {self.names(t)[self.chosen]}" if self.box is not None else many


def _told(number: int, box: Cover, t: Translator) -> str:
    across = min(2, (box.left + box.width // 2) // _THIRD)
    down = min(2, (box.top + box.height // 2) // _THIRD)
    return t(
        "Box {n}, {look}: {place}, {wide}% wide and {high}% high",
        n=number,
        look=word(box.look, t),
        place=t(_PLACES[max(0, down)][max(0, across)]),
        wide=max(1, round(box.width / 100)),
        high=max(1, round(box.height / 100)),
    )

"""Fills pages with items: splits what is too high, keeps headings with what follows, waits for the side column."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final, TypeGuard

from portfolio_app.pdf import style as look
from portfolio_app.pdf.flowables import BreakItem, FactsItem, GroupItem, Item
from portfolio_app.pdf.pen import Pen
from portfolio_app.pdf.style import Grid

_SPACE: Final = 0.01
_HIGHEST_GROUP: Final = 0.85
_HIGHEST_SIDE: Final = 0.7
"""Share of a page that facts beside a text may take."""


class Pager:
    """The pen's place on the current page. ``furnish`` draws what every page carries."""

    def __init__(self, pen: Pen, furnish: Callable[[], None], check: Callable[[], None]) -> None:
        self._pen, self._furnish, self._check = pen, furnish, check
        self._grid = pen.grid
        self._fresh = True
        self._y = self._grid.top
        self._gap = 0.0
        self._side_end = self._grid.top

    def start(self) -> None:
        """Furnish the page that the pen stands on."""
        self._furnish()
        self._y = self._side_end = self._grid.top
        self._gap, self._fresh = 0.0, True

    def flow(self, items: Sequence[Item]) -> None:
        """Draw items one below the other."""
        queue = list(reversed(items))
        while queue:
            self._check()
            item = queue.pop()
            if isinstance(item, BreakItem):
                if not self._fresh:
                    self._turn()
            elif isinstance(item, GroupItem):
                queue.extend(reversed(self._grouped(item)))
            elif self._stands_beside(item):
                self._beside(item)
            else:
                self._place(item, queue)

    def _grouped(self, group: GroupItem) -> Sequence[Item]:
        height = group.height()
        if group.items and group.items[0].full:
            self._clear_side()
        if height > self._room(group.items[0] if group.items else group) and self._is_whole(group):
            self._turn()
        return group.items

    def _is_whole(self, group: GroupItem) -> bool:
        """Whether a group is kept on one page: what fills nearly all of one would part its heading from it."""
        return group.height() <= _HIGHEST_GROUP * self._grid.room

    def _stands_beside(self, item: Item) -> TypeGuard[FactsItem]:
        """Whether it goes in the side column: facts, unless they are a story that fills most of a page."""
        return isinstance(item, FactsItem) and item.height() <= _HIGHEST_SIDE * self._grid.room

    def _beside(self, item: FactsItem) -> None:
        """Set facts in the side column; the text goes on beside them."""
        self._clear_side()
        room = self._room(item)
        if item.height() > room and not self._fresh:
            self._turn()
        top = self._y - (0 if self._fresh else max(self._gap, item.before))
        item.draw(self._pen, top)
        self._side_end = top - item.height() - look.BASELINE / 2
        self._fresh = False

    def _place(self, item: Item, queue: list[Item]) -> None:
        if item.full:
            self._clear_side()
        height = item.height()
        room = self._room(item)
        if not self._fresh and self._needed(item, queue) > room + _SPACE:
            self._turn()
            if item.full:
                self._clear_side()
            room = self._room(item)
        if height > room + _SPACE:
            halves = item.split(room, fresh=self._fresh)
            if halves is None and not self._fresh:
                self._turn()
                queue.append(item)
                return
            if halves is not None:
                self._draw(halves[0])
                self._turn()
                queue.append(halves[1])
                return
        self._draw(item)

    def _draw(self, item: Item) -> None:
        top = self._y - (0 if self._fresh else max(self._gap, item.before))
        item.draw(self._pen, top)
        self._y = top - item.height()
        self._gap, self._fresh = item.after, False

    def _needed(self, item: Item, queue: Sequence[Item]) -> float:
        """Height that must be there for the item to start here, with what it may not be parted from."""
        if not item.keep_next:
            return item.least()
        need, gap, side = item.height(), item.after, 0.0
        for following in reversed(queue):
            whole = isinstance(following, GroupItem) and self._is_whole(following)
            first = following.items[0] if isinstance(following, GroupItem) else following
            part = following if whole else first
            if isinstance(part, BreakItem) or (side and first.full):
                break
            if self._stands_beside(part):
                # The text goes on beside the facts, so it must begin here too.
                side = need + max(gap, part.before) + part.height()
                continue
            need += max(gap, part.before) + (part.height() if part.keep_next else part.least())
            if not part.keep_next:
                break
            gap = part.after
        return min(max(need, side), self._grid.room)

    def _room(self, item: Item) -> float:
        return self._y - self._grid.bottom - (0 if self._fresh else max(self._gap, item.before))

    def _clear_side(self) -> None:
        if self._side_end < self._y - self._gap:
            self._y, self._gap = self._side_end, look.BASELINE / 2
        self._side_end = self._grid.top

    def _turn(self) -> None:
        self._pen.next_page()
        self.start()


def measure(items: Sequence[Item], grid: Grid) -> int:
    """How many pages plain items (lines of a table of contents) will fill; nothing is drawn."""
    pages, y, gap, fresh = 1, grid.top, 0.0, True
    for item in items:
        space = 0 if fresh else max(gap, item.before)
        if y - space - item.height() < grid.bottom - _SPACE and not fresh:
            pages, y, space = pages + 1, grid.top, 0
        y -= space + item.height()
        gap, fresh = item.after, False
    return pages

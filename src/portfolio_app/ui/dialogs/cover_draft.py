"""The boxes over a picture as a draft: what was drawn is there again, whatever closed the editor."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, cast

from PySide6.QtCore import QObject

from portfolio_app.domain.covers import WHOLE, Cover, CoverLook
from portfolio_app.domain.evidence import PupilsVisible
from portfolio_app.i18n import Translator
from portfolio_app.ui.dialogs.cover_presenter import Covering
from portfolio_app.ui.form import Form


class CoverForm(Form):
    """A form without fields that holds the boxes and the answer of an editor; ``show`` tells the editor of them."""

    def __init__(self, t: Translator, work: Covering, show: Callable[[], object], parent: QObject) -> None:
        super().__init__(t, parent)
        self._work, self._show = work, show

    def snapshot(self, **beside: int) -> str:
        """The boxes and the answer, as text for a draft; in words too, for where the picture is no longer there."""
        boxes = [[box.left, box.top, box.width, box.height, box.look.value] for box in self._work.boxes]
        drawn = {"drawn": [self._work.pupils.value, *boxes], "covers": "\n".join(self._work.names(self.t))}
        return json.dumps({**beside, **drawn}, ensure_ascii=False)

    def restore(self, snapshot: str) -> None:
        """Take the boxes and the answer from a draft; dirty afterwards."""
        held: dict[str, Any] = json.loads(snapshot)
        answer, *plain = held.get("drawn") or [""]
        boxes = tuple(box for each in plain if (box := _box(each)) is not None)
        answers = {answer.value: answer for answer in PupilsVisible}
        self._work.resume(boxes, answers.get(str(answer), PupilsVisible.UNKNOWN))
        self.dirty = True
        self._show()

    def touch(self) -> None:
        """Something was done that may have changed the boxes or the answer."""
        if self.dirty or self._work.is_changed:
            self.dirty = True
            self.changed.emit()


def _box(plain: Any) -> Cover | None:
    """A box of a draft, or None for what is none; it lies on the picture."""
    looks = {look.value: look for look in CoverLook}
    line = cast("list[object]", plain) if isinstance(plain, list) else []
    sides = [value for value in line[:4] if isinstance(value, int)]
    if len(line) != 5 or len(sides) != 4 or str(line[4]) not in looks:
        return None
    left, top, width, height = (max(0, min(value, WHOLE)) for value in sides)
    return Cover(left, top, width, height, looks[str(line[4])])

"""The parts that pages are made of."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QStyleOptionButton, QWidget
from pytestqt.qtbot import QtBot

from portfolio_app.domain.errors import UserError
from portfolio_app.domain.experiences import Experience
from portfolio_app.i18n import Translator
from portfolio_app.services.session import Services
from portfolio_app.ui.drafts import DraftKeeper
from portfolio_app.ui.form import Form
from portfolio_app.ui.models.paged import Column, PagedTableModel
from portfolio_app.ui.theme.theme import Theme
from portfolio_app.ui.widgets.buttons import ChipButton, NavigationButton
from portfolio_app.ui.widgets.charts import Bar, BarChart, Step, StepLine
from portfolio_app.ui.widgets.chips import ChipsField, ScaleField
from portfolio_app.ui.widgets.containers import Banner, Disclosure, FlowLayout
from portfolio_app.ui.widgets.fields import CheckField, ChoiceField, DateField, LineField, MinutesField, NumberField
from portfolio_app.ui.widgets.lists import CardItem, CardList, RowTable
from portfolio_app.ui.widgets.text_area import TextArea
from portfolio_app.ui.widgets.toast import ToastBar

TODAY = date(2026, 11, 24)


def today() -> date:
    return TODAY


def nl() -> Translator:
    return Translator("nl")


def experience() -> Experience:
    from datetime import UTC, datetime

    return Experience(
        id="00000000-0000-7000-8000-000000000001", written_at=datetime(2026, 11, 1, tzinfo=UTC), title="Cursus",
        happened_on=TODAY, contact_minutes=90,
    )  # fmt: skip


@pytest.fixture
def holder(qtbot: QtBot) -> QWidget:
    """A widget that keeps the others."""
    made = QWidget()
    qtbot.addWidget(made)
    return made


def form_of(holder: QWidget) -> tuple[Form, LineField, DateField, MinutesField]:
    title, day, time = LineField(holder), DateField(today, holder), MinutesField(holder)
    form = Form(nl(), holder)
    form.required("title", title, lambda: "Schrijf eerst een paar woorden.")
    form.bind("happened_on", day)
    form.bind("contact_minutes", time)
    return form, title, day, time


def test_a_form_carries_a_record_there_and_back(qtbot: QtBot, holder: QWidget) -> None:
    form, _, day, time = form_of(holder)
    form.load(experience())
    assert (day.edit.text(), time.edit.text(), form.dirty) == ("24-11-2026", "1,5", False)

    time.edit.clear()
    QTest.keyClicks(time.edit, "1:15")

    assert form.dirty
    changed = form.apply(experience())
    assert (changed.contact_minutes, changed.title, changed.happened_on) == (75, "Cursus", TODAY)


def test_a_form_says_beneath_each_field_what_is_wrong(qtbot: QtBot, holder: QWidget) -> None:
    form, title, day, time = form_of(holder)
    form.load(experience())
    title.edit.setText("")
    day.edit.setText("31-11-2026")
    time.edit.setText("veel")

    assert not form.validate()

    assert title.error == "Schrijf eerst een paar woorden."
    assert "24-11-2026" in day.error
    assert "7,5" in time.error
    assert title.edit.accessibleDescription() == title.error
    QTest.keyClicks(title.edit, "Weer goed")
    assert title.error == ""


def test_a_draft_is_soon_on_disk_and_comes_back(qtbot: QtBot, holder: QWidget, services: Services) -> None:
    form, title, _, _ = form_of(holder)
    keeper = DraftKeeper(form, services.drafts)
    form.load(experience())
    assert not keeper.open("experience:1")
    QTest.keyClicks(title.edit, " in Zwolle")

    qtbot.waitUntil(lambda: services.drafts.get("experience:1") is not None, timeout=2000)

    again, other, _, _ = form_of(holder)
    second = DraftKeeper(again, services.drafts)
    again.load(experience())
    assert second.open("experience:1")
    assert other.value() == "Cursus in Zwolle"
    assert again.dirty
    second.drop()
    assert services.drafts.get("experience:1") is None


def test_leaving_flushes_a_draft_at_once(qtbot: QtBot, holder: QWidget, services: Services) -> None:
    form, title, _, _ = form_of(holder)
    keeper = DraftKeeper(form, services.drafts)
    form.load(experience())
    keeper.open("experience:2")
    QTest.keyClicks(title.edit, "x")

    keeper.close()

    assert services.drafts.get("experience:2") is not None


def test_a_draft_that_cannot_be_written_is_told_once_and_tried_again(qtbot: QtBot, holder: QWidget) -> None:
    class FullDisk:
        full = True
        kept = ""

        def save(self, key: str, body: str) -> None:
            if self.full:
                raise UserError("disk-full")
            self.kept = body

        def get(self, key: str) -> str | None:
            return None

        def at(self, key: str) -> None:
            return None

        def drop(self, key: str) -> None: ...

        def put_aside(self, key: str) -> None: ...

        def version(self, id: str) -> int:
            return 1

    disk = FullDisk()
    form, title, _, _ = form_of(holder)
    keeper = DraftKeeper(form, disk)
    told: list[UserError] = []
    keeper.failed.connect(told.append)
    form.load(experience())
    keeper.open("experience:3")

    QTest.keyClicks(title.edit, " in Zwolle")
    keeper.renew()
    keeper.renew()
    disk.full = False

    qtbot.waitUntil(lambda: "in Zwolle" in disk.kept, timeout=4000)
    assert [error.code for error in told] == ["disk-full"]


def test_filling_a_field_is_not_a_change_by_hand(qtbot: QtBot) -> None:
    fields = (
        (LineField(), "a"), (TextArea(), "b"), (DateField(today), TODAY), (MinutesField(), 60), (CheckField(), True),
        (NumberField(1, 9), 4), (ChipsField(free=True), ("x",)),
    )  # fmt: skip
    heard: list[object] = []
    for field, value in fields:
        qtbot.addWidget(field)
        field.changed.connect(lambda: heard.append(1))
        field.set_value(value)  # pyright: ignore[reportArgumentType]
        assert field.value() == value
        field.set_plain(field.plain())
        assert field.value() == value
    assert not heard


def test_the_wheel_does_not_change_a_list_that_is_passed_by(qtbot: QtBot) -> None:
    choice: ChoiceField[int] = ChoiceField()
    qtbot.addWidget(choice)
    choice.set_choices([(1, "een"), (2, "twee")])
    choice.set_value(1)
    choice.show()
    turn = QWheelEvent(
        QPoint(5, 5), QPoint(5, 5), QPoint(0, -120), QPoint(0, -120), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip

    QApplication.sendEvent(choice.combo, turn)

    assert choice.value() == 1


def test_choices_keep_what_was_chosen_in_another_language(qtbot: QtBot) -> None:
    choice: ChoiceField[str] = ChoiceField()
    scale: ScaleField[int] = ScaleField()
    for field in (choice, scale):
        qtbot.addWidget(field)
    choice.set_choices([("a", "een"), ("b", "twee")])
    choice.set_value("b")
    scale.set_choices([(3, "helemaal"), (0, "niet meer")])
    scale.set_value(0)

    choice.set_choices([("a", "one"), ("b", "two")])
    scale.set_choices([(3, "wholly"), (0, "no longer")])

    assert (choice.value(), choice.combo.currentText(), scale.value()) == ("b", "two", 0)


def test_a_word_on_a_scale_can_be_taken_back(qtbot: QtBot) -> None:
    from PySide6.QtWidgets import QPushButton

    scale: ScaleField[int] = ScaleField()
    qtbot.addWidget(scale)
    scale.set_choices([(3, "helemaal"), (2, "meestal")])
    first, second = scale.findChildren(QPushButton)
    first.click()
    assert scale.value() == 3
    second.click()
    assert scale.value() == 2
    second.click()
    assert scale.value() is None


def test_a_chosen_word_on_a_scale_keeps_the_others_within_reach_of_the_keys(qtbot: QtBot) -> None:
    scale: ScaleField[int] = ScaleField()
    qtbot.addWidget(scale)
    scale.set_choices([(3, "helemaal"), (2, "meestal"), (1, "soms")])
    scale.set_value(3)
    first, second, third = scale.findChildren(ChipButton)
    with qtbot.waitActive(scale):
        scale.show()
    first.setFocus()
    QTest.keyClick(first, Qt.Key.Key_Tab)
    assert second.hasFocus()
    QTest.keyClick(second, Qt.Key.Key_Right)
    assert third.hasFocus()
    QTest.keyClick(third, Qt.Key.Key_Space)
    assert scale.value() == 1


def test_own_tags_are_added_by_enter(qtbot: QtBot) -> None:
    chips = ChipsField(free=True)
    qtbot.addWidget(chips)
    chips.set_options([("a", "pedagogisch")])
    line = chips.findChildren(QLineEdit)[0]
    QTest.keyClicks(line, "mentorles")

    QTest.keyClick(line, Qt.Key.Key_Return)

    assert chips.value() == ("mentorles",)


def test_writing_grows_with_its_text_and_gives_words_away(qtbot: QtBot) -> None:
    area = TextArea(least=2, most=20)
    area.resize(400, 600)
    qtbot.addWidget(area)
    area.allow_lifting("Maak er een opvatting van")
    area.show()
    small = area.edit.height()
    area.set_value("\n".join("regel" for _ in range(12)))
    qtbot.waitUntil(lambda: area.edit.height() > small + 100)

    cursor = area.edit.textCursor()
    cursor.setPosition(0)
    cursor.setPosition(5, cursor.MoveMode.KeepAnchor)
    area.edit.setTextCursor(cursor)
    area.edit.setFocus()
    with qtbot.waitSignal(area.lift_requested) as lifted:
        area.edit.actions()[-1].trigger()
    assert lifted.args == [0, 5]


def test_a_long_text_gets_its_whole_height_before_all_of_it_was_in_sight(qtbot: QtBot) -> None:
    area = TextArea(least=2)
    area.resize(300, 90)
    qtbot.addWidget(area)
    area.show()
    area.set_value("\n".join("Wat wilde je, wat deed je, wat leren leerlingen nu anders dan eerst?" for _ in range(8)))
    assert area.edit.heightForWidth(area.edit.width()) >= 16 * area.edit.fontMetrics().lineSpacing()


def test_charts_say_in_words_what_they_show(qtbot: QtBot) -> None:
    bars, line = BarChart(), StepLine()
    for chart in (bars, line):
        qtbot.addWidget(chart)
    bars.set_bars("Uren", [Bar("Formeel", ((30, 0),), 83, "30 van 83 uur", 60)])
    line.set_steps(
        "Verloop", ["niet meer", "ik twijfel", "meestal"], [Step(date(2025, 3, 1), 1, "na de les"), Step(TODAY, 2)],
        ["1 maart 2025", "24 november 2026"],
    )  # fmt: skip
    bars.resize(400, 80)
    line.resize(400, 160)

    assert bars.accessibleDescription() == "Formeel: 30 van 83 uur"
    assert line.accessibleDescription() == "1 maart 2025: ik twijfel (na de les); 24 november 2026: meestal"
    picture = bars.grab().toImage()
    assert any(picture.pixel(20, y) != picture.pixel(380, y) for y in range(80))
    assert not line.grab().isNull()


def test_a_hundred_thousand_rows_are_fetched_page_by_page(qtbot: QtBot) -> None:
    asked: list[tuple[int, int, str]] = []

    def page(offset: int, limit: int, order: str) -> list[int]:
        asked.append((offset, limit, order))
        return list(range(offset, offset + limit))

    model = PagedTableModel(
        lambda: 100_000, page, [Column("Nummer", str, order="number"), Column("Dubbel", lambda row: str(2 * row))]
    )
    table = RowTable(model)
    qtbot.addWidget(table)
    table.resize(600, 400)
    model.reload()
    table.show()
    table.scrollToBottom()
    table.grab()

    assert model.rowCount() == 100_000
    assert model.index(99_999, 1).data() == "199998"
    assert len(asked) <= 4
    model.sort(0, Qt.SortOrder.DescendingOrder)
    assert model.index(0, 0).data() == "0"
    assert asked[-1] == (0, model.PAGE, "-number")


def test_the_column_that_takes_the_rest_keeps_enough_to_read(qtbot: QtBot) -> None:
    columns = [Column(name, str) for name in ("Titel", "Soort", "Dag", "Bijzonderheden")]
    table = RowTable(PagedTableModel(lambda: 1, lambda offset, limit, order: ["a"], columns))
    qtbot.addWidget(table)
    table.resize(420, 300)
    with qtbot.waitExposed(table):
        table.show()
    table.arrange((0, 160, 130, 280))
    assert table.columnWidth(0) >= 140
    assert table.horizontalScrollBar().maximum() == 0
    table.resize(1200, 300)
    assert [table.columnWidth(at) for at in (1, 2, 3)] == [160, 130, 280]


@pytest.mark.parametrize("width", [600, 660, 661, 760, 835, 1100, 1170])
def test_cards_stand_beside_each_other_and_fill_the_width(qtbot: QtBot, qapp: QApplication, width: int) -> None:
    Theme(qapp).apply("light")
    cards = CardList(width=320)
    cards.cards.set_items([CardItem("pattern", str(at), "Wie stilvalt") for at in range(9)])
    qtbot.addWidget(cards)
    cards.resize(width, 500)
    with qtbot.waitExposed(cards):
        cards.show()
    beside = width // 320

    def places() -> list[int]:
        return [cards.visualRect(cards.cards.index(at)).y() for at in range(beside + 1)]

    qtbot.waitUntil(lambda: len(set(places()[:beside])) == 1 and places()[beside] > places()[0])
    assert cards.visualRect(cards.cards.index(beside - 1)).right() > width - 40


def test_rows_and_cards_open_and_go_by_the_keyboard(qtbot: QtBot) -> None:
    model = PagedTableModel(lambda: 3, lambda offset, limit, order: ["a", "b", "c"], [Column("Naam", str)])
    table = RowTable(model)
    model.reload()
    cards = CardList()
    cards.cards.set_items([CardItem("pattern", "1", "Wie stilvalt", "opvatting", foot="meestal")])
    for view in (table, cards):
        qtbot.addWidget(view)
        view.resize(400, 300)
        view.show()
        view.setCurrentIndex(view.model().index(0, 0))
    with qtbot.waitSignal(table.open_requested) as opened:
        QTest.keyClick(table, Qt.Key.Key_Return)
    with qtbot.waitSignal(cards.delete_requested) as thrown:
        QTest.keyClick(cards, Qt.Key.Key_Delete)

    assert opened.args == ["a"]
    assert thrown.args is not None
    assert thrown.args[0].id == "1"
    assert cards.cards.index(0).data(Qt.ItemDataRole.AccessibleTextRole) == "Wie stilvalt, opvatting, meestal"
    assert not cards.grab().isNull()


def test_a_flow_breaks_its_lines_and_skips_what_is_hidden(qtbot: QtBot) -> None:
    holder = QWidget()
    qtbot.addWidget(holder)
    flow = FlowLayout(holder, 4)
    buttons = [NavigationButton("leaf", holder) for _ in range(6)]
    for button in buttons:
        button.setText("een woord")
        flow.addWidget(button)
    wide = flow.heightForWidth(4000)
    narrow = flow.heightForWidth(260)
    assert narrow > 3 * wide
    for button in buttons[1:]:
        button.hide()
    assert flow.heightForWidth(260) == wide


def test_a_banner_without_words_is_not_there(qtbot: QtBot) -> None:
    banner = Banner("warn")
    qtbot.addWidget(banner)
    assert banner.isHidden()
    banner.set_texts("Donderdag spreek je je coach.", "Maak gespreksblad")
    assert not banner.isHidden()
    assert not banner.action.isHidden()
    banner.set_texts("")
    assert banner.isHidden()


def test_what_is_folded_away_opens_by_its_button(qtbot: QtBot) -> None:
    part = Disclosure("Meer")
    qtbot.addWidget(part)
    inside = LineField()
    part.body.addWidget(inside)
    part.show()
    assert not inside.isVisible()
    part.unfold()
    assert part.is_open
    assert inside.isVisible()


@pytest.mark.parametrize("undo", ["", "Ongedaan maken"])
def test_a_notice_offers_a_way_back_only_where_there_is_one(qtbot: QtBot, undo: str) -> None:
    holder = QWidget()
    qtbot.addWidget(holder)
    holder.resize(600, 400)
    toast = ToastBar(holder)
    holder.show()
    toast.show_text("Bewaard.", undo)
    assert toast.isVisible()
    assert toast.button.isVisible() == bool(undo)
    assert toast.geometry().bottom() < holder.height()
    if undo:
        with qtbot.waitSignal(toast.undo_requested):
            toast.button.click()
        assert not toast.isVisible()


def test_a_long_chip_takes_a_line_and_does_not_widen_the_page(qtbot: QtBot) -> None:
    holder = QWidget()
    qtbot.addWidget(holder)
    flow = FlowLayout(holder, 6)
    long, short = ChipButton("Onderwijs en omgang afstemmen met ouders en anderen " * 4), ChipButton("coach")
    flow.addWidget(long)
    flow.addWidget(short)
    holder.resize(400, 200)
    with qtbot.waitExposed(holder):
        holder.show()
    assert holder.minimumSizeHint().width() < 400
    assert (long.width(), short.y() > long.y()) == (400, True)
    option = QStyleOptionButton()
    long.initStyleOption(option)
    assert option.text.endswith("…")
    short.initStyleOption(option)
    assert option.text == "coach"

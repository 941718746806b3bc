"""Instellingen: language and look, the ways in, who you are, jobs, pauses and people, and where everything lies."""

from __future__ import annotations

from pathlib import Path
from typing import Any, cast

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSystemTrayIcon, QWidget

from portfolio_app.domain.changes import ChangeSet
from portfolio_app.domain.portfolio import Appointment, Pause, Person, Profile
from portfolio_app.domain.records import Record
from portfolio_app.i18n import N_
from portfolio_app.services.settings import LANGUAGE, LOCK_MINUTES, TEXT_SIZE, THEME, TRAY, WRITING_LANGUAGE, Setting
from portfolio_app.ui.dialogs.first_run_presenter import SECTORS, STARTS
from portfolio_app.ui.draft_banner import DraftBanner
from portfolio_app.ui.drafts import DraftKeeper
from portfolio_app.ui.form import Form
from portfolio_app.ui.pages.base import Desk, Page
from portfolio_app.ui.pages.history_button import HistoryButton
from portfolio_app.ui.pages.settings_backups import BackupsCard
from portfolio_app.ui.pages.settings_inbox import InboxCard
from portfolio_app.ui.pages.settings_lists import Records
from portfolio_app.ui.pages.settings_presenter import SettingsPresenter
from portfolio_app.ui.pages.settings_privacy import PrivacyCard
from portfolio_app.ui.pages.settings_signals import SignalsCard
from portfolio_app.ui.pages.settings_signing import SigningCard
from portfolio_app.ui.pages.settings_trash import TrashCard
from portfolio_app.ui.pages.settings_ways import WaysIn
from portfolio_app.ui.pages.settings_week import WeekCard
from portfolio_app.ui.theme.fonts import SCALES
from portfolio_app.ui.widgets.buttons import Button, PrimaryButton
from portfolio_app.ui.widgets.containers import Banner, Card, Disclosure, Label
from portfolio_app.ui.widgets.fields import CheckField, ChoiceField, Field, LineField
from portfolio_app.ui.widgets.text_area import TextArea

LOCKS: tuple[int, ...] = (0, 5, 15, 30, 60)
TEXTS: tuple[tuple[str, str], ...] = (
    ("given_name", N_("First name")),
    ("family_name", N_("Family name")),
    ("subject", N_("Subject or group")),
    ("school", N_("School")),
    ("email", N_("E-mail (on the cover, may stay empty)")),
)


class Settings(Page):
    """Every setting is stored the moment it is changed; only the profile has a button to save."""

    KEY = "settings"
    SHOWS = frozenset({"profile", "appointment", "pause", "person"})

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._presenter = SettingsPresenter(desk.services)
        self._form = Form(desk.t, self)
        self._keeper = DraftKeeper(self._form, desk.services.drafts, self)
        self._keeper.failed.connect(self.trouble_met)
        self._restored = DraftBanner(desk, self._keeper, self._load_profile)
        self.body.addWidget(self._make_look())
        self.body.addWidget(self._make_profile())
        self._jobs = Records()
        self._jobs.add.clicked.connect(self._new_job)
        self._pauses = Records()
        self._pauses.add.clicked.connect(self._new_pause)
        self.body.addWidget(self._jobs)
        self.body.addWidget(self._pauses)
        self._week = WeekCard(self)
        self.body.addWidget(self._week)
        self._people = Records()
        self._people.add.clicked.connect(self._new_person)
        self.body.addWidget(self._people)
        self.body.addWidget(self._make_ways())
        self._signing = SigningCard(self)
        self.body.addWidget(self._signing)
        self._backups = BackupsCard(desk)
        self._backups.command_requested.connect(self.command_requested)
        self._backups.trouble_met.connect(self.trouble_met)
        self.body.addWidget(self._backups)
        self._inbox = InboxCard(self)
        self.body.addWidget(self._inbox)
        self._signals = SignalsCard(self)
        self.body.addWidget(self._signals)
        self._fine = PrivacyCard(self)
        self.body.addWidget(self._fine)
        self.body.addWidget(TrashCard(self))
        self.body.addWidget(self._make_place())
        self.body.addStretch()

    # -- parts ------------------------------------------------------------------------------------------------

    def _make_look(self) -> Card:
        self._look = Card()
        grid = QGridLayout()
        grid.setHorizontalSpacing(20)
        grid.setVerticalSpacing(14)
        self._language: ChoiceField[str] = ChoiceField()
        self._writing: ChoiceField[str] = ChoiceField()
        self._theme: ChoiceField[str] = ChoiceField()
        self._size: ChoiceField[int] = ChoiceField()
        self._lock: ChoiceField[int] = ChoiceField()
        for at, (field, setting) in enumerate(
            (
                (self._language, LANGUAGE),
                (self._writing, WRITING_LANGUAGE),
                (self._theme, THEME),
                (self._size, TEXT_SIZE),
                (self._lock, LOCK_MINUTES),
            )
        ):
            field.setProperty("setting", setting.key)
            field.changed.connect(self._choice_made)
            grid.addWidget(field, at // 2, at % 2)
        self._look.body.addLayout(grid)
        self._tray = CheckField()
        self._tray.setProperty("setting", TRAY.key)
        self._tray.changed.connect(self._choice_made)
        self._tray.setEnabled(QSystemTrayIcon.isSystemTrayAvailable())
        self._look.body.addWidget(self._tray)
        return self._look

    def _make_ways(self) -> WaysIn:
        self._ways = WaysIn(self.desk)
        self._ways.command_requested.connect(self.command_requested)
        self._ways.trouble_met.connect(self.trouble_met)
        self._ways.said.connect(self.said)
        return self._ways

    def _make_profile(self) -> Card:
        self._profile = Card()
        self._profile.body.addWidget(self._restored)
        grid = QGridLayout()
        grid.setHorizontalSpacing(20)
        grid.setVerticalSpacing(14)
        self._fields: dict[str, LineField] = {}
        for at, (name, _) in enumerate(TEXTS):
            field = LineField()
            self._fields[name] = field
            self._form.bind(name, field)
            grid.addWidget(field, at // 2, at % 2)
        self._sector: ChoiceField[Any] = ChoiceField()
        self._start: ChoiceField[Any] = ChoiceField()
        self._about = TextArea(least=3, most=12)
        for name, field in (("sector", self._sector), ("start", self._start), ("about", self._about)):
            self._form.bind(name, field)
        grid.addWidget(self._sector, 2, 1)
        grid.addWidget(self._start, 3, 0)
        self._profile.body.addLayout(grid)
        self._profile.body.addWidget(self._about)
        row = QHBoxLayout()
        self._save = PrimaryButton()
        self._save.clicked.connect(self._save_profile)
        row.addWidget(self._save)
        row.addStretch()
        row.addWidget(HistoryButton(self))
        self._profile.body.addLayout(row)
        return self._profile

    def _make_place(self) -> Card:
        self._place = Card()
        self._home = Label(wrap=True)
        self._advice = Banner("warn")
        self._open_home = Button("", "folder")
        self._open_home.clicked.connect(self._show_home)
        self._check = Button("", "shield-check")
        self._check.clicked.connect(self._check_now)
        self._own = Disclosure()
        self._sets = Label(role="muted", wrap=True)
        self._open_sets = Button("", "folder")
        self._open_sets.clicked.connect(self._show_sets)
        self._own.body.addWidget(self._sets)
        inner = QHBoxLayout()
        inner.addWidget(self._open_sets)
        inner.addStretch()
        self._own.body.addLayout(inner)
        self._place.body.addWidget(self._home)
        self._place.body.addWidget(self._advice)
        row = QHBoxLayout()
        row.addWidget(self._open_home)
        row.addWidget(self._check)
        row.addStretch()
        self._place.body.addLayout(row)
        self._place.body.addWidget(self._own)
        return self._place

    # -- words ------------------------------------------------------------------------------------------------

    def retranslate(self) -> None:
        super().retranslate()
        t = self.t
        self._form.t = t
        self.header.set_texts(t("Settings"))
        self._look.set_title(t("Language and look"))
        for field, setting in self._choices():
            field.set_label(t(setting.label))
            field.set_choices([(value, t(words)) for value, words in setting.choices])
        self._writing.set_label(t(WRITING_LANGUAGE.label), t("For what you write from now on."))
        self._size.set_label(t("Text size"))
        self._size.set_choices([(scale, f"{scale} %") for scale in SCALES])
        self._lock.set_label(t("Lock when left alone"))
        self._lock.set_choices(
            [
                (minutes, t.n("after {n} minute", "after {n} minutes", minutes) if minutes else t("never"))
                for minutes in LOCKS
            ]
        )
        there = QSystemTrayIcon.isSystemTrayAvailable()
        self._tray.set_label(t(TRAY.label), "" if there else t("This desktop has no tray to put it in."))
        self._signing.retranslate()
        self._backups.retranslate(t)
        self._profile.set_title(t("Who are you?"))
        self._profile.set_note(t("What a reader may see on the cover. Your date of birth is not needed."))
        for name, words in TEXTS:
            self._fields[name].set_label(t(words))
        self._sector.set_label(t("Sector"))
        self._sector.set_choices([(value, t(words)) for value, words in SECTORS])
        self._start.set_label(t("I began here as"))
        self._start.set_choices([(value, t(words)) for value, words in STARTS])
        self._about.set_label(t("About me"), t("A few sentences at the beginning of a portfolio, if you like."))
        self._save.setText(t("Save"))
        self._inbox.retranslate()
        self._week.retranslate()
        self._jobs.set_title(t("Jobs"))
        self._jobs.add.setText(t("Add a job"))
        self._pauses.set_title(t("Holidays and leave"))
        self._pauses.add.setText(t("Add a pause"))
        self._people.set_title(t("People, with their role"))
        self._people.set_note(t("A made-up name will do. Their roles are offered where you say with whom it was."))
        self._people.add.setText(t("Add a person"))
        self._retranslate_place()

    def _choices(self) -> tuple[tuple[ChoiceField[str], Setting[str]], ...]:
        return (self._language, LANGUAGE), (self._writing, WRITING_LANGUAGE), (self._theme, THEME)

    def _retranslate_place(self) -> None:
        t = self.t
        self._place.set_title(t("Where your portfolio lies"))
        self._open_home.setText(t("Show the folder"))
        self._check.setText(t("Check now"))
        self._own.set_title(t("Schemes and templates of your own"))
        self._sets.setText(
            t("A school's own scheme, framework or template goes in this folder; it is read at the next start.")
        )
        self._open_sets.setText(t("Show the folder"))

    # -- showing ----------------------------------------------------------------------------------------------

    def refresh(self, changes: ChangeSet | None) -> None:
        t, ask = self.t, self._presenter
        for field, setting in self._choices():
            field.set_value(ask.value(setting))
        size = ask.value(TEXT_SIZE)
        self._size.set_value(min(SCALES, key=lambda scale: abs(scale - size)))
        minutes = ask.value(LOCK_MINUTES)
        self._lock.set_value(minutes if minutes in LOCKS else LOCK_MINUTES.default)
        self._tray.set_value(ask.value(TRAY))
        self._ways.show_ways()
        self._signing.refresh()
        self._backups.refresh()
        if not self._form.dirty:
            self._load_profile()
            saved = ask.profile_id
            self._restored.offer(self._keeper.open(saved or "new:profile", saved))
        self._home.setText(ask.home)
        self._inbox.refresh()
        self._signals.refresh()
        self._fine.refresh()
        self._week.refresh()
        self._advice.set_texts(ask.advice(t))
        self._jobs.show_lines(ask.appointments(t), "student", t("None yet. Hours are worked out as for full time."), t)
        self._pauses.show_lines(
            ask.pauses(t), "calendar-blank", t("None yet. Weeks off do not count in your journal."), t
        )
        self._people.show_lines(ask.people(), "user", t("None yet."), t)
        for button in (*self._jobs.buttons, *self._pauses.buttons, *self._people.buttons):
            button.clicked.connect(self._edit)

    def _load_profile(self) -> None:
        self._form.load(self._presenter.profile(self.desk.lang()))

    def open_record(self, kind: str, ident: str) -> bool:
        if kind == Profile.KIND:
            self._fields["given_name"].setFocus()
            return True
        record = self._presenter.find(kind, ident)
        if record is None:
            return False
        self._show_dialog(record, new=False)
        return True

    def start_new(self, kind: str) -> bool:
        begin = {Appointment.KIND: self._new_job, Pause.KIND: self._new_pause, Person.KIND: self._new_person}.get(kind)
        if begin is not None:
            begin()
        return begin is not None

    def resume(self, draft: str) -> bool:
        kind = draft.removeprefix("new:")
        return self.start_new(kind) or (kind == Profile.KIND and self.open_record(kind, ""))

    def in_sight(self) -> tuple[str, str] | None:
        profile = self.desk.services.records.profile()
        return (profile.KIND, profile.id) if profile is not None else None

    def leave(self) -> None:
        self._keeper.flush()
        if self._form.dirty and self._form.validate():
            self._save_profile()

    # -- doing ------------------------------------------------------------------------------------------------

    def _choice_made(self) -> None:
        field = self.sender()
        if isinstance(field, Field):
            key = str(field.property("setting"))
            value: Any = cast("Field[Any]", field).value()
            if self.attempt(lambda: self._presenter.set_value(key, value)):
                # Later, because a change of language builds this very list again.
                QTimer.singleShot(0, self, lambda: self.setting_changed.emit(key))

    def _check_now(self) -> None:
        self.command_requested.emit("check")

    def _save_profile(self) -> None:
        profile = self._form.apply(self._presenter.profile(self.desk.lang()))
        if self.attempt(lambda: self._presenter.save(profile)):
            self._keeper.drop()
            self._restored.offer(None)
            self.said(self.t("Saved."), undo=True)

    def _new_job(self) -> None:
        self._show_dialog(self._presenter.new_appointment(self.desk.lang()), new=True)

    def _new_pause(self) -> None:
        self._show_dialog(self._presenter.new_pause(self.desk.lang()), new=True)

    def _new_person(self) -> None:
        self._show_dialog(self._presenter.new_person(self.t.lang), new=True)

    def _edit(self) -> None:
        kind, ident = self.sender().property("record")
        self.open_record(kind, ident)

    def _show_dialog(self, record: Record, *, new: bool) -> None:
        from portfolio_app.ui.dialogs.working_life import dialog_for

        throw = None if new else (lambda: self._presenter.trash(record.KIND, record.id))
        dialog_for(record)(self.desk, record, self._presenter.save, throw, self).open()

    def _show_home(self) -> None:
        self.show_outside(Path(self._presenter.home))

    def _show_sets(self) -> None:
        if self.attempt(self._presenter.make_sets_folder):
            self.show_outside(Path(self._presenter.sets))

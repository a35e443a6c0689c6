"""Composing beside the text: the form for a brief, and what comes of it. GUI thread."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QStackedLayout, QVBoxLayout, QWidget

from desktop_llm.storage.written_records import ComposeBrief
from desktop_llm.ui.i18n import translate
from desktop_llm.ui.widgets.action_button import action_button
from desktop_llm.ui.widgets.form_controls import hint
from desktop_llm.ui.widgets.plain_label import plain_label
from desktop_llm.ui.widgets.writing.compose_form import ComposeForm
from desktop_llm.ui.widgets.writing.job_line import JobLine
from desktop_llm.ui.widgets.writing.version_column import ShownVersion, VersionUse
from desktop_llm.ui.widgets.writing.version_view import VersionView

_FORM, _DRAFT = range(2)


class ComposePage(QWidget):
    compose_requested = Signal(object)  # ComposeWish
    clear_requested = Signal()
    brief_changed = Signal()
    stop_requested = Signal()
    use_requested = Signal(object)  # VersionWish
    room_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("compose_page")
        self._wants_room = False
        self._form = ComposeForm()
        self._form.compose_requested.connect(self.compose_requested)
        self._form.clear_requested.connect(self.clear_requested)
        self._form.brief_changed.connect(self.brief_changed)
        self._back = action_button(self, "back_to_brief_button", translate("ComposePage", "‹ Back to the brief"))
        self._back.clicked.connect(self.show_form)
        self._job = JobLine("compose", self)
        self._job.stop_requested.connect(self.stop_requested)
        uses = (VersionUse.NEW_TEXT, VersionUse.INSERT, VersionUse.COPY)
        self._versions = VersionView("compose", uses, self)
        self._versions.use_requested.connect(self.use_requested)
        self._note = hint("")
        self._note.setObjectName("draft_note")
        self._warnings = plain_label(self, "draft_warnings", "small_warning", is_wrapped=True)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self._scroll())
        self._stack.addWidget(self._draft())

    @property
    def wants_room(self) -> bool:
        """There are several versions, to be seen beside one another; `room_changed` tells of it."""
        return self._wants_room

    @property
    def brief(self) -> ComposeBrief:
        """What is filled into the form."""
        return self._form.brief

    def show_brief(self, brief: ComposeBrief) -> None:
        self._form.show_brief(brief)

    @Slot()
    def show_form(self) -> None:
        self._stack.setCurrentIndex(_FORM)
        self._form.focus_brief()
        self._want_room(is_wanted=False)

    def show_working(self, *, is_working: bool) -> None:
        self._job.show_working(is_working=is_working)
        self._back.setEnabled(not is_working)

    def show_versions(self, versions: Sequence[ShownVersion]) -> None:
        """In the place of the form, to which a button leads back."""
        self._show_draft_page(is_aside=True)
        self._versions.show_versions(versions)
        self._want_room(is_wanted=len(versions) > 1)

    def show_drafting(self) -> None:
        """It is written into a text of its own."""
        self._show_draft_page(is_aside=False)
        self._note.setText(translate("ComposePage", "The draft is being written into a new text."))
        self._warnings.hide()
        self._want_room(is_wanted=False)

    def show_draft_ended(self, warnings: Sequence[str] | None) -> None:
        """What is to be looked at in it; None: it was stopped, and nothing was looked for."""
        if warnings is None:
            note = translate("ComposePage", "The draft was not written to its end. What there is of it is a new text.")
        elif warnings:
            note = translate("ComposePage", "The draft is a new text. Look at this in it:")
        else:
            note = translate("ComposePage", "The draft is a new text. What can be checked in it is right.")
        self._note.setText(note)
        self._warnings.setText("\n".join(warnings or ()))
        self._warnings.setVisible(bool(warnings))

    def _show_draft_page(self, *, is_aside: bool) -> None:
        self._versions.setVisible(is_aside)
        self._note.setVisible(not is_aside)
        self._warnings.setVisible(False)
        self._stack.setCurrentIndex(_DRAFT)

    def _want_room(self, *, is_wanted: bool) -> None:
        if self._wants_room is not is_wanted:
            self._wants_room = is_wanted
            self.room_changed.emit()

    def _scroll(self) -> QScrollArea:
        scroll = QScrollArea(self)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(self._form)
        return scroll

    def _draft(self) -> QWidget:
        draft = QWidget(self)
        head = QHBoxLayout()
        head.addWidget(self._back)
        head.addStretch(1)
        below = QVBoxLayout(draft)
        below.setContentsMargins(16, 12, 16, 8)
        below.setSpacing(8)
        below.addLayout(head)
        below.addWidget(self._job)
        below.addWidget(self._note)
        below.addWidget(self._warnings)
        below.addWidget(self._versions, 1)
        below.addStretch(0)
        below.setAlignment(Qt.AlignmentFlag.AlignTop)
        return draft

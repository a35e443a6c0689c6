"""Translate, a document: its segments with their translations, to be looked over before it is saved. GUI thread.

State in, the person's wish out.
"""

from collections.abc import Iterable

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from desktop_llm.assist.translation.document_review import DocumentReview, ReviewCounts
from desktop_llm.assist.translation.translation_draft import TranslationChoices
from desktop_llm.documents.segments import Layout
from desktop_llm.ui.i18n import translate
from desktop_llm.ui.rows.segment_rows import LAYOUTS
from desktop_llm.ui.widgets.breakable_text import breakable
from desktop_llm.ui.widgets.form_controls import Choice
from desktop_llm.ui.widgets.notice_bar import Notice, NoticeBar
from desktop_llm.ui.widgets.plain_label import plain_label
from desktop_llm.ui.widgets.prompt.password_panel import PasswordPanel, PasswordQuestion
from desktop_llm.ui.widgets.row_painting import divider
from desktop_llm.ui.widgets.translation.document_footer import DocumentFooter, DocumentProgress
from desktop_llm.ui.widgets.translation.document_head import DocumentHead, HeadView
from desktop_llm.ui.widgets.translation.review_bar import ReviewBar
from desktop_llm.ui.widgets.translation.segment_panel import SegmentPanel, SegmentView
from desktop_llm.ui.widgets.translation.segment_table import SegmentTable
from desktop_llm.ui.widgets.translation.translation_bar import TranslationBar


class DocumentPane(QWidget):
    text_requested = Signal()
    choices_changed = Signal()
    layout_chosen = Signal(object)  # Layout
    glossary_requested = Signal()
    translate_requested = Signal()
    stop_requested = Signal()
    save_requested = Signal()
    open_requested = Signal()
    open_folder_requested = Signal()
    accept_faultless_requested = Signal()
    segment_chosen = Signal(int)
    edit_made = Signal(object)  # SegmentEdit
    accept_requested = Signal(object)  # tuple[int, ...]
    reopen_requested = Signal(object)  # tuple[int, ...]
    again_requested = Signal(object)  # tuple[int, ...]
    next_requested = Signal(int)
    similar_chosen = Signal(str)
    password_given = Signal(object)  # GivenPassword
    password_refused = Signal(str)
    notice_action_requested = Signal(str)  # Notice.id

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("document_pane")
        self._layout = self._layout_choice()
        self._bar = TranslationBar(self)
        self._bar.show_swap(is_shown=False)
        self._bar.add_wish(self._layout)
        self._head = DocumentHead(self)
        self._notice = NoticeBar(self)
        self._password = PasswordPanel(self)
        self._review = ReviewBar(self)
        self._table = SegmentTable(self)
        self._panel = SegmentPanel(self)
        self._footer = DocumentFooter(self)
        self._blank = self._blank_label()
        self._lay_out()
        self._connect()
        self.setFocusProxy(self._table)

    # State in

    def show_head(self, view: HeadView) -> None:
        self._head.show_head(view)

    @property
    def choices(self) -> TranslationChoices:
        return self._bar.choices

    def show_choices(self, choices: TranslationChoices, layout: Layout) -> None:
        self._bar.show_choices(choices)
        self._layout.show_value(layout)

    def show_detected(self, code: str) -> None:
        self._bar.show_detected(code)

    def show_review(self, review: DocumentReview | None) -> None:
        """Another document is looked over; None: it is not open yet."""
        self._table.setVisible(review is not None)
        self._review.setVisible(review is not None)
        self._table.show_review(review)
        self._blank.setVisible(review is None)
        if review is None:
            self._panel.show_segment(None)
        else:
            self.show_counts(review.counts)

    def show_blank(self, text: str) -> None:
        """What stands in the place of the segments."""
        self._blank.setText(breakable(text))

    def show_password_question(self, question: PasswordQuestion | None) -> None:
        self._password.show_question(question)

    def show_changes(self, indices: Iterable[int], counts: ReviewCounts) -> None:
        self._table.show_changes(indices)
        self.show_counts(counts)

    def show_busy(self, indices: Iterable[int]) -> None:
        """These segments are being translated again."""
        self._table.show_busy(indices)

    def show_counts(self, counts: ReviewCounts) -> None:
        self._review.show_counts(counts)

    def show_segment(self, view: SegmentView | None) -> None:
        self._panel.show_segment(view)

    def go_to(self, segment: int) -> None:
        self._table.show_segment(segment)

    def show_progress(self, progress: DocumentProgress) -> None:
        self._footer.show_progress(progress)

    def show_saved(self, *, is_saved: bool) -> None:
        self._footer.show_saved(is_saved=is_saved)

    def show_notice(self, notice: Notice) -> None:
        self._notice.show_notice(notice)

    def dismiss_notice(self, notice_id: str) -> None:
        self._notice.dismiss(notice_id)

    @property
    def current_segment(self) -> int:
        return self._table.current_segment

    # Parts

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._head)
        layout.addWidget(self._bar)
        layout.addWidget(divider(self))
        notices = QVBoxLayout()
        notices.setContentsMargins(16, 6, 16, 0)
        notices.addWidget(self._notice)
        notices.addWidget(self._password)
        layout.addLayout(notices)
        layout.addWidget(self._review)
        layout.addWidget(self._table, 1)
        layout.addWidget(self._blank, 1)
        layout.addWidget(divider(self))
        layout.addWidget(self._panel)
        layout.addWidget(self._footer)

    def _layout_choice(self) -> Choice:
        layouts: list[tuple[object, str]] = [(each, translate("SegmentRows", text)) for each, text in LAYOUTS.items()]
        choice = Choice("document_layout", layouts)
        title = translate("DocumentPane", "How the file shows the translation")
        choice.setAccessibleName(title)
        choice.setToolTip(title)
        choice.setFixedWidth(160)
        return choice

    def _blank_label(self) -> QLabel:
        label = plain_label(self, "document_blank", "dim")
        label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        label.setWordWrap(True)
        label.setMargin(32)
        return label

    def _connect(self) -> None:
        self._bar.choices_changed.connect(self.choices_changed)
        self._bar.glossary_file_requested.connect(self.glossary_requested)
        self._layout.value_chosen.connect(self.layout_chosen)
        self._head.text_requested.connect(self.text_requested)
        self._head.translate_requested.connect(self.translate_requested)
        self._head.save_requested.connect(self.save_requested)
        self._password.password_given.connect(self.password_given)
        self._password.question_refused.connect(self.password_refused)
        self._notice.action_requested.connect(self.notice_action_requested)
        self._review.filter_changed.connect(self._on_filter_changed)
        self._review.accept_faultless_requested.connect(self.accept_faultless_requested)
        self._review.next_requested.connect(self._on_next_requested)
        self._review.leave_requested.connect(self._table.setFocus)
        table, panel = self._table, self._panel
        table.segment_chosen.connect(self.segment_chosen)
        table.edit_made.connect(self.edit_made)
        table.accept_requested.connect(self.accept_requested)
        table.reopen_requested.connect(self.reopen_requested)
        table.again_requested.connect(self.again_requested)
        table.next_requested.connect(self.next_requested)
        panel.edit_requested.connect(table.edit_current)
        panel.accept_requested.connect(table.accept_chosen)
        panel.reopen_requested.connect(table.reopen_chosen)
        panel.again_requested.connect(table.ask_again)
        panel.similar_chosen.connect(self.similar_chosen)
        self._footer.stop_requested.connect(self.stop_requested)
        self._footer.open_requested.connect(self.open_requested)
        self._footer.open_folder_requested.connect(self.open_folder_requested)

    @Slot()
    def _on_filter_changed(self) -> None:
        self._table.show_filter(self._review.chosen_filter, self._review.text)

    @Slot()
    def _on_next_requested(self) -> None:
        self.next_requested.emit(1)

    # Qt's own names

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Save):
            self.save_requested.emit()
        elif event.matches(QKeySequence.StandardKey.Find):
            self._review.focus_text()
        else:
            super().keyPressEvent(event)

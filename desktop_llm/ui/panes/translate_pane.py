"""Translate: the text on the left, its translation on the right, from where to where above. GUI thread.

State in, the person's wish out. Both sides scroll together, and the mouse over a sentence shows its partner.
"""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSplitter, QVBoxLayout, QWidget

from desktop_llm.assist.translation.translation_draft import TranslationChoices
from desktop_llm.assist.translation.translation_view import TranslationView
from desktop_llm.assist.word_diff import WordChange
from desktop_llm.ui.dialogs.file_choosers import choose_files
from desktop_llm.ui.i18n import translate
from desktop_llm.ui.rows.translation_words import doubt_count_text, doubts
from desktop_llm.ui.widgets.action_button import action_button
from desktop_llm.ui.widgets.notice_bar import Notice, NoticeBar
from desktop_llm.ui.widgets.plain_label import plain_label
from desktop_llm.ui.widgets.progress_bar import ProgressBar
from desktop_llm.ui.widgets.row_painting import divider
from desktop_llm.ui.widgets.translation.sentence_editor import NO_SENTENCE, SentenceEditor, SentenceMark
from desktop_llm.ui.widgets.translation.sentence_panel import SentencePanel
from desktop_llm.ui.widgets.translation.translation_bar import TranslationBar

_SIDE_PX = 20
_SMALLEST_PX = 160


class TranslatePane(QWidget):
    text_changed = Signal()
    choices_changed = Signal()
    swap_requested = Signal()
    glossary_chosen = Signal(object)  # Path
    stop_requested = Signal()
    copy_requested = Signal()
    sentence_chosen = Signal(int)
    alternatives_requested = Signal()
    alternative_chosen = Signal(str)
    back_requested = Signal()
    documents_requested = Signal()
    notice_action_requested = Signal(str)  # Notice.id

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("translate_pane")
        self._bar = TranslationBar(self)
        self._notice = NoticeBar(self)
        self._source = SentenceEditor("translation_source", translate("TranslatePane", "Text to translate"), self)
        self._source.setPlaceholderText(translate("TranslatePane", "Type or paste a text, or drop documents"))
        self._target = SentenceEditor("translation_target", translate("TranslatePane", "Translation"), self)
        self._target.setReadOnly(True)
        self._target.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self._panel = SentencePanel(self)
        self._view = TranslationView()
        self._is_scrolling = False
        self._activity = plain_label(self, "translation_activity", "small")
        self._doubts = plain_label(self, "translation_doubts", "small_warning")
        self._progress = ProgressBar(self, "translation_progress")
        self._progress.setAccessibleName(translate("TranslatePane", "How far the translation is"))
        self._progress.setFixedWidth(120)
        documents = translate("TranslatePane", "Translate documents…")
        self._documents = action_button(self, "choose_documents_button", documents)
        self._copy = action_button(self, "copy_translation_button", translate("TranslatePane", "Copy"))
        self._stop = QPushButton(translate("TranslatePane", "Stop"), self)
        self._stop.setObjectName("stop_translation_button")
        self._stop.setAccessibleName(translate("TranslatePane", "Stop"))
        self._stop.setToolTip(translate("TranslatePane", "Stop (Esc)"))
        self._lay_out()
        self._connect()
        self.setFocusProxy(self._source)
        self.show_working(is_working=False)
        self.show_view(TranslationView())

    # State in

    @property
    def text(self) -> str:
        return self._source.toPlainText()

    def show_text(self, text: str) -> None:
        """Put a text into the left editor; it is told as if it had been typed, and can be undone."""
        self._source.show_text(text)

    @property
    def choices(self) -> TranslationChoices:
        return self._bar.choices

    def show_choices(self, choices: TranslationChoices) -> None:
        self._bar.show_choices(choices)

    def show_detected(self, code: str) -> None:
        self._bar.show_detected(code)

    def show_view(self, view: TranslationView) -> None:
        """The translation as far as it is there, and what is doubtful in it."""
        self._view = view
        self._target.show_text(view.text)
        tips = ["\n".join(doubts(sentence)) for sentence in view.sentences]
        n_doubtful = sum(map(bool, tips))
        self._source.show_marks([SentenceMark(each.source_start, each.source_end) for each in view.sentences])
        self._target.show_marks(
            [
                SentenceMark(each.start, each.end, tip, bool(each.warnings))
                for each, tip in zip(view.sentences, tips, strict=True)
            ]
        )
        self._doubts.setText(doubt_count_text(n_doubtful))
        self._doubts.setVisible(bool(n_doubtful))
        self._copy.setVisible(bool(view.text))

    def show_working(self, *, is_working: bool) -> None:
        self._stop.setVisible(is_working)
        self._progress.setVisible(is_working)
        if not is_working:
            self.show_activity("", 0, 0)

    def show_activity(self, text: str, n_done: int, n_total: int) -> None:
        self._activity.setText(text)
        self._progress.show_value(n_done, max(1, n_total))

    def show_sentence(self, number: int) -> None:
        """Tell of the sentence below the translation; NO_SENTENCE: of none."""
        if number == NO_SENTENCE or number >= len(self._view.sentences):
            self._panel.hide()
            return
        self._panel.show_sentence(doubts(self._view.sentences[number]))

    def show_sentence_activity(self, text: str) -> None:
        self._panel.show_activity(text)

    def show_alternatives(self, texts: Sequence[str]) -> None:
        self._panel.show_alternatives(texts)

    def show_back(self, changes: Sequence[WordChange]) -> None:
        self._panel.show_back(changes)

    def show_notice(self, notice: Notice) -> None:
        self._notice.show_notice(notice)

    def dismiss_notice(self, notice_id: str) -> None:
        self._notice.dismiss(notice_id)

    # Wishes that need a dialog

    @Slot()
    def choose_glossary(self) -> None:
        choose_files(self, translate("TranslatePane", "Choose a glossary (CSV or TBX)"), self._on_glossary_chosen)

    @Slot(object)
    def _on_glossary_chosen(self, paths: Sequence[str]) -> None:
        if paths:
            self.glossary_chosen.emit(Path(paths[0]))

    # Parts

    def _lay_out(self) -> None:
        splitter = QSplitter(Qt.Orientation.Horizontal, self)
        splitter.setObjectName("translation_splitter")
        splitter.setChildrenCollapsible(False)
        splitter.setHandleWidth(1)
        for editor in (self._source, self._target):
            side = QWidget(splitter)
            side.setMinimumWidth(_SMALLEST_PX)
            inset = QVBoxLayout(side)
            inset.setContentsMargins(_SIDE_PX, 16, 12, 8)
            inset.addWidget(editor)
        splitter.setSizes([500, 500])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._bar)
        layout.addWidget(divider(self))
        notices = QVBoxLayout()
        notices.setContentsMargins(16, 0, 16, 0)
        notices.addWidget(self._notice)
        layout.addLayout(notices)
        layout.addWidget(splitter, 1)
        panel = QVBoxLayout()
        panel.setContentsMargins(16, 0, 16, 8)
        panel.addWidget(self._panel)
        layout.addLayout(panel)
        layout.addLayout(self._footer())

    def _footer(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(16, 4, 16, 8)
        row.setSpacing(12)
        for widget in (self._progress, self._activity, self._doubts):
            row.addWidget(widget)
        row.addStretch(1)
        row.addWidget(self._documents)
        row.addWidget(self._copy)
        row.addWidget(self._stop)
        return row

    def _connect(self) -> None:
        bar, panel = self._bar, self._panel
        bar.choices_changed.connect(self.choices_changed)
        bar.swap_requested.connect(self.swap_requested)
        bar.glossary_file_requested.connect(self.choose_glossary)
        self._source.textChanged.connect(self.text_changed)
        for editor, other in ((self._source, self._target), (self._target, self._source)):
            editor.sentence_pointed.connect(self._on_pointed)
            editor.scrolled.connect(self._follow_source if other is self._target else self._follow_target)
        self._target.sentence_chosen.connect(self.sentence_chosen)
        panel.alternatives_requested.connect(self.alternatives_requested)
        panel.alternative_chosen.connect(self.alternative_chosen)
        panel.back_requested.connect(self.back_requested)
        panel.close_requested.connect(panel.hide)
        self._documents.clicked.connect(self.documents_requested)
        self._copy.clicked.connect(self.copy_requested)
        self._stop.clicked.connect(self.stop_requested)
        self._notice.action_requested.connect(self.notice_action_requested)

    @Slot(int)
    def _on_pointed(self, number: int) -> None:
        self._source.light(number)
        self._target.light(number)

    @Slot()
    def _follow_source(self) -> None:
        self._scroll_along(self._source, self._target)

    @Slot()
    def _follow_target(self) -> None:
        self._scroll_along(self._target, self._source)

    def _scroll_along(self, leader: SentenceEditor, follower: SentenceEditor) -> None:
        """The same paragraph is at the top of both."""
        if self._is_scrolling:
            return
        self._is_scrolling = True
        first = leader.firstVisibleBlock()
        within = leader.verticalScrollBar().value() - first.firstLineNumber()
        block = follower.document().findBlockByNumber(first.blockNumber())
        if block.isValid():
            share = within / max(1, first.lineCount())
            follower.verticalScrollBar().setValue(block.firstLineNumber() + round(share * block.lineCount()))
        self._is_scrolling = False

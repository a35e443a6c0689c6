"""Summarize: the document on the left, its summary on the right, what shall be written above. GUI thread.

State in, the person's wish out. The list of documents is a part of the pane that stands in the sidebar.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QAction, QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from desktop_llm.assist.summary.summary_request import SummaryChoices
from desktop_llm.ui.conversation_wishes import ExportFormat
from desktop_llm.ui.dialogs.file_choosers import choose_files, choose_folder
from desktop_llm.ui.i18n import translate
from desktop_llm.ui.rows.document_rows import DocumentRow
from desktop_llm.ui.source_segments import SourceSegment
from desktop_llm.ui.widgets.action_button import action_button
from desktop_llm.ui.widgets.breakable_text import breakable
from desktop_llm.ui.widgets.form_controls import set_look
from desktop_llm.ui.widgets.notice_bar import Notice, NoticeBar
from desktop_llm.ui.widgets.plain_label import plain_label
from desktop_llm.ui.widgets.prompt.password_panel import PasswordPanel, PasswordQuestion
from desktop_llm.ui.widgets.row_painting import divider
from desktop_llm.ui.widgets.source.page_view import PageView
from desktop_llm.ui.widgets.source.source_head import SourceHead, SourceLook
from desktop_llm.ui.widgets.source.source_page import Passage
from desktop_llm.ui.widgets.source.source_view import SourceView
from desktop_llm.ui.widgets.summary.document_list import DocumentList
from desktop_llm.ui.widgets.summary.empty_summary import EmptySummary
from desktop_llm.ui.widgets.summary.section_map import SectionState
from desktop_llm.ui.widgets.summary.summary_head import Activity, SummaryHead
from desktop_llm.ui.widgets.summary.summary_hint import SummaryHint
from desktop_llm.ui.widgets.summary.summary_options import OptionsHint, SummaryAction, SummaryOptions
from desktop_llm.ui.widgets.summary.summary_view import ShownItem, SourceWish, SummaryView

_SIDE_PX: Final = 24
_SMALLEST_PX: Final = 200


class SummarizePane(QWidget):
    paths_added = Signal(object)  # tuple[Path, ...]
    text_pasted = Signal(str)
    document_chosen = Signal(str)
    remove_requested = Signal(str)
    password_given = Signal(object)  # GivenPassword
    password_refused = Signal(str)
    choices_changed = Signal()
    start_requested = Signal()
    stop_requested = Signal()
    source_requested = Signal(object)  # SourceWish
    source_look_chosen = Signal(object)  # SourceLook
    section_chosen = Signal(int)
    copy_requested = Signal()
    export_requested = Signal(object)  # ExportFormat
    ask_requested = Signal()
    notice_action_requested = Signal(str)  # Notice.id

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("summarize_pane")
        self.documents = DocumentList()
        """Stands in the sidebar."""
        self._empty = EmptySummary(self)
        self._options = SummaryOptions(self)
        self._source_head = SourceHead(self)
        self._source = SourceView(self)
        self.pages = PageView(self)
        """The pages of a PDF as they look; a feed fills it."""
        self._sides = QStackedWidget(self)
        self._sides.setObjectName("source_stack")
        self._sides.addWidget(self._source)
        self._sides.addWidget(self.pages)
        self._problem = plain_label(self, "document_problem", "warning", is_wrapped=True)
        self._password = PasswordPanel(self)
        self._head = SummaryHead(self)
        self._notice = NoticeBar(self)
        self._summary = SummaryView(self)
        self._hint = SummaryHint(self)
        self._text = QStackedWidget(self)
        self._text.addWidget(self._hint)
        self._text.addWidget(self._summary)
        self._remarks = plain_label(self, "summary_remarks", "small_warning", is_wrapped=True)
        self._actions = self._action_row()
        self._work = self._work_page()
        self._body = QStackedWidget(self)
        self._body.setObjectName("summarize_body")
        self._body.addWidget(self._empty)
        self._body.addWidget(self._work)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._body)
        self._connect()
        self.setFocusProxy(self._empty)
        self.show_remarks(())
        self.show_problem("")

    # State in

    def show_documents(self, rows: Sequence[DocumentRow]) -> None:
        """All that are to be summarized; without any, the invitation."""
        self.documents.show_rows(rows)
        self._options.show_several(are_several=len(rows) > 1)
        page = self._work if rows else self._empty
        focused = self.window().focusWidget()
        has_keyboard = focused is not None and self.isAncestorOf(focused)
        is_other = page is not self._body.currentWidget()
        self._body.setCurrentWidget(page)
        self.setFocusProxy(self._options if rows else self._empty)
        if is_other and has_keyboard:
            self.setFocus()

    def show_document(self, key: str, name: str, segments: Sequence[SourceSegment], n_pages: int) -> None:
        """This document is on the left now; without segments it is not read yet."""
        self.documents.show_open(key)
        self._source_head.show_name(name)
        self._source_head.show_passage(0, 0)
        self._source.show_document(segments, n_pages)

    def show_source_as(self, source_look: SourceLook) -> None:
        self._sides.setCurrentWidget(self.pages if source_look is SourceLook.PAGES else self._source)
        self._source_head.show_look(source_look)

    def show_passage(self, passage: Passage) -> None:
        """Mark it in the text."""
        self._source.show_passage(passage)

    def show_passage_number(self, wish: SourceWish | None) -> None:
        """Which of a sentence's passages is marked; None if it is not one of a sentence."""
        number, count = (wish.index + 1, wish.count) if wish else (0, 0)
        self._source_head.show_passage(number, count)

    def show_problem(self, sentence: str) -> None:
        """Why the document on the left cannot be read; empty if it can."""
        self._problem.setText(breakable(sentence))
        self._problem.setVisible(bool(sentence))

    def show_password_question(self, question: PasswordQuestion | None) -> None:
        self._password.show_question(question)

    @property
    def password_question_id(self) -> str:
        return self._password.question_id

    @property
    def choices(self) -> SummaryChoices:
        return self._options.choices

    def show_choices(self, choices: SummaryChoices) -> None:
        self._options.show_choices(choices)

    @property
    def is_working(self) -> bool:
        """Whether the button stops something."""
        return self._options.is_stopping_offered

    def show_action(self, action: SummaryAction, *, is_possible: bool, reason: str = "") -> None:
        self._options.show_action(action, is_possible=is_possible, reason=reason)

    def show_hint(self, hint: OptionsHint | None) -> None:
        """Below the choices: where the text goes, or what the button will do."""
        self._options.show_hint(hint)

    def show_activity(self, activity: Activity) -> None:
        self._head.show_activity(activity)

    def show_sections(self, names: Sequence[str]) -> None:
        """The pieces that will be read. The map is there while there are some."""
        self._head.map.show_sections(names)
        self._head.map.setVisible(bool(names))

    def show_section_read(self, index: int) -> None:
        self._head.map.show_state(index, SectionState.READ)

    def show_sections_end(self) -> None:
        self._head.map.show_end()

    def clear_summary(self) -> None:
        self._summary.clear_summary()
        self._text.setCurrentWidget(self._hint)
        self.show_remarks(())
        self.show_summary_actions(are_possible=False)

    def add_item(self, shown: ShownItem) -> None:
        self._summary.add_item(shown)
        self._text.setCurrentWidget(self._summary)

    def show_remarks(self, sentences: Sequence[str], *, is_missing_some: bool = False) -> None:
        """What must be known beside the summary; a warning where something was not read."""
        set_look(self._remarks, "small_warning" if is_missing_some else "small")
        self._remarks.setText("\n".join(sentences))
        self._remarks.setVisible(bool(sentences))
        if self._text.currentWidget() is self._hint:
            self._hint.setVisible(not sentences)

    def show_summary_actions(self, *, are_possible: bool) -> None:
        """Copy and the like, once there is something."""
        self._actions.setVisible(are_possible)

    def show_notice(self, notice: Notice) -> None:
        self._notice.show_notice(notice)

    def dismiss_notice(self, notice_id: str) -> None:
        self._notice.dismiss(notice_id)

    # Wishes that need a dialog or the clipboard

    @Slot()
    def choose_files(self) -> None:
        choose_files(self, translate("SummarizePane", "Summarize files"), self._on_files_chosen)

    @Slot()
    def choose_folder(self) -> None:
        choose_folder(self, translate("SummarizePane", "Summarize a folder"), self._on_folder_chosen)

    @Slot()
    def paste(self) -> None:
        """What is in the clipboard: files or text."""
        mime = QGuiApplication.clipboard().mimeData()
        paths = tuple(Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile())
        if paths:
            self.paths_added.emit(paths)
        elif mime.text().strip():
            self.text_pasted.emit(mime.text())

    @Slot(object)
    def _on_files_chosen(self, paths: Sequence[str]) -> None:
        self.paths_added.emit(tuple(map(Path, paths)))

    @Slot(str)
    def _on_folder_chosen(self, path: str) -> None:
        self.paths_added.emit((Path(path),))

    # Parts

    def _work_page(self) -> QWidget:
        page = QWidget(self)
        splitter = QSplitter(Qt.Orientation.Horizontal, page)
        splitter.setObjectName("summary_splitter")
        splitter.setChildrenCollapsible(False)
        splitter.setHandleWidth(1)
        for side in (self._source_side(), self._summary_side()):
            side.setMinimumWidth(_SMALLEST_PX)
            splitter.addWidget(side)
        splitter.setSizes([470, 530])
        layout = QVBoxLayout(page)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._options)
        layout.addWidget(divider(page))
        layout.addWidget(splitter, 1)
        return page

    def _source_side(self) -> QWidget:
        side = QWidget()
        side.setObjectName("source_side")
        side.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        layout = QVBoxLayout(side)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._source_head)
        inset = QVBoxLayout()
        inset.setContentsMargins(_SIDE_PX, 4, _SIDE_PX, 4)
        inset.addWidget(self._problem)
        inset.addWidget(self._password)
        layout.addLayout(inset)
        layout.addWidget(self._sides, 1)
        return side

    def _summary_side(self) -> QWidget:
        side = QWidget()
        layout = QVBoxLayout(side)
        layout.setContentsMargins(_SIDE_PX, 12, _SIDE_PX - 8, 12)
        layout.setSpacing(10)
        layout.addWidget(self._head)
        layout.addWidget(self._notice)
        layout.addWidget(self._text, 1)
        layout.addWidget(self._remarks)
        layout.addWidget(self._actions)
        return side

    def _action_row(self) -> QWidget:
        row = QWidget(self)
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        copy = action_button(row, "copy_summary_button", translate("SummarizePane", "Copy"))
        copy.clicked.connect(self.copy_requested)
        export = action_button(row, "export_summary_button", translate("SummarizePane", "Export"))
        export.setMenu(self._export_menu(export))
        ask = action_button(row, "ask_about_button", translate("SummarizePane", "Ask about this"))
        ask.clicked.connect(self.ask_requested)
        for button in (copy, export, ask):
            layout.addWidget(button)
        layout.addStretch(1)
        return row

    def _export_menu(self, button: QWidget) -> QMenu:
        menu = QMenu(button)
        menu.setObjectName("export_summary_menu")
        formats = {
            ExportFormat.MARKDOWN: translate("SummarizePane", "Markdown…"),
            ExportFormat.DOCX: translate("SummarizePane", "Word…"),
            ExportFormat.HTML: translate("SummarizePane", "Web page…"),
            ExportFormat.PDF: translate("SummarizePane", "PDF…"),
        }
        for export_format, text in formats.items():
            menu.addAction(text).setData(export_format)
        menu.triggered.connect(self._on_export)
        return menu

    @Slot(QAction)
    def _on_export(self, action: QAction) -> None:
        self.export_requested.emit(ExportFormat(action.data()))

    def _connect(self) -> None:
        documents, options = self.documents, self._options
        for beginning in (self._empty, documents):
            beginning.files_requested.connect(self.choose_files)
            beginning.folder_requested.connect(self.choose_folder)
            beginning.paste_requested.connect(self.paste)
        documents.document_chosen.connect(self.document_chosen)
        documents.remove_requested.connect(self.remove_requested)
        options.choices_changed.connect(self.choices_changed)
        options.start_requested.connect(self.start_requested)
        options.stop_requested.connect(self.stop_requested)
        self._password.password_given.connect(self.password_given)
        self._password.question_refused.connect(self.password_refused)
        self._head.section_chosen.connect(self.section_chosen)
        self._summary.source_requested.connect(self.source_requested)
        self._source_head.step_requested.connect(self._summary.go_to_source)
        self._source_head.look_chosen.connect(self.source_look_chosen)
        self._notice.action_requested.connect(self.notice_action_requested)

    # Qt's own names

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Paste):
            self.paste()
            return
        super().keyPressEvent(event)

"""Write: one text with formats, and a model's help beside it. State in, the person's wish out. GUI thread.

In a narrow window the help takes the place of the text, to which it leads back; in a wide one it does so while several
versions stand beside one another.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QInputDialog, QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from desktop_llm.assist.writing.stored_text import count_words
from desktop_llm.storage.written_records import WrittenDocument
from desktop_llm.ui.i18n import translate
from desktop_llm.ui.widgets.notice_bar import Notice, NoticeBar
from desktop_llm.ui.widgets.row_painting import divider
from desktop_llm.ui.widgets.writing.empty_writing import EmptyWriting
from desktop_llm.ui.widgets.writing.find_bar import FindBar
from desktop_llm.ui.widgets.writing.job_line import JobLine
from desktop_llm.ui.widgets.writing.paragraph_tracker import TextCounts
from desktop_llm.ui.widgets.writing.rich_editor import RichEditor
from desktop_llm.ui.widgets.writing.text_finder import TextFinder
from desktop_llm.ui.widgets.writing.text_footer import TextFooter
from desktop_llm.ui.widgets.writing.text_head import TextHead
from desktop_llm.ui.widgets.writing.writing_panel import WritingPanel
from desktop_llm.ui.widgets.writing.writing_toolbar import KindWish, WritingToolbar

_COUNT_MS: Final = 200
_NARROW_PX: Final = 760
_LINE_PX: Final = 1


class WritePane(QWidget):
    new_requested = Signal()
    compose_requested = Signal()
    open_requested = Signal()
    title_edited = Signal(str)
    versions_requested = Signal()
    save_requested = Signal()
    draft_stop_requested = Signal()
    notice_action_requested = Signal(str)  # Notice.id

    def __init__(self, panel: WritingPanel, parent: QWidget | None = None) -> None:
        """The panel is half of all that there is to build."""
        super().__init__(parent)
        self.setObjectName("write_pane")
        self._notice = NoticeBar(self)
        self._empty = EmptyWriting(self)
        self._head = TextHead(self)
        self._toolbar = WritingToolbar(self)
        self._editor = RichEditor(self)
        self._find_bar = FindBar(self)
        self._finder = TextFinder(self._editor, self._find_bar)
        self._footer = TextFooter(self)
        self._draft_line = JobLine("draft", self)
        self._draft_line.setContentsMargins(24, 8, 16, 0)
        self._panel = panel
        self._text_side = QWidget(self)
        self._line = QFrame(self)
        self._is_help_wanted = True
        self._is_help_forced = False
        self._is_room_given = True
        self._work = QWidget(self)
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self._empty)
        self._stack.addWidget(self._work)
        self._counting = QTimer(self, singleShot=True, interval=_COUNT_MS)
        self._counting.timeout.connect(self._show_counts)
        self._lay_out()
        self._connect()

    @property
    def editor(self) -> RichEditor:
        """What is done in the text is done with it."""
        return self._editor

    @property
    def finder(self) -> TextFinder:
        return self._finder

    @property
    def panel(self) -> WritingPanel:
        """A model's help."""
        return self._panel

    @Slot()
    def show_help(self) -> None:
        """The panel, wherever there is room for it."""
        self._on_help_toggled(True)

    @Slot()
    def show_text(self) -> None:
        """Where the help takes its place, it gives way."""
        self._is_help_forced = self._is_room_given = False
        self._fit()

    def show_text_open(self, *, is_open: bool) -> None:
        self._stack.setCurrentWidget(self._work if is_open else self._empty)
        self.setFocusProxy(self._editor if is_open else self._empty)

    def show_document(self, document: WrittenDocument) -> None:
        self._head.show_title(document.title)
        self._head.show_file(Path(document.file_path).name if document.file_path else "", document.file_path)

    def show_actions(self, actions: Sequence[QAction]) -> None:
        """What can be done with the whole text."""
        self._head.show_actions(actions)

    def show_state(self, text: str) -> None:
        """Whether the text is kept, and where."""
        self._footer.show_state(text)

    def show_drafting(self, *, is_drafting: bool) -> None:
        """A model writes the text; it can be stopped."""
        self._draft_line.show_working(is_working=is_drafting)
        if is_drafting:
            self._draft_line.show_progress(translate("WritePane", "Writing the draft…"), 0, 0)

    def show_notice(self, notice: Notice) -> None:
        self._notice.show_notice(notice)

    def dismiss_notice(self, notice_id: str) -> None:
        self._notice.dismiss(notice_id)

    @Slot()
    def ask_for_link(self) -> None:
        """Where the selected words lead to."""
        dialog = QInputDialog(self)
        dialog.setObjectName("link_dialog")
        dialog.setWindowTitle(translate("WritePane", "Link"))
        dialog.setLabelText(translate("WritePane", "Address (empty: no link)"))
        dialog.setTextEchoMode(QLineEdit.EchoMode.Normal)
        dialog.setTextValue(self._editor.format_state.letters.link)
        dialog.textValueSelected.connect(self._on_link_given)
        dialog.open()

    @Slot(str)
    def _on_link_given(self, address: str) -> None:
        self._editor.insert_link(address.strip(), "")
        self._editor.setFocus()

    @Slot(object)
    def _on_kind_wished(self, wish: KindWish) -> None:
        self._editor.set_kind(wish.kind, wish.level, numbered=wish.is_numbered)
        self._editor.setFocus()
        self._show_format()

    @Slot(str)
    def _on_letters_toggled(self, flag: str) -> None:
        self._editor.toggle_letters(flag)
        self._editor.setFocus()
        self._show_format()

    @Slot()
    def _show_format(self) -> None:
        self._toolbar.show_state(self._editor.format_state)

    @Slot()
    def _show_undo(self) -> None:
        document = self._editor.document()
        self._toolbar.show_undo(can_undo=document.isUndoAvailable(), can_redo=document.isRedoAvailable())

    @Slot()
    def _count_soon(self) -> None:
        if not self._counting.isActive():
            self._counting.start()

    @Slot()
    def _show_counts(self) -> None:
        cursor = self._editor.textCursor()
        selected = None
        if cursor.hasSelection():
            text = cursor.selection().toPlainText()
            selected = TextCounts(count_words(text), len(text), 0)
        self._footer.show_counts(self._editor.counts, selected)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self._text_side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._find_bar)
        column.addWidget(self._draft_line)
        column.addWidget(self._editor, 1)
        self._line.setProperty("look", "line")
        self._line.setFixedWidth(_LINE_PX)
        beside = QHBoxLayout()
        beside.setSpacing(0)
        beside.addWidget(self._text_side, 1)
        beside.addWidget(self._line)
        beside.addWidget(self._panel)
        work = QVBoxLayout(self._work)
        work.setContentsMargins(0, 0, 0, 0)
        work.setSpacing(0)
        work.addWidget(self._head)
        work.addWidget(self._toolbar)
        work.addWidget(divider(self._work))
        work.addLayout(beside, 1)
        work.addWidget(self._footer)
        notices = QVBoxLayout()
        notices.setContentsMargins(16, 0, 16, 0)
        notices.addWidget(self._notice)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(notices)
        layout.addWidget(self._stack, 1)

    def _connect(self) -> None:
        self._notice.action_requested.connect(self.notice_action_requested)
        self._empty.new_requested.connect(self.new_requested)
        self._empty.compose_requested.connect(self.compose_requested)
        self._empty.open_requested.connect(self.open_requested)
        self._head.title_edited.connect(self.title_edited)
        self._head.help_toggled.connect(self._on_help_toggled)
        self._head.versions_requested.connect(self.versions_requested)
        self._head.save_requested.connect(self.save_requested)
        self._panel.room_changed.connect(self._on_room_changed)
        self._draft_line.stop_requested.connect(self.draft_stop_requested)
        self._connect_toolbar()
        editor = self._editor
        editor.cursorPositionChanged.connect(self._show_format)
        editor.currentCharFormatChanged.connect(self._show_format)
        editor.text_loaded.connect(self._show_format)
        editor.undoAvailable.connect(self._show_undo)
        editor.redoAvailable.connect(self._show_undo)
        for signal in (editor.text_edited, editor.text_loaded, editor.selectionChanged):
            signal.connect(self._count_soon)

    def _connect_toolbar(self) -> None:
        toolbar = self._toolbar
        toolbar.letters_toggled.connect(self._on_letters_toggled)
        toolbar.kind_wished.connect(self._on_kind_wished)
        toolbar.link_requested.connect(self.ask_for_link)
        toolbar.table_requested.connect(self._editor.insert_table)
        toolbar.undo_requested.connect(self._editor.undo)
        toolbar.redo_requested.connect(self._editor.redo)

    @Slot(bool)
    def _on_help_toggled(self, is_wanted: bool) -> None:
        if self._is_narrow:
            self._is_help_forced = is_wanted
        else:
            self._is_help_wanted = is_wanted
        self._fit()

    @Slot()
    def _on_room_changed(self) -> None:
        """What the help shows is another thing: it has the room that it wants, until the text is wanted back."""
        self._is_room_given = True
        self._fit()

    @property
    def _is_narrow(self) -> bool:
        return self.width() < _NARROW_PX

    def _fit(self) -> None:
        is_narrow = self._is_narrow
        if not is_narrow:
            self._is_help_forced = False
        is_shown = self._is_help_forced if is_narrow else self._is_help_wanted
        is_alone = is_shown and (is_narrow or (self._panel.wants_room and self._is_room_given))
        self._panel.show_wide(is_wide=is_alone)
        self._panel.setVisible(is_shown)
        self._line.setVisible(is_shown and not is_alone)
        self._text_side.setVisible(not is_alone)
        self._head.show_help(is_shown=is_shown)

    # Qt's own name

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

"""The rows a message is made of in the transcript: the question's bubble, thinking, prose, code, the line below.

GUI thread. Rows are light; their widgets are built by the column when they come near the visible part.
"""

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QStyle, QWidget

from desktop_llm.ui.theme import current_palette
from desktop_llm.ui.widgets.transcript.answer_footer import AnswerFooter
from desktop_llm.ui.widgets.transcript.answer_sources import AnswerSources
from desktop_llm.ui.widgets.transcript.code_block import CodeBlock
from desktop_llm.ui.widgets.transcript.markdown_chapters import Chapter, ChapterKind
from desktop_llm.ui.widgets.transcript.message_content import BranchStep, EditedMessage, MessageContent
from desktop_llm.ui.widgets.transcript.message_wishes import MessageWishes
from desktop_llm.ui.widgets.transcript.prose_style import INDENT_PX
from desktop_llm.ui.widgets.transcript.prose_view import ProseView
from desktop_llm.ui.widgets.transcript.source_content import SourceWish
from desktop_llm.ui.widgets.transcript.thinking_line import ThinkingLine
from desktop_llm.ui.widgets.transcript.user_bubble import FOLD_CHARS, UserBubble
from desktop_llm.ui.widgets.virtual_column import Row

_LINE_PX: Final = 24
_CHAR_PX: Final = 8
_THOUGHT_PX: Final = 16
_UNFOLDED_LINES: Final = 4


class MessageRow(Row):
    """A row that belongs to a message."""

    def __init__(self, content: MessageContent, gap_px: int, wishes: MessageWishes) -> None:
        super().__init__()
        self.content = content
        self.gap_px = gap_px
        self.wishes = wishes

    @property
    def message_id(self) -> str:
        return self.content.id

    def on_resized(self) -> None:
        self.measured_width_px = 0
        self.wishes.row_resized.emit()

    def on_reader_resized(self) -> None:
        self.measured_width_px = 0
        self.wishes.row_resized_by_reader.emit()

    def on_copy(self) -> None:
        self.wishes.copy_requested.emit(self.message_id)

    def on_step(self, step: int) -> None:
        self.wishes.branch_requested.emit(BranchStep(self.message_id, step))


class QuestionRow(MessageRow):
    def __init__(self, content: MessageContent, wishes: MessageWishes) -> None:
        super().__init__(content, 16, wishes)
        self._edited_text = content.edited_text  # outlives the widget, which goes when it is scrolled far away

    def on_edited(self, text: str) -> None:
        self.wishes.edit_submitted.emit(EditedMessage(self.message_id, text))

    def on_edit_changed(self, text: str) -> None:
        self._edited_text = text
        if text == self.content.text:
            self.wishes.edit_dropped.emit(self.message_id)
        else:
            self.wishes.edit_changed.emit(EditedMessage(self.message_id, text))

    def on_edit_cancelled(self) -> None:
        self._edited_text = None
        self.wishes.edit_dropped.emit(self.message_id)

    def build(self, parent: QWidget, width_px: int) -> QWidget:
        bubble = UserBubble(parent, self.content)
        if self._edited_text is not None:
            bubble.show_editor(self._edited_text)
        bubble.resized.connect(self.on_reader_resized)
        bubble.copy_requested.connect(self.on_copy)
        bubble.step_requested.connect(self.on_step)
        bubble.edit_submitted.connect(self.on_edited)
        bubble.edit_changed.connect(self.on_edit_changed)
        bubble.edit_cancelled.connect(self.on_edit_cancelled)
        return bubble

    def estimated_height(self, width_px: int) -> int:
        n_chars = min(len(self.content.text), FOLD_CHARS)
        return 56 + _LINE_PX * (1 + n_chars * _CHAR_PX // (width_px * 3 // 4))


class SealedRow(MessageRow):
    """Stands for all rows of an answer that nobody has come near yet."""

    def __init__(
        self, content: MessageContent, wishes: MessageWishes, open_rows: Callable[[], Sequence[MessageRow]]
    ) -> None:
        super().__init__(content, 8, wishes)
        self._open_rows = open_rows

    def opened(self) -> Sequence[Row]:
        return self._open_rows()

    def estimated_height(self, width_px: int) -> int:
        text = self.content.text
        return 2 * _LINE_PX + _LINE_PX * max(text.count("\n") + 1, len(text) * _CHAR_PX // width_px)


class ThinkingRow(MessageRow):
    def __init__(self, content: MessageContent, wishes: MessageWishes) -> None:
        super().__init__(content, 4, wishes)
        self.is_unfolded = False

    def on_fold(self) -> None:
        self.wishes.fold_requested.emit(self.message_id)

    def show(self, content: MessageContent) -> None:
        self.content = content
        if isinstance(self.widget, ThinkingLine):
            self.widget.show_thinking(content, is_unfolded=self.is_unfolded)

    def build(self, parent: QWidget, width_px: int) -> QWidget:
        line = ThinkingLine(parent)
        line.show_thinking(self.content, is_unfolded=self.is_unfolded)
        line.fold_requested.connect(self.on_fold)
        return line

    def estimated_height(self, width_px: int) -> int:
        return _LINE_PX


class ChapterRow(MessageRow):
    """One chapter of an answer, or of the thinking before it (is_dim)."""

    def __init__(self, content: MessageContent, gap_px: int, wishes: MessageWishes, chapter: Chapter) -> None:
        super().__init__(content, gap_px, wishes)
        self.chapter = chapter
        self.is_dim = content.is_left_out
        self.is_thought = False
        self.has_cursor_mark = False
        self.is_final = False
        self._size_chars = -1

    def show(self, chapter: Chapter, *, has_cursor_mark: bool, is_final: bool) -> None:
        before = (self._size_chars, self.has_cursor_mark, self.is_final)
        self.chapter = chapter
        self.has_cursor_mark = has_cursor_mark
        self.is_final = is_final or not chapter.is_open
        self._size_chars = chapter.size
        if isinstance(self.widget, ChapterFrame) and before != (chapter.size, has_cursor_mark, self.is_final):
            self._fill(self.widget)
            self.measured_width_px = 0

    def _fill(self, frame: "ChapterFrame") -> None:
        frame.show_chapter(self.chapter, has_cursor_mark=self.has_cursor_mark, is_final=self.is_final)

    def build(self, parent: QWidget, width_px: int) -> QWidget:
        frame = ChapterFrame(parent, self.chapter.kind, self.wishes, is_dim=self.is_dim, is_thought=self.is_thought)
        frame.set_in(self.chapter, width_px)
        self._fill(frame)
        if frame.prose is not None:
            frame.prose.setAccessibleName(self.chapter.text[:80])
            frame.prose.link_activated.connect(self.wishes.link_activated)
            frame.prose.link_hovered.connect(self.wishes.link_hovered)
            frame.prose.resized.connect(self.on_resized)
        return frame

    def estimated_height(self, width_px: int) -> int:
        text = self.chapter.text
        n_lines = text.count("\n") + 1
        if self.chapter.kind is ChapterKind.CODE:
            return 56 + n_lines * 18
        return _LINE_PX * max(n_lines, len(text) * _CHAR_PX // width_px)


class SourcesRow(MessageRow):
    """Where the answer comes from. A long list is folded until it is asked for."""

    def __init__(self, content: MessageContent, wishes: MessageWishes) -> None:
        super().__init__(content, 8, wishes)
        self.is_unfolded = self._n_lines <= _UNFOLDED_LINES

    @property
    def _n_lines(self) -> int:
        return len(self.content.sources.lines) if self.content.sources else 0

    def show(self, content: MessageContent) -> None:
        if content.sources != self.content.sources:
            self.content = content
            self._fill()

    def on_fold(self) -> None:
        self.is_unfolded = not self.is_unfolded
        self._fill()
        self.on_reader_resized()

    def on_link(self, target: str) -> None:
        line, _, number = target.partition(".")
        self.wishes.source_requested.emit(SourceWish(self.message_id, int(line), int(number)))

    def _fill(self) -> None:
        self.measured_width_px = 0
        if isinstance(self.widget, AnswerSources) and self.content.sources:
            self.widget.show_sources(self.content.sources, is_unfolded=self.is_unfolded)

    def build(self, parent: QWidget, width_px: int) -> QWidget:
        widget = AnswerSources(parent)
        if self.content.sources:
            widget.show_sources(self.content.sources, is_unfolded=self.is_unfolded)
        widget.fold_requested.connect(self.on_fold)
        widget.link_activated.connect(self.on_link)
        return widget

    def estimated_height(self, width_px: int) -> int:
        return 2 * _LINE_PX + (3 * _LINE_PX * self._n_lines if self.is_unfolded else 0)


class FooterRow(MessageRow):
    def __init__(self, content: MessageContent, wishes: MessageWishes) -> None:
        super().__init__(content, 8, wishes)

    def show(self, content: MessageContent) -> None:
        if content == self.content:
            return
        self.content = content
        self.measured_width_px = 0
        if isinstance(self.widget, AnswerFooter):
            self.widget.show_content(content)

    def on_regenerate(self) -> None:
        self.wishes.regenerate_requested.emit(self.message_id)

    def on_continue(self) -> None:
        self.wishes.continue_requested.emit(self.message_id)

    def on_notice_action(self) -> None:
        self.wishes.notice_action_requested.emit(self.message_id)

    def build(self, parent: QWidget, width_px: int) -> QWidget:
        footer = AnswerFooter(parent)
        footer.show_content(self.content)
        footer.copy_requested.connect(self.on_copy)
        footer.step_requested.connect(self.on_step)
        footer.regenerate_requested.connect(self.on_regenerate)
        footer.continue_requested.connect(self.on_continue)
        footer.notice_action_requested.connect(self.on_notice_action)
        return footer

    def estimated_height(self, width_px: int) -> int:
        return _LINE_PX


class ChapterFrame(QWidget):
    """Prose or code, set in by the depth of the list it belongs to; thinking stands beside a bar."""

    def __init__(
        self, parent: QWidget, kind: ChapterKind, wishes: MessageWishes, *, is_dim: bool, is_thought: bool
    ) -> None:
        super().__init__(parent)
        self._is_thought = is_thought
        self._indent_px = 0
        self.prose = (
            ProseView(self, is_dim=is_dim or is_thought, formulas=wishes.formulas)
            if kind is ChapterKind.PROSE
            else None
        )
        self.code = CodeBlock(self, wishes.lexers) if kind is ChapterKind.CODE else None

    def set_in(self, chapter: Chapter, width_px: int) -> None:
        """The width comes before the text, so that it is laid out once."""
        self._indent_px = INDENT_PX * ((chapter.indent + 1) // 3) + (_THOUGHT_PX if self._is_thought else 0)
        if self.prose is not None:
            self.prose.setLineWrapColumnOrWidth(width_px - self._indent_px)

    def show_chapter(self, chapter: Chapter, *, has_cursor_mark: bool, is_final: bool) -> None:
        if self.prose is not None:
            self.prose.show_markdown(chapter.text)
            self.prose.show_cursor_mark(is_shown=has_cursor_mark)
        if self.code is not None:
            self.code.show_code(chapter.text, chapter.language, is_complete=is_final)

    @property
    def _inner(self) -> QWidget:
        inner = self.prose or self.code
        assert inner is not None
        return inner

    def heightForWidth(self, width: int) -> int:
        return self._inner.heightForWidth(width - self._indent_px)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        inner = self.rect().adjusted(self._indent_px, 0, 0, 0)
        self._inner.setGeometry(QStyle.visualRect(self.layoutDirection(), self.rect(), inner))

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._is_thought:
            bar = QStyle.visualRect(self.layoutDirection(), self.rect(), QRect(2, 0, 2, self.height()))
            QPainter(self).fillRect(bar, QColor(current_palette().line))

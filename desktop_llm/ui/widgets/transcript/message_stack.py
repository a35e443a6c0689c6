"""One message of the transcript: its content, its text cut into chapters, and the rows that show them. GUI thread."""

from collections.abc import Sequence
from functools import cached_property

from msgspec.structs import replace

from desktop_llm.ui.widgets.transcript.markdown_chapters import Chapter, ChapterKind, ChapterSplitter, chapters_of
from desktop_llm.ui.widgets.transcript.message_content import ContentState, MessageContent
from desktop_llm.ui.widgets.transcript.message_rows import (
    ChapterRow,
    FooterRow,
    MessageRow,
    QuestionRow,
    SealedRow,
    SourcesRow,
    ThinkingRow,
)
from desktop_llm.ui.widgets.transcript.message_wishes import MessageWishes

_FIRST_GAP_PX = 4
_BLOCK_GAP_PX = 12
_ITEM_GAP_PX = 8


class MessageStack:
    """Keeps the rows of a message in step with its content. `rows` keeps every row that still fits."""

    def __init__(self, content: MessageContent, wishes: MessageWishes) -> None:
        self.content = content
        self.rows: list[MessageRow] = []
        self._wishes = wishes
        self._is_unfolded = False
        self._is_sealed = content.role == "assistant" and content.state is not ContentState.STREAMING
        self._thinking_row: ThinkingRow | None = None
        self._sources: SourcesRow | None = None
        self._footer: FooterRow | None = None
        if self._is_sealed:
            self.rows = [SealedRow(content, wishes, self.open)]
        else:
            self.show(content)

    # Most of two thousand messages are never looked at.

    @cached_property
    def _answer(self) -> "_Flow":
        return _Flow(self._wishes)

    @cached_property
    def _thinking(self) -> "_Flow":
        return _Flow(self._wishes, is_thought=True)

    def open(self) -> Sequence[MessageRow]:
        """Cut the text into its chapters. Two thousand messages take 200 ms, so each waits until it is wanted."""
        if self._is_sealed:
            self.show(self.content)
        return self.rows

    def show(self, content: MessageContent) -> None:
        is_same_question = content.role == "user" and content == self.content and bool(self.rows)
        self.content = content
        self._is_sealed = False
        if is_same_question:
            return
        if content.role == "user":
            self.rows = [QuestionRow(content, self._wishes)]
            return
        self._answer.take(content.text)
        self._thinking.take(content.thinking)
        self._renew_rows()

    def grow(self, text: str, thinking: str) -> None:
        self.open()
        content = self.content
        self.content = replace(content, text=content.text + text, thinking=content.thinking + thinking)
        self._answer.feed(text)
        self._thinking.feed(thinking)
        self._renew_rows()

    def toggle_thinking(self) -> None:
        self.open()
        self._is_unfolded = not self._is_unfolded
        self._renew_rows()

    def _renew_rows(self) -> None:
        is_streaming = self.content.state is ContentState.STREAMING
        is_thinking = is_streaming and bool(self.content.thinking) and not self.content.text
        rows: list[MessageRow] = []
        if self.content.thinking:
            rows.append(self._renewed_thinking_row())
            if self._is_unfolded:
                rows += self._thinking.rows(self.content, has_cursor_mark=is_thinking)
        if not is_thinking:
            rows += self._answer.rows(self.content, has_cursor_mark=is_streaming)
        if not is_streaming:
            if self.content.sources is not None:
                rows.append(self._renewed_sources())
            rows.append(self._renewed_footer())
        self.rows = rows

    def _renewed_thinking_row(self) -> ThinkingRow:
        if self._thinking_row is None:
            self._thinking_row = ThinkingRow(self.content, self._wishes)
        self._thinking_row.is_unfolded = self._is_unfolded
        self._thinking_row.show(self.content)
        return self._thinking_row

    def _renewed_sources(self) -> SourcesRow:
        if self._sources is None:
            self._sources = SourcesRow(self.content, self._wishes)
        self._sources.show(self.content)
        return self._sources

    def _renewed_footer(self) -> FooterRow:
        if self._footer is None:
            self._footer = FooterRow(self.content, self._wishes)
        self._footer.show(self.content)
        return self._footer


class _Flow:
    """A text, growing or not, and its chapter rows."""

    def __init__(self, wishes: MessageWishes, *, is_thought: bool = False) -> None:
        self._wishes = wishes
        self._is_thought = is_thought
        self._text = ""
        self._chapters: list[Chapter] = []
        self._splitter: ChapterSplitter | None = None
        self._rows: list[ChapterRow] = []

    def take(self, text: str) -> None:
        """Show `text`. As long as it only grows, what is drawn stays."""
        if text.startswith(self._text) and self._splitter is not None:
            self.feed(text[len(self._text) :])
        elif text != self._text:
            self._text = text
            self._splitter = None
            self._chapters = chapters_of(text)

    def feed(self, text: str) -> None:
        if not text:
            return
        if self._splitter is None:
            self._splitter = ChapterSplitter()
            self._splitter.feed(self._text)
        self._text += text
        self._splitter.feed(text)
        self._chapters = self._splitter.chapters

    def rows(self, content: MessageContent, *, has_cursor_mark: bool) -> Sequence[ChapterRow]:
        chapters = self._chapters
        if has_cursor_mark and (not chapters or (chapters[-1].kind is ChapterKind.CODE and not chapters[-1].is_open)):
            chapters = [*chapters, Chapter(ChapterKind.PROSE)]
        is_final = content.state is not ContentState.STREAMING
        del self._rows[len(chapters) :]
        for number, chapter in enumerate(chapters):
            is_last = number == len(chapters) - 1
            self._row(number, chapter, content).show(
                chapter, has_cursor_mark=has_cursor_mark and is_last, is_final=is_final
            )
        return self._rows

    def _row(self, number: int, chapter: Chapter, content: MessageContent) -> ChapterRow:
        if number < len(self._rows) and self._rows[number].chapter.kind is chapter.kind:
            return self._rows[number]
        row = ChapterRow(content, chapter_gap_px(chapter, number), self._wishes, chapter)
        row.is_thought = self._is_thought
        self._rows[number : number + 1] = [row]
        return row


def chapter_gap_px(chapter: Chapter, number: int) -> int:
    """The empty room above the chapter that comes as `number`, counted from 0."""
    if number == 0:
        return _FIRST_GAP_PX
    start = chapter.lines[0][:2] if chapter.lines else ""
    if start.startswith("#"):
        return 16
    return _ITEM_GAP_PX if start in {"- ", "* ", "+ "} or start[:1].isdigit() else _BLOCK_GAP_PX

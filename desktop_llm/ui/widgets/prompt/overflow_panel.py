"""Says that a conversation no longer fits the model's context, and what can be done. GUI thread.

Nothing is ever left out silently: the messages that would go are named, and the user chooses.
"""

from enum import StrEnum
from typing import Final

from msgspec import Struct
from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFrame, QPushButton, QVBoxLayout, QWidget

from desktop_llm.ui.i18n import number_text, size_text, translate
from desktop_llm.ui.widgets.flow_layout import FlowLayout
from desktop_llm.ui.widgets.plain_label import plain_label
from desktop_llm.ui.widgets.plain_tip import plain_tip

_SHOWN_MESSAGES: Final = 4
_EXCERPT_LENGTH: Final = 60


class OverflowChoice(StrEnum):
    """What the user wants done about it."""

    SUMMARIZE = "summarize"
    USE_PARTS = "use_parts"
    CHOOSE_PAGES = "choose_pages"
    LEAVE_OUT = "leave_out"
    LARGER_CONTEXT = "larger_context"
    SHORTEN = "shorten"
    SEND_ANYWAY = "send_anyway"


class ContextOverflow(Struct, frozen=True, kw_only=True):
    """How much is too much, and what would help.

    leave_out holds the beginnings of the oldest messages whose absence makes room, oldest first; empty if none would.
    larger_context_tokens 0: the model has no longer context, or this machine no memory for it. is_estimate: nobody
    could count, and it may fit after all. has_documents: the message brings some, of which parts can be sent;
    has_pages: one of them has pages; has_files: they can be summarized.
    """

    excess_tokens: int
    context_tokens: int
    leave_out: tuple[str, ...] = ()
    larger_context_tokens: int = 0
    larger_context_bytes: int = 0
    is_estimate: bool = False
    has_documents: bool = False
    has_pages: bool = False
    has_files: bool = False


class OverflowPanel(QFrame):
    """A sentence, the messages that would be left out, and one button per choice."""

    choice_made = Signal(object)  # OverflowChoice

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("overflow_panel")
        self.setProperty("look", "card")
        self._sentence = plain_label(self, "overflow_sentence", "heading", is_wrapped=True)
        self._named = plain_label(self, "overflow_messages", "dim", is_wrapped=True)
        self._buttons = QWidget(self)
        self._summarize = self._button("overflow_summarize", OverflowChoice.SUMMARIZE)
        self._summarize.setText(translate("OverflowPanel", "Summarize first"))
        self._parts = self._button("overflow_use_parts", OverflowChoice.USE_PARTS)
        self._parts.setText(translate("OverflowPanel", "Use the parts that matter"))
        self._parts.setToolTip(
            plain_tip(
                translate(
                    "OverflowPanel", "The passages that fit the question best are sent, and the answer says which."
                )
            )
        )
        self._pages = self._button("overflow_choose_pages", OverflowChoice.CHOOSE_PAGES)
        self._pages.setText(translate("OverflowPanel", "Choose pages"))
        self._leave_out = self._button("overflow_leave_out", OverflowChoice.LEAVE_OUT)
        self._larger = self._button("overflow_larger_context", OverflowChoice.LARGER_CONTEXT)
        self._shorten = self._button("overflow_shorten", OverflowChoice.SHORTEN)
        self._shorten.setText(translate("OverflowPanel", "Shorten the message"))
        self._send = self._button("overflow_send_anyway", OverflowChoice.SEND_ANYWAY)
        self._send.setText(translate("OverflowPanel", "Send it anyway"))
        buttons = FlowLayout(self._buttons)
        help_with_files = (self._parts, self._summarize, self._pages)
        for button in (*help_with_files, self._leave_out, self._larger, self._shorten, self._send):
            buttons.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 12)
        layout.setSpacing(8)
        layout.addWidget(self._sentence)
        layout.addWidget(self._named)
        layout.addWidget(self._buttons)
        self.hide()

    def show_overflow(self, overflow: ContextOverflow | None) -> None:
        self.setVisible(overflow is not None)
        if overflow is None:
            return
        text = translate("OverflowPanel", "This chat is {excess} tokens too long for the model, which can hold {room}.")
        if overflow.is_estimate:
            text = translate(
                "OverflowPanel",
                "This chat may be about {excess} tokens too long for the model, which can hold {room}. "
                "The server cannot count it; it may refuse it or drop a part.",
            )
        sentence = text.format(excess=number_text(overflow.excess_tokens), room=number_text(overflow.context_tokens))
        self._sentence.setText(sentence)
        self.setAccessibleName(sentence)
        self._named.setText(_named_messages(overflow.leave_out))
        self._named.setVisible(bool(overflow.leave_out))
        self._leave_out.setText(_leave_out_text(len(overflow.leave_out)))
        self._leave_out.setVisible(bool(overflow.leave_out))
        larger = translate("OverflowPanel", "Context of {tokens} ({size} more memory)")
        self._larger.setText(
            larger.format(
                tokens=number_text(overflow.larger_context_tokens), size=size_text(overflow.larger_context_bytes)
            )
        )
        self._parts.setVisible(overflow.has_documents)
        self._pages.setVisible(overflow.has_pages)
        self._summarize.setVisible(overflow.has_files)
        self._send.setVisible(overflow.is_estimate)
        self._larger.setVisible(overflow.larger_context_tokens > 0)

    def _button(self, name: str, choice: OverflowChoice) -> QPushButton:
        button = QPushButton(self._buttons)
        button.setObjectName(name)
        button.setProperty("choice", choice.value)
        button.clicked.connect(self._on_chosen)
        return button

    @Slot()
    def _on_chosen(self) -> None:
        self.choice_made.emit(OverflowChoice(self.sender().property("choice")))


def _leave_out_text(count: int) -> str:
    if count == 1:
        return translate("OverflowPanel", "Leave out the oldest message")
    return translate("OverflowPanel", "Leave out the oldest {count} messages").format(count=number_text(count))


def _named_messages(messages: tuple[str, ...]) -> str:
    """The messages that would go, by their first words."""
    named = "\n".join(f"“{_excerpt(text)}”" for text in messages[:_SHOWN_MESSAGES])
    rest = len(messages) - _SHOWN_MESSAGES
    if rest <= 0:
        return named
    return named + "\n" + translate("OverflowPanel", "and {count} more").format(count=number_text(rest))


def _excerpt(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _EXCERPT_LENGTH else line[: _EXCERPT_LENGTH - 1] + "…"

"""Under an answer about documents: what was read, and where each of its sentences comes from. GUI thread."""

from html import escape
from typing import Final

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from desktop_llm.ui.theme import current_palette
from desktop_llm.ui.widgets.action_button import action_button, fold_sign
from desktop_llm.ui.widgets.plain_label import plain_label
from desktop_llm.ui.widgets.transcript.source_content import SourcedLine, SourcesContent

_GAP_PX: Final = 6
_INDENT_PX: Final = 16
_FIRST_LINE: Final = 2  # behind what was read, and the button
_LONGEST_QUOTE: Final = 160
_LONGEST_SENTENCE: Final = 240


class AnswerSources(QWidget):
    """A line that unfolds. The links in it are `line.number`."""

    fold_requested = Signal()
    link_activated = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("answer_sources")
        self._button = action_button(self, "sources_button", "")
        self._button.setCheckable(True)
        self._button.clicked.connect(self.fold_requested)
        self._read = plain_label(self, "sources_read", "small", is_wrapped=True)
        self._lines: list[QLabel] = []
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(_GAP_PX)
        self._layout.addWidget(self._read)
        self._layout.addWidget(self._button, 0, Qt.AlignmentFlag.AlignLeading)
        self._layout.addStretch(1)

    def show_sources(self, content: SourcesContent, *, is_unfolded: bool) -> None:
        self._read.setText(content.read)
        self._button.setText(fold_sign(self, is_unfolded=is_unfolded) + content.heading)
        self._button.setAccessibleName(content.heading)
        self._button.setChecked(is_unfolded)
        self._button.setVisible(bool(content.lines))
        for label in self._lines:
            self._layout.removeWidget(label)
            label.hide()
            label.deleteLater()
        self._lines = [self._label(index, line) for index, line in enumerate(content.lines)] if is_unfolded else []
        for index, label in enumerate(self._lines):
            self._layout.insertWidget(_FIRST_LINE + index, label)

    def _label(self, index: int, line: SourcedLine) -> QLabel:
        label = QLabel(self)
        label.setObjectName("source_line")
        label.setProperty("look", "small")
        label.setWordWrap(True)
        label.setTextFormat(Qt.TextFormat.RichText)
        label.setText(_line_text(index, line))
        label.setContentsMargins(_INDENT_PX, 0, 0, 0)
        label.setTextInteractionFlags(
            Qt.TextInteractionFlag.LinksAccessibleByMouse | Qt.TextInteractionFlag.LinksAccessibleByKeyboard
        )
        label.setAccessibleName(" ".join((line.text, *(link.label for link in line.links), *line.doubts)))
        label.linkActivated.connect(self._on_link)
        return label

    @Slot(str)
    def _on_link(self, target: str) -> None:
        self.link_activated.emit(target)

    def heightForWidth(self, width: int) -> int:
        """Reckoned here: the layout learns of new texts only when the event loop runs again."""
        for label in (self._read, *self._lines):
            label.ensurePolished()  # the small letters come from the style sheet
        heights = [self._read.heightForWidth(width)]
        if not self._button.isHidden():
            heights.append(self._button.sizeHint().height())
        heights += (label.heightForWidth(width) for label in self._lines)
        return sum(heights) + _GAP_PX * (len(heights) - 1)


def _line_text(index: int, line: SourcedLine) -> str:
    """All of it is other people's text, and escaped."""
    palette = current_palette()
    parts = [f'<span style="color:{palette.text}">{escape(_short(line.text, _LONGEST_SENTENCE))}</span>']
    for number, link in enumerate(line.links):
        anchor = f'<a href="{index}.{number}" style="color:{palette.accent}">{escape(link.label)}</a>'
        parts.append(f"{anchor}&nbsp; “{escape(_short(link.quote, _LONGEST_QUOTE))}”")
    colour = palette.error if line.is_grave else palette.warning
    parts += (f'<span style="color:{colour}">⚠ {escape(doubt)}</span>' for doubt in line.doubts)
    return "<br>".join(parts)


def _short(text: str, longest: int) -> str:
    line = " ".join(text.split())
    return line if len(line) <= longest else line[: longest - 1].rstrip() + "…"

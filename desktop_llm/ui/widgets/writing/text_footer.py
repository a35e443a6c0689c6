"""Below the text: how long it is, or what is selected of it. GUI thread."""

from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop_llm.ui.i18n import number_text, translate
from desktop_llm.ui.widgets.elided_label import ElidedLabel
from desktop_llm.ui.widgets.plain_label import plain_label
from desktop_llm.ui.widgets.writing.paragraph_tracker import TextCounts


class TextFooter(QWidget):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("text_footer")
        self._counts = plain_label(self, "text_counts", "small")
        self._state = ElidedLabel(self, "text_state", "small", keeps_end=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 4, 24, 6)
        row.setSpacing(8)
        row.addWidget(self._counts)
        row.addStretch(1)
        row.addWidget(self._state)

    def show_counts(self, counts: TextCounts, selected: TextCounts | None = None) -> None:
        """`selected`: of the part that is selected, None for none."""
        if selected is None:
            text = translate("TextFooter", "Words: {words}   Characters: {characters}")
            words, characters = number_text(counts.n_words), number_text(counts.n_characters)
            self._counts.setText(text.format(words=words, characters=characters))
            return
        text = translate("TextFooter", "Selected: {words} of {all_words} words, {characters} characters")
        self._counts.setText(
            text.format(
                words=number_text(selected.n_words),
                all_words=number_text(counts.n_words),
                characters=number_text(selected.n_characters),
            )
        )

    def show_state(self, text: str) -> None:
        """Whether it is kept, and where."""
        self._state.show_text(text)

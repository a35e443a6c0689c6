"""The formats of the Write pane as buttons: what the cursor stands in is what they show. GUI thread."""

from typing import Final

from msgspec import Struct
from PySide6.QtCore import QSignalBlocker, QSize, Qt, Signal, Slot
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QSizePolicy, QToolButton, QWidget

from desktop_llm.documents.rich_text import ParagraphKind
from desktop_llm.ui.i18n import QT_TRANSLATE_NOOP, translate
from desktop_llm.ui.icons import icon
from desktop_llm.ui.widgets.writing.rich_editor import LETTERS_KEYS
from desktop_llm.ui.widgets.writing.text_formatting import FormatState

_ICON_PX: Final = 18
_GAP_PX: Final = 3


class KindWish(Struct, frozen=True):
    """What the paragraph shall be."""

    kind: ParagraphKind
    level: int = 0
    is_numbered: bool = False


_TEXT: Final = KindWish(ParagraphKind.TEXT)
_BULLETS: Final = KindWish(ParagraphKind.LIST_ITEM, 1)
_NUMBERS: Final = KindWish(ParagraphKind.LIST_ITEM, 1, is_numbered=True)
_STYLES: Final = (
    (_TEXT, QT_TRANSLATE_NOOP("WritingToolbar", "Text")),
    (KindWish(ParagraphKind.HEADING, 1), QT_TRANSLATE_NOOP("WritingToolbar", "Heading 1")),
    (KindWish(ParagraphKind.HEADING, 2), QT_TRANSLATE_NOOP("WritingToolbar", "Heading 2")),
    (KindWish(ParagraphKind.HEADING, 3), QT_TRANSLATE_NOOP("WritingToolbar", "Heading 3")),
    (KindWish(ParagraphKind.QUOTE, 1), QT_TRANSLATE_NOOP("WritingToolbar", "Quotation")),
    (KindWish(ParagraphKind.CODE), QT_TRANSLATE_NOOP("WritingToolbar", "Code")),
)
_LETTERS: Final = (
    ("bold", "text-bolder", QT_TRANSLATE_NOOP("WritingToolbar", "Bold")),
    ("italic", "text-italic", QT_TRANSLATE_NOOP("WritingToolbar", "Italic")),
    ("underline", "text-underline", QT_TRANSLATE_NOOP("WritingToolbar", "Underlined")),
    ("strike", "text-strikethrough", QT_TRANSLATE_NOOP("WritingToolbar", "Struck through")),
    ("code", "code", QT_TRANSLATE_NOOP("WritingToolbar", "Code in the line")),
)


class WritingToolbar(QWidget):
    letters_toggled = Signal(str)  # a name of TextFormat
    kind_wished = Signal(object)  # KindWish
    link_requested = Signal()
    table_requested = Signal()
    undo_requested = Signal()
    redo_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("writing_toolbar")
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(18, 2, 12, 4)
        self._row.setSpacing(2)
        self._undo = self._button("undo", "arrow-u-up-left", translate("WritingToolbar", "Undo"), "Ctrl+Z")
        self._redo = self._button("redo", "arrow-u-up-right", translate("WritingToolbar", "Redo"), "Ctrl+Shift+Z")
        self._undo.clicked.connect(self.undo_requested)
        self._redo.clicked.connect(self.redo_requested)
        self._add_line()
        self._style = self._style_choice()
        self._letters = {flag: self._letters_button(flag, name, title) for flag, name, title in _LETTERS}
        self._add_line()
        self._bullets = self._kind_button("bullets", "list-bullets", translate("WritingToolbar", "List"), _BULLETS)
        self._numbers = self._kind_button(
            "numbers", "list-numbers", translate("WritingToolbar", "Numbered list"), _NUMBERS
        )
        self._add_line()
        link = self._button("link", "link", translate("WritingToolbar", "Link"), "Ctrl+Shift+K")
        link.setShortcut("Ctrl+Shift+K")
        link.clicked.connect(self.link_requested)
        table = self._button("table", "table", translate("WritingToolbar", "Table"))
        table.clicked.connect(self.table_requested)
        self._row.addStretch(1)
        self.show_undo(can_undo=False, can_redo=False)

    def show_state(self, state: FormatState) -> None:
        for flag, button in self._letters.items():
            button.setChecked(bool(getattr(state.letters, flag)))
        is_item = state.kind is ParagraphKind.LIST_ITEM
        self._bullets.setChecked(is_item and not state.is_numbered)
        self._numbers.setChecked(is_item and state.is_numbered)
        level = 1 if state.kind is ParagraphKind.QUOTE else state.level
        wish = KindWish(state.kind, level) if not is_item else _TEXT
        with QSignalBlocker(self._style):
            self._style.setCurrentIndex(next((number for number, each in enumerate(_STYLES) if each[0] == wish), -1))

    def show_undo(self, *, can_undo: bool, can_redo: bool) -> None:
        self._undo.setEnabled(can_undo)
        self._redo.setEnabled(can_redo)

    def _style_choice(self) -> QComboBox:
        choice = QComboBox(self)
        choice.setObjectName("style_choice")
        choice.setAccessibleName(translate("WritingToolbar", "Kind of paragraph"))
        choice.setToolTip(translate("WritingToolbar", "Kind of paragraph"))
        choice.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        choice.setPlaceholderText(translate("WritingToolbar", "Other"))
        for _, title in _STYLES:
            choice.addItem(translate("WritingToolbar", title))
        choice.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        choice.activated.connect(self._on_style_chosen)
        self._row.addWidget(choice)
        self._row.addSpacing(_GAP_PX)
        return choice

    @Slot(int)
    def _on_style_chosen(self, index: int) -> None:
        self.kind_wished.emit(_STYLES[index][0])

    def _letters_button(self, flag: str, icon_name: str, title: str) -> QToolButton:
        button = self._button(flag, icon_name, translate("WritingToolbar", title), LETTERS_KEYS[flag])
        button.setCheckable(True)
        button.setProperty("flag", flag)
        button.clicked.connect(self._on_letters_clicked)
        return button

    @Slot()
    def _on_letters_clicked(self) -> None:
        self.letters_toggled.emit(str(self.sender().property("flag")))

    def _kind_button(self, name: str, icon_name: str, title: str, wish: KindWish) -> QToolButton:
        button = self._button(name, icon_name, title)
        button.setCheckable(True)
        button.setProperty("wish", wish)
        button.clicked.connect(self._on_kind_clicked)
        return button

    @Slot()
    def _on_kind_clicked(self) -> None:
        """A second click makes text of it again."""
        button = self.sender()
        self.kind_wished.emit(button.property("wish") if button.property("checked") else _TEXT)

    def _button(self, name: str, icon_name: str, title: str, keys: str = "") -> QToolButton:
        button = QToolButton(self)
        button.setObjectName(f"format_{name}")
        button.setProperty("look", "format")
        button.setIcon(icon(icon_name))
        button.setIconSize(QSize(_ICON_PX, _ICON_PX))
        button.setAccessibleName(title)
        button.setToolTip(f"{title} ({keys})" if keys else title)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._row.addWidget(button)
        return button

    def _add_line(self) -> None:
        line = QFrame(self)
        line.setProperty("look", "line")
        line.setFixedSize(1, _ICON_PX)
        self._row.addSpacing(_GAP_PX)
        self._row.addWidget(line)
        self._row.addSpacing(_GAP_PX)

"""The editor of the Write pane: a text with formats that may be as long as a book. GUI thread.

It is filled in steps, so that nothing waits for a long text, and always knows its paragraphs as values.
"""

from collections.abc import Sequence
from time import monotonic
from typing import Final

from msgspec.structs import replace
from PySide6.QtCore import QEvent, QMimeData, QPoint, Qt, QTimer, Signal, Slot
from PySide6.QtGui import (
    QAction,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTextCursor,
)
from PySide6.QtWidgets import QFrame, QMenu, QWidget

from desktop_llm.documents.rich_text import Paragraph, ParagraphKind, RichText, TextFormat
from desktop_llm.ui.i18n import translate
from desktop_llm.ui.theme import TEXT_COLUMN_PX
from desktop_llm.ui.widgets.writing.block_painting import paint_blocks
from desktop_llm.ui.widgets.writing.kept_object import KeptObject
from desktop_llm.ui.widgets.writing.layered_editor import LayeredEditor
from desktop_llm.ui.widgets.writing.paragraph_tracker import ParagraphTracker, TextCounts
from desktop_llm.ui.widgets.writing.pasted_text import (
    OWN_KIND,
    copied_paragraphs,
    pasted_paragraphs,
    plain_paragraphs,
)
from desktop_llm.ui.widgets.writing.rich_document import DocumentWriter
from desktop_llm.ui.widgets.writing.stepwise_edits import StepwiseEdits
from desktop_llm.ui.widgets.writing.text_formatting import (
    Edit,
    FormatState,
    LettersChange,
    format_state,
    insert_link,
    insert_paragraphs,
    insert_table,
    kind_edits,
    letters_edits,
    one_step,
)
from desktop_llm.ui.widgets.writing.text_keys import has_handled_key
from desktop_llm.ui.widgets.writing.text_looks import TextLooks
from desktop_llm.ui.widgets.writing.text_replacement import has_replaced
from desktop_llm.ui.widgets.writing.text_styles import LIST_PX, char_format, kind_of, letters_of
from desktop_llm.ui.widgets.writing.undo_groups import UndoGroups

_STEP_S: Final = 0.008
_STEP_CHARACTERS: Final = 4_000
_SIDE_PX: Final = 24
_TOP_PX: Final = 20
LETTERS_KEYS: Final = {
    "bold": "Ctrl+B",
    "italic": "Ctrl+I",
    "underline": "Ctrl+U",
    "strike": "Ctrl+Shift+X",
    "code": "Ctrl+Shift+M",
}
"""By the names of TextFormat."""
_FEW_EDITS: Final = 20
_PLAIN_PASTE_KEYS: Final = "Ctrl+Shift+V"


class RichEditor(LayeredEditor):
    """A block is a paragraph. What is drawn over the text without being in it goes through `looks`."""

    text_edited = Signal()
    """Not while a text is put in."""
    text_left = Signal()
    """Another one is about to take its place."""
    text_loaded = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("rich_editor")
        self.setAccessibleName(translate("RichEditor", "Text"))
        self.setProperty("look", "bare")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAcceptDrops(False)
        document = self.document()
        document.setDocumentMargin(0)
        document.setIndentWidth(LIST_PX)
        option = document.defaultTextOption()
        option.setTextDirection(Qt.LayoutDirection.LayoutDirectionAuto)
        document.setDefaultTextOption(option)
        self._kept_object = KeptObject(document, self)
        self._looks = TextLooks(document)
        self._tracker = ParagraphTracker(document, self)
        self._tracker.text_changed.connect(self._on_text_changed)
        self._undo = UndoGroups(document, self)
        self._undo.running_changed.connect(self.hold_typing)
        self._edits = StepwiseEdits(document, self._undo, self)
        self._edits.running_changed.connect(self.hold_typing)
        self.text_left.connect(self._edits.drop)
        self._language = ""
        self._waiting: list[Paragraph] = []
        self._writer = DocumentWriter(document)
        self._steps = QTimer(self, singleShot=True, interval=0)
        self._steps.timeout.connect(self._load_more)

    # The text

    @property
    def looks(self) -> TextLooks:
        return self._looks

    @property
    def undo_groups(self) -> UndoGroups:
        """For edits that belong together and are many."""
        return self._undo

    @Slot()
    def undo(self) -> None:
        if not self.isReadOnly():
            self._undo.undo()

    @Slot()
    def redo(self) -> None:
        if not self.isReadOnly():
            self._undo.redo()

    @Slot(bool)
    def hold_typing(self, is_held: bool) -> None:
        """While many edits are made in steps, the person makes none."""
        self.setReadOnly(is_held or self.is_loading)
        if not self.isReadOnly():
            self.text_edited.emit()

    @property
    def rich_text(self) -> RichText:
        """As it is now. Quick: what did not change since the last call is not read again."""
        return RichText(paragraphs=self._tracker.paragraphs, language=self._language)

    @property
    def counts(self) -> TextCounts:
        return self._tracker.counts

    @property
    def is_loading(self) -> bool:
        return bool(self._waiting)

    def show_rich_text(self, text: RichText) -> None:
        """Another text takes the place of what is there, in steps; `text_loaded` is told at its end.

        Nothing of it can be undone, and until its end it is only read.
        """
        self.text_left.emit()
        self._language = text.language
        self._waiting = list(reversed(text.paragraphs or (Paragraph(),)))  # an empty one has the looks of a text, too
        self.setReadOnly(True)
        document = self.document()
        document.setUndoRedoEnabled(False)
        document.clear()
        self._writer = DocumentWriter(document)
        self.verticalScrollBar().setValue(0)
        self._load_more()

    @Slot()
    def _load_more(self) -> None:
        ends_s = monotonic() + _STEP_S
        while self._waiting and monotonic() < ends_s:
            self._writer.write(self._next_paragraphs())
            self._tracker.read_changed()
        if self._waiting:
            self._steps.start()
            return
        self._steps.stop()
        self.document().setUndoRedoEnabled(True)
        self.document().setModified(False)
        self.setReadOnly(False)
        self.moveCursor(QTextCursor.MoveOperation.Start)
        self.text_loaded.emit()

    def _next_paragraphs(self) -> list[Paragraph]:
        """A table in one go."""
        taken = [self._waiting.pop()]
        n_characters = len(taken[0].text)
        while self._waiting and (n_characters < _STEP_CHARACTERS or _are_of_one_table(taken[-1], self._waiting[-1])):
            taken.append(self._waiting.pop())
            n_characters += len(taken[-1].text)
        return taken

    @Slot()
    def _on_text_changed(self) -> None:
        if not self.isReadOnly():
            self.text_edited.emit()

    def replace_text(self, text: RichText) -> bool:
        """Make it another text, in one step to undo; only what differs is touched. False where that is too much."""
        return not self.isReadOnly() and has_replaced(self.textCursor(), self._tracker.paragraphs, text.paragraphs)

    def make_edits(self, edits: Sequence[Edit]) -> None:
        """One step to undo. Many take a while, in which the text is only read."""
        if self.isReadOnly():
            return
        if len(edits) > _FEW_EDITS:
            self._edits.make(edits)
            return
        with one_step(QTextCursor(self.document())):
            for edit in edits:
                edit()

    # Formats

    @property
    def format_state(self) -> FormatState:
        state = format_state(self.textCursor())
        if self.textCursor().hasSelection():
            return state
        return replace(state, letters=letters_of(self.currentCharFormat()))

    def change_letters(self, change: LettersChange) -> None:
        """Of what is selected, else of what is typed next."""
        cursor = self.textCursor()
        if cursor.hasSelection():
            self.make_edits(letters_edits(cursor, change))
        else:
            kind, level = kind_of(cursor.block())
            self.setCurrentCharFormat(char_format(change(letters_of(self.currentCharFormat())), kind, level))

    def toggle_letters(self, flag: str) -> None:
        """`flag` is a name of TextFormat."""
        self.change_letters(toggled(flag, is_on=not getattr(self.format_state.letters, flag)))

    def set_kind(self, kind: ParagraphKind, level: int = 0, *, numbered: bool = False) -> None:
        letters = self.format_state.letters
        self.make_edits(kind_edits(self.textCursor(), kind, level, numbered=numbered))
        if not self.textCursor().hasSelection():
            self.setCurrentCharFormat(char_format(letters, kind, level))

    def insert_link(self, address: str, text: str) -> None:
        if not self.isReadOnly():
            insert_link(self.textCursor(), address, text)

    def insert_table(self) -> None:
        if self.isReadOnly():
            return
        table = insert_table(self.textCursor())
        self.setTextCursor(table.cellAt(0, 0).firstCursorPosition())

    def insert_paragraphs(self, paragraphs: tuple[Paragraph, ...]) -> None:
        if self.isReadOnly():
            return
        cursor = self.textCursor()
        insert_paragraphs(cursor, paragraphs)
        self.setTextCursor(cursor)

    def context_menu(self, place: QPoint) -> QMenu:
        """What can be done at a place of the viewport."""
        menu = self.createStandardContextMenu(place)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        actions = {action.objectName(): action for action in menu.actions()}
        for name, way in (("edit-undo", self.undo), ("edit-redo", self.redo)):
            if (action := actions.get(name)) is not None:
                action.triggered.disconnect()  # Qt's own knows nothing of edits that belong together
                action.triggered.connect(way)
        paste = actions.get("edit-paste")
        if paste is not None:
            plain = QAction(translate("RichEditor", "Paste as plain text"), menu)
            plain.setObjectName("paste_plain")
            plain.setShortcut(QKeySequence(_PLAIN_PASTE_KEYS))
            plain.setEnabled(paste.isEnabled())
            plain.triggered.connect(self.paste_plain)
            following = menu.actions()[menu.actions().index(paste) + 1 :]
            menu.insertAction(following[0], plain)
        return menu

    @Slot()
    def paste_plain(self) -> None:
        """The words alone, formatted as they are written here."""
        self.insert_paragraphs(plain_paragraphs(QGuiApplication.clipboard().text()))

    def _leave_letters(self) -> None:
        """What is typed behind a picture or a field is no part of it, and what is behind a link none of that."""
        look = self.currentCharFormat()
        cursor = self.textCursor()
        is_behind_link = look.isAnchor() and not _goes_on(cursor, look.anchorHref())
        if look.objectType() > 0 or is_behind_link:
            kind, level = kind_of(cursor.block())
            letters = replace(letters_of(look), link="") if is_behind_link else letters_of(look)
            self.setCurrentCharFormat(char_format(letters, kind, level))

    # Qt's own names

    def event(self, event: QEvent) -> bool:
        """The keys of formats are the editor's, whatever they do in the window."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and _is_own_key(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.isReadOnly():
            super().keyPressEvent(event)
            return
        if event.matches(QKeySequence.StandardKey.Undo):
            self.undo()
            return
        if event.matches(QKeySequence.StandardKey.Redo):
            self.redo()
            return
        if (flag := _letters_key(event)) is not None:
            self.toggle_letters(flag)
            return
        if _is_pressed(event, _PLAIN_PASTE_KEYS):
            self.paste_plain()
            return
        cursor = self.textCursor()
        if has_handled_key(cursor, event):
            self.setTextCursor(cursor)
            self.ensureCursorVisible()
            return
        self._leave_letters()
        super().keyPressEvent(event)

    def createMimeDataFromSelection(self) -> QMimeData:
        """Qt's own would give no more than it made itself."""
        cursor = self.textCursor()
        data = QMimeData()
        data.setText(cursor.selection().toPlainText())
        data.setHtml(cursor.selection().toHtml())
        data.setData(OWN_KIND, copied_paragraphs(cursor))
        return data

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        return source.hasText() or source.hasHtml() or source.hasFormat(OWN_KIND)

    def insertFromMimeData(self, source: QMimeData) -> None:
        self.insert_paragraphs(pasted_paragraphs(source))
        self.ensureCursorVisible()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        paint_blocks(self, painter)
        painter.end()
        super().paintEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A line that is too long is hard to read."""
        side = max(_SIDE_PX, (self.width() - TEXT_COLUMN_PX) // 2)
        self.setViewportMargins(side, _TOP_PX, side - self.verticalScrollBar().sizeHint().width(), 0)
        super().resizeEvent(event)


def toggled(flag: str, *, is_on: bool) -> LettersChange:
    """Makes letters bold, or whatever the flag of TextFormat says; or not so any more."""

    def change(letters: TextFormat) -> TextFormat:
        return replace(letters, **{flag: is_on})

    return change


def _is_own_key(event: QKeyEvent) -> bool:
    return _letters_key(event) is not None or _is_pressed(event, _PLAIN_PASTE_KEYS)


def _letters_key(event: QKeyEvent) -> str | None:
    return next((flag for flag, keys in LETTERS_KEYS.items() if _is_pressed(event, keys)), None)


def _is_pressed(event: QKeyEvent, keys: str) -> bool:
    return QKeySequence(event.keyCombination()) == QKeySequence(keys)


def _goes_on(cursor: QTextCursor, address: str) -> bool:
    """Whether the letter behind the cursor is of the same link."""
    behind = QTextCursor(cursor)
    if cursor.atBlockEnd() or not behind.movePosition(QTextCursor.MoveOperation.NextCharacter):
        return False
    return behind.charFormat().anchorHref() == address


def _are_of_one_table(one: Paragraph, other: Paragraph) -> bool:
    return one.cell is not None and other.cell is not None and one.cell.table == other.cell.table

"""A bar of small fields, one for each piece of the documents, that fill while they are read. GUI thread."""

from collections.abc import Sequence
from enum import Enum, auto
from typing import Final

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QBrush, QColor, QFocusEvent, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from desktop_llm.ui.i18n import number_text, translate
from desktop_llm.ui.palette import Palette
from desktop_llm.ui.theme import current_palette
from desktop_llm.ui.widgets.plain_tip import plain_tip

_BAR_PX: Final = 8
_FOCUS_PX: Final = 3
_GAP_PX: Final = 2
_SMALLEST_PX: Final = 7  # with its gap
_LARGEST_PX: Final = 60
_HATCHED: Final = Qt.BrushStyle.BDiagPattern


class SectionState(Enum):
    """What has become of a piece."""

    WAITING = auto()
    READ = auto()
    UNREAD = auto()


class SectionMap(QWidget):
    """Several pieces share a field where there are more than fit. A click, or Enter, wishes to see the piece."""

    section_chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("section_map")
        self.setAccessibleName(translate("SectionMap", "What has been read"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._states: list[SectionState] = []
        self._names: tuple[str, ...] = ()
        self._current = 0

    def show_sections(self, names: Sequence[str], state: SectionState = SectionState.WAITING) -> None:
        """Other pieces altogether; each has a name that its tip shows."""
        self._names = tuple(names)
        self._states = [state] * len(names)
        self._current = 0
        self._renew()

    def show_state(self, index: int, state: SectionState) -> None:
        if index < len(self._states):
            self._states[index] = state
            self._renew()

    def show_end(self) -> None:
        """Nothing more will be read."""
        ended = {SectionState.WAITING: SectionState.UNREAD}
        self._states = [ended.get(state, state) for state in self._states]
        self._renew()

    @property
    def states(self) -> tuple[SectionState, ...]:
        return tuple(self._states)

    def _renew(self) -> None:
        n_read = self._states.count(SectionState.READ)
        sentence = translate("SectionMap", "{done} of {total} pieces read")
        self.setAccessibleDescription(sentence.format(done=number_text(n_read), total=number_text(len(self._states))))
        self.update()

    @property
    def _n_fields(self) -> int:
        return min(len(self._states), max(1, self.width() // _SMALLEST_PX))

    def _pieces(self, field: int) -> range:
        n_pieces, n_fields = len(self._states), self._n_fields
        return range(field * n_pieces // n_fields, (field + 1) * n_pieces // n_fields)

    def _rect(self, field: int) -> QRect:
        step = min(self.width() / self._n_fields, _LARGEST_PX)
        left, right = round(field * step), round((field + 1) * step) - _GAP_PX
        rect = QRect(left, _FOCUS_PX, max(right - left, 2), _BAR_PX)
        if self.isRightToLeft():
            rect.moveRight(self.width() - 1 - left)
        return rect

    def _field_at(self, place: QPoint) -> int | None:
        fields = range(self._n_fields)
        return next(
            (
                field
                for field in fields
                if self._rect(field).right() + _GAP_PX >= place.x() and self._rect(field).left() <= place.x()
            ),
            None,
        )

    def _field_of(self, piece: int) -> int:
        return next((field for field in range(self._n_fields) if piece in self._pieces(field)), 0)

    def _brush(self, field: int, palette: Palette) -> QBrush:
        states = [self._states[piece] for piece in self._pieces(field)]
        if SectionState.UNREAD in states:
            return QBrush(QColor(palette.warning), _HATCHED)
        color = QColor(palette.accent)
        share = states.count(SectionState.READ) / len(states)
        if not share:
            return QBrush(QColor(palette.line))
        color.setAlphaF(0.3 + 0.7 * share)
        return QBrush(color)

    # Qt's own names

    def sizeHint(self) -> QSize:
        return QSize(120, _BAR_PX + 2 * _FOCUS_PX)

    def minimumSizeHint(self) -> QSize:
        return QSize(40, _BAR_PX + 2 * _FOCUS_PX)

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._states:
            return
        palette = current_palette()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        for field in range(self._n_fields):
            painter.setBrush(self._brush(field, palette))
            painter.drawRoundedRect(self._rect(field), 2, 2)
        if self.hasFocus():
            painter.setPen(QColor(palette.accent))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(self._rect(self._field_of(self._current)).adjusted(-2, -2, 1, 1), 3, 3)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        field = self._field_at(event.position().toPoint()) if self._states else None
        if field is not None:
            self._current = self._pieces(field).start
            self.section_chosen.emit(self._current)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        if event.key() in steps and self._states:
            step = steps[Qt.Key(event.key())] * (-1 if self.isRightToLeft() else 1)
            field = min(max(self._field_of(self._current) + step, 0), self._n_fields - 1)
            self._current = self._pieces(field).start
            self.update()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space} and self._states:
            self.section_chosen.emit(self._current)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip and self._states:
            field = self._field_at(event.pos())
            names = [self._names[piece] for piece in self._pieces(field)] if field is not None else []
            QToolTip.showText(event.globalPos(), plain_tip("\n".join(dict.fromkeys(names[:3]))), self)
            return True
        return super().event(event)

"""Above the summary: how much was read, what is being done, how long it will take. GUI thread."""

from msgspec import Struct
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop_llm.ui.widgets.elided_label import ElidedLabel
from desktop_llm.ui.widgets.plain_label import plain_label
from desktop_llm.ui.widgets.summary.section_map import SectionMap


class Activity(Struct, frozen=True):
    """What stands above the map: on the left what is done or was read, on the right the time."""

    text: str = ""
    time: str = ""


class SummaryHead(QWidget):
    section_chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("summary_head")
        self._text = ElidedLabel(self, "summary_activity", "small")
        self._text.fill_room()
        self._time = plain_label(self, "summary_time", "small")
        self._map = SectionMap(self)
        self._map.section_chosen.connect(self.section_chosen)
        line = QHBoxLayout()
        line.setSpacing(12)
        line.addWidget(self._text, 1)
        line.addWidget(self._time)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addLayout(line)
        layout.addWidget(self._map)

    @property
    def map(self) -> SectionMap:
        return self._map

    def show_activity(self, activity: Activity) -> None:
        self._text.show_text(activity.text)
        self._time.setText(activity.time)

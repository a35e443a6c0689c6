from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from desktop_llm.ui.widgets.summary.summary_head import Activity, SummaryHead


def test_what_is_done_and_how_long_it_takes_stand_above_the_map(qtbot: QtBot) -> None:
    head = SummaryHead()
    qtbot.addWidget(head)
    head.resize(500, 40)
    head.show()
    head.show_activity(Activity("Reading section 3 of 12", "about 1 minute left"))
    texts = [head.findChildren(QLabel, name)[0].text() for name in ("summary_activity", "summary_time")]
    assert texts == ["Reading section 3 of 12", "about 1 minute left"]
    head.map.show_sections(["a"])
    with qtbot.waitSignal(head.section_chosen):
        head.map.section_chosen.emit(0)

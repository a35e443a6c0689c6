from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from desktop_llm.ui.widgets.transcript.message_wishes import MessageWishes
from desktop_llm.ui.widgets.transcript.spare_thread import SpareThread


def test_lexers_and_formulas_share_one_spare_thread(qapp: QApplication) -> None:
    wishes = MessageWishes(QObject(qapp))
    assert len(wishes.findChildren(SpareThread)) == 1
    assert {wishes.lexers.parent(), wishes.formulas.parent()} == {wishes}

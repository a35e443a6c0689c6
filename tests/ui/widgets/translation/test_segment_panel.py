from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from desktop_llm.ui.widgets.translation.segment_panel import SegmentPanel, SegmentView, SimilarText

SIMILAR = (SimilarText("The pump & seal", "Die Pumpe & Dichtung", 91), SimilarText("The seal", "Die Dichtung", 80))


def panel(qtbot: QtBot, view: SegmentView | None) -> SegmentPanel:
    panel = SegmentPanel()
    qtbot.addWidget(panel)
    panel.resize(700, 200)
    panel.show()
    panel.show_segment(view)
    return panel


def button(panel: SegmentPanel, name: str) -> QPushButton:
    found = panel.findChild(QPushButton, name)
    assert found is not None
    return found


def text(panel: SegmentPanel, name: str) -> str:
    found = panel.findChild(QLabel, name)
    assert found is not None
    return found.text() if found.isVisible() else ""


def test_everything_that_is_to_be_known_of_a_segment_is_there(qtbot: QtBot) -> None:
    view = SegmentView(place="page 3", hint="A button", remarks=("One.", "Two."), has_marks=True, is_there=True)
    shown = panel(qtbot, view)
    assert text(shown, "segment_remarks") == "One.\nTwo."
    assert text(shown, "segment_place") == "page 3"
    assert text(shown, "segment_hint").startswith("A button\nMarks such as ⟦1⟧")
    assert shown.isVisible()
    shown.show_segment(None)
    assert not shown.isVisible()


def test_a_similar_translation_can_be_used(qtbot: QtBot) -> None:
    shown = panel(qtbot, SegmentView(similar=SIMILAR, is_there=True))
    assert button(shown, "similar_1").text() == "91 %   Die Pumpe && Dichtung"
    assert button(shown, "similar_1").accessibleName() == "Use this similar translation: Die Pumpe & Dichtung"
    with qtbot.waitSignal(shown.similar_chosen) as chosen:
        button(shown, "similar_2").click()
    assert chosen.args == ["Die Dichtung"]
    shown.show_segment(SegmentView(similar=SIMILAR[:1], is_there=True))
    assert not button(shown, "similar_2").isVisible()


def test_what_is_accepted_can_be_taken_back(qtbot: QtBot) -> None:
    shown = panel(qtbot, SegmentView(is_there=True))
    with qtbot.waitSignal(shown.accept_requested):
        button(shown, "accept_segment_button").click()
    shown.show_segment(SegmentView(is_there=True, is_accepted=True))
    assert button(shown, "accept_segment_button").text() == "Do not accept"
    with qtbot.waitSignal(shown.reopen_requested):
        button(shown, "accept_segment_button").click()


def test_what_is_not_there_cannot_be_accepted_and_what_is_on_its_way_is_not_asked_for(qtbot: QtBot) -> None:
    shown = panel(qtbot, SegmentView())
    assert not button(shown, "accept_segment_button").isEnabled()
    assert button(shown, "edit_segment_button").isEnabled()
    shown.show_segment(SegmentView(is_there=True, is_busy=True))
    assert not button(shown, "again_segment_button").isEnabled()
    assert button(shown, "again_segment_button").text() == "Translating…"

from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from desktop_llm.assist.translation.translation_view import TranslationView, ViewedSentence
from desktop_llm.ui.panes.translate_pane import TranslatePane
from desktop_llm.ui.widgets.translation.sentence_editor import NO_SENTENCE, SentenceEditor


def pane(qtbot: QtBot) -> TranslatePane:
    widget = TranslatePane()
    qtbot.addWidget(widget)
    widget.resize(900, 400)
    widget.show()
    return widget


def editor(widget: TranslatePane, name: str) -> SentenceEditor:
    found = widget.findChild(SentenceEditor, f"translation_{name}")
    assert found is not None
    return found


def test_both_sides_show_the_same_paragraph_at_the_top(qtbot: QtBot) -> None:
    widget = pane(qtbot)
    widget.show_text("\n".join(f"Paragraph {number}" for number in range(200)))
    long = "\n".join(
        f"Absatz {number}, der so lang ist, dass er mehr als eine Zeile braucht. " * 3 for number in range(200)
    )
    widget.show_view(TranslationView(long))
    source, target = editor(widget, "source"), editor(widget, "target")
    source.verticalScrollBar().setValue(120)
    assert target.firstVisibleBlock().blockNumber() == source.firstVisibleBlock().blockNumber() == 120
    target.verticalScrollBar().setValue(target.document().findBlockByNumber(40).firstLineNumber())
    assert source.firstVisibleBlock().blockNumber() == 40


def test_a_sentence_that_is_not_there_is_not_told_of(qtbot: QtBot) -> None:
    widget = pane(qtbot)
    sentence = ViewedSentence(segment=0, source_start=0, source_end=2, start=0, end=2, confidence=0.1)
    widget.show_text("A.")
    widget.show_view(TranslationView("B.", (sentence,)))
    widget.show_sentence(0)
    assert "10 %" in widget.findChild(QLabel, "sentence_doubts").text()
    assert widget.findChild(QLabel, "translation_doubts").text() == "1 sentence to look at"
    widget.show_sentence(NO_SENTENCE)
    assert widget.findChild(QLabel, "sentence_doubts").isVisible() is False

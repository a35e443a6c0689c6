from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from desktop_llm.ui.theme import current_palette
from desktop_llm.ui.widgets.transcript.answer_sources import AnswerSources
from desktop_llm.ui.widgets.transcript.source_content import SourcedLine, SourceLink, SourcesContent

CONTENT = SourcesContent(
    "Sources of 1 of 2 sentences",
    "Read of a.pdf: 2 of 9 passages, those that fit the question.",
    (
        SourcedLine("Anna built <b>it</b>.", (SourceLink("a.pdf, page 3", 'Anna <img src="x">'),)),
        SourcedLine("It cost 7.", doubts=("The number 7 is not in the document.",), is_grave=True),
    ),
)


def shown(qtbot: QtBot, content: SourcesContent = CONTENT, *, is_unfolded: bool = True) -> AnswerSources:
    widget = AnswerSources()
    qtbot.addWidget(widget)
    widget.show_sources(content, is_unfolded=is_unfolded)
    return widget


def lines(widget: AnswerSources) -> list[QLabel]:
    return [label for label in widget.findChildren(QLabel, "source_line") if not label.isHidden()]


def test_sentences_and_quotes_are_shown_as_text_whatever_stands_in_them(qtbot: QtBot) -> None:
    widget = shown(qtbot)
    first, _ = lines(widget)
    assert "&lt;b&gt;it&lt;/b&gt;" in first.text()
    assert "<img" not in first.text()


def test_a_link_says_which_passage_of_which_sentence_is_meant(qtbot: QtBot) -> None:
    widget = shown(qtbot)
    with qtbot.waitSignal(widget.link_activated) as activated:
        lines(widget)[0].linkActivated.emit("0.0")
    assert activated.args == ["0.0"]
    assert '<a href="0.0"' in lines(widget)[0].text()


def test_what_is_not_in_the_document_is_marked_in_the_colour_of_errors(qtbot: QtBot) -> None:
    widget = shown(qtbot)
    _, cost = lines(widget)
    assert current_palette().error in cost.text()
    assert "The number 7 is not in the document." in cost.accessibleName()


def test_folded_it_is_what_was_read_and_one_line(qtbot: QtBot) -> None:
    folded, unfolded = shown(qtbot, is_unfolded=False), shown(qtbot)
    assert lines(folded) == []
    assert folded.heightForWidth(400) < unfolded.heightForWidth(400)
    button = folded.findChild(QPushButton, "sources_button")
    with qtbot.waitSignal(folded.fold_requested):
        button.click()


def test_without_sentences_there_is_nothing_to_unfold(qtbot: QtBot) -> None:
    widget = shown(qtbot, SourcesContent("Sources", "Read whole: a.pdf."))
    assert widget.findChild(QPushButton, "sources_button").isHidden()

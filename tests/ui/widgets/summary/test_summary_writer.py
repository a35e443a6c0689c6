from PySide6.QtGui import QFont, QTextCharFormat, QTextDocument
from pytestqt.qtbot import QtBot

from desktop_llm.assist.checks.sourced_text import Check, CheckKind
from desktop_llm.assist.summary.summary_result import ItemKind, SummaryItem
from desktop_llm.ui.widgets.summary.summary_writer import SummaryWriter
from tests.fakes.summaries import sentence, source

AMBER = Check(kind=CheckKind.NAME_NOT_IN_SOURCE, text="Keller")
PROSE = ItemKind.SENTENCE


def written(*items: SummaryItem, title: str = "") -> tuple[QTextDocument, SummaryWriter]:
    document = QTextDocument()
    writer = SummaryWriter(document, QFont())
    for item in items:
        writer.write(item, 0, title, is_named=False)
    return document, writer


def test_sentences_of_a_line_are_one_paragraph_and_remarks_stay_below_it(qtbot: QtBot) -> None:
    document, writer = written(
        sentence("Keller has the key.", source(page=1), kind=PROSE, checks=(AMBER,)),
        sentence("It rains.", source(page=2), source(page=2), kind=PROSE),
        sentence("A new line.", kind=PROSE, line=1),
    )
    assert document.toPlainText().split("\n") == [
        "Keller has the key. 1 It rains. 2",
        "Check this: The name Keller is not in the document.",
        "A new line.",
    ]
    texts = [document.toPlainText()[each.start : each.end] for each in writer.sentences]
    assert texts == ["Keller has the key.", "It rains.", "A new line."]
    (bar,) = writer.bars
    assert (bar.first_block, bar.last_block, bar.is_red) == (0, 1, False)
    underlined = document.begin().begin().fragment().charFormat().underlineStyle()
    assert underlined is QTextCharFormat.UnderlineStyle.WaveUnderline


def test_headings_questions_and_words_of_the_document_are_told_apart(qtbot: QtBot) -> None:
    document, writer = written(
        SummaryItem(text="Rent", kind=ItemKind.HEADING, line=0, level=1),
        sentence("How much?", kind=ItemKind.QUESTION, line=1),
        sentence("The rent is 1,250 euros.", kind=PROSE, line=2, is_extract=True),
        title="lease.pdf",
    )
    assert document.toPlainText().split("\n") == ["lease.pdf", "Rent", "How much?", "“The rent is 1,250 euros.”"]
    assert len(writer.sentences) == 2

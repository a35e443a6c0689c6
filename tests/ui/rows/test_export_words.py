from datetime import datetime

from PySide6.QtCore import QLocale
from pytestqt.qtbot import QtBot

from desktop_llm.assist.checks.sourced_text import Check, CheckKind, Source
from desktop_llm.assist.exports.conversation_export import ExportLabels
from desktop_llm.assist.exports.exported_document import ExportedDocument, ExportedFact
from desktop_llm.assist.exports.html_document import html_body_of
from desktop_llm.assist.exports.summary_export import summary_document
from desktop_llm.assist.summary.summary_request import SummaryChoices, SummaryForm, SummaryLength
from desktop_llm.assist.summary.summary_result import Coverage, ItemKind, Summary, SummaryItem, SummaryPart, UnreadPart
from desktop_llm.assist.summary.summary_session import KeptSummary, SummarizedFile
from desktop_llm.documents.document import Place, UnreadReason
from desktop_llm.ui.rows.export_words import conversation_labels, summary_export_words, summary_file_title

SOURCE = Source(
    document="lease.pdf",
    document_index=0,
    place=Place(page=3),
    block_id="b1",
    start=0,
    end=15,
    quote="The rent is 900",
)
ITEM = SummaryItem(
    text="The rent is 940.",
    kind=ItemKind.POINT,
    line=0,
    sources=(SOURCE,),
    checks=(Check(kind=CheckKind.NUMBER_NOT_IN_SOURCE, text="940"),),
)
UNREAD = UnreadPart(document="lease.pdf", place=Place(page=7), reason=UnreadReason.DAMAGED)


KEPT = KeptSummary(
    choices=SummaryChoices(),
    files=(SummarizedFile("/home/me/lease.pdf"),),
    summary=Summary(parts=(), coverage=Coverage(n_blocks=1, n_read_blocks=1), n_chunks=1),
)


def exported(
    choices: SummaryChoices,
    *names: str,
    unread: tuple[UnreadPart, ...] = (),
    is_whole: bool = True,
    model: str = "Smol",
) -> ExportedDocument:
    coverage = Coverage(n_blocks=100, n_read_blocks=100 - len(unread), unread=unread)
    summary = Summary(parts=(SummaryPart(document="lease.pdf", items=(ITEM,)),), coverage=coverage, n_chunks=1)
    files = tuple(SummarizedFile(f"/home/me/{name}") for name in names)
    kept = KeptSummary(choices=choices, files=files, summary=summary, is_whole=is_whole, model_name=model)
    return summary_document(summary, summary_export_words(kept, datetime(2026, 11, 29)))


def test_without_a_translation_the_words_are_the_plain_ones(qtbot: QtBot) -> None:
    assert conversation_labels() == ExportLabels()


def test_the_file_names_the_language_of_its_words(qtbot: QtBot) -> None:
    before = QLocale()
    QLocale.setDefault(QLocale(QLocale.Language.German))
    try:
        assert conversation_labels().language == "de"
    finally:
        QLocale.setDefault(before)


def test_the_file_says_what_was_asked_of_whom_and_how_much_was_read() -> None:
    choices = SummaryChoices(
        form=SummaryForm.KEY_POINTS, length=SummaryLength(n_words=200), language="de", focus="What does it cost?"
    )
    document = exported(choices, "lease.pdf", unread=(UNREAD,))
    assert document.title == "Summary of lease.pdf"
    assert document.language == "de"
    assert document.facts == (
        ExportedFact("Documents", "lease.pdf"),
        ExportedFact("Date", "29 November 2026"),
        ExportedFact("Model", "Smol"),
        ExportedFact("Form", "Key points, about 200 words, German"),
        ExportedFact("Focus", "What does it cost?"),
        ExportedFact("Read", "99 % of it was read"),
        ExportedFact("Note", "Not read: page 7. The file is damaged there."),
    )


def test_several_documents_an_own_instruction_and_a_stop_are_said() -> None:
    choices = SummaryChoices(form=SummaryForm.FREE, instruction="Only the costs", length=SummaryLength(share=0.1))
    document = exported(choices, "lease.pdf", "rules.docx", is_whole=False, model="")
    assert document.title == "Summary of 2 documents"
    assert [fact.text for fact in document.facts] == [
        "lease.pdf, rules.docx",
        "29 November 2026",
        "Only the costs, 10 % of the text",
        "This summary was stopped before it was finished.",
    ]


def test_doubts_and_sources_are_in_words() -> None:
    html = html_body_of(exported(SummaryChoices(), "lease.pdf"))
    assert "<li>The rent is 940. [1] <em>(Wrong? The number 940 is not in the document.)</em></li>" in html
    assert "<li>lease.pdf, page 3: “The rent is 900”</li>" in html


def test_the_file_is_called_without_the_ending_of_its_document() -> None:
    assert summary_file_title(KEPT) == "Summary of lease"

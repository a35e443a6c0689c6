from desktop_llm.assist.checks.sourced_text import Check, CheckKind, Severity
from desktop_llm.assist.summary.summary_request import SummaryForm, SummaryParts
from desktop_llm.assist.summary.summary_result import (
    STOPPED,
    Coverage,
    Summary,
    SummaryProgressed,
    SummarySection,
    SummaryStage,
    UnreadPart,
)
from desktop_llm.documents.document import NOWHERE, Place, UnreadReason
from desktop_llm.ui.rows.summary_words import (
    FORMS,
    PARTS,
    check_remark,
    coverage_text,
    remarks,
    section_names,
    source_chip,
    source_tip,
    stage_text,
    time_left_text,
    worst_severity,
)
from tests.fakes.summaries import block, document_of, source


def test_everything_that_can_be_chosen_and_doubted_has_words() -> None:
    assert FORMS.keys() == set(SummaryForm)
    assert PARTS.keys() == set(SummaryParts)
    assert all(check_remark(Check(kind=kind, text="7")) for kind in CheckKind)
    for stage in SummaryStage:
        assert stage_text(SummaryProgressed(job_id="j", stage=stage, done=3, total=12))


def test_how_bad_a_doubt_is_stands_in_its_sentence() -> None:
    red, amber = Check(kind=CheckKind.NUMBER_NOT_IN_SOURCE, text="1,240"), Check(kind=CheckKind.NO_SUPPORT)
    assert check_remark(red) == "Wrong? The number 1,240 is not in the document."
    assert check_remark(amber) == "Check this: No passage says this."
    assert worst_severity((amber, red)) is Severity.RED
    assert worst_severity(()) is None


def test_a_source_is_named_as_shortly_as_can_be() -> None:
    assert source_chip(source(page=31), is_named=False) == "31"
    assert source_chip(source(page=31, index=1), is_named=True) == "document 1, 31"
    assert source_chip(source(page=0), is_named=False) == "source"
    assert source_tip(source("It rains.", page=31)) == "document 0, page 31: “It rains.”"


def test_all_of_it_is_never_said_of_less() -> None:
    assert coverage_text(Coverage(n_blocks=3, n_read_blocks=3)) == "All of it was read"
    assert coverage_text(Coverage(n_blocks=1000, n_read_blocks=999)) == "99 % of it was read"


def test_what_is_missing_is_said_with_its_reason() -> None:
    unread = (
        UnreadPart(document="a.pdf", place=Place(page=3), reason=UnreadReason.NO_TEXT),
        UnreadPart(document="a.pdf", place=Place(page=5), reason=UnreadReason.NO_TEXT),
        UnreadPart(document="a.pdf", place=NOWHERE, reason=STOPPED),
    )
    coverage = Coverage(n_blocks=9, n_read_blocks=6, unread=unread)
    summary = Summary(parts=(), coverage=coverage, n_chunks=4, n_extracted_sections=1)
    pictures, stopped, extracts = remarks(summary)
    assert pictures.startswith("Not read: page 3, page 5. It is a picture of text")
    assert stopped == "Stopped before the last part was read."
    assert extracts.startswith("The model wrote nothing usable about 1 of 4 sections")


def test_a_section_is_called_by_its_heading_and_its_place() -> None:
    documents = [document_of(block(1, "x", page=31), name="a.pdf"), document_of(block(1, "y"), name="b.txt")]
    sections = [
        SummarySection(document_index=0, block_ids=("b1",), heading_path=("3", "Energy"), n_tokens=9),
        SummarySection(document_index=1, block_ids=("b1",), heading_path=(), n_tokens=9),
    ]
    assert section_names(sections, documents) == ("a.pdf · Energy · page 31", "b.txt")


def test_the_time_that_is_left_is_told_once_it_is_known() -> None:
    assert time_left_text(None) == ""
    assert time_left_text(42) == "about 40 seconds left"
